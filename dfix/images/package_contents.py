"""What a distribution's packages bring: libraries, programs, and the packages that come with them.

The facts are in ``data/package_contents/``, one file a distribution or a release, one line a package:
``package|depends|recommends|sonames|programs``. The first lines of a file name its source;
``scripts/update_package_data.py`` makes it. A package that no line names is unknown, and so is every
package of a release without a file: it may bring anything.

A file of several releases says once what they share: ``package@11-12`` is about two of them, and in a field
``11-12: libffi7 13: libffi8`` stands behind the words that hold for all of the line's releases. A dependency that
another one brings in any case is left out where neither programs nor ``-dev`` in the name say that the direct ones
matter.

Programs are recorded for the names in ``programs.txt`` only, those that public Dockerfiles and scripts
call. Libraries are those in the loader's own directories.

Ubuntu's files, and that of Debian 10, name the packages of the bare images only. All others are looked up on the Debian
release of about the same time (``kin``), which is a guess; there a package may have another version in its name.

Red Hat's family has one file for all images of a generation (``el-9``), with a line ``(base RELEASE)`` for each; a file
with a line ``(guess)`` names libraries of which nobody measured the versions.

Alpine has one file for all releases too. A ``?`` among the
dependencies says that more may come with the package. A sixth field then names what that is at most: packages, and
lines like ``(curl)``, which stand for what a build file builds its packages with. ``-`` is nothing more.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

from dfix.fact_file import FactLines
from dfix.images.release import Release, version_key
from dfix.images.release import release as known_release
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

DATA = os.path.join(os.path.dirname(__file__), "data", "package_contents")
BASE = "(base)"
GUESS = "(guess)"
# Releases of Debian that share one file.
DEBIANS = frozenset({"11", "12", "13"})
# Releases of which each generation has one file.
RED_HAT = frozenset("almalinux centos oraclelinux rhel rockylinux".split())
VERSION = pattern(r"(?<=[a-z+-])\d[\d.]*(t64)?")
# The signs by which apt takes a name of no package for a pattern.
PATTERN = pattern(r"[.?*|\[^$]")
UNKNOWN = "?"
NOTHING = "-"
# Packages that every program depends on, of libc and the compiler.
COMPILERS_OWN = frozenset("libc6 libgcc-s1 libgcc1 libstdc++6 musl libgcc libstdc++".split())
# What build-base of Alpine gives a package that is built with it.
OF_COMPILER = ("libgcc", "libstdc++", "libgomp", "libatomic")
# The first release of Ubuntu, and the Debian release that is nearest to it.
KIN = (("24.04", "debian-13"), ("22.04", "debian-12"), ("0", "debian-11"))
# The first and the last release of Alpine whose build files are recorded.
OLDEST_ALPINE, NEWEST_ALPINE = "alpine-3.10", "alpine-3.24"
# Debian's releases of which at most the bare image is recorded.
KIN_OF_DEBIAN = {
    "debian-10": "debian-11", "debian-14": "debian-13", "debian-testing": "debian-13", "debian-sid": "debian-13",
}  # fmt: skip


class Package(NamedTuple):
    """One line of a release's file.

    ``is_alias``: another name for what it depends on, no package of its own. ``is_whole``: nothing more
    comes with it. Else ``may`` names what else can come at most; None where that may be anything.
    """

    depends: tuple[str, ...]
    recommends: tuple[str, ...]
    sonames: tuple[str, ...]
    programs: tuple[str, ...]
    is_alias: bool
    is_whole: bool
    may: tuple[str, ...] | None


class Closure(NamedTuple):
    """What an installation brings beside what the bare image holds.

    ``unknown``: names of which nothing, or not all, is recorded; they may bring anything, so that what is
    missing from the other fields is absent only where ``unknown`` is empty. ``is_guess``: some of it is read
    from a similar release.
    """

    packages: frozenset[str]
    sonames: frozenset[str]
    programs: frozenset[str]
    unknown: frozenset[str]
    is_guess: bool = False


def installed(release: Release, names: Iterable[str], *, recommends: bool) -> Closure:
    """What the package manager brings for these names on a release, all dependencies included.

    ``recommends``: recommended packages come too, as ``apt-get install`` does it without
    ``--no-install-recommends``. Of alternatives the first is taken, of the providers of a virtual package
    apt's choice. Dependencies that the bare image holds are left out: see ``base_packages``.
    """
    return _installed(release, frozenset(names), recommends)


@cache
def _installed(release: Release, names: frozenset[str], recommends: bool) -> Closure:
    found = _reached(release, names, recommends)
    guessed = _guessed(release, found)
    if guessed:
        # The lines of the similar release leave out what its own bare image holds.
        found |= _reached(release, guessed | found.keys(), recommends)
    is_guess = bool(guessed) or _is_coming(release) or _line(release, GUESS) is not None
    return _summed(found)._replace(is_guess=is_guess)


class Reach(NamedTuple):
    """All packages that can come with some, as far as it is recorded.

    ``near`` are those of them with which the packages themselves were built; the others are what these were built with
    in turn. Of ``unbounded`` it is not recorded what can come with them, so that they may bring anything.
    """

    packages: frozenset[str]
    near: frozenset[str]
    unbounded: frozenset[str]


@cache
def reach_of(release: Release, names: frozenset[str]) -> Reach:
    """What can come with packages at most, themselves included.

    A name in the field ``may`` that has no line is of another release.
    """
    if release.distro == "alpine":
        release = kin(release) or release
    found = _reached(release, names, recommends=False)
    waiting = _step(release, found, list(found))
    # A line in brackets stands for all with which one build file builds: it is the same step.
    waiting = _step(release, found, waiting)
    near = frozenset(found)
    while waiting:
        waiting = _step(release, found, waiting)
    loose = (name for name, package in found.items() if package is None or package.may is None)
    return Reach(frozenset(found), near, frozenset(loose))


def _step(release: Release, found: dict[str, Package | None], names: Iterable[str]) -> list[str]:
    """Add what may come with packages, all that this depends on included; the names of what was added."""
    added: list[str] = []
    words = (word for name in names if (package := found[name]) for word in package.may or ())
    # abuild installs it for every package: what the compiler itself is linked with has no headers there.
    waiting = [other for word in words for other in (OF_COMPILER if word == "build-base" else (word,))]
    while waiting:
        name = waiting.pop()
        package = None if name in found else _package(release, name)
        if package is not None:
            found[name] = package
            added.append(name)
            waiting += package.depends
    return added


def may_bring(release: Release, names: frozenset[str]) -> frozenset[str] | None:
    """All packages that can come with these at most, themselves included; None where that may be any."""
    reach = reach_of(release, names)
    return None if reach.unbounded else reach.packages


# What a package of which nothing is recorded brings is guessed from all that are recorded: at most so many of 100 may
# bring it. Of Debian's packages that public Dockerfiles install 1 of 100 brings libodbc, 2 libpq, 4 libGL,
# 7 libcurl, 13 libcairo, 44 libssl; the shares of all recorded packages are much the same.
RARE = 5
WORD = pattern(r"[a-z]{4,}")
# Words of many packages' names, which tell nothing of what a package is for.
COMMON_WORDS = frozenset(
    "client common core data devel libs tools utils base plugin server extra extras static".split()
)


@cache
def is_rarely_brought(release: Release, holders: frozenset[str], names: frozenset[str]) -> bool:
    """Whether it is unlikely that packages of which nothing is recorded bring one of the holders of a library.

    It is not where a name has a word of the holders' names or of the packages that depend on them.
    """
    if not holders.isdisjoint(COMPILERS_OWN):
        return False
    release = kin(release) or release
    most = RARE * _dependencies(release)[1] // (100 * max(len(names), 1))
    dependents = _dependents(release, holders, most)
    if len(dependents) > most:
        return False
    words = {word for name in holders | dependents for word in _words_of(name)}
    return words.isdisjoint(word for name in names for word in _words_of(name))


def _words_of(name: str) -> frozenset[str]:
    return frozenset(WORD.findall(name.removeprefix("lib"))) - COMMON_WORDS


def _dependents(release: Release, holders: frozenset[str], most: int) -> frozenset[str]:
    """The recorded packages that bring one of the holders; where there are more than ``most``, some more than that."""
    by_dependency, _ = _dependencies(release)
    found, waiting = set[str](), list(holders)
    while waiting and len(found) <= most:
        direct = by_dependency.get(waiting.pop(), set()) - found
        found |= direct
        waiting += direct
    return frozenset(found)


@cache
def _dependencies(release: Release) -> tuple[dict[str, set[str]], int]:
    """The packages of a release by those on which they depend, and how many there are.

    It reads all lines, which takes some hundredths of a second.
    """
    by_dependency, count = dict[str, set[str]](), 0
    for line in _file(release).containing("|"):
        name, depends, _ = f"{line}||".split("|", 2)
        if _is_for(release, name):
            count += 1
            for one in _words(release, depends.removeprefix("=")):
                by_dependency.setdefault(one, set()).add(name.partition("@")[0])
    return by_dependency, count


def _reached(release: Release, names: Iterable[str], recommends: bool) -> dict[str, Package | None]:
    """The packages that names bring, all dependencies included; None for what is not recorded."""
    found: dict[str, Package | None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            package = found[name] = _package(release, name)
            if package is not None:
                waiting += package.depends + (package.recommends if recommends else ())
    return found


def _guessed(release: Release, names: Iterable[str]) -> frozenset[str]:
    """The packages that may come along where some of the names are looked up on a similar release."""
    similar = kin(release)
    base = base_packages(release) or frozenset()
    if similar is None or base.issuperset(names):
        return frozenset()
    return (base_packages(similar) or frozenset()) - base


def _summed(found: Mapping[str, Package | None]) -> Closure:
    known = {name: package for name, package in found.items() if package is not None}
    return Closure(
        frozenset(name for name, package in known.items() if not package.is_alias),
        frozenset(chain.from_iterable(package.sonames for package in known.values())),
        frozenset(chain.from_iterable(package.programs for package in known.values())),
        frozenset(name for name, package in found.items() if package is None or not package.is_whole),
    )


@cache
def base_packages(release: Release) -> frozenset[str] | None:
    """The packages of the release's bare image (``debian:12``, ``debian:12-slim``); None when not recorded."""
    package = _package(release, f"(base {release.id})" if _generation(release) else BASE)
    if package is None and _is_coming(release):
        package = _package(kin(release) or release, BASE)
    return None if package is None else frozenset(package.depends)


