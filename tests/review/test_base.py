"""A change is judged by the configuration from before it, and its attributes hide no file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from scenario import AFTER, BEFORE, needs_git, repository

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
    done = review(tmp_path, *words)
    assert bool(json.loads(done.stdout)["comments"]) is told, done.stderr


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
