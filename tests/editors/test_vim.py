"""Vim with the recipe of docs/editors.md: saving repairs, `:make` lists."""

import shutil
import subprocess
from pathlib import Path

import pytest
from recipes import BROKEN, FIXED, environment, recipe

pytestmark = pytest.mark.skipif(not shutil.which("vim"), reason="Vim is not installed: apt-get install vim-nox")
LIST = "call writefile(map(getqflist(), {_, one -> join([one.lnum, one.col, one.type, one.text], '|')}), 'list.txt')"


def vim(folder: Path, *commands: str) -> None:
    """Open the Dockerfile without a screen and do the commands."""
    (folder / "vimrc").write_text(f"set nocompatible\nfiletype plugin on\n{recipe('Vim', 'vim')}")
    words = ["vim", "-es", "-N", "-n", "-i", "NONE", "-u", "vimrc", "Dockerfile"]
    for command in (*commands, "qall!"):
        words += ["-c", command]
    subprocess.run(
        words, cwd=folder, env=environment(folder), stdin=subprocess.DEVNULL, capture_output=True,
        check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_saving_repairs(newline: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(BROKEN.replace("\n", newline).encode())
    vim(tmp_path, "write")
    assert (tmp_path / "Dockerfile").read_bytes() == FIXED.replace("\n", newline).encode()


def test_a_line_that_goes(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM alpine:3.20\nRUN ldconfig /usr/lib\nRUN true\n")
    vim(tmp_path, "write")
    assert (tmp_path / "Dockerfile").read_text() == "FROM alpine:3.20\nRUN true\n"


def test_a_text_that_is_no_dockerfile_stays(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(b"FROM \nRUN\n\n\n")
    vim(tmp_path, "write")
    assert (tmp_path / "Dockerfile").read_bytes() == b"FROM \nRUN\n\n\n"


def test_make_lists_the_findings(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(BROKEN)
    vim(tmp_path, "silent make", LIST)
    (line,) = (tmp_path / "list.txt").read_text().splitlines()
    assert line.startswith("4|19|e|DF101 foreign-libc: `/app` cannot start")
