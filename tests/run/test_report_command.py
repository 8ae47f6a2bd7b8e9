"""``dfix report``: which page it writes about which files, and what it never overwrites."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dfix.cli import main

TEXT = (
    "FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /usr/local/bin/app\n"
)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two Dockerfiles, one of them right, and a compose file that holds one."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("a", TEXT), ("b", "FROM debian:12\nRUN true\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Dockerfile").write_text(text)
    inline = "".join(f"        {line}\n" for line in TEXT.splitlines())
    (tmp_path / "compose.yaml").write_text(f"services:\n  c:\n    build:\n      dockerfile_inline: |\n{inline}")
    return tmp_path


def test_a_tree(tree: Path) -> None:
    shown = CliRunner().invoke(main, ["report", "-o", "out.html", "."])
    assert shown.exit_code == 0
    assert shown.stderr.startswith("out.html: checked 3 files: 2 findings in 2 files")
    page = (tree / "out.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.count("<article ") == 2
    for name in ("a/Dockerfile", "b/Dockerfile", "compose.yaml"):
        assert f'data-path="{name}"' in page
    assert 'id="line-0-8"' in page  # the places are those of the compose file
    again = CliRunner().invoke(main, ["report", "-o", "out.html", "."])
    assert again.exit_code == 0
    assert (tree / "out.html").read_text(encoding="utf-8") == page


def test_several_processes_make_the_same_page(tree: Path) -> None:
    for number in range(20):
        (tree / f"{number}.Dockerfile").write_text(TEXT)
    one = CliRunner().invoke(main, ["report", "-o", "-", "--jobs", "1"]).stdout
    assert CliRunner().invoke(main, ["report", "-o", "-", "--jobs", "2"]).stdout == one
    assert one.count("<article ") == 22


def test_options_of_the_analysis_decide(tree: Path) -> None:
    shown = CliRunner().invoke(main, ["report", "-o", "-", "--ignore", "DF1", "a"]).stdout
    assert "<article " not in shown
    shown = CliRunner().invoke(main, ["report", "-o", "-", "--exclude", "a"]).stdout
    assert 'data-path="a/Dockerfile"' not in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(
            ["-o", "a/Dockerfile"], "a/Dockerfile: error: this file is there and is no HTML page", id="no page"
        ),
        pytest.param(["-o", "nowhere/out.html"], "nowhere/out.html: error: no such file or directory", id="no folder"),
        pytest.param(["-o", "out.html", "nope"], "1 file could not be checked", id="no such file"),
        pytest.param(["--config", "nope.toml"], "nope.toml: error", id="no configuration"),
    ],
)
def test_what_cannot_be_done(tree: Path, words: list[str], said: str) -> None:
    shown = CliRunner().invoke(main, ["report", *words])
    assert shown.exit_code == 2
    assert said in shown.stderr
    assert (tree / "a" / "Dockerfile").read_text() == TEXT
