""".dockerignore: the last pattern that fits decides."""

from pathlib import Path

import pytest

from dfix.context import Folder
from dfix.context.dockerignore import read_ignored


@pytest.mark.parametrize(
    ("text", "left_out", "kept"),
    [
        ("", [], ["a"]),
        ("# a\n", [], ["a"]),
        ("a", ["a", "a/b"], ["b", "x/a", "ab"]),
        ("/a/", ["a", "a/b"], ["b/a"]),
        ("*", ["a", "a/b"], []),
        ("*/temp*", ["x/temp", "x/temporary.txt"], ["temp", "x/y/temp"]),
        ("**/*.o", ["a.o", "x/y/a.o"], ["a.c"]),
        ("**", ["a", "x/y"], []),
        ("temp?", ["tempa"], ["temp", "x/tempa"]),
        ("*.md\n!README.md", ["a.md"], ["README.md"]),
        ("*.md\n!README*.md\nREADME-secret.md", ["a.md", "README-secret.md"], ["README.md"]),
        ("*\n!bin", ["a"], ["bin", "bin/app"]),
        ("[ab]x", ["ax", "bx"], ["cx"]),
        ("\\*", ["*"], ["a"]),
        ("  a  \r\n", ["a"], ["b"]),
        ("./a/../b", ["b"], ["a"]),
        ("[", [], ["a"]),
        ("!", [], ["a"]),
    ],
)
def test_patterns(text: str, left_out: list[str], kept: list[str]) -> None:
    ignored = read_ignored(text)
    assert [name for name in (*left_out, *kept) if ignored.covers(name)] == left_out


def test_the_context_is_without_them(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").write_text("x")
    (tmp_path / ".dockerignore").write_text("a\n")
    folder = Folder(str(tmp_path))
    assert (folder.read("a"), folder.fact("a"), folder.read("b")) == (None, None, "x")
    assert folder.names(".") == (".dockerignore", "b")


def test_the_dockerfiles_own_comes_first(tmp_path: Path) -> None:
    (tmp_path / "docker").mkdir()
    (tmp_path / "docker" / "x.Dockerfile.dockerignore").write_text("b\n")
    (tmp_path / ".dockerignore").write_text("a\n")
    for name in "ab":
        (tmp_path / name).write_text("x")
    folder = Folder(str(tmp_path), str(tmp_path / "docker" / "x.Dockerfile"))
    assert (folder.read("a"), folder.read("b")) == ("x", None)
