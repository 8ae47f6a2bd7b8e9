"""The build context is read lazily and never followed outside."""

import os
from pathlib import Path

import pytest

from dfix.context import Folder
from dfix.context.folder import LARGEST


@pytest.fixture
def context(tmp_path: Path) -> Path:
    folder = tmp_path / "context"
    (folder / "sub").mkdir(parents=True)
    (folder / "Makefile").write_bytes(b"all:\n\tgo build\n")
    (folder / "sub" / "caf\xe9").write_bytes(b"\xe9\n")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (folder / "out").symlink_to(tmp_path)
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder / "loop")
    os.mkfifo(folder / "pipe")
    (folder / "large").write_bytes(b"x" * (LARGEST + 1))
    return folder


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Makefile", "all:\n\tgo build\n"),
        ("/Makefile", "all:\n\tgo build\n"),
        ("./sub/../Makefile", None),
        ("sub/café", "\xe9\n"),
        ("missing", None),
        ("sub", None),
        ("", None),
        ("../secret", None),
        ("out/secret", None),
        ("link", None),
        ("loop", None),
        ("pipe", None),
        ("large", None),
        ("Make\0file", None),
    ],
)
def test_read(context: Path, name: str, text: str | None) -> None:
    assert Folder(str(context)).read(name) == text


def test_a_context_that_is_not_there() -> None:
    assert Folder("/no/such/folder").read("Makefile") is None


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("sub", ("café",)),
        ("Makefile", ()),
        ("out", ()),
        ("loop", ()),
        ("..", ()),
        ("missing", ()),
    ],
)
def test_names(context: Path, name: str, names: tuple[str, ...]) -> None:
    assert Folder(str(context)).names(name) == names


def test_the_context_itself_may_be_a_link(context: Path) -> None:
    (context.parent / "alias").symlink_to(context)
    assert "Makefile" in Folder(str(context.parent / "alias")).names("")


def test_a_bounded_number_of_names_is_held_against_patterns(context: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(str(context))
    monkeypatch.setattr("dfix.context.folder.MOST_TRIED", 2 * len(folder.names("")))
    monkeypatch.setattr(os, "listdir", None)  # it is not asked again
    assert [folder.matching(text) for text in ("Make*", "Mak*", "Ma*")] == [["Makefile"], ["Makefile"], []]
    assert [folder.matching(text) for text in ("Ma*", "Make*")] == [[], ["Makefile"]]
    assert folder.matching("Makefile") == ["Makefile"]
