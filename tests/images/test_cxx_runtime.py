"""GCC and libstdc++ of images, and what programs ask for."""

import pytest

from dfix.confidence import Confidence
from dfix.images import release, resolve
from dfix.images.cxx_runtime import (
    _facts,
    _newest_of,
    asked_by,
    gcc_of,
    gcc_of_release,
    newest_symbol,
    symbol_key,
)


@pytest.mark.parametrize(
    ("name", "gcc", "newest"),
    [
        ("gcc:13.1", (13, 1), "GLIBCXX_3.4.31"),
        ("gcc:13-bookworm", (13, 99), "GLIBCXX_3.4.32"),
        ("gcc:9.1", (9, 1), "GLIBCXX_3.4.26"),
        ("gcc:9.2", (9, 2), "GLIBCXX_3.4.27"),
        ("gcc:7.1", (7, 1), "GLIBCXX_3.4.23"),
        ("amazonlinux:2", (7, 3), "GLIBCXX_3.4.24"),
        ("rockylinux:8", (8, 5), "GLIBCXX_3.4.25"),
        ("alpine:3.24", (15, 2), "GLIBCXX_3.4.34"),
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


# What lists of packages and files of real images show; docs/quality.md names them.
MEASURED = """
centos-7|2.17|4.8|libssl.so.10|3.4.19
rockylinux-8|2.28|8.5|libssl.so.1.1|3.4.25
ubi-8|2.28|8.5|libssl.so.1.1|3.4.25
rockylinux-9|2.34|11.5|libssl.so.3|3.4.29
ubi-9|2.34|11.5|libssl.so.3|3.4.29
amazonlinux-2|2.26|7.3|libssl.so.10|3.4.24
oraclelinux-10|2.39|14.2|libssl.so.3|3.4.33
fedora-35|2.34|-|libssl.so.1.1|-
debian-12|2.36|12.2|libssl.so.3|3.4.30
alpine-3.24|1.2.6|15.2|libssl.so.3|3.4.34
"""


@pytest.mark.parametrize("row", MEASURED.split())
def test_releases_are_as_measured(row: str) -> None:
    name, libc, gcc, libssl, symbol = row.split("|")
    known = release(name)
    assert (known.libc_version, known.libssl) == (libc, libssl)
    version = gcc_of_release(known)
    assert version == (None if gcc == "-" else tuple(map(int, gcc.split("."))))
    assert symbol == "-" or _newest_of(version or ()) == symbol
