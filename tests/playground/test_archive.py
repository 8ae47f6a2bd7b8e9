"""The archive that the playground loads: it has all that an answer needs, and nothing of it needs a package."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from web_tree import handed_over

from dfix.playground.judge import judge, start
from dfix.syntax import shell
from playground import archive

TEXT = "FROM golang:1.22 AS b\nRUN go build -o /a .\nFROM alpine:3.20\nRUN ldconfig\nCOPY --from=b /a /a\n"


def test_it_answers_with_the_standard_library_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in Pyodide: no site-packages, so no tree_sitter, click, libcst or ruamel.yaml."""
    asked: dict[str, str] = {}
    monkeypatch.setattr(shell, "_given", [])

    def parse(text: str) -> str:
        return asked.setdefault(text, handed_over(text))

    start(parse)
    expected = judge(TEXT)
    monkeypatch.setattr(shell, "_given", [])
    assert judge(TEXT) == expected
    archive(tmp_path / "dfix.zip")
    with zipfile.ZipFile(tmp_path / "dfix.zip") as packed:
        packed.extractall(tmp_path / "dfix")
    code = (
        f"import json, sys\nsys.path.insert(0, {str(tmp_path / 'dfix')!r})\n"
        "from dfix.playground.judge import judge, start\n"
        "asked = json.loads(sys.stdin.readline())\nstart(asked.__getitem__)\n"
        "print(judge(json.loads(sys.stdin.readline())))"
    )
    given = f"{json.dumps(asked)}\n{json.dumps(TEXT)}\n"
    shown = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], input=given, capture_output=True, text=True, check=True
    )
    assert json.loads(shown.stdout) == json.loads(expected)


def test_it_is_the_same_each_time_and_small(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        archive(tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert "dfix/images/data/releases.json" in names
    assert not [name for name in names if name.startswith(("dfix/cli/", "dfix/lsp/", "dfix/rules/examples/"))]
    assert (tmp_path / "a.zip").stat().st_size < 4_000_000
