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


def test_equal_texts_give_no_diff() -> None:
    assert unified_diff(b"a\n", b"a\n", "x") == b""
