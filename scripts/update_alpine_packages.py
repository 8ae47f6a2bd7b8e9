"""Make dfix/images/data/package_contents/alpine.txt from databases of Alpine systems.

    python scripts/update_alpine_packages.py FOLDER

FOLDER holds ``RELEASE-N.installed`` files, each an ``/lib/apk/db/installed`` of a system of that release,
and beside them ``RELEASE-N.applets``, the names of its links to busybox. Nothing is read from the network.
The lines about the bare image and those of ``BUILD_FILES`` stay as they are in this script.

A line is about the releases after the ``@``. Between two releases that show the same, the same is taken
to hold. A library is also taken to be in releases that nobody showed, when its soname is the same in the
Debian releases of before and after: then upstream has not changed it in between. Such a line has ``?``
among its dependencies: more may come with the package.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent.parent / "dfix" / "images" / "data" / "package_contents"
RELEASES = [f"3.{minor}" for minor in range(3, 25)]
# The Alpine release that came out nearest to each Debian release.
NEAREST = {"debian-11": "3.14", "debian-12": "3.18", "debian-13": "3.22"}
UNKNOWN = "?"
# Packages that are not Alpine's own.
FOREIGN = frozenset({"glibc", "glibc-bin", "glibc-i18n"})

# The bare images' packages: docker-library/repo-info, repos/alpine/local/*.md, and lib/apk/db/installed of the
# minirootfs archives in alpinelinux/docker-alpine, branches v3.6 to v3.20 (``git show v3.18:x86_64/….tar.gz``).
NEW = (
    "alpine-baselayout alpine-baselayout-data alpine-keys alpine-release apk-tools busybox busybox-binsh "
    "ca-certificates-bundle libcrypto3 libssl3 musl musl-utils scanelf ssl_client zlib"
)
OLD = (
    "alpine-baselayout alpine-keys apk-tools busybox ca-certificates-bundle libc-utils libcrypto1.1 libssl1.1 "
    "musl musl-utils scanelf ssl_client zlib"
)
LIBRE = (
    "alpine-baselayout alpine-keys apk-tools busybox libc-utils libressl{0}-libcrypto libressl{0}-libssl "
    "libressl{0}-libtls musl musl-utils scanelf ssl_client zlib"
)
BASES = {
    "3.6": LIBRE.format("2.5"),
    "3.7": LIBRE.format("2.6"),
    "3.8": LIBRE.format("2.7"),
    **dict.fromkeys(("3.9", "3.10", "3.11"), f"{OLD} libtls-standalone".replace("-bundle", "-cacert")),
    "3.12": f"{OLD} libtls-standalone",
    "3.13": f"{OLD} libtls-standalone",
    "3.14": f"{OLD} libretls",
    "3.15": f"{OLD} libretls",
    "3.16": f"{OLD} alpine-baselayout-data",
    **dict.fromkeys(("3.17", "3.18", "3.19"), f"{NEW} libc-utils".replace(" alpine-release", "")),
    "3.20": NEW.replace(" alpine-release", ""),
    "3.21": NEW,
    "3.22": f"{NEW} libapk2",
    "3.23": f"{NEW} libapk",
    "3.24": f"{NEW} libapk",
}


# Facts read from build files of alpinelinux/aports (main/su-exec, main/postgresql17, main/mariadb-connector-c,
# community/tini, community/dumb-init), where no database shows the package. What comes with it is not in them.
# The sonames of libpq and libmariadb are those of Debian 11 to 13: upstream's for all of that time.
BUILD_FILES = (
    "dumb-init@3.4-3.24||||dumb-init",
    "libpq@3.15-3.24|?||libpq.so.5",
    "libpq-dev@3.15-3.24|? libpq|||pg_config",
    "mariadb-connector-c@3.13-3.24|?||libmariadb.so.3",
    "mariadb-connector-c-dev@3.13-3.24|? mariadb-connector-c",
    "postgresql-dev@3.15-3.24|? libpq-dev",
    "su-exec@3.5-3.24||||su-exec",
    "tini@3.7-3.24||||tini",
)


class Package(NamedTuple):
    """What a package of one release brings; ``UNKNOWN`` among ``depends``: more may come with it."""

    depends: frozenset[str]
    sonames: frozenset[str]
    programs: frozenset[str]


Seen = dict[str, dict[str, Package]]


def stanzas(path: Path) -> list[list[tuple[str, str]]]:
    """The packages of a database: lines of a letter and a value."""
    texts = path.read_text(encoding="utf-8", errors="replace").split("\n\n")
    return [[(line[:1], line[2:]) for line in text.splitlines()] for text in texts if "\nV:" in text]


def packages_of(path: Path, base: frozenset[str], programs: frozenset[str]) -> dict[str, Package]:
    """The packages of a database by name, without the dependencies that the bare image holds."""
    read = {value: lines for lines in stanzas(path) for key, value in lines if key == "P"}
    providers = {name: name for name in read}
    for name, lines in read.items():
        for provided in _words(lines, "p"):
            providers.setdefault(_plain(provided), name)
    found = {}
    for name, lines in read.items():
        needs = [_plain(word) for word in _words(lines, "D") if not word.startswith("!")]
        depends = frozenset(providers.get(need, UNKNOWN) for need in needs) - base - {name}
        found[name] = Package(depends, _sonames(lines), _programs(lines) & programs)
    return found


def _plain(word: str) -> str:
    """A dependency or a provided name without its version."""
    return re.split("[=<>~]", word)[0]


def _sonames(lines: list[tuple[str, str]]) -> frozenset[str]:
    """The sonames of a package; musl's by its name on amd64."""
    names = [_plain(word.removeprefix("so:")) for word in _words(lines, "p") if word.startswith("so:")]
    return frozenset(re.sub(r"^libc\.musl-\w+\.", "libc.musl-x86_64.", name) for name in names)