def _is_coming(release: Release) -> bool:
    """Whether a release is newer than those that are recorded, and its bare image much like the last one."""
    return release.id == "alpine-edge" or KIN_OF_DEBIAN.get(release.id) == "debian-13"


def is_of_other_release(release: Release, name: str) -> bool:
    """Whether a package is recorded for other releases of Alpine only, although this one's build files are known."""
    is_recorded = any(line.partition("@")[0] == name for line in _file(release).starting(f"{name}@"))
    return is_recorded and _line(release, name) is None and records_builds(release)


def is_recorded(release: Release, name: str) -> bool:
    """Whether what a package brings is recorded for a release."""
    return _line(release, name) is not None


def records_builds(release: Release) -> bool:
    """Whether it is recorded with what the release's packages are built, and so what they need at most."""
    return _line(release, "(openssl)") is not None


def packages_with(release: Release, soname: str) -> frozenset[str]:
    """The packages of a release that hold a library, as far as it is recorded."""
    return frozenset(_holders(release, soname, 3))


def packages_with_program(release: Release, program: str) -> frozenset[str]:
    """The packages of a release that put a program on PATH, as far as it is recorded."""
    return frozenset(_holders(release, program, 4))


def package_with(release: Release, soname: str) -> str | None:
    """The package of a release that holds a library; None when no recorded one does.

    Of several the bare image's comes first, then the one whose name is shortest. Ubuntu's packages of libraries are
    called as Debian's, after the soname.
    """
    release = kin(release) or release
    return _preferred(release, _holders(release, soname, 3), ())


