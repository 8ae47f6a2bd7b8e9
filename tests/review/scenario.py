"""A change that switches the runtime to Alpine, and what several tests of it share."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from dfix.config import Settings
from dfix.review.session import Review, Trust, review
from dfix.text.diff import unified_diff

BEFORE = """\
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -o /server .

FROM debian:12-slim
RUN useradd app
COPY --from=build /server /usr/local/bin/server
USER app
ENTRYPOINT ["/usr/local/bin/server"]
"""
AFTER = BEFORE.replace("debian:12-slim", "alpine:3.20").replace("useradd app", "adduser -D app")

needs_git = {"condition": not shutil.which("git"), "reason": "git is not installed"}


def git(folder: Path, *words: str) -> str:
    """Run git, away from the user's own settings."""
    own = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *own, *words], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


def repository(folder: Path, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """A repository with one commit on ``main`` and one on a branch; the branch's commit."""
    git(folder, "init", "-q", "-b", "main")
    for message, files in (("before", before), ("after", after)):
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode())
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", message)
        if message == "before":
            git(folder, "checkout", "-q", "-b", "change")
    return git(folder, "rev-parse", "HEAD").strip()


def diff_of(path: str, before: bytes | None, after: bytes) -> bytes:
    """The change to one file as git would tell it."""
    body = unified_diff(before or b"", after, path)
    return body if before is not None else body.replace(f"--- a/{path}".encode(), b"--- /dev/null", 1)


def reviewed(folder: Path, before: str | None, after: str, path: str = "Dockerfile") -> Review:
    """The review of a change to one file in a folder."""
    (folder / path).write_bytes(after.encode("utf-8", "surrogateescape"))
    old = None if before is None else before.encode("utf-8", "surrogateescape")
    diff = diff_of(path, old, (folder / path).read_bytes())
    return review(str(folder), diff, Settings(), Trust(isolated=True), lambda _: True)
