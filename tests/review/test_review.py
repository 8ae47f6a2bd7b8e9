"""`dfix review` from end to end: a repository, a change that moves the runtime to Alpine, a forge."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fake_forges import GitHub, serve
from scenario import AFTER, BEFORE, git, needs_git, repository

pytestmark = pytest.mark.skipif(**needs_git)
FILE = "app/Dockerfile"


def dfix(folder: Path, *words: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `dfix review`."""
    call = [sys.executable, "-m", "dfix", "review", "--isolated", *words]
    root = str(Path(__file__).parent.parent.parent)
    own = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": root, **environment}
    return subprocess.run(call, cwd=folder, env=own, input=stdin, capture_output=True, check=False, timeout=60)


@pytest.fixture
def change(tmp_path: Path) -> Path:
    """The repository, with the change checked out."""
    repository(tmp_path, {FILE: BEFORE, "src/main.go": "package main\n"}, {FILE: AFTER, "src/main.go": "package x\n"})
    return tmp_path


def test_the_payload(change: Path) -> None:
    done = dfix(change, "--base", "main")
    assert (done.returncode, done.stderr) == (1, b"")
    payload = json.loads(done.stdout)
    (comment,) = payload["comments"]
    assert payload["commit_id"] == git(change, "rev-parse", "HEAD").strip()
    assert (comment["path"], comment["start_line"], comment["line"]) == (FILE, 4, 6)
    assert "```suggestion\nRUN CGO_ENABLED=0 go build" in comment["body"]
    assert "```mermaid\n" in payload["body"]


def test_from_a_folder_below_and_from_a_diff(change: Path) -> None:
    whole = dfix(change, "--base", "main").stdout
    assert dfix(change / "app", "--base", "main").stdout == whole
    diff = git(change, "diff", "main", "HEAD").encode()
    assert dfix(change, stdin=diff).stdout == whole
    (change / "x.diff").write_bytes(diff)
    assert dfix(change, "--diff", "x.diff").stdout == whole


def test_paths_limit_it(change: Path) -> None:
    done = dfix(change, "--base", "main", "src")
    assert (done.returncode, json.loads(done.stdout)["comments"]) == (0, [])


def test_the_second_run_posts_nothing(change: Path) -> None:
    fake = GitHub({FILE: dict.fromkeys(range(3, 11))})
    commit = git(change, "rev-parse", "HEAD").strip()
    with serve(fake) as api:
        words = ["--base", "main", "--post", "--api", api, "--repo", "owner/name", "--number", "7", "--commit", commit]
        first = dfix(change, *words, GITHUB_TOKEN="secret")
        assert (first.returncode, first.stderr) == (1, b"1 posted, 0 there already\n")
        second = dfix(change, *words, GITHUB_TOKEN="secret")
        assert (second.returncode, second.stderr) == (1, b"0 posted, 1 there already\n")
    assert len(fake.stored) == 1
    assert [method for method, _ in fake.requests] == ["GET", "POST", "GET"]


def test_a_dry_run_sends_nothing(change: Path) -> None:
    words = ["--post", "--dry-run", "--api", "http://127.0.0.1:1", "--repo", "owner/name", "--number", "7"]
    done = dfix(change, "--base", "main", *words, "--commit", "1")
    assert done.stdout.startswith(b"POST http://127.0.0.1:1/repos/owner/name/pulls/7/reviews\n")
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_file_that_cannot_be_judged_does_not_lose_the_others(change: Path) -> None:
    (change / "Dockerfile").write_bytes(b"\0\1")
    git(change, "add", "-A")
    done = dfix(change, "--diff", "-", stdin=git(change, "diff", "--text", "main").encode())
    assert done.returncode == 2
    assert done.stderr == b"Dockerfile: error: this is a binary file; name a Dockerfile\n"
    assert [comment["path"] for comment in json.loads(done.stdout)["comments"]] == [FILE]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--base", "nowhere"], "this repository has no commit nowhere; fetch it"),
        (["--base", "-x"], "is no name of a commit"),
        (["--base", "main", "--diff", "x"], "exclude each other"),
        (["--diff", "no-such-file"], "no-such-file: no such file"),
        (["--base", "main", "--post"], "--repo is needed"),
        (["--base", "main", "--post", "--repo", "o/n", "--number", "1", "--commit", "1"], "no token"),
        (["--dry-run", "--base", "main"], "--dry-run needs --post"),
    ],
)
def test_mistakes(change: Path, words: list[str], message: str) -> None:
    done = dfix(change, *words)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_repository_runs_nothing_of_its_own(change: Path) -> None:
    """A pull request may bring settings for git; none of them is a program that is started."""
    trap = change / "trap.sh"
    trap.write_text("#!/bin/sh\ntouch trapped\n")
    trap.chmod(0o755)
    (change / ".gitattributes").write_text("* diff=trap\n")
    for key in ("core.fsmonitor", "diff.external", "diff.trap.command", "diff.trap.textconv", "core.pager"):
        git(change, "config", key, str(trap))
    dfix(change, "--base", "main")
    assert not (change / "trapped").exists()


def test_images_are_known_by_the_lock_file(tmp_path: Path) -> None:
    """The one from before the change: a change that brings one along does not judge itself by it."""
    entry = {
        "image": "corp/run:1",
        "platform": "linux/amd64",
        "os": {"id": "alpine", "version": "3.20"},
        "libc": {"musl": {"version": "1.2.5", "loader": "/lib/ld-musl-x86_64.so.1"}},
    }
    lock, after = json.dumps({"version": 1, "images": [entry]}), AFTER.replace("alpine:3.20", "corp/run:1")
    for name, before in (("known", {"dfix.lock": lock}), ("new", {})):
        (tmp_path / name).mkdir()
        repository(tmp_path / name, {FILE: BEFORE, **before}, {FILE: after, "dfix.lock": lock})
        done = subprocess.run(
            [sys.executable, "-m", "dfix", "review", "--base", "main"],
            cwd=tmp_path / name,
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": str(tmp_path),
                "PYTHONPATH": str(Path(__file__).parent.parent.parent),
            },
            capture_output=True,
            check=False,
        )
        assert (done.returncode, b"DF101" in done.stdout) == ((1, True) if before else (0, False)), done.stderr
