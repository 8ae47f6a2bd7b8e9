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


# What attributes say, and how the user's own git is configured: people have such filters.
ATTRIBUTES = {
    "a filter that fails": ("filter=lfs", {"filter.lfs.clean": "false", "filter.lfs.required": "true"}),
    "a filter process that fails": ("filter=lfs", {"filter.lfs.process": "false", "filter.lfs.required": "true"}),
    "a filter that says nothing has changed": ("filter=lfs", {"filter.lfs.clean": "git show main:app/Dockerfile"}),
    "a filter that empties": ("filter=lfs", {"filter.lfs.clean": "true"}),
    "an encoding that does not fit": ("working-tree-encoding=UTF-16", {}),
    "an encoding that is none": ("working-tree-encoding=none", {}),
    "line ends that git refuses": ("text eol=crlf", {"core.safecrlf": "true"}),
    "programs for its diff": ("diff=x", {"diff.x.command": "false", "diff.x.textconv": "false"}),
}


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_neither_hides_a_file_nor_loses_the_review(name: str, tmp_path: Path) -> None:
    attributes, configured = ATTRIBUTES[name]
    repository(tmp_path, {"app/Dockerfile": BEFORE}, {"app/Dockerfile": AFTER})
    (tmp_path / ".gitattributes").write_text(f"Dockerfile {attributes}\n")
    git(tmp_path, "add", ".gitattributes")
    git(tmp_path, "commit", "-qm", "attributes")
    for key, value in configured.items():
        git(tmp_path, "config", key, value)
    os.utime(tmp_path / "app" / "Dockerfile")
    said = json.loads(review(tmp_path).stdout)
    assert [(one["path"], one["line"]) for one in said["comments"]] == [("app/Dockerfile", 6)]


def test_a_checkout_with_other_line_ends_is_judged_as_committed(tmp_path: Path) -> None:
    """The forge shows the commit: only lines of its diff take a comment."""
    repository(tmp_path, {"app/Dockerfile": BEFORE}, {"app/Dockerfile": AFTER, ".gitattributes": "* text eol=crlf\n"})
    (tmp_path / "app" / "Dockerfile").unlink()
    git(tmp_path, "checkout", "--", ".")
    assert b"\r\n" in (tmp_path / "app" / "Dockerfile").read_bytes()
    assert [one["line"] for one in json.loads(review(tmp_path).stdout)["comments"]] == [6]


def test_a_dockerfile_that_becomes_a_link(tmp_path: Path) -> None:
    repository(tmp_path, {"app/Dockerfile": BEFORE}, {"app/real.txt": AFTER})
    (tmp_path / "app" / "Dockerfile").unlink()
    (tmp_path / "app" / "Dockerfile").symlink_to("real.txt")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "a link")
    assert [(one["path"], one["line"]) for one in json.loads(review(tmp_path).stdout)["comments"]] == [
        ("app/Dockerfile", 1)
    ]


def test_the_baseline_from_before_the_change_counts(tmp_path: Path) -> None:
    """What the base knows is not told again; what the change adds to the baseline silences nothing."""
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "Dockerfile").write_text(AFTER)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    made = [sys.executable, "-m", "dfix", "check", "--write-baseline", "Dockerfile"]
    subprocess.run(made, cwd=tmp_path / "made", env=env, check=False)
    known = (tmp_path / "made" / ".dfix-baseline.json").read_text()
    assert "DF101" in known
    settings = 'baseline = ".dfix-baseline.json"\n'
    for name, before, after, is_told in [
        ("base", {".dfix-baseline.json": known}, {}, False),
        ("head", {".dfix-baseline.json": '{"version": 1, "files": {}}'}, {".dfix-baseline.json": known}, True),
    ]:
        folder = tmp_path / name
        folder.mkdir()
        repository(folder, {"Dockerfile": BEFORE, "dfix.toml": settings, **before}, {"Dockerfile": AFTER, **after})
        said = json.loads(review(folder).stdout)
        assert bool(said["comments"]) is is_told
        if is_told:
            assert "This change touches <code>.dfix-baseline.json</code>" in said["body"]
            assert "By the configuration that it brings there would be 0 findings." in said["body"]


def test_a_configuration_that_is_extended_is_named(tmp_path: Path) -> None:
    repository(
        tmp_path,
        {"Dockerfile": BEFORE, "dfix.toml": 'extend = "more.toml"\n', "more.toml": LOUD},
        {"Dockerfile": AFTER, "more.toml": "broken = [\n"},
    )
    done = review(tmp_path)
    assert "This change touches <code>more.toml</code>" in json.loads(done.stdout)["body"]
    assert "note: dfix could not judge it by the configuration that it brings." in done.stderr


def test_a_suppression_is_told_where_nothing_is_posted(tmp_path: Path) -> None:
    lines = "".join(f"# dfix: ignore=DF101 -- {number}\n" for number in range(50))
    repository(tmp_path, {"Dockerfile": BEFORE}, {"Dockerfile": AFTER.replace("COPY --from", f"{lines}COPY --from")})
    done = review(tmp_path)
    assert json.loads(done.stdout)["comments"] == []
    assert "note: This change suppresses findings at Dockerfile:8: # dfix: ignore=DF101 -- 0\n" in done.stderr
    assert "… and 10 more." in done.stderr
    assert "… and 10 more." in json.loads(done.stdout)["body"]


def test_the_summary_says_what_the_change_brings(tmp_path: Path) -> None:
    text = AFTER.replace("COPY --from", "# dfix: ignore=DF101 -- we know\nCOPY --from")
    repository(tmp_path, {"Dockerfile": BEFORE}, {"Dockerfile": text, "dfix.toml": LOUD})
    said = json.loads(review(tmp_path).stdout)["body"]
    assert "This change touches <code>dfix.toml</code>; it was judged by the configuration from before it." in said
    assert "suppresses findings at <code>Dockerfile:8</code>: <code>&#35; dfix: ignore=DF101 -- we know</code>" in said
