"""Nobody waits for a pipe or reads a device without end, whichever command is to read or write it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = [
    ["check", "x"],
    ["check", "--config", "x", "."],
    ["check", "--baseline", "x", "."],
    ["check", "--output-file", "x", "."],
    ["check", "--write-baseline", "--baseline", "x", "."],
    ["graph", "x"],
    ["report", "-o", "x", "."],
    ["inspect", "x"],
    ["batch", "x", "out"],
    ["lock", "--from", "x", "."],
]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("words", COMMANDS, ids=[" ".join(words) for words in COMMANDS])
@pytest.mark.parametrize("what", ["pipe", "device"])
def test_it_is_refused(words: list[str], what: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM alpine:3.20\nRUN ldconfig\n")
    if what == "pipe":
        os.mkfifo(tmp_path / "x")
    else:
        (tmp_path / "x").symlink_to("/dev/zero")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    call = [sys.executable, "-m", "dfix", *words]
    done = subprocess.run(
        call, cwd=tmp_path, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 2, done.stderr
    assert b"no regular file" in done.stderr
    assert b"Traceback" not in done.stderr
