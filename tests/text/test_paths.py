"""Paths as text."""

import pytest

from dfix.text.paths import clean, join_path, parts


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ""),
        (".", ""),
        ("/", ""),
        ("a//b/./c/", "a/b/c"),
        ("../a/../../b", "b"),
        ("/a/b/..", "a"),
        ("a/...", "a/..."),
    ],
)
def test_clean(path: str, expected: str) -> None:
    assert clean(path) == expected


@pytest.mark.parametrize(
    ("base", "text", "expected"),
    [
        ("/app", "bin", "/app/bin"),
        ("/app", "/bin/", "/bin"),
        ("/app", "../x", "/x"),
        ("/app", "../../x", "/x"),
        ("/", ".", "/"),
    ],
)
def test_join(base: str, text: str, expected: str) -> None:
    assert join_path(base, text) == expected


def test_parts() -> None:
    assert parts("./a//../b/") == ["a", "..", "b"]