def kin(release: Release) -> Release | None:
    """The recorded release nearest to one of Ubuntu, Debian or Alpine of which not all is; None for any other."""
    if release.distro == "alpine":
        nearest = _kin_of_alpine(release.version or "")
        return known_release(nearest) if nearest else None
    if release.distro == "debian":
        similar = KIN_OF_DEBIAN.get(release.id)
        return known_release(similar) if similar else None
    if release.distro != "ubuntu" or release.version is None:
        return None
    return known_release(next(name for first, name in KIN if version_key(release.version) >= version_key(first)))


def _kin_of_alpine(version: str) -> str:
    """The release of Alpine that is nearest to a version of whose packages few are recorded; empty for any other."""
    if version == "edge":
        return NEWEST_ALPINE
    key = version_key(version) if version else ()
    return OLDEST_ALPINE if (3, 3) <= key < version_key(OLDEST_ALPINE.rpartition("-")[2]) else ""


def libraries_beside(release: Release, name: str) -> frozenset[str]:
    """The libraries of the packages on which a package itself depends, and its own."""
    package = _package(release, name)
    if package is None:
        return frozenset()
    direct = (_package(release, depends) for depends in package.depends if not depends.endswith("-dev"))
    found = frozenset(package.sonames).union(*(one.sonames for one in direct if one is not None))
    return found | _held_by_base(release, name)


