"""The survey of a folder of Dockerfiles counts what it says it counts."""

from pathlib import Path

import pytest
from survey import main


def test_survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.Dockerfile").write_text(
        "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM nobody/knows AS c\n"
        "FROM alpine:3.20\nCOPY --from=b /app /etc/passwd /\nCOPY --from=c /x /x\nCOPY --from=caddy:2 /usr/bin/caddy /c\n"
    )
    monkeypatch.setattr("sys.argv", ["survey.py", str(tmp_path), "--unknown", "5"])
    assert main() == 0
    shown = capsys.readouterr().out
    assert "1 files" in shown
    assert "base images resolved: 2 of 3, 66.7 %" in shown
    assert "nature of COPY --from sources known: 3 of 4, 75.0 %" in shown
    assert "1 program, static" in shown
    assert "1 DF101 likely" in shown
    assert "1 nobody/knows" in shown
    assert "nobody/knows  /x  unknown: nothing is known to stand there" in shown


def test_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.Dockerfile").write_text(
        "FROM gcr.io/distroless/static AS a\nFROM gcr.io/distroless/static:debug AS b\n"
        "FROM gcr.io/distroless/static AS c\nFROM golang:1.22\nFROM nobody/knows AS d\n"
        "FROM mirror.gcr.io/library/debian:12 AS e\n"
    )
    monkeypatch.setattr("sys.argv", ["survey.py", str(tmp_path), "--names", "3"])
    assert main() == 0
    first, second, third = capsys.readouterr().out.splitlines()[-3:]
    assert first.startswith(
        "     3 gcr.io/distroless/static  no tag: distroless-static-debian13 (certain family, likely release"
    )
    assert "GoogleContainerTools/distroless: BUILD, read to 20" in first
    assert "nobody/knows  no tag: not known" in second
    assert third.endswith("debian-12 (certain family, certain release); the manifest of the official image debian")
