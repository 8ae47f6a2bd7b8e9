"""Diffs apply with git and patch, whatever the line ends."""

import shutil
import subprocess
from pathlib import Path

import pytest

from dfix.text.diff import unified_diff

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