def _held_by_base(release: Release, name: str) -> frozenset[str]:
    """The libraries of a development package that the bare image holds, by the name: ``libudev-dev``, ``libudev1``."""
    similar = kin(release)
    release = release if base_packages(release) or similar is None else similar
    stem = name.removesuffix("-dev").removesuffix("-devel")
    called = re.compile(rf"{re.escape(stem)}(-?\d[\d.]*)*(t64)?$")
    held = filter(called.match, base_packages(release) or ())
    packages = (_package(release, one) for one in held)
    return frozenset(soname for one in packages if one is not None for soname in one.sonames)


def libraries_by_dependency(release: Release, name: str) -> Iterator[tuple[str, str]]:
    """The packages of libraries on which a package depends, with one soname of each: the one like its name."""
    package = _package(release, name)
    for depends in package.depends if package else ():
        library = _package(release, depends)
        if library and library.sonames and not library.programs and depends not in COMPILERS_OWN:
            yield depends, min(library.sonames, key=lambda soname: (not depends.startswith(_stem(soname)), len(soname)))


def _stem(soname: str) -> str:
    return soname.partition(".so")[0].lower().replace("_", "-")


def is_steady(soname: str, release: Release) -> bool:
    """Whether the recorded releases of Debian around a release of Ubuntu have a library under the same soname.

    What is read of the nearest one is else a guess: each release has its own version.
    """
    similar = kin(release)
    around = {"debian-11": "debian-12", "debian-12": "debian-11", "debian-13": "debian-12"}
    others = around.get(similar.id) if similar else None
    return others is not None and soname in sonames_like(known_release(others), soname)


def sonames_like(release: Release, start: str) -> frozenset[str]:
    """The libraries of a release's recorded packages whose names begin so."""
    lines = (line for line in _file(release).containing(start) if _is_for(release, line.partition("|")[0]))
    fields = (line.split("|") for line in lines)
    return frozenset(
        name for row in fields if len(row) > 3 for name in _words(release, row[3]) if name.startswith(start)
    )


def package_with_program(release: Release, program: str) -> str | None:
    """The package of a release that puts a program on PATH; None when no recorded one does.

    Of several the bare image's comes first, then the one named like the program, then the one that people
    install for it. None proves absence only where ``records_program`` holds.
    """
    return _preferred(release, _holders(release, program, 4), _program(program) or (program,))


def records_program(program: str) -> bool:
    """Whether the files say of this program which packages bring it."""
    return bool(_program(program))


def _preferred(release: Release, holders: Iterable[str], favourites: tuple[str, ...]) -> str | None:
    base = base_packages(release) or frozenset()
    rank = {name: place for place, name in enumerate(favourites)}
    ordered = sorted(holders, key=lambda name: (name not in base, rank.get(name, len(rank)), len(name), name))
    return ordered[0] if ordered else None


@cache
def _holders(release: Release, word: str, field: int) -> tuple[str, ...]:
    """The packages that have a word in a field of their line; the whole file is searched for it."""
    holders = []
    for line in _file(release).containing(word):
        name, *fields = line.split("|")
        if len(fields) >= field and _is_for(release, name) and word in _words(release, fields[field - 1]):
            holders.append(name.partition("@")[0])
    return tuple(holders)


