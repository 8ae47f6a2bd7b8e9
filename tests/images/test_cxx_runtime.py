"""GCC and libstdc++ of images, and what programs ask for."""

import pytest

from dfix.confidence import Confidence
from dfix.images import release, resolve
from dfix.images.cxx_runtime import _facts, asked_by, gcc_of, newest_symbol, symbol_key


@pytest.mark.parametrize(
    ("name", "gcc", "newest"),
    [
        ("gcc:13.1", (13, 1), "GLIBCXX_3.4.31"),
        ("gcc:13-bookworm", (13, 99), "GLIBCXX_3.4.32"),
        ("gcc:9.2", (9, 2), "GLIBCXX_3.4.26"),
        ("gcc:9.4.0", (9, 4), "GLIBCXX_3.4.28"),
        ("debian:12-slim", (12, 2), "GLIBCXX_3.4.30"),
        ("ubuntu:22.04", (11, 4), "GLIBCXX_3.4.30"),
        ("python:3.12-slim-bookworm", (12, 2), "GLIBCXX_3.4.30"),
        ("gcr.io/distroless/cc-debian12", (12, 2), "GLIBCXX_3.4.30"),
        ("rockylinux:9", (11, 5), "GLIBCXX_3.4.29"),
        ("alpine:3.20", (13, 2), "GLIBCXX_3.4.32"),
        ("busybox:musl", None, None),
    ],
)
def test_images(name: str, gcc: tuple[int, ...] | None, newest: str | None) -> None:
    image = resolve(name)
    assert image is not None
    assert gcc_of(image) == gcc
    assert newest_symbol(image) == newest


def test_what_programs_ask_for() -> None:
    likely = Confidence.LIKELY
    assert [(one.version, one.sure) for one in asked_by((13, 2)) if one.sure is likely] == [
        ("GLIBCXX_3.4.32", likely),
        ("GLIBCXX_3.4.29", likely),
    ]
    assert [one.version for one in asked_by((13, 1))] == ["GLIBCXX_3.4.29", "GLIBCXX_3.4.30", "GLIBCXX_3.4.26"]
    assert asked_by((8, 3)) == ()


def test_data() -> None:
    facts = _facts()
    for name in (*facts["gcc"], *facts["library"]):
        assert name.startswith("el-") or release(name).libcs
    assert set(facts["library"]) <= set(facts["gcc"])
    versions = [symbol_key(version) for version in facts["newest"].values()]
    assert versions == sorted(versions, reverse=True)
