"""Who may import whom beside the layers of pyproject.toml, and what the common path must not import."""

import ast
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent / "dfix"
SIBLINGS = {
    "rules": {"rule", "trigger", "wording"},
    "rules/examples": set(),
    "trace/commands": set(),
    "report": {"escape", "file_report", "place", "wrap"},
}
HEAVY = (
    "rich",
    "ruamel",
    "pygls",
    "lsprotocol",
    "httpx",
    "tomllib",
    "multiprocessing",
    "hashlib",
    "elftools",
    "hcl2",
    "lark",
    "tarfile",
    "lzma",
    "dfix.hosts.embedded",
    "dfix.hosts.python",
    "dfix.inspect",
    "dfix.prove",
    "dfix.rules.examples",
    "importlib.resources",
    "asyncio",
    "dataclasses",
    "pathlib",
    "typing",
    "importlib.util",
)
# What a file with one fault and its repairs does not need: the readers of what it does not have, the rules of other
# faults with their repairs, packages that take long to load.
OF_OTHERS = (
    "json",
    "difflib",
    "dockerfile_parse",
    "dfix.engine.proof",
    "dfix.syntax.heredoc",
    "dfix.syntax.suppression",
    "dfix.text.spelling",
    "dfix.hosts.platforms",
    "dfix.context.archive",
    "dfix.manifests.cargo",
    "dfix.manifests.python",
    "dfix.trace.knowledge.download",
    "dfix.trace.knowledge.image_contents",
    "dfix.trace.knowledge.listings",
    "dfix.trace.knowledge.target_platforms",
    "dfix.rules.foreign_download",
    "dfix.rules.foreign_environment",
    "dfix.rules.mismatched_runtime",
    "dfix.rules.missing_ldconfig",
    "dfix.rules.newer_glibc",
    "dfix.rules.no_libc",
    "dfix.fixes.copy_libraries",
    "dfix.fixes.reinstall",
)
# So many modules of dfix a run loads at most; each takes 0.1 to 0.5 ms of every start. Load one where it is used
# before you raise a number.
MOST_MODULES = {"plain": 57, "ordinary": 211}
# What is not needed for a file in which no rule can find anything.
NEEDLESS = (
    "contextlib",
    "logging",
    "dockerfile_parse",
    "dfix.rules.rule",
    "dfix.fixes",
    "dfix.trace",
    "dfix.images",
    "dfix.report.text",
    "dfix.engine.analysis",
    "difflib",
)


