"""Wildcards: a table a syntax, a slow matcher that tries everything, and patterns made to take long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfix.text import UNKNOWN_TEXT
from dfix.text.globs import (
    copy_glob,
    dockerignore_glob,
    gitignore_glob,
    name_matches,
    tree_glob,
    value_expression,
)


@pytest.mark.parametrize(
    ("pattern", "matched", "others"),
    [
        ("a*", ["a", "ab", "a/b"], ["ba"]),
        ("[!a]?", ["bc", "b/"], ["ab", "b"]),
        ("[", ["["], ["a"]),
        ("a\\*", ["a\\b"], ["a*"]),
    ],
)
def test_names(pattern: str, matched: list[str], others: list[str]) -> None:
    assert [name for name in (*matched, *others) if name_matches(name, pattern)] == matched


@pytest.mark.parametrize(
    ("pattern", "matched", "others"),
    [
        ("/a/*.so", ["/a/x.so", "/a/.so"], ["/a/b/x.so", "/a/x.so.1"]),
        ("/a?c", ["/abc"], ["/a/c", "/ac"]),
        ("/[a-c]x", ["/bx"], ["/dx"]),
        ("/[!a-c]x", ["/dx"], ["/bx", "//x"]),
        ("/[]a]", ["/]", "/a"], ["/b"]),
        ("/[a-]", ["/a", "/-"], ["/b"]),
        ("/[z-a]", [], ["/a", "/z"]),
        ("/[a", ["/[a"], ["/a"]),
        ("/a\\*", ["/a\\b"], ["/a*"]),
        (f"/a{UNKNOWN_TEXT}/b", ["/a/b", "/axy/b"], ["/a/x/b"]),
        ("/a.b", ["/a.b"], ["/aXb"]),
    ],
)
def test_trees(pattern: str, matched: list[str], others: list[str]) -> None:
    glob = tree_glob(pattern)
    assert [path for path in (*matched, *others) if glob.match(path)] == matched


@pytest.mark.parametrize(
    ("pattern", "matched", "others"),
    [
        # Rows of Go's own match_test.go.
        ("abc", ["abc"], ["ab"]),
        ("*c", ["abc", "c"], ["a/c"]),
        ("a*/b", ["abc/b"], ["a/c/b"]),
        ("a*b*c*d*e*/f", ["axbxcxdxe/f", "axbxcxdxexxx/f"], ["axbxcxdxe/xxx/f", "axbxcxdxexxx/fff"]),
        ("a*b?c*x", ["abxbbxdbxebxczzx"], ["abxbbxdbxebxczzy"]),
        ("ab[b-d]", ["abc"], ["abe"]),
        ("ab[^c]", ["abd"], ["abc"]),
        ("ab[^e-g]", ["abc"], ["abf"]),
        ("a\\*b", ["a*b"], ["ab"]),
        ("a[^a][^a][^a]b", ["axyzb"], ["a☺b"]),
        ("[a-ζ]*", ["α"], []),
        ("*[a-ζ]", [], ["A"]),
        ("[\\]a]", ["]", "a"], ["b"]),
        ("[\\-x]", ["x", "-"], ["z"]),
        ("[x\\-]", ["x", "-"], ["z"]),
        ("[]a]", [], ["]"]),
        ("[-]", [], ["-"]),
        ("[x-]", [], ["x", "-"]),
        ("[-x]", [], ["x", "-"]),
        ("[a-b-c]", [], ["a"]),
        ("[", [], ["a", "["]),
        ("[^", [], ["a"]),
        ("[^bc", [], ["a"]),
        ("a[", [], ["a", "ab"]),
        ("a\\", [], ["a", "a\\"]),
        ("*x", ["xxx"], []),
        ("[z-a]", [], ["a", "z", "[z-a]"]),
    ],
)
def test_copies(pattern: str, matched: list[str], others: list[str]) -> None:
    glob = copy_glob(pattern)
    assert [path for path in (*matched, *others) if glob.match(path)] == matched


@pytest.mark.parametrize(
    ("pattern", "matched", "others"),
    [
        ("a", ["a", "a/b"], ["ab", "b/a"]),
        ("**/a", ["a", "x/a", "x/y/a/z"], ["ba"]),
        ("a/**", ["a/b", "a/b/c"], ["a"]),
        ("a/**/b", ["a/b", "a/x/y/b"], ["ab"]),
        ("**.o", ["a.o", "x/a.o"], ["a.c"]),
        ("*x**/b", ["xb", "axx/b", "xxb"], ["b"]),
        ("[^a]", ["b", "b/x"], ["a"]),
        ("[", [], ["["]),
        ("x[z-a]", [], ["xa", "xz", "x[z-a]"]),
    ],
)
def test_dockerignore(pattern: str, matched: list[str], others: list[str]) -> None:
    glob = dockerignore_glob(pattern)
    assert [path for path in (*matched, *others) if glob.match(path)] == matched


@pytest.mark.parametrize(
    ("pattern", "matched", "others"),
    [
        ("a/**/b", ["a/b", "a/x/b"], ["a/xb"]),
        ("a**/b", ["ax/b", "ab", "a/x/b"], ["b"]),
        ("x*a**/b", ["xa/b", "xab/b"], ["xa/b/b"]),
        ("a/[[:alpha:]]*", ["a/b1"], ["a/1b", "a/b/c"]),
        ("a/[[:none:]]", [], ["a/n"]),
    ],
)
def test_gitignore(pattern: str, matched: list[str], others: list[str]) -> None:
    """tests/run/test_gitignore.py compares with git."""
    glob = gitignore_glob(pattern)
    assert [path for path in (*matched, *others) if glob.match(path)] == matched


@pytest.mark.parametrize(
    ("pattern", "longest", "cut"),
    [("*.", False, "b.c"), ("*.", True, "c"), ("a?", True, "b.c"), ("*", False, "a.b.c"), ("*", True, "")],
)
def test_values(pattern: str, longest: bool, cut: str) -> None:
    assert re.sub(rf"\A{value_expression(pattern, longest=longest)}", "", "a.b.c", count=1) == cut


def test_brackets_of_a_value_are_brackets() -> None:
    """BuildKit knows no classes there, a bad one neither."""
    assert re.fullmatch(value_expression("[z-a]*", longest=True), "[z-a].b")
    assert not re.match(value_expression("[a-z]", longest=True), "b")


# What each piece may match, as an expression that tries everything.
SLOW = {"*": "[^/]*", "?": "[^/]", "**": ".*", "**/": "(?:.*/)?", "a": "a", "b": "b", "/": "/"}
texts = st.text("ab/", max_size=8)


@given(st.lists(st.sampled_from(["*", "?", "a", "b", "/"]), max_size=7), texts)
def test_one_place_a_wildcard_is_enough(pieces: list[str], text: str) -> None:
    expected = re.fullmatch("".join(SLOW[piece] for piece in pieces), text) is not None
    pattern = "".join(pieces)
    assert (tree_glob(pattern).match(text) is not None) == expected
    assert (copy_glob(pattern).match(text) is not None) == expected


@given(st.lists(st.sampled_from([*SLOW]), max_size=7), texts)
def test_one_place_is_enough_across_slashes(pieces: list[str], text: str) -> None:
    pattern = "".join(pieces)
    read = re.findall(r"\*\*/|\*\*|.", pattern)
    slow = "".join(SLOW[piece] for piece in read)
    if read.count("**/") <= 4:
        expected = re.match(rf"(?:{slow})(?:/|\Z)", text) is not None
        assert (dockerignore_glob(pattern).match(text) is not None) == expected


@given(st.lists(st.sampled_from(["*", "?", "a", "b"]), max_size=6), texts)
def test_values_match_as_they_should(pieces: list[str], text: str) -> None:
    for longest, star in ((True, ".*"), (False, ".*?")):
        slow = "".join({"*": star, "?": "."}.get(piece, piece) for piece in pieces)
        fast = value_expression("".join(pieces), longest=longest)
        found, expected = re.match(fast, text), re.match(slow, text)
        assert (found and found[0]) == (expected and expected[0])


@pytest.mark.parametrize("text", ["a" * 4000, "a/" * 2000, "x" * 4000], ids=["name", "path", "other"])
def test_no_pattern_takes_long(text: str) -> None:
    """Tried naively, each of these would outlast us."""
    for pattern in ("*a" * 40 + "b", "**a" * 30 + "b", "**/a/" * 30 + "b", "**/a*a" * 20 + "b", "x**/" * 40 + "b"):
        for glob in (tree_glob, copy_glob, dockerignore_glob, gitignore_glob):
            assert not glob(pattern).match(text)
        assert not name_matches(text, pattern)
    assert re.sub(value_expression("*a" * 40 + "b", longest=True), "", text) == text
