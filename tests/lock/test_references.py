"""Which images a project names: in which files, for which platform, and which it builds itself."""

import os
from pathlib import Path

import pytest

from dfix.config import Finder, Settings
from dfix.images.user_images import Built
from dfix.lock.references import Named, named_images
from dfix.run.baseline import Baseline
from dfix.run.files import Selection
from dfix.run.work import Task

BASES = {
    "FROM a:1": ["a:1"],
    "FROM a": ["a:latest"],
    "FROM a@sha256:" + "0" * 64: ["a@sha256:" + "0" * 64],
    "ARG V=2\nFROM a:$V": ["a:2"],
    "ARG V\nFROM a:$V": [],
    "FROM scratch": [],
    "FROM a:1 AS b\nFROM b": ["a:1"],
    "FROM scratch\nCOPY --from=tools:3 /x /x": ["tools:3"],
    "FROM scratch\nRUN --mount=type=bind,from=tools:3,target=/t true": ["tools:3"],
    "FROM a:1 AS b\nFROM scratch\nCOPY --from=b /x /x\nCOPY --from=0 /y /y": ["a:1"],
    "FROM a:1\nCOPY --from=$X /x /x": ["a:1"],
    "FROM A_b": [],
}


def named(folder: Path, files: dict[str, str]) -> Named:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    task = Task(Settings(lock=False), Finder(), Baseline(os.getcwd()))
    return named_images([str(folder)], Selection(), task, str(folder))


@pytest.mark.parametrize(("text", "expected"), BASES.items(), ids=range(len(BASES)))
def test_dockerfiles(text: str, expected: list[str], tmp_path: Path) -> None:
    assert list(named(tmp_path, {"Dockerfile": text}).wanted) == expected


def test_platforms_and_files(tmp_path: Path) -> None:
    text = "FROM --platform=linux/arm64 a:1 AS b\nFROM a:1\nCOPY --from=b /x /y/ /z/\nCOPY --from=t:1 /t /lib/* /t/\n"
    wanted = named(tmp_path, {"Dockerfile": text}).wanted
    assert wanted["a:1"].platforms == {"", "linux/arm64"}
    assert wanted["a:1"].files == {"/x", "/y"}
    assert wanted["t:1"].files == {"/t"}


MANY = """\
services:
  one: {build: {context: base, platforms: [linux/amd64, linux/arm64]}}
  two: {build: base, platform: linux/s390x}
  other: {build: {context: base, target: low, platforms: [linux/386]}}
"""
BAKED = 'target "base" {\n  dockerfile = "base/Dockerfile"\n  platforms = ["linux/amd64", "linux/arm64"]\n}\n'


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("compose.yaml", MANY, {"a:1": {"", "linux/386", "linux/amd64", "linux/arm64", "linux/s390x"}}),
        ("docker-bake.hcl", BAKED, {"a:1": {"", "linux/amd64", "linux/arm64"}}),
        ("docker-bake.json", '{"target": {"x": {"context": "base", "platforms": ["linux/arm64"]}}}', {"a:1": {"", "linux/arm64"}}),
    ],
)  # fmt: skip
def test_each_platform_of_a_build_is_asked_for(
    name: str, text: str, expected: dict[str, set[str]], tmp_path: Path
) -> None:
    """A file that is found by itself, too, names none."""
    found = named(tmp_path, {name: text, "base/Dockerfile": "FROM a:1 AS low\nRUN x\n"})
    assert {reference: one.platforms for reference, one in found.wanted.items()} == expected


COMPOSE = """\
services:
  base:
    image: corp/base:${TAG:-dev}
    build: {context: base, target: run, args: {V: "3"}}
  other:
    image: corp/other:1
  inline:
    build: {dockerfile_inline: "FROM inline:1"}
"""
BAKE = 'target "base" {\n  dockerfile = "base/Dockerfile"\n  tags = ["corp/baked:1", "corp/baked"]\n}\n'


@pytest.mark.parametrize(
    ("files", "wanted", "built"),
    [
        (
            {"compose.yaml": COMPOSE, "base/Dockerfile": "ARG V=1\nFROM low:$V AS run\n", "Dockerfile": "FROM corp/base:dev\n"},
            ["inline:1", "low:1", "low:3"],
            {"corp/base:dev": Built("base/Dockerfile", "base", "run", {"V": "3"})},
        ),
        (
            {"docker-bake.hcl": BAKE, "base/Dockerfile": "FROM low\n", "Dockerfile": "FROM corp/baked\nFROM corp/baked:2\n"},
            ["corp/baked:2", "low:latest"],
            {"corp/baked:1": Built("base/Dockerfile", "."), "corp/baked:latest": Built("base/Dockerfile", ".")},
        ),
        (
            {"dfix.toml": '[images."corp/*"]\ndockerfile = "b/Dockerfile"\n', "Dockerfile": "FROM corp/x:1\nFROM y:1\n"},
            ["y:1"],
            {},
        ),
    ],
    ids=["compose", "bake", "configuration"],
)  # fmt: skip
def test_images_of_the_project(
    files: dict[str, str], wanted: list[str], built: dict[str, Built], tmp_path: Path
) -> None:
    found = named(tmp_path, files)
    assert (list(found.wanted), found.built, found.errors) == (wanted, built, ())
