"""CONTRIBUTING names what there is: its paths exist, its names are in the files it gives, its layers are the contract's."""

import re
import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", TEXT)
# Files that a reader is to write; their directories exist.
EXAMPLES = ("dfix/rules/your_rule.py", "dfix/trace/commands/tool.py")
PATHS = sorted({word for span in CODE for word in re.findall(r"[\w.-]+/[\w./-]*|[A-Z]+\.md|\w+\.toml", span)})
NAMES = sorted(set(re.findall(r"`(?:\w+\.)?(\w+)` (?:in|of) `([\w./]+\.py)`", TEXT)))


@pytest.mark.parametrize("path", PATHS)
def test_every_path_exists(path: str) -> None:
    """Where this fails, the path has moved: name its new place, or leave the sentence out."""
    assert (ROOT / path if path not in EXAMPLES else (ROOT / path).parent).exists()


@pytest.mark.parametrize(("name", "path"), NAMES)
def test_every_name_is_in_its_file(name: str, path: str) -> None:
    assert re.search(rf"^(    def |def |class )?{name}\b", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_anchor_is_a_heading() -> None:
    headings = {line.strip("# ").lower().replace(" ", "-") for line in TEXT.split("\n") if line.startswith("## ")}
    assert set(re.findall(r"\]\(#([a-z-]+)\)", TEXT)) <= headings


def test_the_layers_are_those_that_are_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    shown = next(line for line in TEXT.split("\n") if line.startswith("__main__ → "))
    assert shown.split(" → ") == contract["layers"]


def test_the_table_names_every_room() -> None:
    """A newcomer finds each package of dfix in the table; the values that all share need no row."""
    table = TEXT.partition("## Where does it go?")[2].partition("\n## ")[0]
    rooms = {path.parent.name for path in (ROOT / "dfix").glob("*/__init__.py")} - {"text"}
    assert {room for room in rooms if f"`dfix/{room}/" not in table} == set()
