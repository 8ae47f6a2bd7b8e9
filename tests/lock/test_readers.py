"""Only `dfix lock` and `dfix images --ask` touch the network: all else reads the file, and no more than that."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ENTRY = {
    "image": "corp/run:1",
    "platform": "linux/amd64",
    "id": "sha256:" + "0" * 64,
    "os": {"id": "alpine", "version": "3.20"},
    "libc": {"musl": {"version": "1.2.5", "loader": "/lib/ld-musl-x86_64.so.1"}},
}
TEXT = "FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM corp/run:1\nCOPY --from=build /app /app\n"
# Ends a process that connects to anything, or looks up a name.
GUARD = """\
import os, socket

def refuse(*_, **__):
    os.write(2, b"the network was asked\\n")
    os._exit(99)

socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = refuse
"""
OFFLINE = {
    "a run": (),
    "a run in CI": ("--locked", "--format", "sarif"),
    "a repair": ("--diff", "--unsafe-fixes"),
    "the graph": ("graph", "Dockerfile"),
    "a report": ("report", "-o", "report.html", "."),
    "an image": ("images", "corp/run:1"),
    "compiled files": ("inspect", "Dockerfile", "--against", "corp/run:1"),
}
ONLINE = {
    "dfix lock": ("lock", "--upgrade-all"),
    "its check": ("lock", "--check"),
    "an image that is asked for": ("images", "corp/run:1", "--ask"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard/sitecustomize.py").write_text(GUARD)
    (tmp_path / "project").mkdir()
    (tmp_path / "project/Dockerfile").write_text(TEXT)
    (tmp_path / "project/dfix.lock").write_text(json.dumps({"version": 1, "images": [ENTRY]}))
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder / "guard"), *filter(None, sys.path)])
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": path, "NO_COLOR": "1"}
    call = [sys.executable, "-m", "dfix", *words]
    return subprocess.run(call, cwd=folder / "project", env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", OFFLINE.values(), ids=OFFLINE)
def test_nobody_is_asked(words: tuple[str, ...], folder: Path) -> None:
    done = run(folder, *words)
    assert done.returncode in (0, 1, 2), done.stderr
    assert "the network was asked" not in done.stderr
    assert "Traceback" not in done.stderr


def test_the_file_is_read(folder: Path) -> None:
    assert "DF101" in run(folder).stdout


@pytest.mark.parametrize("words", ONLINE.values(), ids=ONLINE)
def test_a_registry_is_asked(words: tuple[str, ...], folder: Path) -> None:
    """The guard of these tests sees it."""
    assert run(folder, *words).returncode == 99