def _words(lines: list[tuple[str, str]], letter: str) -> list[str]:
    return [word for key, value in lines if key == letter for word in value.split()]


def _programs(lines: list[tuple[str, str]]) -> frozenset[str]:
    folder, names = "", set()
    for key, value in lines:
        if key == "F":
            folder = value
        elif key == "R" and folder in ("bin", "sbin", "usr/bin", "usr/sbin"):
            names.add(value)
    return frozenset(names)


def read(folder: Path, programs: frozenset[str]) -> Seen:
    """What the databases of a folder show: package → release → what it brings."""
    seen: Seen = defaultdict(dict)
    for path in sorted(folder.glob("*.installed")):
        release = path.name.partition("-")[0]
        for name, package in packages_of(path, _base(release), programs).items():
            before = seen[name].get(release)
            if name not in FOREIGN:
                seen[name][release] = package if before is None else _merged(before, package)
    return {name: releases for name, releases in seen.items() if releases}


def _merged(one: Package, other: Package) -> Package:
    """What two systems of a release show of a package: a later version may need more."""
    return Package(one.depends | other.depends, one.sonames | other.sonames, one.programs | other.programs)


def _base(release: str) -> frozenset[str]:
    """The bare image's packages; where they are not recorded, those of the next releases on both sides."""
    if release in BASES:
        return frozenset(BASES[release].split())
    place = RELEASES.index(release)
    before = [name for name in BASES if RELEASES.index(name) < place][-1:]
    after = [name for name in BASES if RELEASES.index(name) > place][:1]
    return frozenset.intersection(*(frozenset(BASES[name].split()) for name in before + after))


