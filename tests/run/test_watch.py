"""What ``--watch`` tells after each run."""

from pathlib import Path

from dfix.config import Finder, Settings
from dfix.report.file_report import FileReport
from dfix.run.baseline import Baseline
from dfix.run.watch import Told
from dfix.run.work import Task, work

GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"


def report(path: Path, text: str) -> FileReport:
    path.write_text(text)
    return work(Task(Settings(), Finder(isolated=True), Baseline(str(path.parent))), str(path))


def test_what_was_cured_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    told = Told(said.append)
    path = tmp_path / "Dockerfile"
    told([report(path, GO)])
    told([report(path, "# moved\n" + GO)])
    told([report(path, GO.replace("go build", "CGO_ENABLED=0 go build"))])
    assert said[:2] == ["watching 1 file; ^C ends\n"] * 2
    assert said[2].startswith(f"cured: {path}: DF101: `/app` cannot start")
    assert said[2].endswith("\nwatching 1 file; ^C ends\n")


def test_a_file_that_cannot_be_read_is_not_cured(tmp_path: Path) -> None:
    said: list[str] = []
    told = Told(said.append)
    path = tmp_path / "Dockerfile"
    first = report(path, GO)
    told([first])
    told([first._replace(findings=(), error="gone")])
    assert "cured" not in said[1]


def test_quiet_tells_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    Told(said.append, quiet=True)([report(tmp_path / "Dockerfile", GO)])
    assert said == []
