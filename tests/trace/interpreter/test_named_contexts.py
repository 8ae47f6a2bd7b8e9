"""Additional build contexts: `--build-context name=directory`, `name=docker-image://REF`."""

from pathlib import Path

import pytest
from elf import GLIBC

from dfix import Options, analyse
from dfix.context import Folder
from dfix.plan import BuildOptions

GO = "FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM {} AS final\nCOPY --from=build /app /app\n"


def codes(text: str, contexts: dict[str, str], context: Folder | None = None) -> list[str]:
    options = Options(BuildOptions(contexts=contexts), context=context)
    return [f"{one.code} {one.confidence.word}" for one in analyse(text, options).findings]


@pytest.mark.parametrize(
    ("base", "contexts", "expected"),
    [
        ("debian:12", {}, []),
        ("debian:12", {"debian:12": "docker-image://alpine:3.20"}, ["DF101 likely"]),
        ("alpine:3.20", {"alpine:3.20": "docker-image://debian:12"}, []),
        ("alpine:3.20", {"alpine:3.20": "./somewhere"}, []),
        ("base", {"base": "docker-image://alpine:3.20"}, ["DF101 likely"]),
        ("alpine:3.20", {"build": "docker-image://alpine:3.20"}, []),
    ],
)
def test_a_base_image(base: str, contexts: dict[str, str], expected: list[str]) -> None:
    assert codes(GO.format(base), contexts) == expected


def test_a_directory(tmp_path: Path) -> None:
    (tmp_path / "main").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "app").write_bytes(GLIBC)
    text = "FROM alpine:3.20\nCOPY --from=tools app /usr/local/bin/\n"
    context = Folder(str(tmp_path / "main"))
    assert codes(text, {"tools": str(tmp_path / "other")}, context) == ["DF101 certain"]
    assert codes(text, {"tools": str(tmp_path / "other")}) == []
    assert codes(text, {"tools": str(tmp_path / "main")}, context) == []


def test_a_name_that_is_a_context_is_no_slip() -> None:
    text = "FROM alpine:3.20 AS tool\nFROM alpine:3.20\nCOPY --from=tools a b\n"
    assert codes(text, {}) == ["DF001 likely"]
    assert codes(text, {"tools": "."}) == []


def test_from_the_command_line_and_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from dfix.cli import main

    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "app").write_bytes(GLIBC)
    (tmp_path / "Dockerfile").write_text("FROM alpine:3.20\nCOPY --from=tools app /usr/local/bin/\n")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["Dockerfile"]).exit_code == 0
    assert CliRunner().invoke(main, ["--build-context", "tools=other", "Dockerfile"]).exit_code == 1
    (tmp_path / "dfix.toml").write_text('[build-contexts]\ntools = "other"\n')
    assert CliRunner().invoke(main, ["Dockerfile"]).exit_code == 1