def imported(path: Path) -> set[str]:
    """The dfix modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name for name in names if name.startswith("dfix")}


@pytest.mark.parametrize("folder", SIBLINGS)
def test_siblings_do_not_import_each_other(folder: str) -> None:
    package = f"dfix.{folder.replace('/', '.')}"
    files = [path for path in (ROOT / folder).glob("*.py") if path.name != "__init__.py"]
    others = {f"{package}.{path.stem}" for path in files if path.stem not in SIBLINGS[folder]}
    for path in files:
        assert not (imported(path) & others) - {f"{package}.{path.stem}"}, path


def test_nothing_below_the_engine_prints_or_asks_the_environment() -> None:
    for path in ROOT.rglob("*.py"):
        layer = path.relative_to(ROOT).parts[0]
        if layer in ("text", "syntax", "plan", "trace", "edit", "rules", "fixes", "images"):
            text = path.read_text(encoding="utf-8")
            assert "print(" not in text, path
            assert "os.environ" not in text, path
            assert "subprocess" not in text, path


@pytest.mark.parametrize("words", [[], ["--write"], ["--format", "json"]], ids=" ".join)
def test_a_run_never_imports_the_rules_examples(words: list[str], tmp_path: Path) -> None:
    """They are for tests and pages."""
    file = tmp_path / "Dockerfile"
    file.write_text('FROM golang:1.22\nRUN go build -o /a .\nFROM scratch\nCOPY --from=0 /a /a\nCMD ["/a"]\n')
    code = (
        "import atexit, os, sys\nfrom dfix.__main__ import main\n"
        "def show(*_): print([name for name in sys.modules if name.startswith('dfix.rules.examples')])\n"
        "atexit.register(show)\nos._exit = show\n"
        f"sys.argv = ['dfix', {str(file)!r}, *{words!r}]\nmain()"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "1 finding" in shown.stderr or '"code": "DF102"' in shown.stdout
    assert shown.stdout.strip().split("\n")[-1] == "[]"


def test_every_rule_has_a_file_of_examples() -> None:
    """And there is no file of examples without a rule."""
    files = {path.name for path in (ROOT / "rules").glob("*.py")} - {"rule.py", "trigger.py", "wording.py", "_table.py"}
    assert files == {path.name for path in (ROOT / "rules" / "examples").glob("*.py")}


def test_only_the_verbs_of_edit_know_where_things_are() -> None:
    """A rule or a strategy names what it changes; it computes no offset."""
    for path in (file for folder in ("rules", "fixes") for file in (ROOT / folder).rglob("*.py")):
        calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        names = {one.id for one in calls if isinstance(one, ast.Name)} | {
            one.attr for one in calls if isinstance(one, ast.Attribute)
        }
        assert not names & {"Edit", "Span", "span", "origin"}, path


def test_a_strategy_is_a_file() -> None:
    """Of the name of its function, with one ``Repair``."""
    for path in (ROOT / "fixes").glob("[!_]*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        assert path.stem in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, path
        assert path.read_text("utf-8").count(" = Repair(") <= 1, path


def test_the_common_path_imports_nothing_heavy(tmp_path: Path) -> None:
    """The editor's save hook pays for each import."""
    file = tmp_path / "Dockerfile"
    (tmp_path / "run.sh").write_text("#!/bin/sh\n")
    file.write_text(
        'FROM golang:1.22\nRUN go build -o /a .\nFROM scratch\nCOPY --from=0 /a /a\nCOPY run.sh /\nCMD ["/a"]\n'
    )
    code = (
        "import sys\nfrom dfix.run.command import Request, run\n"
        f"run(Request(({str(file)!r},), write=True))\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip().split("\n")[-1] == "[]"
    assert "CGO_ENABLED=0" in file.read_text()


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml"])
def test_a_run_that_only_analyses_has_no_second_reader(name: str, tmp_path: Path) -> None:
    """dockerfile-parse is loaded by the first proof of a repair, and only there."""
    file = tmp_path / name
    text = 'FROM golang:1.22\nRUN go build -o /a .\nFROM scratch\nCOPY --from=0 /a /a\nCMD ["/a"]\n'
    inline = "".join(f"        {line}" for line in text.splitlines(keepends=True))
    hosted = f"services:\n  a:\n    build:\n      dockerfile_inline: |\n{inline}"
    file.write_text(text if name == "Dockerfile" else hosted)
    code = (
        "import sys\nfrom dfix.run.command import Request, run\n"
        f"for write in (False, True):\n    run(Request(({str(file)!r},), write=write))\n"
        "    print('dockerfile_parse' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [line for line in shown.stdout.split("\n") if line in ("True", "False")] == ["False", "True"]


def test_functions_are_short() -> None:
    """Ruff counts parameters and branches; this counts lines, those of the docstring included."""
    nodes = (node for path in ROOT.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {f"{node.name} (line {node.lineno})": (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert [name for name, length in lengths.items() if length > 40] == []
    assert median(lengths.values()) <= 8


def test_a_file_in_which_no_rule_can_find_anything_needs_no_rule(tmp_path: Path) -> None:
    file = tmp_path / "Dockerfile"
    file.write_text("FROM debian:12\nRUN apt-get update\nCOPY . /app\n")
    code = (
        "import sys\nfrom dfix.run.command import Request, run\n"
        f"run(Request(({str(file)!r},)))\n"
        f"print([name for name in {(*HEAVY, *NEEDLESS)!r} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["plain", "ordinary"])
def test_a_start_loads_what_the_file_needs(name: str, tmp_path: Path) -> None:
    """The files of the benchmarks, each alone in its build context."""
    file = tmp_path / "Dockerfile"
    file.write_bytes((ROOT.parent / "benchmarks" / f"{name}.Dockerfile").read_bytes())
    code = (
        "import sys\nfrom dfix.__main__ import plain_request\nfrom dfix.run.command import run\n"
        f"run(plain_request([{str(file)!r}]))\nprint(*sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = shown.stdout.strip().split("\n")[-1].split()
    assert sorted(set(loaded) & {*HEAVY, *OF_OTHERS}) == []
    assert len([module for module in loaded if module.partition(".")[0] == "dfix"]) <= MOST_MODULES[name]
