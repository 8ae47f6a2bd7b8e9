"""Which interpreter an image or a distribution's package brings."""

import pytest

from dfix.images import release, resolve
from dfix.images.interpreters import of_image, of_package


@pytest.mark.parametrize(
    ("image", "language", "version", "path"),
    [
        ("python:3.11.4-slim", "python", "3.11", "/usr/local/bin/python3"),
        ("python:3-slim", "python", None, "/usr/local/bin/python3"),
        ("node:20.1-alpine", "node", "20", "/usr/local/bin/node"),
        ("node:lts", "node", None, "/usr/local/bin/node"),
        ("ruby:3.2", "ruby", "3.2", "/usr/local/bin/ruby"),
        ("gcr.io/distroless/python3-debian12", "python", "3.11", "/usr/bin/python3"),
        ("gcr.io/distroless/nodejs20-debian12", "node", "20", "/nodejs/bin/node"),
    ],
)
def test_of_image(image: str, language: str, version: str | None, path: str) -> None:
    known = resolve(image)
    assert known is not None
    assert of_image(known, language) == (version, path)


@pytest.mark.parametrize("image", ["debian:12", "golang:1.22", "gcr.io/distroless/base-debian12"])
def test_of_image_without_one(image: str) -> None:
    known = resolve(image)
    assert known is not None
    assert of_image(known, "python") is None


def test_of_package() -> None:
    assert of_package(release("debian-12"), "python") == ("3.11", "/usr/bin/python3")
    assert of_package(release("fedora-40"), "python") == (None, "/usr/bin/python3")
