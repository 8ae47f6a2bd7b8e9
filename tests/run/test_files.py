"""Files: found, read, and written so that nothing else about them changes."""

import os
import stat
from pathlib import Path

import pytest

from dfix.run.files import MOST_LINES, FileError, find, is_dockerfile_name, read, write


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dockerfile", True),
        ("dockerfile", True),
        ("Dockerfile.prod", True),
        ("api.Dockerfile", True),
        ("Containerfile", True),
        ("Containerfile.alpine", True),
        ("Dockerfile.dockerignore", False),
        ("Dockerfile.md", False),
        ("Dockerfile.go", True),
        ("dockerfile.go", False),
        ("dockerfile.dart", False),
        ("Dockerfile.dart", True),
        ("Dockerfile.rego", False),
        ("docker-compose.yml", False),
        ("MyDockerfile", False),
    ],
)
def test_names(name: str, expected: bool) -> None:
    assert is_dockerfile_name(name) is expected


def test_walk_respects_gitignore(tmp_path: Path) -> None:
    for name in (
        "Dockerfile",
        "a/Dockerfile.x",
        "a/b.Dockerfile",
        "build/Dockerfile",
        "node_modules/x/Dockerfile",
        "keep/Dockerfile",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("FROM a\n")
    (tmp_path / ".gitignore").write_text("build/\n*.Dockerfile\nkeep\n!keep\n# c\n")
    found = [os.path.relpath(str(path), tmp_path) for path in find([str(tmp_path)])]
    assert found == ["Dockerfile", "a/Dockerfile.x", "keep/Dockerfile"]


def test_gitignore_of_the_repository_above(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("/sub/Dockerfile.local\n")
    (tmp_path / "sub").mkdir()
    for name in ("Dockerfile", "Dockerfile.local"):
        (tmp_path / "sub" / name).write_text("FROM a\n")
    found = [os.path.basename(str(path)) for path in find([str(tmp_path / "sub")])]
    assert found == ["Dockerfile"]


@pytest.mark.parametrize(
    ("name", "data", "is_found"),
    [
        ("Dockerfile-dev", b"ARG V=1\nfrom alpine:$V\n", True),
        ("dockerfile_prod", b"FROM alpine\n", True),
        ("Containerfile-dev", b"FROM alpine\n", True),
        ("dockerfile-lint", b"#!/bin/sh\necho no\n", False),
        ("dockerfile-lint", b"\x7fELF\0FROM \n", False),
        ("dockerfile_parser.go", b"FROM alpine\n", False),
        ("Dockerfile-notes.md", b"FROM alpine\n", False),
    ],
)
def test_names_with_a_dash_when_the_text_says_from(name: str, data: bytes, is_found: bool, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "Dockerfile").write_bytes(b"FROM alpine\n")
    found = [os.path.basename(str(path)) for path in find([str(tmp_path)])]
    assert found == sorted({"Dockerfile", *([name] if is_found else [])})


def test_a_file_that_is_named_twice_is_found_once(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(b"FROM alpine\n")
    path = str(tmp_path / "Dockerfile")
    assert list(find([path, str(tmp_path), f"{tmp_path}/./Dockerfile"])) == [path]
    assert len(list(find([f"{tmp_path}/none", str(tmp_path / "none")]))) == 1


def test_a_named_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    assert list(find([str(tmp_path / "odd.txt")])) == [str(tmp_path / "odd.txt")]


def test_directory_without_dockerfiles(tmp_path: Path) -> None:
    (error,) = find([str(tmp_path)])
    assert isinstance(error, FileError)
    assert "no Dockerfile in this directory" in str(error)


def test_read_errors(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "binary").write_bytes(b"\x7fELF\0\0")
    (tmp_path / "long").write_bytes(b"FROM a\n" + b"#\n" * MOST_LINES)
    (tmp_path / "wide").write_bytes("FROM a\n".encode("utf-16"))
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, says in {
        "missing": "there is no such file",
        "fifo": "no regular file",
        "binary": "binary file",
        "long": f"more than {MOST_LINES} lines",
        "wide": "UTF-16",
        "loop": "too many levels",
        "a\0b": "null",
    }.items():
        with pytest.raises(FileError, match=says) as caught:
            read(f"{tmp_path}/{name}")
        assert caught.value.help


def test_write_keeps_mode_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "Dockerfile"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write(str(file), b"old", b"new\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["Dockerfile"]


def test_a_walk_follows_no_link_out_of_the_directory(tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "a").mkdir(parents=True)
    (tmp_path / "secret").write_text("FROM scratch\n")
    (top / "a" / "Dockerfile").symlink_to(tmp_path / "secret")
    (top / "real").write_text("FROM scratch\n")
    (top / "a" / "Dockerfile.inside").symlink_to("../real")
    (top / "b").symlink_to(tmp_path)
    assert list(find([str(top)])) == [str(top / "a" / "Dockerfile.inside")]


def test_write_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "f").write_bytes(b"old")
    (tmp_path / "Dockerfile").symlink_to("real/f")
    write(str(tmp_path / "Dockerfile"), b"old", b"new")
    assert (tmp_path / "Dockerfile").is_symlink()
    assert (tmp_path / "real" / "f").read_bytes() == b"new"


def test_write_keeps_hard_links(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"older")
    os.link(tmp_path / "a", tmp_path / "b")
    write(str(tmp_path / "a"), b"older", b"new")
    assert (tmp_path / "b").read_bytes() == b"new"


def test_write_refuses_a_file_that_changed(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"somebody else's")
    with pytest.raises(FileError, match="changed while dfix was at work"):
        write(str(tmp_path / "f"), b"old", b"new")
    assert (tmp_path / "f").read_bytes() == b"somebody else's"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_write_refuses_a_read_only_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"old")
    (tmp_path / "f").chmod(0o444)
    with pytest.raises(FileError, match="read-only"):
        write(str(tmp_path / "f"), b"old", b"new")


def test_a_failed_write_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "f").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(FileError, match="no space left"):
        write(str(tmp_path / "f"), b"old", b"new")
    assert (tmp_path / "f").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["f"]
