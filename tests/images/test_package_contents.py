"""What packages bring: facts checked by hand, how the files hold together, and the closures' laws."""

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfix.images import release as release_of
from dfix.images.package_contents import (
    BASE,
    DATA,
    UNKNOWN,
    _file,
    _is_for,
    _words,
    base_packages,
    installed,
    may_bring,
    package_with,
    package_with_program,
    records_program,
)

DEBIANS = ["debian-11", "debian-12", "debian-13"]


@pytest.mark.parametrize(
    ("release", "package", "brought"),
    [
        pytest.param("debian-12", "libpq-dev", "libpq.so.5 libldap-2.5.so.0 pg_config", id="a -dev package's library"),
        pytest.param("debian-13", "libpq-dev", "libpq.so.5 libldap.so.2", id="whose own libraries change"),
        pytest.param("debian-12", "libgomp1", "libgomp.so.1", id="libgomp1"),
        pytest.param("debian-12", "libcurl4", "libcurl.so.4 libnghttp2.so.14", id="libcurl4"),
        pytest.param("debian-13", "libcurl4", "libcurl.so.4 libnghttp3.so.9", id="an old name that another provides"),
        pytest.param("debian-13", "libcurl4t64", "libcurl.so.4", id="and the new one"),
        pytest.param("debian-12", "default-libmysqlclient-dev", "libmariadb.so.3", id="two -dev packages deep"),
        pytest.param("debian-11", "ffmpeg", "ffmpeg libavcodec.so.58", id="ffmpeg on 11"),
        pytest.param("debian-13", "ffmpeg", "ffmpeg libavcodec.so.61", id="ffmpeg on 13"),
        pytest.param("debian-12", "python3", "python3 python3.11", id="an interpreter"),
        pytest.param("debian-12", "build-essential", "gcc cc c++ make", id="compilers"),
        pytest.param("debian-12", "netcat-openbsd", "nc netcat", id="an alternative of the maintainer script"),
        pytest.param("debian-12", "php-cli", "php", id="whose package has a version in its name"),
        pytest.param("debian-12", "default-jre-headless", "java keytool", id="Java"),
        pytest.param("debian-13", "imagemagick", "convert magick", id="ImageMagick 7"),
        pytest.param("debian-12", "libopenblas0", "libblas.so.3 liblapack.so.3", id="a library that is an alternative"),
        pytest.param("debian-12", "libbz2-1.0", "libbz2.so.1.0", id="a soname with two numbers"),
        pytest.param("debian-12", "libpython3.11", "libpython3.11.so.1.0", id="Python's soname"),
        pytest.param("debian-12", "libnss3", "libnss3.so libnspr4.so", id="sonames without a number"),
        pytest.param("debian-12", "libc6", "libc.so.6 ld-linux-x86-64.so.2", id="the bare image's own package"),
        pytest.param("alpine-3.20", "libstdc++", "libstdc++.so.6 libgcc_s.so.1", id="Alpine"),
        pytest.param("alpine-3.18", "icu-libs", "libicuuc.so.73", id="Alpine 3.18"),
        pytest.param("alpine-3.21", "icu-libs", "libicuuc.so.74", id="Alpine 3.21"),
        pytest.param("alpine-3.20", "libpq", "libpq.so.5", id="Alpine's libpq"),
        pytest.param("alpine-3.20", "su-exec", "su-exec", id="su-exec"),
    ],
)
def test_brings(release: str, package: str, brought: str) -> None:
    found = installed(release_of(release), [package], recommends=False)
    assert set(brought.split()) <= found.sonames | found.programs


@pytest.mark.parametrize(
    ("release", "package", "absent"),
    [
        pytest.param("debian-12", "python3", "libpython3.11.so.1.0", id="python3 is linked without its library"),
        pytest.param("debian-12", "libpq-dev", "psql", id="the client is another package"),
        pytest.param("debian-12", "curl", "wget", id="curl"),
        pytest.param("debian-12", "libpq5", "libpq.so", id="a link of the -dev package is no soname"),
        pytest.param("debian-12", "git", "less", id="a recommended package, not asked for"),
    ],
)
def test_does_not_bring(release: str, package: str, absent: str) -> None:
    found = installed(release_of(release), [package], recommends=False)
    assert not found.unknown
    assert absent not in found.sonames | found.programs


def test_recommended_packages_come_by_default() -> None:
    assert "less" in installed(release_of("debian-12"), ["git"], recommends=True).programs


