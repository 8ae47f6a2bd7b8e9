"""What commands tell of an image that the catalog does not know, or knows by its name only."""

import pytest

from dfix.confidence import Confidence
from dfix.images import with_commands
from dfix.text import UNKNOWN_TEXT

LIKELY, POSSIBLE = Confidence.LIKELY, Confidence.POSSIBLE
APT = "RUN apt-get update && apt-get install -y curl"
NOBODY = "registry.example.com/base:7"


@pytest.mark.parametrize(
    ("name", "commands", "system", "family", "release"),
    [
        (NOBODY, "RUN apk add curl", "alpine", LIKELY, POSSIBLE),
        (NOBODY, "RUN apk --no-cache --update add build-base", "alpine", LIKELY, POSSIBLE),
        (NOBODY, "RUN set -ex; sudo apk upgrade", "alpine", LIKELY, POSSIBLE),
        (NOBODY, 'RUN ["apk", "add", "curl"]', "alpine", LIKELY, POSSIBLE),
        (NOBODY, "RUN <<E\napk add curl\nE", "alpine", LIKELY, POSSIBLE),
        ("registry.example.com/chainguard/node:7", "RUN apk add curl", "wolfi", LIKELY, POSSIBLE),
        (NOBODY, "RUN apk add -X https://packages.wolfi.dev/os curl", "wolfi", LIKELY, POSSIBLE),
        (NOBODY, APT, "linux-apt", LIKELY, POSSIBLE),
        (NOBODY, "RUN microdnf install -y tar", "linux-microdnf", LIKELY, POSSIBLE),
        (NOBODY, "RUN yum -y install tar && dnf clean all", "linux-dnf", LIKELY, POSSIBLE),
        (NOBODY, "RUN tdnf install -y tar", "linux-tdnf", LIKELY, POSSIBLE),
        (NOBODY, "RUN zypper --non-interactive in tar", "linux-zypper", LIKELY, POSSIBLE),
        (NOBODY, "RUN pacman -Syu --noconfirm", "archlinux", LIKELY, POSSIBLE),
        (NOBODY, "RUN dnf install -y epel-release-latest-9.noarch.rpm", "rhel-9", LIKELY, LIKELY),
        (f"{UNKNOWN_TEXT}", "RUN apk add curl", "alpine", LIKELY, POSSIBLE),
        ("golang@sha256:0", "RUN apk add git", "alpine", LIKELY, POSSIBLE),
        ("golang@sha256:0", APT, "debian", LIKELY, POSSIBLE),
        ("golang@sha256:0", f"{APT} -t bookworm-backports", "debian-12", LIKELY, LIKELY),
        ("golang@sha256:0", f"{APT} && add-apt-repository ppa:a/b", "debian", LIKELY, POSSIBLE),
        (f"golang:{UNKNOWN_TEXT}", "RUN apk add git", "alpine", LIKELY, POSSIBLE),
        ("nobody/java", "RUN apk add git", "alpine", LIKELY, POSSIBLE),
        ("nobody/java", "RUN java -version", "linux-glibc", POSSIBLE, POSSIBLE),
        ("nobody/debian-tool", f"{APT} && add-apt-repository -y ppa:a/b/jammy", "debian", LIKELY, POSSIBLE),
        ("nobody/tool:alpine-3.8-glibc", "RUN apk add git", "alpine-glibc", LIKELY, LIKELY),
    ],
)
def test_what_runs(name: str, commands: str, system: str, family: Confidence, release: Confidence) -> None:
    image = with_commands(name, [commands])
    assert image is not None
    assert (image.release.id, image.family_sure, image.release_sure) == (system, family, release)


@pytest.mark.parametrize(
    ("source", "system"),
    [
        ("echo 'deb [arch=amd64] https://download.docker.com/linux/debian bookworm stable' > /etc/x.list", "debian-12"),
        ('echo "deb https://download.docker.com/linux/ubuntu $(lsb_release -cs) stable"', "ubuntu"),
        ("echo 'deb http://deb.debian.org/debian bullseye main' > /etc/apt/sources.list", "debian-11"),
        ("printf 'Suites: trixie\\n' | tee /etc/apt/sources.list.d/debian.sources", "linux-apt"),
        ("cat > /etc/apt/sources.list.d/debian.sources <<E\nTypes: deb\nSuites: trixie\nE", "debian-13"),
        ("add-apt-repository 'deb http://apt.llvm.org/jammy/ llvm-toolchain-jammy-17 main'", "ubuntu-22.04"),
        ("echo deb https://apt.postgresql.org/pub/repos/apt noble-pgdg main", "ubuntu-24.04"),
        ("curl https://packages.microsoft.com/config/ubuntu/20.04/prod.list", "ubuntu-20.04"),
        ("add-apt-repository ppa:deadsnakes/ppa", "ubuntu"),
        # A library of an older release: the archive is added, not replaced.
        ("echo 'deb http://security.ubuntu.com/ubuntu focal-security main' >> /etc/apt/sources.list", "linux-apt"),
        ("echo 'deb http://deb.debian.org/debian buster main' > /etc/apt/sources.list.d/old.list", "linux-apt"),
        ("echo 'deb http://mirror.example.com/debian/ buster main' >> /etc/apt/sources.list", "linux-apt"),
        # These repositories serve newer releases under an old name.
        ("echo 'deb https://apt.kubernetes.io/ xenial main' > /etc/apt/sources.list.d/k.list", "linux-apt"),
        ("echo 'deb https://example.com/apt stable main' > /etc/apt/sources.list.d/x.list", "linux-apt"),
        # Two releases: one of them is wrong.
        ("apt.llvm.org/jammy apt.llvm.org/focal", "ubuntu"),
        ("apt.llvm.org/jammy apt.llvm.org/bookworm", "linux-apt"),
    ],
)
def test_sources_tell_the_release(source: str, system: str) -> None:
    image = with_commands(NOBODY, [f"{APT}\n{source}"])
    assert image is not None
    assert image.release.id == system


@pytest.mark.parametrize(
    "commands",
    [
        "RUN ./configure && make install",
        "RUN command -v apk && apk add git || apt-get install git",
        "RUN echo see apk for more",
        "RUN cat /var/cache/apt/archives",
    ],
)
def test_what_tells_nothing(commands: str) -> None:
    assert with_commands(NOBODY, [commands]) is None


@pytest.mark.parametrize("name", ["golang:1.22", "alpine:3.20", "node:9999-alpine"])
def test_what_is_known_stays(name: str) -> None:
    image, other = with_commands(name, []), with_commands(name, [APT])
    assert image is not None
    assert image == other
