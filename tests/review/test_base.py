"""A change is judged by the configuration from before it, and its attributes hide no file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from scenario import AFTER, BEFORE, git, needs_git, repository

pytestmark = pytest.mark.skipif(**needs_git)
SILENT = 'ignore = ["DF1", "DF2", "DF5"]\n'
LOUD = 'min-confidence = "possible"\n'
# What stands before the change, what after it, further words, whether the fault is still told.
CASES = {
    "the change brings a configuration": ({}, {"dfix.toml": SILENT}, [], True),
    "the change is trusted": ({}, {"dfix.toml": SILENT}, ["--trust-head"], False),
    "the change makes it silent": ({"dfix.toml": LOUD}, {"dfix.toml": SILENT}, [], True),
    "the base is silent": ({"dfix.toml": SILENT}, {"dfix.toml": LOUD}, [], False),
    "the base's extends another one": (
        {"dfix.toml": 'extend = "more.toml"\n', "more.toml": SILENT},
        {"more.toml": LOUD},
        [],
        False,
    ),
    "a nearer one is brought": ({"dfix.toml": LOUD}, {"app/.dfix.toml": SILENT}, [], True),
    "an attribute says that it is binary": ({}, {".gitattributes": "* binary\n"}, [], True),
    "an empty one is brought": ({"dfix.toml": LOUD}, {"app/.dfix.toml": ""}, [], True),
    "an attribute filters the file": ({}, {".gitattributes": "Dockerfile filter=lfs\n"}, [], True),
    "an attribute filters the configuration": (
        {"dfix.toml": LOUD},
        {"dfix.toml": SILENT, ".gitattributes": "*.toml filter=lfs\n"},
        [],
        True,
    ),
    "an attribute changes the lines' ends": ({}, {".gitattributes": "Dockerfile text eol=crlf\n"}, [], True),
    "an attribute expands identifiers": ({}, {".gitattributes": "Dockerfile ident\n"}, [], True),
    "an attribute turns diffs off": ({}, {".gitattributes": "Dockerfile -diff\n"}, [], True),
}


def review(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).parent.parent.parent)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": root}
    call = [sys.executable, "-m", "dfix", "review", "--base", "main", *words]
    return subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("name", CASES)
def test_by_which_configuration(name: str, tmp_path: Path) -> None:
    before, after, words, told = CASES[name]
    repository(tmp_path, {"app/Dockerfile": BEFORE, **before}, {"app/Dockerfile": AFTER, **after})
    # A filter that this user has, as people have Git LFS; the check-out has not been filtered.
    git(tmp_path, "config", "filter.lfs.clean", "sha1sum")
    for path in (tmp_path / "app" / "Dockerfile", tmp_path / "dfix.toml"):
        if path.exists():
            os.utime(path)
    done = review(tmp_path, *words)
    assert bool(json.loads(done.stdout)["comments"]) is told, done.stderr
    assert done.returncode == int(told), done.stderr


@pytest.mark.parametrize("words", [[], ["--trust-head"]])
def test_a_configuration_that_only_gets_another_name(words: list[str], tmp_path: Path) -> None:
    """Git tells it without a line of text."""
    repository(
        tmp_path,
        {"app/Dockerfile": BEFORE, "silent.toml": SILENT, "dfix.toml": LOUD},
        {"app/Dockerfile": AFTER},
    )
    git(tmp_path, "mv", "silent.toml", "app/dfix.toml")
    git(tmp_path, "mv", "dfix.toml", "loud.toml")
    git(tmp_path, "commit", "-qm", "names")
    assert bool(json.loads(review(tmp_path, *words).stdout)["comments"]) is (words == [])


def test_a_configuration_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "dfix.toml").symlink_to("real.toml")
    repository(tmp_path, {"Dockerfile": BEFORE, "real.toml": LOUD}, {"Dockerfile": AFTER, "real.toml": SILENT})
    assert json.loads(review(tmp_path).stdout)["comments"]


def test_a_configuration_that_the_change_removes_still_counts(tmp_path: Path) -> None:
    repository(tmp_path, {"Dockerfile": BEFORE, "dfix.toml": SILENT}, {"Dockerfile": AFTER})
    (tmp_path / "dfix.toml").unlink()
    assert json.loads(review(tmp_path).stdout)["comments"] == []


def test_the_summary_says_what_the_change_brings(tmp_path: Path) -> None:
    text = AFTER.replace("COPY --from", "# dfix: ignore=DF101 -- we know\nCOPY --from")
    repository(tmp_path, {"Dockerfile": BEFORE}, {"Dockerfile": text, "dfix.toml": LOUD})
    said = json.loads(review(tmp_path).stdout)["body"]
    assert "This change touches <code>dfix.toml</code>; it was judged by the configuration from before it." in said
    assert "suppresses findings at <code>Dockerfile:8</code>: <code>&#35; dfix: ignore=DF101 -- we know</code>" in said