@pytest.mark.parametrize(
    ("release", "package"),
    [
        pytest.param("debian-12", "no-such-package", id="nobody's name"),
        pytest.param("debian-9", "libpq5", id="a release without a file"),
        pytest.param("fedora-40", "libpq", id="another distribution"),
        pytest.param("alpine-3.5", "icu-libs", id="a release whose build files nobody read"),
        pytest.param("alpine-3.20", "libpq", id="a package of which not all is recorded"),
    ],
)
def test_says_what_is_unknown(release: str, package: str) -> None:
    assert installed(release_of(release), [package], recommends=False).unknown == {package}


@pytest.mark.parametrize(
    ("package", "reached", "absent"),
    [
        pytest.param("git", "libcurl pcre2", "libpq libpng", id="git"),
        pytest.param("postgresql-client", "libpq", "libvips", id="PostgreSQL's client"),
        pytest.param("libpng-dev", "libpng zlib-dev", "libpq", id="a -dev package"),
        pytest.param("tzdata", "tzdata", "libgcc", id="nothing compiled"),
    ],
)
def test_what_can_come_at_most(package: str, reached: str, absent: str) -> None:
    found = may_bring(release_of("alpine-3.20"), frozenset({package}))
    assert found is not None
    assert set(reached.split()) <= found
    assert found.isdisjoint(absent.split())


@pytest.mark.parametrize(("release", "package"), [("alpine-3.20", "no-such-package"), ("alpine-3.2", "git")])
def test_anything_can_come_where_it_is_not_recorded(release: str, package: str) -> None:
    assert may_bring(release_of(release), frozenset({package})) is None


def test_versions_that_nobody_measured_are_a_guess() -> None:
    held = installed(release_of("amazonlinux-2"), ["openssl-libs"], recommends=False)
    assert (held.sonames, held.is_guess) == ({"libcrypto.so.10", "libssl.so.10"}, True)


@pytest.mark.parametrize(
    ("name", "brought", "absent"),
    [
        pytest.param("libusb-1.0.0", "libusb-1.0.so.0", "libpq.so.5", id="a dot is any sign"),
        pytest.param("libicu*", "libicuuc.so.67", "libpq.so.5", id="as the shell's"),
        pytest.param("(libusb)+-1.0.0", "", "libusb-1.0.so.0", id="an expression that is not read"),
        pytest.param("./libusb-1.0.0.deb", "", "libusb-1.0.so.0", id="a file"),
    ],
)
def test_apt_takes_a_name_of_no_package_for_a_pattern(name: str, brought: str, absent: str) -> None:
    held = installed(release_of("debian-11"), [name], recommends=False)
    assert set(brought.split()) <= held.sonames
    assert absent not in held.sonames
    assert held.unknown == {name}


def test_another_name_is_no_package() -> None:
    assert "libcurl4" not in installed(release_of("debian-13"), ["libcurl4"], recommends=False).packages


@pytest.mark.parametrize(
    ("release", "count", "member", "absent"),
    [
        # debuerreotype/docker-debian-artifacts, rootfs.manifest of each release
        pytest.param("debian-11", 96, "libssl1.1", "curl", id="Debian 11"),
        pytest.param("debian-12", 88, "usr-is-merged", "libssl3", id="Debian 12"),
        pytest.param("debian-13", 78, "libssl3t64", "adduser", id="Debian 13"),
        pytest.param("debian-10", 84, "tzdata", "libssl1.1", id="Debian 10"),
        # tianon/docker-brew-ubuntu-core, the manifests of each release
        pytest.param("ubuntu-18.04", 89, "procps", "libssl1.1", id="Ubuntu 18.04"),
        pytest.param("ubuntu-20.04", 92, "procps", "libssl1.1", id="Ubuntu 20.04"),
        pytest.param("ubuntu-22.04", 101, "libssl3", "curl", id="Ubuntu 22.04"),
        pytest.param("ubuntu-24.04", 92, "libssl3t64", "adduser", id="Ubuntu 24.04"),
        # rocky-linux/sig-cloud-instance-images: all versions of 9 together
        pytest.param("rockylinux-9", 169, "curl-minimal", "perl", id="Rocky Linux 9"),
        pytest.param("rockylinux-8-minimal", 123, "microdnf", "tar", id="Rocky Linux 8, minimal"),
        pytest.param("ubi-9", 186, "python3", "wget", id="UBI 9"),
        pytest.param("centos-7", 144, "python", "wget", id="CentOS 7"),
        # docker-library/repo-info
        pytest.param("oraclelinux-9", 186, "openssh-clients", "wget", id="Oracle Linux 9"),
        pytest.param("oraclelinux-9-slim", 105, "microdnf", "gzip", id="Oracle Linux 9, slim"),
        pytest.param("oraclelinux-8-slim", 102, "microdnf", "findutils", id="Oracle Linux 8, slim"),
        pytest.param("amazonlinux-2", 106, "python", "tar", id="Amazon Linux 2"),
        pytest.param("amazonlinux-2023", 105, "curl-minimal", "tar", id="Amazon Linux 2023"),
        # alpinelinux/docker-alpine, lib/apk/db/installed of each release
        pytest.param("alpine-3.6", 13, "libressl2.5-libtls", "bash", id="Alpine 3.6"),
        pytest.param("alpine-3.19", 15, "libc-utils", "bash", id="Alpine 3.19"),
        pytest.param("alpine-3.22", 16, "libapk2", "bash", id="Alpine 3.22"),
    ],
)
def test_bare_image(release: str, count: int, member: str, absent: str) -> None:
    base = base_packages(release_of(release))
    assert base is not None
    assert len(base) == count
    assert member in base
    assert absent not in base


