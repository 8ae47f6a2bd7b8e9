"""Unified diffs as git and diff write them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfix.review.changes import Change, DiffError, read_diff
from dfix.text.diff import unified_diff


def one(diff: bytes) -> Change:
    (change,) = read_diff(diff)
    return change


def test_what_was_added_and_what_stood_there() -> None:
    change = one(
        b"diff --git a/Dockerfile b/Dockerfile\nindex 1..2 100644\n--- a/Dockerfile\n+++ b/Dockerfile\n"
        b"@@ -1,3 +1,4 @@\n FROM a\n-RUN x\n+RUN y\n+RUN z\n CMD c\n"
    )
    assert (change.path, change.old_path) == ("Dockerfile", "Dockerfile")
    assert change.added == {2, 3}
    assert change.before(b"FROM a\nRUN y\nRUN z\nCMD c\n") == b"FROM a\nRUN x\nCMD c\n"
    (hunk,) = change.hunks
    assert hunk.origins == (1, None, None, 3)
    assert change.hunk_of(1, 4) == hunk
    assert change.hunk_of(4, 5) is None


@pytest.mark.parametrize(
    ("head", "path", "old_path"),
    [
        (b"--- a/x\n+++ b/x\n", "x", "x"),
        (b"--- /dev/null\n+++ b/x\n", "x", None),
        (b"--- a/old/Dockerfile\n+++ b/new/Dockerfile\n", "new/Dockerfile", "old/Dockerfile"),
        (b"--- a/a file\t\n+++ b/a file\t\n", "a file", "a file"),
        (b"--- x.orig\t2024-01-01 00:00:00\n+++ x\t2024-01-02 00:00:00\n", "x", "x.orig"),
        (b'--- "a/\\303\\244\\"\\t"\n+++ "b/\\303\\244\\"\\t"\n', 'ä"\t', 'ä"\t'),
        (b"--- a/x\r\n+++ b/x\r\n", "x", "x"),
    ],
)
def test_names(head: bytes, path: str, old_path: str | None) -> None:
    change = one(head + b"@@ -1 +1 @@\n-a\n+b\n")
    assert (change.path, change.old_path) == (path, old_path)


def test_a_file_that_is_gone() -> None:
    (change,) = read_diff(b"--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n")
    assert (change.path, change.old_path) == ("/dev/null", "x")


def test_a_line_that_looks_like_a_head_is_a_line() -> None:
    change = one(b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a\n-b\n+++ c\n+d\n")
    assert change.hunks[0].old == ("-- a\n", "b\n")
    assert change.hunks[0].new == ("++ c\n", "d\n")


@pytest.mark.parametrize(
    ("diff", "message"),
    [
        (b"hello\n", "no unified diff"),
        (b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n", "ends too soon"),
        (b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n?b\n", "is in no hunk"),
    ],
)
def test_mistakes(diff: bytes, message: str) -> None:
    with pytest.raises(DiffError, match=message):
        read_diff(diff)


def test_a_diff_to_another_text() -> None:
    with pytest.raises(DiffError, match="does not fit the file at line 1"):
        one(b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n").before(b"c\n")


def test_nothing_is_no_mistake() -> None:
    assert read_diff(b"") == ()


TEXTS = st.lists(st.sampled_from([b"a", b"b", b"", b"c\r", b"+++ x", b"\x0c\xff"]), max_size=30).map(b"\n".join)


@given(old=TEXTS, new=TEXTS)
def test_dfixs_own_diffs_go_back(old: bytes, new: bytes) -> None:
    diff = unified_diff(old, new, "x")
    if diff:
        assert one(diff).before(new) == old


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
@settings(max_examples=40)
@given(old=TEXTS, new=TEXTS)
def test_gits_diffs_go_back(tmp_path_factory: pytest.TempPathFactory, old: bytes, new: bytes) -> None:
    folder: Path = tmp_path_factory.mktemp("diff")
    (folder / "old").write_bytes(old)
    (folder / "new").write_bytes(new)
    words = ["git", "diff", "--no-index", "--text", "--no-color", "old", "new"]
    diff = subprocess.run(words, cwd=folder, capture_output=True, check=False).stdout
    if diff:
        assert one(diff).before(new) == old


@pytest.mark.parametrize(
    "head", ["@@ -" + "9" * 5000 + " +1 @@", "@@ -²,1 +1 @@", "@@ -1,1 +1,1", "@@ -1,99999999999 +1 @@", "@@ garbage"]
)
def test_a_head_that_is_none(head: str) -> None:
    with pytest.raises(DiffError):
        read_diff(f"--- a/Dockerfile\n+++ b/Dockerfile\n{head}\n-a\n+b\n".encode())
