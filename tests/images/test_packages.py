"""Package names across distributions: the data hold together, and both ways lead back."""

import pytest

from dfix.images import release, resolve
from dfix.images.packages import (
    brings,
    facts,
    is_same_everywhere,
    libraries_of,
    package_of_library,
    packages_of_libraries,
    soname_of_flag,
    translated,
)

ROWS = facts()["packages"]


def test_rows_are_whole() -> None:
    assert len(ROWS) >= 400
    for row in ROWS:
        managers = [name for name in ("apt", "apk", "dnf") if name in row]
        assert len(managers) >= 2, row
        assert row["shared"], row
        assert set(row) <= {"apt", "apk", "dnf", "also", "shared"}


def test_the_first_row_of_a_name_is_its_own() -> None:
    """Alpine's gcc comes without libc's headers, Debian's brings them; back it is one package."""
    assert translated("gcc", "apt", release("alpine-3.20")) == ("gcc", "musl-dev")
    assert translated("gcc", "apk", release("debian-12")) == ("gcc",)


@pytest.mark.parametrize(
    ("name", "manager", "to", "expected"),
    [
        ("libssl-dev", "apt-get", "alpine-3.20", ("openssl-dev",)),
        ("icu-libs", "apk", "debian-11", ("libicu67",)),
        ("icu-libs", "apk", "debian-12", ("libicu72",)),
        ("libicu72", "apt", "alpine-3.20", ("icu-libs",)),
        ("build-base", "apk", "rockylinux-9", ("gcc", "gcc-c++", "make")),
        ("apt-transport-https", "apt", "alpine-3.20", ()),
        ("libcrypto3", "apk", "debian-13", ("libssl3t64",)),
        ("bsd-compat-headers", "apk", "debian-12", ("libc6-dev",)),
        ("binutils-gold", "apk", "debian-13", ("binutils-gold",)),
        ("mold", "apk", "debian-11", None),
        ("frobnicator", "apt", "alpine-3.20", None),
        ("icu-libs", "apk", "scratch", None),
    ],
)
def test_translated(name: str, manager: str, to: str, expected: tuple[str, ...] | None) -> None:
    assert translated(name, manager, release(to)) == expected


@pytest.mark.parametrize("name", ["curl", "libpq5", "build-essential", "libssl-dev", "g++"])
def test_steady_names(name: str) -> None:
    assert is_same_everywhere(name)


@pytest.mark.parametrize("name", ["libssl1.1", "libicu72", "python3.11", "libffi7", "libssl3t64", "openjdk-17-jdk"])
def test_names_of_a_release(name: str) -> None:
    assert not is_same_everywhere(name)


def test_what_bases_bring() -> None:
    assert brings(resolve("golang:1.22-bookworm"), "git") is True
    assert brings(resolve("golang:1.22-alpine3.20"), "git") is False
    assert brings(resolve("alpine:3.20"), "wget") is True
    assert brings(resolve("debian:12-slim"), "wget") is False
    assert brings(resolve("alpine:3.20"), "frobnicate") is None


@pytest.mark.parametrize(
    ("soname", "where", "package"),
    [
        ("libpq.so.5", "debian-12", "libpq5"),
        ("libpq.so.5", "alpine-3.20", "libpq"),
        ("libssl.so.3", "debian-12", "libssl3"),
        ("libcrypto.so.3", "debian-13", "libssl3t64"),
        ("libssl.so.1.1", "debian-12", None),
        ("libcrypto.so.1.1", "alpine-3.16", "libssl1.1"),
        ("libcrypto.so.1.1", "alpine-3.20", None),
        ("libnothing.so.1", "debian-12", None),
    ],
)
def test_a_library_leads_to_its_package(soname: str, where: str, package: str | None) -> None:
    assert package_of_library(soname, release(where)) == package


@pytest.mark.parametrize(
    ("flag", "soname"),
    [("-lpq", "libpq.so.5"), ("-lpcre2-8", "libpcre2-8.so.0"), ("-lssl", None), ("-ltiff", None), ("-lm", None)],
)
def test_a_flag_leads_to_its_soname(flag: str, soname: str | None) -> None:
    assert soname_of_flag(flag) == soname


def test_every_library_has_a_row() -> None:
    assert all(translated(library, "apt", release("debian-12")) for library in facts()["libraries"].values())


def test_libraries_of_development_packages() -> None:
    debian, ubuntu, alpine = release("debian-12"), release("ubuntu-18.04"), release("alpine-3.20")
    assert libraries_of({"libssl-dev", "make"}, "apt", debian) == (("libssl3",), True)
    assert libraries_of({"libpq-dev"}, "apt", alpine) == (("libpq",), True)
    assert libraries_of({"openssl-dev", "musl-dev"}, "apk", debian) == (("libssl3",), True)
    assert libraries_of({"libjpeg62-turbo-dev"}, "apt", ubuntu) == ((), False)
    assert libraries_of({"libfrob-dev"}, "apt", debian) == ((), False)


@pytest.mark.parametrize(
    ("release_id", "expected"), [("alpine-3.14", ()), ("alpine-3.18", ("libssl3",)), ("debian-12", ("libssl3",))]
)
def test_a_package_of_other_releases_brings_nothing(release_id: str, expected: tuple[str, ...]) -> None:
    """OpenSSL 3 came with Alpine 3.17."""
    assert packages_of_libraries(["libssl.so.3"], release(release_id)) == expected
