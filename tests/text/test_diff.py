"""Diffs apply with git and patch, whatever the line ends."""

import shutil
import subprocess
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfix.text.diff import changes, unified_diff

PAIRS = [
    pytest.param(b"a\nb\nc\n", b"a\nc\n", id="a line less"),
    pytest.param(b"a\r\nb\r\n", b"a\r\nB\r\n", id="CRLF"),
    pytest.param(b"a\nb", b"a\nB", id="no last newline"),
    pytest.param(b"a\nb", b"a\nb\nc", id="no last newline, a line more"),
    pytest.param(b"gr\xc3\xb6\xff\n", b"x\xff\n", id="odd bytes"),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
@pytest.mark.parametrize("command", [["git", "apply", "-"], ["patch", "-p1", "--binary", "-s"]], ids=["git", "patch"])
def test_applies(before: bytes, after: bytes, command: list[str], tmp_path: Path) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    (tmp_path / "Dockerfile").write_bytes(before)
    subprocess.run(command, cwd=tmp_path, input=unified_diff(before, after, "Dockerfile"), check=True)
    assert (tmp_path / "Dockerfile").read_bytes() == after


NAMES = [
    "a b/Dockerfile",
    "größe.Dockerfile",
    'a"b',
    "back\\slash",
    "tab\there",
    "x\n--- a/other\n+++ b/other\n@@ -1 +1 @@\n-a\n+b",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("command", [["git", "apply", "-"], ["patch", "-p1", "--binary", "-s"]], ids=["git", "patch"])
def test_a_name_is_read_as_it_is(name: str, command: list[str], tmp_path: Path) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    for file in (tmp_path / name, tmp_path / "other"):
        file.write_bytes(b"a\n")
    subprocess.run(command, cwd=tmp_path, input=unified_diff(b"a\n", b"b\n", name), check=True)
    assert (tmp_path / name).read_bytes() == b"b\n"
    assert (tmp_path / "other").read_bytes() == b"a\n"


def test_equal_texts_give_no_diff() -> None:
    assert unified_diff(b"a\n", b"a\n", "x") == b""


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        pytest.param("abc", "aBc", "-b+B", id="a line changes"),
        pytest.param("abc", "ac", "-b", id="a line goes"),
        pytest.param("ac", "abc", "+b", id="a line comes"),
        pytest.param("abcde", "aBcDe", "-b+B-d+D", id="two lines change, one between them stays"),
        pytest.param("abab", "ab", "-a-b", id="lines are there twice"),
        pytest.param("", "a", "+a", id="there was none"),
        pytest.param("abc", "abc", "", id="nothing changes"),
    ],
)
def test_changed_lines(old: str, new: str, shown: str) -> None:
    assert "".join(sign + line for sign, line in changes(old, new)) == shown


@given(st.text("abcd", max_size=12), st.text("abcd", max_size=12))
def test_the_changes_are_those_of_difflib(old: str, new: str) -> None:
    expected: list[tuple[str, str]] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            expected += [("-", line) for line in old[start:end]] + [("+", line) for line in new[new_start:new_end]]
    assert list(changes(old, new)) == expected
