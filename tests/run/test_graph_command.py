"""``dfix graph``: what it draws of which file, and how it fails."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from dfix.cli import main
from dfix.report.graph import FORMATS

TEXT = (
    "FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /usr/local/bin/app\n"
)
PAGE = Path(__file__).parents[2] / "docs" / "graph.md"


def test_the_page_shows_the_real_output() -> None:
    shown = CliRunner().invoke(main, ["graph", "-"], input=TEXT)
    assert shown.exit_code == 0
    assert f"```console\n$ dfix graph Dockerfile\n{shown.stdout}```\n" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format(name: str, tmp_path: Path) -> None:
    file = tmp_path / "Dockerfile"
    file.write_text(TEXT)
    shown = CliRunner().invoke(main, ["graph", "--format", name, str(file)])
    assert shown.exit_code == 0
    assert "golang:1.22" in shown.stdout
    assert "DF101 foreign-libc" in shown.stdout
    if name == "svg":
        assert ET.fromstring(shown.stdout).tag.endswith("svg")


def test_all_dockerfiles_of_a_compose_file(tmp_path: Path) -> None:
    file = tmp_path / "compose.yaml"
    inline = "".join(f"        {line}\n" for line in TEXT.splitlines())
    file.write_text(f"services:\n  a:\n    build:\n      dockerfile_inline: |\n{inline}  b: {{build: {{}}}}\n")
    shown = CliRunner().invoke(main, ["graph", str(file)]).stdout
    assert re.search(r"final stage ━+ shipped, line 7 ", shown)
    assert "✗ /usr/local/bin/app" in shown


def test_options_of_the_analysis_decide() -> None:
    words = ["graph", "--ignore", "DF1", "-"]
    assert "DF101" not in CliRunner().invoke(main, words, input=TEXT).stdout
    words = ["graph", "--target", "build", "-"]
    assert re.search("┏━ build ━+ shipped, line 1 ", CliRunner().invoke(main, words, input=TEXT).stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["graph", "nothing-here"], "nothing-here: error: there is no such file", id="no file"),
        pytest.param(["graph", "--target", "nope", "-"], "<stdin>: error: no stage is named `nope`", id="no stage"),
    ],
)
def test_what_cannot_be_drawn(words: list[str], said: str) -> None:
    shown = CliRunner().invoke(main, words, input=TEXT)
    assert shown.exit_code == 2
    assert said in shown.output
