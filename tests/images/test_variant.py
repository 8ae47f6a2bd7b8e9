"""The same image on another release; only tags that exist."""

import pytest

from dfix.images import names_version, newest_has, parse_reference, release, runtime_for, variants


@pytest.mark.parametrize(
    ("text", "wanted", "best"),
    [
        ("golang:1.20", "debian-11", "golang:1.20-bullseye"),
        ("golang:1.22", "alpine-3.20", "golang:1.22-alpine3.20"),
        ("golang", "debian-12", "golang:bookworm"),
        ("node:20-alpine", "debian-12", "node:20-bookworm-slim"),
        ("python:3.12-slim", "debian-11", "python:3.12-slim-bullseye"),
        ("rust:1.80-bookworm", "alpine-3.20", "rust:1.80-alpine3.20"),
        ("golang:1.22.99", "debian-11", None),
        ("nobody/tool:1", "debian-11", None),
    ],
)
def test_variants(text: str, wanted: str, best: str | None) -> None:
    reference = parse_reference(text)
    assert reference is not None
    assert next(variants(reference, release(wanted)), None) == best


@pytest.mark.parametrize(
    ("builder", "cxx", "expected"),
    [
        ("debian-12", False, ["debian:bookworm-slim", "gcr.io/distroless/base-debian12"]),
        ("debian-12", True, ["debian:bookworm-slim", "gcr.io/distroless/cc-debian12"]),
        ("ubuntu-22.04", False, ["ubuntu:22.04"]),
        ("alpine-3.20", False, ["alpine:3.20"]),
        ("fedora-40", False, []),
    ],
)
def test_runtime_for(builder: str, cxx: bool, expected: list[str]) -> None:
    assert list(runtime_for(release(builder), cxx)) == expected


@pytest.mark.parametrize(
    ("tag", "expected"), [("1.20", True), ("1.20.3-slim", True), ("1", False), ("latest", False), ("slim", False)]
)
def test_names_version(tag: str, expected: bool) -> None:
    assert names_version(tag) is expected


@pytest.mark.parametrize(
    ("name", "tag", "expected"),
    [
        ("golang", "bookworm", True),
        ("golang", "1-bookworm", True),
        ("golang", "stretch", False),
        ("rust", "1-slim-bookworm", True),
        ("rust", "slim-stretch", False),
        ("no-such-image", "bookworm", False),
    ],
)
def test_newest_has(name: str, tag: str, expected: bool) -> None:
    assert newest_has(name, tag) is expected
