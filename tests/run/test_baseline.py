"""Fingerprints and baselines: stable when lines move, one for each finding."""

from pathlib import Path

import pytest

from dfix import analyse
from dfix.engine.fingerprint import fingerprints
from dfix.run.baseline import BaselineError, dump, load

GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"


def prints(text: str) -> tuple[str, ...]:
    analysis = analyse(text)
    return fingerprints(analysis.source, analysis.findings)


@pytest.mark.parametrize(
    ("text", "is_same"),
    [
        ("# more\n\n" + GO, True),
        (GO.replace("COPY --from=b", "COPY   --from=b "), True),
        (GO.replace("\n", "\r\n"), True),
        (GO.replace("golang:1.22", "golang:1.23"), True),
        (GO.replace("alpine:3.20", "alpine:3.19"), True),
        (GO.replace("/app /app", "/app /opt/app"), False),
    ],
)
def test_what_a_fingerprint_is_made_of(text: str, is_same: bool) -> None:
    assert (prints(text) == prints(GO)) is is_same


def test_findings_that_are_alike_are_counted() -> None:
    twice = prints("FROM alpine:3.20\nRUN ldconfig /x\n" * 2)
    assert len(set(twice)) == 2
    assert twice[0] == prints("FROM alpine:3.20\nRUN ldconfig /x\n")[0]


def test_a_baseline_goes_to_a_file_and_back(tmp_path: Path) -> None:
    analysis = analyse(GO)
    path = tmp_path / "b.json"
    path.write_text(dump(str(tmp_path), [(str(tmp_path / "a" / "Dockerfile"), analysis.source, analysis.findings)]))
    baseline = load(str(path))
    assert baseline.known(str(tmp_path / "a" / "Dockerfile")) == set(prints(GO))
    assert baseline.known(str(tmp_path / "Dockerfile")) == frozenset()


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2, "files": {}}', '{"version": 1, "files": []}', "\xff"])
def test_what_is_no_baseline(text: str, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(BaselineError):
        load(str(tmp_path / "b.json"))
