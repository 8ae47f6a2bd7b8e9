"""The last line of a run, and how the repairs that were made are listed."""

import json
from pathlib import Path

import pytest

from dfix.config import Finder, Settings
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.json import render as render_json
from dfix.report.text import repairs
from dfix.run.baseline import Baseline
from dfix.run.command import Request, run
from dfix.run.summary import Manner, is_clean, summary
from dfix.run.work import Task, work

GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
RUST = (
    "FROM rust:1.80-bookworm AS b\nWORKDIR /s\nRUN cargo build --release\n"
    "FROM alpine:3.20\nCOPY --from=b /s/target/release/a /a\n"
)
RIGHT = "FROM alpine:3.20\nRUN apk add curl\n"


def report(folder: Path, name: str, text: str | None, *, write: bool = False, unsafe: bool = False) -> FileReport:
    path = folder / name
    if text is not None:
        path.write_text(text)
    settings = Settings(unsafe_fixes=unsafe or None)
    return work(Task(settings, Finder(isolated=True), Baseline(str(folder)), write), str(path))


READS, WRITES, SHOWS = Manner(), Manner(repairs=True), Manner(shows=True)


@pytest.mark.parametrize(
    ("texts", "manner", "line"),
    [
        pytest.param([RIGHT], READS, "checked 1 file: no findings", id="all is well"),
        pytest.param([RIGHT, RIGHT], READS, "checked 2 files: no findings", id="several"),
        pytest.param([GO], READS, "checked 1 file: 1 finding in 1 file (1 safe fix: --write)", id="safe"),
        pytest.param(
            [GO, RUST, RIGHT], READS,
            "checked 3 files: 2 findings in 2 files (1 safe fix: --write, 1 unsafe fix: --write --unsafe-fixes)",
            id="both kinds",
        ),
        pytest.param(
            [RUST], Manner(unsafe=True),
            "checked 1 file: 1 finding in 1 file (1 unsafe fix: --write --unsafe-fixes)",
            id="unsafe fixes are on, but nothing was written",
        ),
        pytest.param([None], READS, "checked 0 files: no findings; 1 file could not be checked", id="an error"),
    ],
)  # fmt: skip
def test_what_was_found(texts: list[str | None], manner: Manner, line: str, tmp_path: Path) -> None:
    done = [report(tmp_path, f"Dockerfile.{number}", text) for number, text in enumerate(texts)]
    assert summary(done, manner) == line


@pytest.mark.parametrize(
    ("texts", "manner", "line"),
    [
        pytest.param([GO, RIGHT], WRITES, "checked 2 files: repaired 1 finding in 1 file; none left", id="repaired"),
        pytest.param([GO], SHOWS, "checked 1 file: would repair 1 finding in 1 file; none left", id="shown"),
        pytest.param(
            [GO, RUST], WRITES,
            "checked 2 files: repaired 1 finding in 1 file; 1 finding left (1 unsafe fix: --write --unsafe-fixes)",
            id="an unsafe one is left",
        ),
    ],
)  # fmt: skip
def test_what_was_repaired(texts: list[str], manner: Manner, line: str, tmp_path: Path) -> None:
    done = [report(tmp_path, f"Dockerfile.{number}", text, write=True) for number, text in enumerate(texts)]
    assert summary(done, manner) == line


def test_each_repair_is_listed(tmp_path: Path) -> None:
    done = report(tmp_path, "Dockerfile", GO, write=True)
    assert repairs(done, RenderOptions()) == (
        f"{tmp_path}/Dockerfile:4: DF101 repaired by cgo-off: build with CGO_ENABLED=0 (probably cures)\n"
    )
    (file,) = json.loads(render_json([done], RenderOptions()))["files"]
    assert [(one["code"], one["line"], one["fix"]["id"]) for one in file["applied"]] == [("DF101", 4, "cgo-off")]


def test_the_line_of_a_repair_is_that_of_its_time(tmp_path: Path) -> None:
    """Of two repairs the second one's line counts what the first one added."""
    done = report(tmp_path, "Dockerfile", RUST + "RUN ldconfig /usr/lib\n", write=True, unsafe=True)
    assert [(one.finding.code, one.line) for one in done.applied] == [("DF101", 5), ("DF301", 6)]


def test_quiet_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Dockerfile").write_text(RIGHT)
    assert run(Request((str(tmp_path),), Settings(quiet=True))) == 0
    assert capfd.readouterr() == ("", "")
    assert run(Request((str(tmp_path),))) == 0
    assert capfd.readouterr() == ("", "checked 1 file: no findings\n")


def test_a_filter_that_has_nothing_to_say_is_silent(tmp_path: Path) -> None:
    """An editor that mixes both outputs must not find a line of dfix in its buffer."""
    assert is_clean([report(tmp_path, "Dockerfile", RIGHT, write=True)])
    assert not is_clean([report(tmp_path, "Dockerfile", GO, write=True)])
