"""The recipes of docs/editors.md, as they stand there."""

import os
import re
import sys
from pathlib import Path

DOCS = Path(__file__).parent.parent.parent / "docs" / "editors.md"
BROKEN = (
    "FROM golang:1.22 AS build\nRUN echo 'é😀' && go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /app\n"
)
FIXED = BROKEN.replace("go build", "CGO_ENABLED=0 go build")
# Its only repair is unsafe, so that it stays.
LEFT = "RUN apk add --no-cache libc6-compat\n"


def recipe(editor: str, language: str) -> str:
    """The first block in that language below an editor's heading."""
    section = DOCS.read_text(encoding="utf-8").split(f"\n## {editor}\n", 1)[1].split("\n## ", 1)[0]
    found = re.search(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def environment(folder: Path) -> dict[str, str]:
    """A home of its own, and a `dfix` that is this one."""
    binary = folder / "bin" / "dfix"
    binary.parent.mkdir()
    binary.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dfix "$@"\n')
    binary.chmod(0o755)
    path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    modules = os.pathsep.join(filter(None, sys.path))
    return {"PATH": path, "HOME": str(folder), "PYTHONPATH": modules, "TERM": "xterm", "LANG": "C.UTF-8"}
