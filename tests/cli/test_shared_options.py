"""The options that several commands share do the same in each: which findings are judged, shown, and how repaired."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from dfix.cli import main
from dfix.text.diff import unified_diff

TEXT = """\
FROM golang:1.22 AS build
RUN go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
RUN ldconfig /usr/lib
"""
BOTH = {"DF101", "DF301"}
SILENCED = TEXT.replace("COPY", "# dfix: ignore=foreign-libc\nCOPY").replace(
    "RUN ldc", "# dfix: ignore=useless-ldconfig -- so\nRUN ldc"
)
BY_ARGUMENT = "ARG BASE=debian:12\n" + TEXT.replace("alpine:3.20", "$BASE")
NAMED = TEXT.replace("alpine:3.20", "base")
FOR_AMD64 = (
    "FROM golang:1.22\nRUN CGO_ENABLED=0 GOARCH=amd64 go build -o /app .\nFROM alpine:3.20\nCOPY --from=0 /app /app\n"
)
SCRIPT = 'FROM alpine:3.20\nCOPY run.sh /run.sh\nRUN chmod +x /run.sh\nENTRYPOINT ["/run.sh"]\n'
CORP = TEXT.replace("alpine:3.20", "corp/base:1")
ALPINE = {"os": {"id": "alpine", "version": "3.20.1"}, "libc": {"musl": {"version": "1.2.5"}}}
LOCK = json.dumps({"version": 1, "images": [{"image": "corp/base:1", "platform": "linux/amd64", **ALPINE}]})


class Case(NamedTuple):
    """A project, an option, and the codes that a command tells of with and without it."""

    words: tuple[str, ...]
    without: set[str]
    told: set[str]
    text: str = TEXT
    files: Mapping[str, str] = {}


CASES = {
    "--select": Case(("--select", "DF3"), BOTH, {"DF301"}),
    "--ignore": Case(("--ignore", "foreign-libc"), BOTH, {"DF301"}),
    "--extend-select": Case(("--extend-select", "DF1"), {"DF301"}, BOTH, files={"dfix.toml": 'select = ["DF3"]'}),
    "--extend-ignore": Case(("--extend-ignore", "DF1"), {"DF101"}, set(), files={"dfix.toml": 'ignore = ["DF3"]'}),
    "--ignore-comments": Case(("--ignore-comments", "off"), set(), BOTH, SILENCED),
    "--require-reason": Case(("--require-reason",), set(), {"DF101"}, SILENCED),
    "--min-confidence": Case(("--min-confidence", "certain"), BOTH, {"DF301"}),
    "--target": Case(("--target", "build"), BOTH, {"DF301"}),
    "--build-arg": Case(("--build-arg", "BASE=alpine:3.20"), set(), BOTH, BY_ARGUMENT),
    "--build-context": Case(("--build-context", "base=docker-image://alpine:3.20"), set(), BOTH, NAMED),
    "--platform": Case(("--platform", "linux/arm64"), set(), {"DF104"}, FOR_AMD64),
    "--context": Case(("--context", "app"), set(), {"DF501"}, SCRIPT, {"app/run.sh": "#!/bin/bash\n"}),
    "--no-context": Case(("--no-context",), {"DF501"}, set(), SCRIPT, {"run.sh": "#!/bin/bash\n"}),
    "--config": Case(("--config", "own/other.toml"), BOTH, {"DF101"}, files={"own/other.toml": 'ignore = ["DF3"]'}),
    "--isolated": Case(("--isolated",), {"DF301"}, BOTH, files={"dfix.toml": 'select = ["DF3"]'}),
    "--lock": Case(("--lock", "own/dfix.lock"), set(), {"DF101"}, CORP, {"own/dfix.lock": LOCK}),
}  # fmt: skip


def _check(words: Sequence[str], text: str) -> Result:
    return CliRunner().invoke(main, ["check", "--format", "concise", *words, "Dockerfile"])


def _graph(words: Sequence[str], text: str) -> Result:
    return CliRunner().invoke(main, ["graph", *words, "Dockerfile"])


def _report(words: Sequence[str], text: str) -> Result:
    return CliRunner().invoke(main, ["report", "--output", "-", *words, "Dockerfile"])


def _review(words: Sequence[str], text: str) -> Result:
    change = b"--- /dev/null" + unified_diff(b"", text.encode(), "Dockerfile").partition(b"--- a/Dockerfile")[2]
    return CliRunner().invoke(main, ["review", "--diff", "-", *words], input=change)


def _prove(words: Sequence[str], text: str) -> Result:
    """A builder is there, and builds nothing: each finding is told as not decided."""
    return CliRunner().invoke(main, ["prove", "--builder", "buildah", "--format", "json", *words, "Dockerfile"])


COMMANDS: dict[str, Callable[[Sequence[str], str], Result]] = {
    "check": _check, "graph": _graph, "report": _report, "review": _review, "prove": _prove,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    builder = tmp_path / "tools" / "buildah"
    builder.parent.mkdir()
    builder.write_text('#!/bin/sh\n[ "$1" = info ]\n')
    builder.chmod(0o755)
    monkeypatch.setenv("PATH", str(builder.parent), prepend=":")


def written(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text)


def told(result: Result) -> set[str]:
    """The codes of the findings that an output names."""
    return set(re.findall(r"\bDF\d{3}\b", result.stdout))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", CASES)
def test_what_is_judged(option: str, command: str) -> None:
    case = CASES[option]
    written({"Dockerfile": case.text, **case.files})
    run = COMMANDS[command]
    assert told(run((), case.text)) == case.without
    assert told(run(case.words, case.text)) == case.told


@pytest.mark.parametrize("command", COMMANDS)
def test_an_image_that_is_not_locked_is_an_error(command: str) -> None:
    written({"Dockerfile": CORP, "dfix.lock": LOCK})
    result = COMMANDS[command](("--locked",), CORP)
    assert result.exit_code == 2
    assert "golang:1.22 is not locked" in result.output


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ((), "RUN CGO_ENABLED=0 go build -o /app ."),
        (("--prefer", "musl"), "FROM golang:1.22-alpine3.20 AS build"),
        (("--fixable", "DF3"), ""),
        (("--unfixable", "DF1"), ""),
    ],
)
def test_which_repair_a_review_suggests(words: Sequence[str], offered: str) -> None:
    text = TEXT.partition("RUN ldconfig")[0]
    written({"Dockerfile": text})
    found = re.search(r"suggestion\\n([^\\]*)", _review(words, text).stdout)
    assert (found[1] if found else "") == offered


@pytest.mark.parametrize(
    ("words", "safe"),
    [((), "2 safe fixes"), (("--fixable", "DF3"), "1 safe fix"), (("--unfixable", "DF1"), "1 safe fix")],
)
def test_how_many_a_report_repairs(words: Sequence[str], safe: str) -> None:
    written({"Dockerfile": TEXT})
    assert f"({safe}: --write)" in _report(words, TEXT).stderr


def test_which_repair_a_report_shows_first() -> None:
    written({"Dockerfile": TEXT})
    page = _report(("--prefer", "musl"), TEXT).stdout
    assert page.index("build on Alpine 3.20") < page.index("build with CGO_ENABLED=0")
    page = _report((), TEXT).stdout
    assert page.index("build with CGO_ENABLED=0") < page.index("build on Alpine 3.20")
