"""A new case of the corpus: what dfix finds and how it repairs it is written for its author to read."""

import json
from pathlib import Path

import pytest

import corpus

TEXT = "# Case: a Go program.\nFROM golang:1.22\nRUN go build -o /é .\nFROM alpine:3.20\nCOPY --from=0 /é /a\n"


def test_a_new_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "CORPUS", tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "Dockerfile").write_text(TEXT, encoding="utf-8")
    (case,) = corpus.cases()
    corpus.renew(case)
    expected = tmp_path / "new" / "expected.json"
    (finding,) = json.loads(expected.read_text(encoding="utf-8"))["findings"]
    assert (finding["code"], finding["line"], finding["words"]) == ("DF101", 5, "/é")
    assert "CGO_ENABLED=0" in (tmp_path / "new" / "fixed.Dockerfile").read_text(encoding="utf-8")


def test_what_its_author_expects_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "CORPUS", tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "Dockerfile").write_text(TEXT, encoding="utf-8")
    (tmp_path / "new" / "expected.json").write_text('{"findings": []}\n', encoding="utf-8")
    corpus.renew(next(corpus.cases()))
    assert (tmp_path / "new" / "expected.json").read_text(encoding="utf-8") == '{"findings": []}\n'