@cache
def _package(release: Release, name: str) -> Package | None:
    line = _line(release, name)
    similar = kin(release) if line is None else None
    if line is None and similar and not name.startswith("("):
        line = _line(similar, name) or _line_of_other_version(similar, name)
    if line is None:
        return _chosen_by_pattern(similar or release, name)
    about = similar or release
    depends, recommends, sonames, programs, may = (line.split("|") + [""] * 5)[1:6]
    needed = _words(about, depends.removeprefix("="))
    is_whole = UNKNOWN not in needed
    return Package(
        tuple(word for word in needed if word != UNKNOWN),
        tuple(_words(about, recommends)),
        tuple(_words(about, sonames)),
        tuple(_words(about, programs)),
        depends.startswith("="),
        is_whole,
        tuple(word for word in may.split() if word != NOTHING) if may or is_whole else None,
    )


def _chosen_by_pattern(release: Release, name: str) -> Package | None:
    """What ``apt-get install libusb-1.0.0`` takes: all packages whose names the text matches; None for no pattern.

    Apt takes a name of no package for a pattern as the shell has them, and where that matches none for a regular
    expression that is found in a name (apt-get(8)). Of expressions those are read whose only sign is the dot.
    Packages that are not recorded may match, too.
    """
    if release.package_manager != "apt" or "/" in name or not PATTERN.search(name):
        return None
    from dfix.text.globs import name_matches

    begin = PATTERN.split(name)[0]
    keys = (line.partition("|")[0] for line in (_file(release).containing(begin) if begin else ()))
    recorded = [key.partition("@")[0] for key in keys if _is_for(release, key)]
    chosen = [one for one in recorded if name_matches(one, name)]
    if not chosen and PATTERN.sub(".", name) == name:
        expression = re.compile(".".join(map(re.escape, name.split("."))))
        chosen = [one for one in recorded if expression.search(one)]
    return Package(tuple(chosen), (), (), (), is_alias=True, is_whole=False, may=None) if chosen else None


def _line(release: Release, name: str) -> str | None:
    """The line of a package on a release."""
    for separator in ("|", "@"):
        for line in _file(release).starting(name + separator):
            key = line.partition("|")[0]
            if key.partition("@")[0] == name and _is_for(release, key):
                return line
    return None


def _line_of_other_version(release: Release, name: str) -> str | None:
    """The line of a package whose name differs in its version only: ``libicu72`` for ``libicu70``."""
    first = VERSION.search(name)
    if first is None:
        return None
    shape = VERSION.sub("#", name)
    lines = _file(release).starting(name[: first.start()])
    keys = ((line.partition("|")[0], line) for line in lines)
    return next((line for key, line in keys if _has_shape(key, shape) and _is_for(release, key)), None)


def _has_shape(key: str, shape: str) -> bool:
    return VERSION.sub("#", key.partition("@")[0]) == shape


def _is_for(release: Release, name: str) -> bool:
    """Whether a line is about this release: ``icu-libs@3.18-3.19`` is about two."""
    _, at, versions = name.partition("@")
    return not at or _is_among(release, versions)


def _is_among(release: Release, versions: str) -> bool:
    first, _, last = versions.partition("-")
    return version_key(first) <= version_key(release.version or "0") <= version_key(last or first)


def _words(release: Release, field: str) -> list[str]:
    """The words of a field that are about this release: ``13:`` says of which release those behind it are."""
    if ":" not in field:
        return field.split()
    words, is_ours = list[str](), True
    for word in field.split():
        if word[-1] == ":":
            is_ours = _is_among(release, word[:-1])
        elif is_ours:
            words.append(word)
    return words


def _file(release: Release) -> FactLines:
    if release.distro == "alpine" or (release.distro == "debian" and release.version in DEBIANS):
        return _facts(release.distro)
    return _facts(_generation(release) or release.id)


def _generation(release: Release) -> str | None:
    """The file of Red Hat's family that a release shares with others: ``el-9``; None for any other release."""
    if release.distro not in RED_HAT or release.version is None:
        return None
    return f"el-{release.version.partition('.')[0]}"


@cache
def _facts(name: str) -> FactLines:
    """The lines of a file; none for a name that is no file's: an image may say anything of its own release."""
    is_plain = name.isascii() and name.replace("-", "").replace(".", "").replace("_", "").isalnum()
    return FactLines(os.path.join(DATA, f"{name}.txt" if is_plain else "none"))


@cache
def _program(name: str) -> tuple[str, ...]:
    """A recorded program with the packages that people install for it; nothing for one that is not recorded."""
    row = next(_facts("programs").starting(name), "").split()
    return tuple(row) if row[:1] == [name] else ()