def test_bare_image_that_is_not_recorded() -> None:
    assert base_packages(release_of("debian-9")) is None


@pytest.mark.parametrize(
    "release",
    "debian-10 ubuntu-18.04 ubuntu-20.04 ubuntu-22.04 ubuntu-24.04 rockylinux-8 rockylinux-9 almalinux-8 ubi-9 oraclelinux-9".split(),
)
def test_all_of_a_bare_image_is_known(release: str) -> None:
    base = base_packages(release_of(release))
    assert base is not None
    held = installed(release_of(release), base, recommends=False)
    assert (held.packages, held.unknown, held.is_guess) == (base, frozenset(), False)
    assert {"libstdc++.so.6", "libgcc_s.so.1", "libz.so.1"} <= held.sonames
    assert {"bash", "tar", "gzip", "sed"} <= held.programs


@pytest.mark.parametrize("minor", range(6, 25))
def test_all_of_a_bare_alpine_is_known(minor: int) -> None:
    release = release_of(f"alpine-3.{minor}")
    base = base_packages(release)
    assert base is not None
    assert not installed(release, base, recommends=False).unknown


def test_a_package_of_a_similar_release_is_a_guess() -> None:
    """Ubuntu 24.04 has no libsqlite3 in its bare image, as Debian 13 has: it comes with python3."""
    held = installed(release_of("ubuntu-24.04"), ["python3"], recommends=False)
    assert held.is_guess
    assert not held.unknown
    assert "python3" in held.programs
    assert {"libsqlite3.so.0", "libexpat.so.1"} <= held.sonames
    assert installed(release_of("ubuntu-24.04"), ["libnone1"], recommends=False).unknown == {"libnone1"}


def test_a_package_of_another_version_is_a_guess() -> None:
    """Ubuntu 22.04 has ICU 70, Debian 12 has ICU 72."""
    held = installed(release_of("ubuntu-22.04"), ["libicu70"], recommends=False)
    assert held.is_guess
    assert not held.unknown
    assert "libicuuc.so.72" in held.sonames


@pytest.mark.parametrize(
    ("release", "soname", "package"),
    [
        ("debian-12", "libpq.so.5", "libpq5"),
        ("debian-13", "libcurl.so.4", "libcurl4t64"),
        ("debian-12", "libblas.so.3", "libblas3"),
        ("debian-12", "libc.so.6", "libc6"),
        ("debian-12", "libpq.so", None),
        ("debian-10", "libpq.so.5", "libpq5"),
        ("debian-9", "libpq.so.5", None),
        ("alpine-3.20", "libstdc++.so.6", "libstdc++"),
    ],
)
def test_package_of_a_library(release: str, soname: str, package: str | None) -> None:
    assert package_with(release_of(release), soname) == package


@pytest.mark.parametrize(
    ("release", "program", "package"),
    [
        pytest.param("debian-12", "sh", "dash", id="the bare image's"),
        pytest.param("debian-12", "curl", "curl", id="the one of that name"),
        pytest.param("debian-12", "nc", "netcat-openbsd", id="of several, what people install"),
        pytest.param("debian-12", "su-exec", None, id="Debian has none"),
        pytest.param("alpine-3.20", "su-exec", "su-exec", id="Alpine has"),
        pytest.param("alpine-3.20", "wget", "busybox", id="busybox"),
    ],
)
def test_package_of_a_program(release: str, program: str, package: str | None) -> None:
    assert package_with_program(release_of(release), program) == package
    assert records_program(program)