def applets(folder: Path) -> dict[str, frozenset[str]]:
    """The programs that busybox is in each release: those seen in it, or both in an earlier and a later one.

    A package that replaces an applet hides it in one system, not in all.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for path in folder.glob("*.applets"):
        seen[path.name.partition("-")[0]].update(path.read_text(encoding="utf-8").split())
    known = sorted(map(RELEASES.index, seen))
    found = {}
    for place, release in enumerate(RELEASES):
        earlier = {name for at in known if at <= place for name in seen[RELEASES[at]]}
        later = {name for at in known if at >= min(place, known[-1]) for name in seen[RELEASES[at]]}
        found[release] = frozenset(earlier & later)
    return found


def completed(name: str, shown: Mapping[str, Package], debian: Mapping[str, frozenset[str]]) -> dict[str, Package]:
    """What is known of a package in every release: as shown, or as its neighbours let conclude."""
    found = dict(shown)
    for release in RELEASES:
        if release not in shown:
            guesses = (_taken(name, release, other, shown, debian) for other in _nearest(release, shown))
            if guess := next(filter(None, guesses), None):
                found[release] = guess
    return found


def _nearest(release: str, shown: Mapping[str, Package]) -> list[str]:
    place = RELEASES.index(release)
    return sorted(shown, key=lambda other: abs(RELEASES.index(other) - place))


def _taken(
    name: str, release: str, other: str, shown: Mapping[str, Package], debian: Mapping[str, frozenset[str]]
) -> Package | None:
    """What another release's package tells of this one's; None when nothing."""
    package, place = shown[other], RELEASES.index(release)
    is_before = RELEASES.index(other) < place
    across = [shown[there] for there in shown if (RELEASES.index(there) > place) == is_before]
    if package in across:
        return package
    programs = package.programs & {name}
    if package.sonames:
        is_same = any(there.sonames == package.sonames for there in across)
        if is_same or _is_steady(package.sonames, release, other, debian):
            return Package(package.depends | {UNKNOWN}, package.sonames, programs)
        return None
    return Package(frozenset({UNKNOWN}), frozenset(), programs) if programs else None


def _is_steady(sonames: frozenset[str], release: str, other: str, debian: Mapping[str, frozenset[str]]) -> bool:
    """Whether the Debian releases on both sides of the wanted release, and all up to the other, have the sonames."""
    wanted, there = RELEASES.index(release), RELEASES.index(other)
    marks = {name: RELEASES.index(near) for name, near in NEAREST.items()}
    low, high = min(wanted, there), max(wanted, there)
    if wanted < there:
        low = max((at for at in marks.values() if at <= wanted), default=-1)
    else:
        high = min((at for at in marks.values() if at >= wanted), default=-1)
    if -1 in (low, high):
        return False
    return all(sonames <= debian[name] for name, at in marks.items() if low <= at <= high)


def rows(name: str, known: Mapping[str, Package]) -> Iterator[str]:
    """The lines of a package: one for each run of releases that are alike."""
    for package, run in groupby(RELEASES, known.get):
        if package:
            releases = list(run)
            reach = releases[0] if len(releases) == 1 else f"{releases[0]}-{releases[-1]}"
            yield f"{name}@{reach}|" + "|".join(
                (_joined(package.depends), "", _joined(package.sonames), _joined(package.programs))
            ).rstrip("|")


def _joined(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def debian_sonames() -> dict[str, frozenset[str]]:
    """The sonames of each Debian release's file."""
    found = {}
    for name in NEAREST:
        lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        found[name] = frozenset(word for line in lines for word in f"{line}|||".split("|")[3].split())
    return found


def lines_of(folder: Path) -> Iterator[str]:
    """All lines of the file."""
    lines = (DATA / "programs.txt").read_text(encoding="utf-8").splitlines()
    recorded = frozenset(line.split()[0] for line in lines if not line.startswith("#"))
    seen = read(folder, recorded)
    debian = debian_sonames()
    busybox = {name: Package(frozenset(), frozenset(), held & recorded) for name, held in applets(folder).items()}
    for name, shown in seen.items():
        yield from rows(name, busybox if name == "busybox" else completed(name, shown, debian))
    none = frozenset[str]()
    yield from rows("(base)", {name: Package(frozenset(held.split()), none, none) for name, held in BASES.items()})
    yield from BUILD_FILES


def main() -> int:
    """Write the file; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    lines = sorted(lines_of(parser.parse_args().folder))
    head = [
        "# What Alpine's packages bring: package@releases|depends||sonames|programs. Many packages are missing.",
        "# Made by scripts/update_alpine_packages.py, which says how: from databases of installed packages of",
        "# 3.3, 3.5, 3.7-3.10, 3.12, 3.13, 3.15, 3.16, 3.18, 3.20, 3.21, 3.23; (base) from docker-library/repo-info",
        "# and the minirootfs archives of alpinelinux/docker-alpine (3.6-3.20).",
        "# A ? among the dependencies: nobody showed this release; what is named is there, and more may come with it.",
    ]
    (DATA / "alpine.txt").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
    print(f"{len(lines)} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
