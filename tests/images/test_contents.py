"""What official images hold agrees with what their package managers list (docker-library/repo-info)."""

import io
import json
import zipfile
from pathlib import Path

import pytest

import dfix.images.contents
from dfix.confidence import Confidence
from dfix.images.catalog import release, resolve
from dfix.images.contents import ImageFile, contents_of, variant_of, variant_words
from dfix.images.image import Image
from dfix.images.package_contents import base_packages
from dfix.images.provides import Packages, is_other_openssl, lacks_library, lacks_program
from dfix.images.reference import parse_reference
from dfix.images.release import at_least

DATA = Path(dfix.images.contents.__file__).parent / "data" / "contents"
FILES = sorted(DATA.glob("*.json"))
LISTED = [
    line.split("|")
    for line in (Path(__file__).parent / "repo_info.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
KEYS = {"packages", "some_packages", "known", "programs", "some_programs", "libraries", "open"}
# A package that was asked for by another name than it has.
NAMES = {
    "openssh-client": "openssh-client-default",
    "ttf-dejavu": "font-dejavu",
    "procps": "procps-ng",
    "lm_sensors": "lm-sensors",
    "shadow-uidmap": "shadow-subids",
    "ip6tables": "iptables",
    "p7zip": "7zip",
}
# What a newer version no longer has than the Dockerfiles that were read.
DROPPED = {"docker:29-dind": {"btrfs-progs", "e2fsprogs", "e2fsprogs-extra", "xfsprogs"}}
# Programs that scripts ask for, and the packages of Alpine that bring them.
PROGRAMS = {
    "bash": "bash", "curl": "curl", "git": "git", "gcc": "gcc", "make": "make", "perl": "perl", "openssl": "openssl",
    "su-exec": "su-exec", "tini": "tini", "ssh": "openssh-client-default", "gpg": "gpg", "zip": "zip", "xz": "xz",
    "tar": "tar", "zstd": "zstd", "socat": "socat", "setpriv": "setpriv", "rsync": "rsync", "jq": "jq",
    "envsubst": "gettext-envsubst", "hg": "mercurial", "svn": "subversion", "sudo": "sudo", "cmake": "cmake",
}  # fmt: skip


def image_of(name: str, system: str) -> Image:
    reference = parse_reference(name)
    assert reference is not None
    found = Image(reference, release(system), Confidence.CERTAIN, Confidence.CERTAIN, official=reference)
    if base_packages(found.release) is None:
        pytest.skip(f"the packages of {system} are not recorded")
    return found


@pytest.mark.parametrize(
    ("tag", "distro", "words"),
    [
        ("3.12-alpine3.19", "alpine", "alpine"),
        ("3.12-slim-bookworm", "debian", "slim"),
        ("bookworm-slim", "debian", "slim"),
        ("latest", "debian", ""),
        ("latest", "alpine", "alpine"),
        ("1-alpine3.24-slim", "alpine", "slim-alpine"),
        ("1.27-alpine-slim", "alpine", "slim-alpine"),
        ("8.3-fpm", "debian", "fpm"),
        ("6.5-php8.2-fpm-alpine", "alpine", "fpm-alpine"),
        ("17-jdk-alpine-3.20", "alpine", "jdk-alpine"),
        ("8-jdk17-alpine", "alpine", "jdk-alpine"),
        ("1.17-otp-27-slim", "debian", "slim"),
        ("3.13-rc-slim", "debian", "slim"),
        ("27.0.0-rc.1-dind", "alpine", "dind-alpine"),
        ("hydrogen-alpine", "alpine", "alpine"),
        ("v3.1-langres", "alpine", "alpine"),
        ("bookworm-curl", "debian", "curl"),
        ("web", "debian", "web"),
    ],
)
def test_variant(tag: str, distro: str, words: str) -> None:
    assert variant_words(tag, distro) == words


@pytest.mark.parametrize(
    ("name", "system", "program", "there"),
    [
        ("python:3.12-alpine", "alpine-3.23", "bash", False),
        ("postgres:16-alpine", "alpine-3.23", "bash", True),
        ("node:20-alpine", "alpine-3.23", "bash", False),
        ("redis:7-alpine", "alpine-3.21", "bash", False),
        ("nginx:alpine", "alpine-3.24", "bash", False),
        ("php:8.3-fpm-alpine", "alpine-3.23", "bash", False),
        ("ruby:3.3-alpine", "alpine-3.23", "bash", False),
        ("golang:1.22-alpine", "alpine-3.21", "bash", False),
        ("docker:27", "alpine-3.22", "bash", False),
        ("docker:27-cli", "alpine-3.22", "bash", False),
        ("rabbitmq:3.13-alpine", "alpine-3.21", "bash", True),
        ("maven:3.9-eclipse-temurin-21-alpine", "alpine-3.23", "bash", True),
        ("ghost:5-alpine", "alpine-3.21", "bash", True),
        ("haproxy:2.9-alpine", "alpine-3.21", "bash", False),
        ("rust:1.80-alpine", "alpine-3.20", "bash", False),
        ("bash:5.2", "alpine-3.22", "bash", True),
        ("nginx:alpine", "alpine-3.24", "curl", True),
        ("php:8.3-fpm-alpine", "alpine-3.23", "curl", True),
        ("python:3.12-alpine", "alpine-3.23", "curl", False),
        ("golang:1.22-alpine", "alpine-3.21", "git", False),
        ("golang:1.26-alpine", "alpine-3.23", "gcc", False),
        ("rust:1.97-alpine", "alpine-3.23", "gcc", True),
        ("docker:27-cli", "alpine-3.22", "git", True),
        ("httpd:2.4-alpine", "alpine-3.24", "perl", True),
        ("python:3.12-alpine", "alpine-3.23", "perl", False),
        ("redis:7-alpine", "alpine-3.17", "su-exec", True),
        ("node:20-alpine", "alpine-3.23", "python3", False),
        ("node:20-alpine", "alpine-3.23", "node", True),
        ("python:3.12-alpine", "alpine-3.23", "python3", True),
        ("composer:2", "alpine-3.24", "php", True),
        ("elixir:1.17-alpine", "alpine-3.22", "erl", True),
        ("python:3.12-slim", "debian-12", "curl", False),
        ("python:3.12-slim", "debian-12", "gcc", False),
        ("python:3.12", "debian-12", "gcc", True),
        ("python:3.12", "debian-12", "curl", True),
        ("node:20-slim", "debian-12", "curl", False),
        ("node:20-slim", "debian-12", "python3", False),
        ("node:20", "debian-12", "python3", True),
        ("node:20", "debian-12", "git", True),
        ("golang:1.22", "debian-12", "git", True),
        ("ruby:3.3-slim", "debian-12", "gcc", False),
        ("ruby:3.3-slim", "debian-12", "perl", True),
        ("python:3.12-slim", "debian-12", "perl", True),
        ("node:20-slim", "debian-12", "bash", True),
        ("postgres:16", "debian-12", "psql", True),
        ("postgres:16", "debian-12", "gosu", True),
        ("redis:7", "debian-12", "gosu", True),
        ("redis:7", "debian-12", "curl", False),
        ("nginx:1.27", "debian-12", "curl", True),
        ("rust:1.80-slim", "debian-12", "gcc", True),
        ("rust:1.80-slim", "debian-12", "git", False),
        ("php:8.3-apache", "debian-12", "curl", True),
        ("php:8.3-apache", "debian-12", "git", False),
    ],
)
def test_program(name: str, system: str, program: str, there: bool) -> None:
    absent = lacks_program(image_of(name, system), Packages(), program)
    assert (absent is None) if there else (absent is not None and absent >= Confidence.LIKELY)


# Packages of Alpine of which it is recorded what they were built with: none needs bash, whose readers are few.
@pytest.mark.parametrize(
    ("packages", "program", "sure"),
    [
        ("ffmpeg tzdata", "bash", Confidence.LIKELY),
        ("ffmpeg", "python3", Confidence.POSSIBLE),
        ("ffmpeg", "perl", Confidence.POSSIBLE),
        ("bash-completion", "bash", None),
        ("no-such-package", "bash", Confidence.POSSIBLE),
        ("ffmpeg bash", "bash", None),
    ],
)
def test_program_out_of_reach(packages: str, program: str, sure: Confidence | None) -> None:
    image = image_of("node:20-alpine", "alpine-3.23")
    assert lacks_program(image, Packages(frozenset(packages.split())), program) is sure


@pytest.mark.parametrize(("name", "system", "listed"), LISTED, ids=[row[0] for row in LISTED])
def test_repo_info(name: str, system: str, listed: str) -> None:
    found = image_of(name, system)
    contents, base, there = contents_of(found), base_packages(found.release), set(listed.split())
    assert contents is not None
    assert base is not None
    last = max(there - {"…"}) if "…" in there else "~"
    recorded = {package for package in contents.packages - base if package <= last and not package.startswith("nginx")}
    missing = {package for package in recorded if package not in there and NAMES.get(package) not in there}
    assert missing == DROPPED.get(name, set())
    for program, package in PROGRAMS.items():
        if package in there:
            assert lacks_program(found, Packages(), program) in (None, Confidence.POSSIBLE), program


# What parts of the listings in repos/IMAGE/local/TAG.md (docker-library/repo-info, November 2026) show of Debian's
# images: programs whose packages are there, and such as are missing between two packages that are next to each other.
SHOWN = """
python:3.12-slim-bookworm|bash|curl
redis:7-bookworm|bash|curl gcc git
node:22-bookworm-slim||wget xz
ruby:3.3-slim-bookworm||wget xz
golang:1.25-bookworm|wget|xz
rust:1-slim-bookworm||wget xz
php:8.3-apache-bookworm|xz|wget
memcached:1.6-trixie||wget xz
buildpack-deps:bookworm-curl|wget|xz
buildpack-deps:bookworm-scm|wget|xz
erlang:27-slim||wget xz
elixir:1.17-slim||wget xz
telegraf:1.36|wget|xz
dart:3||wget xz
phpmyadmin:5|xz|wget
pypy:3.11-slim-trixie||wget xz
nginx:1.29-trixie||wget xz
httpd:2.4-trixie||wget xz
julia:1-bookworm||wget xz
haskell:9-slim-bookworm|xz|wget
gcc:14|gcc gfortran make git curl wget perl|cmake node
perl:5-slim|perl cpanm prove make|wget git gcc python3 node
perl:5|perl gcc git curl|cmake node
ubuntu:24.04|perl ps|openssl python3 make
rockylinux:9|bash curl python3 openssl gpg tar gzip|wget git gcc make perl xz unzip ps node
rockylinux:9-minimal|bash curl gzip|wget git gcc make perl python3 tar which find ps
rockylinux:8|bash curl tar gzip|wget git gcc make perl python3 which ps
centos:7|bash curl tar gzip python ps find|wget git gcc make perl python3 which node
amazonlinux:2|bash curl python find|wget git gcc make perl python3 tar gzip which ps
redhat/ubi9|bash curl tar gzip python3 which find|wget git gcc make perl node
registry.access.redhat.com/ubi9/ubi-minimal|bash curl|wget git gcc make perl python3 which ps node
redhat/ubi9-micro|bash sh ls|wget git gcc make perl python3 curl tar which ps find
almalinux:9|bash curl gzip find less|wget git gcc make perl node
amazonlinux:2023|bash curl python3 gpg|wget git gcc make perl xz unzip ps node tar gzip openssl
"""


@pytest.mark.parametrize("row", SHOWN.strip().splitlines(), ids=lambda row: row.partition("|")[0])
def test_shown_programs(row: str) -> None:
    name, there, missing = row.split("|")
    image = resolve(name)
    assert [one for one in there.split() if lacks_program(image, Packages(), one) is not None] == []
    assert [one for one in missing.split() if lacks_program(image, Packages(), one) is None] == []


def test_bare_images() -> None:
    debian = resolve("debian:12-slim")
    assert debian is not None
    assert contents_of(debian) is not None
    assert lacks_program(debian, Packages(), "perl") is None
    assert lacks_program(debian, Packages(), "curl") is Confidence.CERTAIN


@pytest.mark.parametrize(
    "name",
    [
        "someone/python:3.12",
        "nobodyknows:1",
        "python:3.12-slim-nothing",
        "registry.access.redhat.com/ubi9/nodejs-20",
        "rockylinux/rockylinux:9-ubi",
    ],
)
def test_not_recorded(name: str) -> None:
    found = resolve(name)
    assert found is None or contents_of(found) is None


def test_variant_of_a_moving_tag() -> None:
    found = resolve("node:20-bookworm-slim")
    assert found is not None
    assert variant_of(found) == "slim"


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_file(path: Path) -> None:
    content: ImageFile = json.loads(path.read_text(encoding="utf-8"))
    assert content["source"]
    for variant in content["variants"].values():
        assert set(variant) - {"kept"} == KEYS
        assert variant["open"] in ("", "libraries", "packages")
        packages = set(variant["packages"].split()) | set(variant["some_packages"].split())
        assert set(variant["known"].split()) <= packages
        assert not set(variant["packages"].split()) & set(variant["some_packages"].split())


def test_data_is_small() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in FILES:
            archive.write(path, path.name)
    assert len(packed.getvalue()) < 62_000


def test_versions_of_guessed_libraries_are_not_known() -> None:
    """Ubuntu 24.04 has ICU 74, Debian 13 has ICU 76: what libicu-dev brings is there in some version."""
    ubuntu = resolve("ubuntu:24.04")
    packages = Packages(frozenset({"libicu-dev"}))
    assert lacks_library(ubuntu, packages, "libicuuc.so.74") is None
    assert lacks_library(ubuntu, packages, "libpq.so.5") is Confidence.LIKELY
    assert lacks_library(ubuntu, Packages(), "libicuuc.so.74") is Confidence.CERTAIN


@pytest.mark.parametrize(
    ("name", "soname", "expected"),
    [
        ("alpine-3.13", "libssl.so.3", True),
        ("alpine-3.13", "libssl.so.1.1", False),
        ("alpine-3.16", "libssl.so.3", False),
        ("alpine-3.20", "libcrypto.so.1.1", True),
        ("alpine-3.8", "libcrypto.so.1.1", True),
        ("alpine-3.8", "libcrypto.so.1.0.0", False),
        ("alpine", "libssl.so.1.1", False),
        ("debian-12", "libssl.so.1.1", True),
        ("debian-9", "libssl.so.1.0.2", False),
        ("ubuntu-18.04", "libssl.so.1.0.0", False),
        ("ubuntu-22.04", "libssl.so.1.1", True),
        ("fedora-40", "libssl.so.1.1", False),
        ("alpine-3.13", "libz.so.3", False),
    ],
)
def test_openssl_of_another_release(name: str, soname: str, expected: bool) -> None:
    assert is_other_openssl(soname, release(name)) is expected


def test_a_moving_tag_keeps_what_all_later_releases_share() -> None:
    assert at_least(release("alpine-3.18"), ()).libssl == "libssl.so.3"
    assert at_least(release("alpine-3.12"), ()).libssl is None


def test_a_package_that_names_the_compiler_brings_nothing_of_its_own() -> None:
    """Abuild installs build-base for every package: GMP, which is the compiler's, comes with none for that."""
    image = resolve("alpine:3.20")
    assert lacks_library(image, Packages(frozenset({"lsof"})), "libgmp.so.10") is not Confidence.POSSIBLE
    assert lacks_library(image, Packages(frozenset({"lsof"})), "libstdc++.so.6") is not Confidence.CERTAIN
