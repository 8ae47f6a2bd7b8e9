"""What link names, modules and packages of CMake mean on a release."""

import json

import pytest

from dfix.images import release
from dfix.images.link_names import _facts, _versions, is_other_version, library_of, links_of_cmake, links_of_module

NONE = frozenset[str]()


@pytest.mark.parametrize(
    ("link", "name", "expected"),
    [
        ("curl", "debian-12", "libcurl.so.4"),
        ("boost_filesystem", "debian-12", "libboost_filesystem.so.1.74.0"),
        ("boost_filesystem", "debian-13", "libboost_filesystem.so.1.83.0"),
        ("boost_filesystem", "ubuntu-24.04", "libboost_filesystem.so.1.83.0"),
        ("icuuc", "debian-11", "libicuuc.so.67"),
        ("icuuc", "ubuntu-22.04", "libicuuc.so.70"),
        ("protobuf", "debian-12", "libprotobuf.so.32"),
        ("jsoncpp", "debian-12", "libjsoncpp.so.25"),
        ("event", "debian-12", "libevent-2.1.so.7"),
        ("SDL2", "debian-12", "libSDL2-2.0.so.0"),
        ("opencv_core", "debian-12", "libopencv_core.so.406"),
        ("m", "debian-12", None),
        ("boost_system", "debian-12", None),
        ("our-own-thing", "debian-12", None),
        ("pq", "fedora-40", "libpq.so.5"),
    ],
)
def test_by_release(link: str, name: str, expected: str | None) -> None:
    library = library_of(link, release(name), None, NONE)
    assert (library and library.soname) == expected


def test_by_what_the_builder_has() -> None:
    has = frozenset({"libcurl.so.4", "libcurl-gnutls.so.4", "libfoo-1.2.so", "libbar.so.1", "libbar.so.2"})
    debian = release("debian-12")
    assert library_of("foo", debian, has, NONE) == ("libfoo-1.2.so", 3)
    assert library_of("bar", debian, has, NONE) is None
    assert library_of("curl", debian, has, frozenset({"libcurl4-gnutls-dev"})) == ("libcurl-gnutls.so.4", 3)
    assert library_of("boost_filesystem", debian, has, NONE) is None


@pytest.mark.parametrize(
    ("module", "expected"),
    [("zlib", ("z",)), ("libpq", ("pq",)), ("openssl", ("ssl", "crypto")), ("eigen3", ()), ("sqlite3", ("sqlite3",))],
)
def test_modules(module: str, expected: tuple[str, ...]) -> None:
    assert links_of_module(module) == expected


@pytest.mark.parametrize(
    ("package", "components", "expected"),
    [
        ("CURL", (), ("curl",)),
        ("Boost", (), ()),
        ("Boost", ("system", "regex"), ("boost_system", "boost_regex")),
        ("OpenCV", (), ("opencv_core",)),
        ("Qt5", ("Core", "Network"), ("Qt5Core", "Qt5Network")),
        ("OurOwn", (), ()),
    ],
)
def test_cmake(package: str, components: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert links_of_cmake(package, components) == expected


def test_data() -> None:
    assert all(name == name.lower() for name in (*_facts()["cmake"], *_facts()["components"]))
    assert set(_facts()["defaults"]) <= set(_facts()["components"])
    for name, sonames in _versions().items():
        assert release(name).distro in ("alpine", "debian", "ubuntu")
        assert sonames == sorted(sonames, key=str.lower)
        assert len({soname.partition(".so")[0] for soname in sonames}) == len(sonames)
    assert json.dumps(_versions())


@pytest.mark.parametrize(
    ("soname", "release_id", "expected"),
    [
        ("libboost_filesystem.so.1.82.0", "alpine-3.20", True),
        ("libboost_filesystem.so.1.84.0", "alpine-3.20", False),
        ("libboost_filesystem.so.1.67.0", "alpine-3.24", True),
        ("libboost_filesystem.so.1.90.0", "alpine-3.24", False),
        ("libicuuc.so.66", "ubuntu-22.04", True),
        ("libpq.so.5", "ubuntu-22.04", False),
        ("libicuuc.so.66", "debian-12", False),
    ],
)
def test_another_version(soname: str, release_id: str, expected: bool) -> None:
    """A release that is not listed is known only where it is newer than those that are."""
    assert is_other_version(soname, release(release_id)) is expected