def test_a_program_that_nobody_calls_is_not_recorded() -> None:
    assert not records_program("no-such-program")


def lines_of(name: str) -> list[str]:
    with open(os.path.join(DATA, f"{name}.txt"), encoding="ascii") as file:
        return [line for line in file.read().splitlines() if not line.startswith("#")]


def rows_of(release: str) -> dict[str, list[list[str]]]:
    """Debian's packages of a release, with the words of each field."""
    known = release_of(release)
    rows = [line.split("|") for line in lines_of("debian")]
    own = [row for row in rows if _is_for(known, row[0])]
    return {row[0].partition("@")[0]: [_words(known, field) for field in (*row[1:], "", "", "")][:4] for row in own}


@pytest.mark.parametrize("name", ["debian", "alpine"])
def test_lines_are_sorted_and_of_one_shape(name: str) -> None:
    lines = lines_of(name)
    assert lines == sorted(set(lines))
    assert all(re.fullmatch(r"[^|\s]+\|[^|]*(\|[^|]*){0,4}", line) for line in lines)


@pytest.mark.parametrize("name", DEBIANS)
def test_every_dependency_has_a_line(name: str) -> None:
    rows = rows_of(name)
    assert len(rows) > 11_000
    assert {word.removeprefix("=") for row in rows.values() for field in row[:2] for word in field} <= rows.keys()


@pytest.mark.parametrize(
    ("field", "debian_11", "debian_13"),
    [
        pytest.param("a b", "a b", "a b", id="all"),
        pytest.param("a 11-12: b 13: c d", "a b", "a c d", id="some of each"),
        pytest.param("12: b", "", "", id="another one's"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_words_of_a_release(field: str, debian_11: str, debian_13: str) -> None:
    assert _words(release_of("debian-11"), field) == debian_11.split()
    assert _words(release_of("debian-13"), field) == debian_13.split()


def test_every_dependency_of_alpine_has_a_line() -> None:
    rows = [line.split("|") for line in lines_of("alpine") if not line.startswith(BASE)]
    names = {row[0].partition("@")[0] for row in rows}
    assert {word.removeprefix("=") for row in rows for word in row[1].split()} - {UNKNOWN} <= names


def test_the_lines_of_an_alpine_package_do_not_overlap() -> None:
    held: set[tuple[str, int]] = set()
    for line in lines_of("alpine"):
        name, _, reach = line.partition("|")[0].partition("@")
        first, _, last = reach.partition("-")
        minors = range(int(first.split(".")[1]), int((last or first).split(".")[1]) + 1)
        assert held.isdisjoint((name, minor) for minor in minors), line
        held.update((name, minor) for minor in minors)


@pytest.mark.parametrize("name", DEBIANS)
def test_every_program_is_a_recorded_one(name: str) -> None:
    assert all(records_program(program) for row in rows_of(name).values() for program in row[3])


NAMES = st.lists(st.sampled_from(sorted(rows_of("debian-12").keys() - {BASE})), max_size=6)


@given(NAMES, NAMES, st.booleans())
def test_more_names_bring_no_less(some: list[str], others: list[str], recommends: bool) -> None:
    release = release_of("debian-12")
    fewer = installed(release, some, recommends=recommends)
    more = installed(release, some + others, recommends=recommends)
    assert all(small <= large for small, large in zip(fewer, more, strict=True))


@given(NAMES, st.booleans())
def test_a_closure_is_closed(names: list[str], recommends: bool) -> None:
    release = release_of("debian-12")
    once = installed(release, names, recommends=recommends)
    assert installed(release, once.packages, recommends=recommends) == once
    assert not once.unknown


@given(NAMES)
def test_recommended_packages_only_add(names: list[str]) -> None:
    release = release_of("debian-12")
    plain = installed(release, names, recommends=False)
    assert plain.packages <= installed(release, names, recommends=True).packages


@pytest.mark.parametrize("version", ["9\0", "9/../../x", "../el-9", "9 ", "é"])
def test_a_release_names_no_other_file(version: str) -> None:
    """An image may say anything of its own release."""
    odd = release_of("ubi-9")._replace(version=version)
    assert package_with(odd, "libz.so.1") is None
    assert os.path.dirname(_file(odd).path) == str(DATA)
