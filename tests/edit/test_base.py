"""A FROM names another image: where the author names it, in the FROM or in the default of its ARG."""

import pytest

from dfix.edit.base import base
from tests.makers.editable import read_whole

DIGEST = "@sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("start", "reference", "after"),
    [
        pytest.param("FROM golang:1.22", "golang:1.22-alpine", "FROM golang:1.22-alpine", id="another tag"),
        pytest.param("FROM golang", "golang:1.22", "FROM golang:1.22", id="no tag before"),
        pytest.param("FROM debian:12 AS b", "alpine:3.20", "FROM alpine:3.20 AS b", id="another image"),
        pytest.param(
            "FROM docker.io/golang:1.22", "golang:1.22-alpine", "FROM docker.io/golang:1.22-alpine", id="registry"
        ),
        pytest.param(
            "FROM docker.io/library/debian:12", "alpine:3.20", "FROM docker.io/library/alpine:3.20", id="mirror"
        ),
        pytest.param("FROM gol\\\nang:1.22", "golang:1.22-alpine", None, id="over two lines"),
        pytest.param(
            "FROM --platform=x \\\n  debian:12", "alpine:3.20", "FROM --platform=x \\\n  alpine:3.20", id="continued"
        ),
        pytest.param(
            "ARG V=1.22\nFROM golang:$V", "golang:1.22-alpine", "ARG V=1.22\nFROM golang:$V-alpine", id="text behind it"
        ),
        pytest.param(
            "ARG V=3.2\nFROM ruby:${V}-slim",
            "ruby:3.2-alpine3.20",
            "ARG V=3.2\nFROM ruby:${V}-alpine3.20",
            id="other text behind it",
        ),
        pytest.param(
            "ARG V=1.22\nFROM golang:$V", "golang:1.21-alpine", "ARG V=1.21-alpine\nFROM golang:$V", id="its default"
        ),
        pytest.param(
            'ARG IMAGE="debian:bullseye-slim"\nFROM $IMAGE',
            "debian:bookworm-slim",
            'ARG IMAGE="debian:bookworm-slim"\nFROM $IMAGE',
            id="a whole image, in quotes",
        ),
        pytest.param(
            "ARG GO=1.22\nARG VARIANT=bookworm\nFROM golang:${GO}-${VARIANT}",
            "golang:1.22-alpine3.20",
            "ARG GO=1.22\nARG VARIANT=alpine3.20\nFROM golang:${GO}-${VARIANT}",
            id="the one that differs",
        ),
        pytest.param(
            "ARG V=1.22\nFROM golang:$V AS a\nFROM golang:$V", "golang:1.21-alpine", None, id="another FROM reads it"
        ),
        pytest.param(
            "ARG V=1.22\nFROM golang:$V\nARG V\nRUN x $V", "golang:1.21-alpine", None, id="its stage reads it"
        ),
        pytest.param("FROM golang:${V:-1.22}", "golang:1.21", None, id="a default of its own"),
        pytest.param("ARG V\nFROM golang:$V", "golang:1.21", None, id="no default"),
        pytest.param(f"FROM golang{DIGEST}", "golang:1.22", None, id="a digest alone"),
        pytest.param(f"FROM golang:1.21{DIGEST}", "golang:1.22", "FROM golang:1.22", id="a digest behind a tag"),
        pytest.param(
            f"ARG I=debian:11-slim{DIGEST}\nFROM $I",
            "debian:12-slim",
            "ARG I=debian:12-slim\nFROM $I",
            id="a digest in the default",
        ),
    ],
)
def test_base(start: str, reference: str, after: str | None) -> None:
    file = read_whole(f"# dfix\n{start}\n")
    renamed = base(file.trace.build, file.trace.stages[0], reference)
    assert (renamed and file.after(*renamed.edits)) == (after and f"{after}\n")
    assert renamed is None or renamed.drops_digest is ("@" in start)
