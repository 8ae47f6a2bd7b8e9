"""An operating system release and the C library that it brings."""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache

from dfix.images.facts import releases
from dfix.values import NamedTuple


class Libc(Enum):
    """A C library."""

    GLIBC = "glibc"
    MUSL = "musl"
    UCLIBC = "uclibc"
    NONE = "no libc"


# The names of distributions that are not written as their ids are, with a capital letter.
NAMES = {
    "almalinux": "AlmaLinux",
    "alt": "ALT Linux",
    "amazonlinux": "Amazon Linux",
    "archlinux": "Arch Linux",
    "azurelinux": "Azure Linux",
    "busybox": "busybox",
    "cbl-mariner": "CBL-Mariner",
    "centos": "CentOS",
    "centos-stream": "CentOS Stream",
    "clearlinux": "Clear Linux",
    "clefos": "ClefOS",
    "crux": "CRUX",
    "euleros": "EulerOS",
    "opensuse": "openSUSE",
    "opensuse-leap": "openSUSE Leap",
    "opensuse-tumbleweed": "openSUSE Tumbleweed",
    "oraclelinux": "Oracle Linux",
    "rhel": "RHEL",
    "rockylinux": "Rocky Linux",
    "scratch": "scratch",
    "sles": "SLES",
}


class Release(NamedTuple):
    """What an image of this release holds.

    ``libcs`` are those whose loader is in it; empty where none is. ``libc_version`` is that of
    the first, None when it is not known. ``ldconfig``: ``real``, ``stub``, ``absent`` or None.
    ``libssl`` is the soname of the release's own OpenSSL package. ``archived``: its packages have left the server that
    its image asks, so that nothing can be installed (deb.debian.org measured; Ubuntu's have gone to old-releases).
    ``least_libc`` is the glibc that a tag of no known release had at least: it only ever moved to newer ones.
    """

    id: str
    distro: str
    version: str | None
    codename: str | None
    libcs: tuple[Libc, ...]
    libc_version: str | None
    package_manager: str | None
    ldconfig: str | None
    shell: str | None
    libssl: str | None = None
    archived: bool = False
    least_libc: str | None = None

    @property
    def title(self) -> str:
        """For people: ``Debian 12``, ``Alpine 3.20``, ``scratch``."""
        if self.distro == "distroless":
            return self.id.replace("-", " ", 1)
        name = NAMES.get(self.distro) or self.distro.capitalize()
        return f"{name} {self.version}" if self.version else name

    @property
    def is_windows(self) -> bool:
        """Whether it is Windows: nothing that holds for the files of a Linux system holds there."""
        return self.distro == "windows"

    @property
    def libc_title(self) -> str:
        """For people: ``glibc 2.36``, ``musl``, ``no libc``."""
        names = " and ".join(libc.value for libc in self.libcs) or Libc.NONE.value
        return f"{names} {self.libc_version}" if self.libc_version and len(self.libcs) == 1 else names


@cache
def release(name: str) -> Release:
    """The release of that id.

    Raises:
        KeyError: the catalog has no such release.
    """
    return make_release(name, releases()[name])


def newer_releases(known: Release) -> Iterator[Release]:
    """The later releases of the same distribution whose packages can be installed, the oldest first."""
    others = (release(name) for name, row in releases().items() if row["distro"] == known.distro)
    oldest = version_key(known.version or "")
    later = (one for one in others if one.version and not one.archived and version_key(one.version) > oldest)
    yield from sorted(later, key=lambda one: version_key(one.version or ""))


def nameless(known: Release) -> Release:
    """The release's family, of which no version is known: ``distroless-cc-debian13`` gives ``distroless-cc``."""
    if known.version is None:
        return known
    family = re.sub(r"-(?:debian)?\d[\d.]*(?=-|$)", "", known.id)
    return known._replace(id=family, version=None, codename=None, libc_version=None, libssl=None)


def at_least(known: Release, steps: tuple[tuple[str, str], ...]) -> Release:
    """The family of a tag that may have moved on from a release: its oldest glibc, and its OpenSSL if that stayed.

    ``steps`` are the releases that the tag is known to have meant, by their days; no tag that went back once is told.
    """
    versions = [release(name).libc_version or "" for _, name in steps]
    is_rising = all(versions) and versions == sorted(versions, key=version_key)
    least = known.libc_version if is_rising and known.libcs == (Libc.GLIBC,) else None
    # Where all later releases have the same OpenSSL, so has the tag.
    is_same = known.version is not None and all(one.libssl == known.libssl for one in newer_releases(known))
    return nameless(known)._replace(least_libc=least, libssl=known.libssl if is_same else None)


def version_key(version: str) -> tuple[int, ...]:
    """A version as numbers, to compare: ``2.36`` → ``(2, 36)``."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def make_release(name: str, row: dict[str, str | bool]) -> Release:
    """A release from its row in ``data/releases.json``."""
    written = str(row["libc"])
    libcs = tuple(Libc(part) for part in written.split("+") if part != "none") if row.get("loader", True) else ()
    text = {key: str(value) for key, value in row.items() if value is not None}
    return Release(
        name,
        text["distro"],
        text.get("version"),
        text.get("codename"),
        libcs,
        text.get("libc_version"),
        text.get("package_manager"),
        text.get("ldconfig"),
        text.get("shell"),
        text.get("libssl"),
        bool(row.get("archived")),
    )
