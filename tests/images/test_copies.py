"""Copies of official images in other registries."""

import pytest

from dfix.confidence import Confidence
from dfix.images import resolve
from dfix.images.libraries import lacks
from dfix.images.toolchains import environment, ships_compiler, workdir
from dfix.text import UNKNOWN_TEXT
from dfix.tristate import Tristate

SURE, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE


@pytest.mark.parametrize(
    ("text", "release", "family_sure", "release_sure"),
    [
        ("mirror.gcr.io/library/golang:1.22", "debian-12", SURE, SURE),
        ("public.ecr.aws/docker/library/golang:1.22-alpine3.20", "alpine-3.20", SURE, SURE),
        ("docker.m.daocloud.io/library/debian:12", "debian-12", SURE, SURE),
        ("registry.example/proxy/library/python:3.12-slim-bookworm", "debian-12", SURE, SURE),
        ("registry.example:5000/library/alpine", "alpine-3.24", SURE, LIKELY),
        (f"{UNKNOWN_TEXT}/library/golang:1.22", "debian-12", SURE, SURE),
        # The path does not say whose image it is.
        ("artifactory.example/docker-remote/golang:1.22-alpine3.20", "alpine-3.20", LIKELY, LIKELY),
        ("localhost:5000/golang:1.22", "debian-12", LIKELY, LIKELY),
        (f"{UNKNOWN_TEXT}/golang:1.22", "debian-12", LIKELY, LIKELY),
        # Nothing shows that it is a copy.
        ("registry.example/team/golang", "debian", POSSIBLE, POSSIBLE),
        ("registry.example/team/golang:latest", "debian", POSSIBLE, POSSIBLE),
        ("registry.example/team/golang:17-build", "debian", POSSIBLE, POSSIBLE),
        ("registry.example/library/golang:17-build", "debian", POSSIBLE, POSSIBLE),
        # Everybody may publish there under such a name.
        ("ghcr.io/somebody/golang:1.22", "debian-12", POSSIBLE, POSSIBLE),
        # The words of a tag tell more than the name.
        ("quay.io/somebody/openjdk:8u999-alpine-3.8", "alpine-3.8", LIKELY, LIKELY),
        # A user of Docker Hub is no mirror, but these users are.
        ("arm64v8/golang:1.22", "debian-12", SURE, SURE),
    ],
)
def test_copies(text: str, release: str, family_sure: Confidence, release_sure: Confidence) -> None:
    image = resolve(text)
    assert image is not None
    assert (image.release.id, image.family_sure, image.release_sure) == (release, family_sure, release_sure)


@pytest.mark.parametrize(
    "text",
    [
        "somebody/alpaca:1.22",
        "registry.example/team/tool:1.22",
        f"{UNKNOWN_TEXT}/tool:1.22",
        f"{UNKNOWN_TEXT}golang:1.22",
    ],
)
def test_no_copy(text: str) -> None:
    assert resolve(text) is None


def test_a_copy_holds_what_the_official_image_holds() -> None:
    image = resolve("mirror.gcr.io/library/golang:1.22")
    assert image is not None
    assert image.official is not None
    assert image.official.tagged == "golang:1.22"
    assert environment(image) == {"GOPATH": "/go"}
    assert workdir(image) == "/go"
    assert ships_compiler(image) is Tristate.YES


def test_a_copy_lacks_what_the_official_image_lacks() -> None:
    image = resolve("mirror.gcr.io/library/alpine:3.20")
    assert lacks(image, frozenset(), "libstdc++.so.6") is SURE


def test_what_is_built_on_an_image_may_have_more() -> None:
    image = resolve("ghcr.io/astral-sh/uv:python3.12-bookworm-slim")
    assert image is not None
    assert ships_compiler(image) is Tristate.UNKNOWN
    chef = resolve("lukemathwalker/cargo-chef:latest-rust-1.94-bookworm")
    assert chef is not None
    assert ships_compiler(chef) is Tristate.YES
    assert environment(chef)["CARGO_HOME"] == "/usr/local/cargo"
