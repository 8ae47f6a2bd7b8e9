"""What the catalog says of images, and how sure it is."""

import pytest

from dfix.confidence import Confidence
from dfix.images import exists, is_official, resolve
from dfix.text import UNKNOWN_TEXT

SURE, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE


@pytest.mark.parametrize(
    ("text", "title", "libc", "family", "release"),
    [
        ("golang:1.22", "Debian 12", "glibc 2.36", SURE, SURE),
        ("golang:1.20", "Debian 12", "glibc 2.36", SURE, LIKELY),
        ("python:3.7.7-buster", "Debian 10", "glibc 2.28", SURE, SURE),
        ("alpine:3.20", "Alpine 3.20", "musl 1.2.5", SURE, SURE),
        ("debian:bookworm-slim", "Debian 12", "glibc 2.36", SURE, SURE),
        ("osgeo/gdal:alpine-normal-latest", "Alpine", "musl", SURE, SURE),
        ("gcr.io/distroless/static-debian12", "distroless static-debian12", "no libc", SURE, LIKELY),
        ("busybox:musl", "busybox", "no libc", SURE, SURE),
        ("node:99", "Debian", "glibc", LIKELY, POSSIBLE),
        ("golang@sha256:0", "Debian", "glibc", LIKELY, POSSIBLE),
        ("public.ecr.aws/docker/library/golang:1.22", "Debian 12", "glibc 2.36", SURE, SURE),
        ("nobody/tool:1-alpine3.18", "Alpine 3.18", "musl 1.2.4", LIKELY, LIKELY),
        ("nobody/tool:2-bookworm", "Debian 12", "glibc 2.36", LIKELY, LIKELY),
        ("nobody/tool:alpine-3.8-glibc", "Alpine", "musl and glibc", LIKELY, LIKELY),
        ("nobody/tool:alpine3.99", "Alpine", "musl", LIKELY, POSSIBLE),
        ("golang:9-alpine3.99", "Alpine", "musl", SURE, POSSIBLE),
        ("nobody/alpine-tool", "Alpine", "musl", POSSIBLE, POSSIBLE),
        (f"golang:{UNKNOWN_TEXT}-alpine", "Alpine", "musl", LIKELY, POSSIBLE),
        (f"golang:{UNKNOWN_TEXT}", "Debian", "glibc", POSSIBLE, POSSIBLE),
    ],
)
def test_resolve(text: str, title: str, libc: str, family: Confidence, release: Confidence) -> None:
    image = resolve(text)
    assert image is not None
    found = (image.release.title, image.release.libc_title, image.family_sure, image.release_sure)
    assert found == (title, libc, family, release)


@pytest.mark.parametrize(
    "text", ["nobody/tool", "nobody/tool:1.2", f"{UNKNOWN_TEXT}", f"{UNKNOWN_TEXT}/x:alpine", "Not An Image"]
)
def test_unknown_stays_unknown(text: str) -> None:
    assert resolve(text) is None


def test_existence() -> None:
    assert exists("golang:1.20-bullseye")
    assert exists("gcr.io/distroless/base-debian12")
    assert not exists("golang:1.20-stretch-slim")
    assert is_official("golang")
    assert not is_official("biuld")
