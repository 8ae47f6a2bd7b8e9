"""The comparison of the catalog's sources with clones, on small made-up repositories."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from check_sources import main, names_base, source_paths

OLD = "ARG SYSTEM=alpine:3.22\nFROM ${SYSTEM}\nRUN apk add curl\n"
LINE = {"images": ["nobody/tool"], "tag": "alpine", "source": {"repository": "nobody/tool", "path": "Dockerfile"}}


class Repository:
    """A repository that grows by one commit a day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "-q")

    def git(self, *words: str, day: str = "2026-01-01") -> str:
        """What a git command prints; a commit has this day."""
        who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com"}
        who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
        dates = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        command = ["git", "-C", str(self.folder), *words]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, env=os.environ | who | dates
        ).stdout.strip()

    def commit(self, day: str, text: str | None, path: str = "Dockerfile") -> str:
        """Write the file, or remove it, and commit; the commit's id."""
        if text is None:
            (self.folder / path).unlink()
        else:
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "change", day=day)
        return self.git("rev-parse", "--short", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    return Repository(tmp_path / "clones" / "nobody" / "tool")


def run(tmp_path: Path, commit: str, path: str = "Dockerfile") -> int:
    """Compare one line, which was read at a commit."""
    data = tmp_path / "data"
    (data / "namespaces").mkdir(parents=True, exist_ok=True)
    line = LINE | {"source": {"repository": "nobody/tool", "commit": commit, "path": path}}
    (data / "namespaces" / "nobody.json").write_text(json.dumps([line]), encoding="utf-8")
    return main([str(tmp_path / "clones"), "--data", str(data)])


def test_an_unchanged_base_is_silent(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read = repository.commit("2026-01-01", OLD)
    repository.commit("2026-02-01", OLD.replace("curl", "wget"))
    assert run(tmp_path, read) == 0
    assert not capsys.readouterr().out


def test_each_step_has_its_day(repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read = repository.commit("2026-01-01", OLD)
    repository.commit("2026-02-01", OLD.replace("3.22", "3.23"))
    repository.commit("2026-03-01", OLD.replace("3.22", "3.23").replace("curl", "wget"))
    last = repository.commit("2026-04-01", OLD.replace("3.22", "3.24"))
    assert run(tmp_path, read) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "nobody.json: nobody/tool alpine"
    assert [line.split()[1] for line in told if line.startswith("    Dockerfile:")] == ["2026-02-01", "2026-04-01"]
    assert told[-3:] == [
        f"    Dockerfile: 2026-04-01 {last}",
        "      - ARG SYSTEM=alpine:3.23",
        "      + ARG SYSTEM=alpine:3.24",
    ]


def test_a_pattern_names_several_files(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit("2026-01-01", "FROM debian:12\n", "old/Dockerfile")
    read = repository.commit("2026-01-02", "FROM debian:12\n", "new/Dockerfile")
    repository.commit("2026-02-01", "FROM debian:13\n", "new/Dockerfile")
    assert run(tmp_path, read, "*/Dockerfile") == 1
    assert [line for line in capsys.readouterr().out.splitlines() if "FROM" in line] == [
        "      - FROM debian:12",
        "      + FROM debian:13",
    ]


@pytest.mark.parametrize(
    ("remove", "path", "says"),
    [(True, "Dockerfile", "Dockerfile: gone"), (False, "other/Dockerfile", "no such file at")],
    ids=["the file went", "the file never was"],
)
def test_a_missing_file_is_named(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str], remove: bool, path: str, says: str
) -> None:
    read = repository.commit("2026-01-01", OLD)
    if remove:
        repository.commit("2026-02-01", None)
    assert run(tmp_path, read, path) == 1
    assert says in capsys.readouterr().out


def test_a_commit_that_is_not_in_the_clone_is_named(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit("2026-01-01", OLD)
    assert run(tmp_path, "0123456") == 1
    assert "0123456" in capsys.readouterr().out


def test_a_repository_without_a_clone_is_left_out(repository: Repository, tmp_path: Path) -> None:
    read = repository.commit("2026-01-01", OLD)
    repository.folder.rename(repository.folder.parent / "renamed")
    assert run(tmp_path, read) == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("FROM golang:1.22 AS build", True),
        ("ARG BASE=scratch", True),
        ('DEFAULT_DISTRO = "debian13"', True),
        ("  - alpine:3.23", True),
        ("ALPINE_VERSION ?= 3.22", True),
        ('"trixie": ["3.13"]', True),
        ("# FROM debian:12", False),
        ("RUN apk add curl", False),
        ("", False),
    ],
)
def test_names_base(line: str, expected: bool) -> None:
    assert names_base(line) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BUILD, python3/config.bzl", ["BUILD", "python3/config.bzl"]),
        ("Dockerfile (ALPINE_VERSION)", ["Dockerfile"]),
        ("image/<name>/alpine-*/*.yaml", ["image/*/alpine-*/*.yaml"]),
        ("docker at v0.2.5", []),
        ("one branch per release", []),
    ],
)
def test_source_paths(text: str, expected: list[str]) -> None:
    assert source_paths(text) == expected
