"""The build context of a Dockerfile in a subdirectory: where what it copies is."""

import os
from pathlib import Path

import pytest

from dfix.run.context import likely_context

ROOT = {"package.json", "src/main.js", "docker/Dockerfile", ".git/HEAD"}


def project(root: Path, names: set[str]) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        # What is copied tells.
        ("COPY package.json src ./", set(), "."),
        ("COPY ./package.json /app/\nCOPY --from=base /src /src", set(), "."),
        ("copy package.json \\\n  src/ /app/", set(), "."),
        ('COPY ["package.json", "/app/"]', set(), "."),
        ("COPY *.json /app/", set(), "."),
        ("ADD https://example.org/a.tar /a.tar\nCOPY entrypoint.sh /", {"docker/entrypoint.sh"}, "docker"),
        ("RUN --mount=type=bind,source=src,target=/src make", set(), "."),
        ("RUN --mount=type=bind,from=base,source=src,target=/src make", set(), "docker"),
        # Of a copy of everything, what the tools ask for.
        ("COPY . .\nRUN npm ci", set(), "."),
        ("COPY . .\nRUN npm ci", {"docker/package.json"}, "docker"),
        ("COPY . .\nRUN make", set(), "docker"),
        # The own directory comes first; what a build makes beforehand is nowhere.
        ("COPY package.json ./", {"docker/package.json"}, "docker"),
        ("COPY entrypoint.sh package.json ./", {"docker/entrypoint.sh"}, "docker"),
        ("COPY target/app.jar /app.jar", set(), "docker"),
        ("COPY src dist ./", set(), "."),
        ("COPY $SOURCE ./", set(), "docker"),
        ("COPY ../secret ./", {"secret"}, "docker"),
        ("COPY <<EOF /a\nsrc\nEOF", set(), "docker"),
        ("COPY [broken", set(), "docker"),
        ("COPY " + "[" * 20_000, set(), "docker"),
        ("COPY größe.txt /", {"größe.txt"}, "."),
        ('COPY ["größe.txt", "/"]', {"größe.txt"}, "."),
    ],
)
def test_the_directory_that_has_what_is_copied(text: str, names: set[str], expected: str, tmp_path: Path) -> None:
    project(tmp_path, ROOT | names)
    dockerfile = tmp_path / "docker" / "Dockerfile"
    found = likely_context(str(dockerfile), f"FROM node AS base\n{text}\n".encode())
    assert Path(found) == (tmp_path / expected)


def test_no_directory_above_the_repository_is_read(tmp_path: Path) -> None:
    project(tmp_path, {"package.json", "repository/.git/HEAD", "repository/docker/Dockerfile"})
    own = tmp_path / "repository" / "docker"
    assert likely_context(str(own / "Dockerfile"), b"FROM node\nCOPY package.json /\n") == str(own)


def test_without_a_repository_none_above_the_current_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, {"package.json", "here/docker/Dockerfile"})
    monkeypatch.chdir(tmp_path / "here")
    assert likely_context("docker/Dockerfile", b"FROM node\nCOPY package.json /\n") == "docker"
    monkeypatch.chdir(tmp_path)
    assert Path(likely_context("here/docker/Dockerfile", b"FROM node\nCOPY package.json /\n")) == tmp_path


def test_links_that_lead_back_are_not_followed_by_a_pattern(tmp_path: Path) -> None:
    project(tmp_path, ROOT)
    for number in range(40):
        (tmp_path / f"link{number}").symlink_to(".")
    dockerfile = tmp_path / "docker" / "Dockerfile"
    # Each star of a directory would match forty links, each of which leads to forty others.
    text = f"FROM node\nCOPY {'*/' * 9}none /\n"
    assert Path(likely_context(str(dockerfile), text.encode())) == tmp_path / "docker"


def test_a_bounded_number_of_patterns_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, ROOT)
    listed = []

    def entries(path: str) -> list[str]:
        listed.append(path)
        return []

    monkeypatch.setattr(os, "listdir", entries)
    text = "FROM node\n" + "".join(f"COPY src/a{number}* /\n" for number in range(500))
    assert likely_context(str(tmp_path / "docker" / "Dockerfile"), text.encode()) == str(tmp_path / "docker")
    assert len(listed) == 200  # in its own directory and the one above
