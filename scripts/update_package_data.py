"""Bring a release's part of dfix/images/data/package_contents/debian.txt up to date from Debian's own indexes.

    python scripts/update_package_data.py debian-12 --available AVAILABLE --contents CONTENTS…

AVAILABLE is what ``apt-cache dumpavail`` prints (the candidate version of every package, amd64, main);
CONTENTS are ``Contents-amd64`` and ``Contents-all``, unpacked. Nothing is read from the network.
The packages are those of ``scripts/package_names.txt`` (one a line, from public Dockerfiles), the bare
image's, and all that these bring; the programs are those of ``package_contents/programs.txt``.
What the file says of other releases stays. ``--check`` compares with the file instead of writing it; exit 1
when they differ.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "dfix" / "images" / "data" / "package_contents"
TARGET = DATA / "debian.txt"
NAMES = ROOT / "scripts" / "package_names.txt"
BASE = "(base)"
ALIAS = "="
HEAD = (
    "# What the packages of Debian bring, for amd64: package@releases|depends|recommends|sonames|programs.",
    "# Made by scripts/update_package_data.py from Debian's Packages and Contents files (main, updates, security).",
    "# A dependency that the bare image (base) holds is left out; package|=other is another name for a package.",
    "# In a field the words behind 11-12: are about these releases only. base-files says the point release.",
)
POINT = re.compile(r"# debian-(\d+): base-files (\S+)$")

LIBRARY = re.compile(r"(?:usr/)?lib/(?:x86_64-linux-gnu/)?(lib[^/ ]*\.so(?:\.\d[^/ ]*)?|ld-[^/ ]*\.so\.\d+)$")
PROGRAM = re.compile(r"(?:usr/)?s?bin/([^/ ]+)$")
ATOM = re.compile(r"\s*([a-z0-9][a-z0-9+.-]*)")
PRIORITIES = {"required": 0, "important": 1, "standard": 2, "optional": 3, "extra": 4}
# The image builder merges /usr before apt runs, so that the second alternative is the one that is there.
PREFERRED = frozenset({"usr-is-merged"})

# Programs and libraries that a package's maintainer script puts there (update-alternatives), which no index
# names. Each was read from the postinst of Debian 12's package, imagemagick-7's from Debian 13's.
ALTERNATIVES = (
    (r"netcat-(openbsd|traditional)", "nc netcat"),
    (r"mawk|gawk|original-awk", "awk nawk"),
    (r"vim|vim-(nox|gtk3|motif|athena)", "vim vi ex view editor vimdiff"),
    (r"vim-tiny", "vi ex view editor"),
    (r"nano", "editor pico"),
    (r"emacs-(nox|gtk|lucid|pgtk)", "emacs editor"),
    (r"less", "pager"),
    (r"php\d\.\d-cli", "php phar"),
    (r"php\d\.\d-dev", "phpize php-config"),
    (r"openjdk-\d+-jre-headless", "java keytool rmiregistry"),
    (r"openjdk-\d+-jdk-headless", "javac jar javadoc javap jcmd jlink jps jshell jstack"),
    (r"maven", "mvn"),
    (r"scala", "scala scalac"),
    (r"automake", "automake aclocal"),
    (r"bison|byacc", "yacc"),
    (r"gcc|clang", "cc"),
    (r"g\+\+|clang", "c++"),
    (r"debianutils", "which"),
    (r"fakeroot", "fakeroot"),
    (r"aptitude", "aptitude"),
    (r"inetutils-telnet", "telnet"),
    (r"tnftp", "ftp"),
    (r"plocate", "locate updatedb"),
    (r"traceroute", "traceroute"),
    (r"figlet", "figlet"),
    (r"mksh|ksh93u\+m", "ksh"),
    (r"wine", "wine"),
    (r"bsd-mailx|mailutils", "mail mailx"),
    (r"tigervnc-standalone-server", "vncserver"),
    (r"tigervnc-tools", "vncpasswd"),
    (r"lua5\.\d", "lua luac"),
    (r"iptables", "iptables iptables-restore iptables-save ip6tables"),
    (r"openmpi-bin|mpich", "mpirun mpiexec mpicc mpicxx mpif90"),
    (r"imagemagick-6\.q16(hdri)?", "animate compare composite conjure convert display identify import mogrify montage"),
    (
        r"imagemagick-7\.q16(hdri)?",
        "animate compare composite conjure convert display identify import magick mogrify montage",
    ),
    (r"libblas3", "libblas.so.3"),
    (r"liblapack3", "liblapack.so.3"),
    (r"libopenblas0-\w+", "libblas.so.3 liblapack.so.3 libopenblas.so.0"),
)
# Debian 11's debianutils has /usr/bin/which as a file; from 12 on it is an alternative.

Stanza = Mapping[str, str]
# Depends, recommends, sonames, programs.
Fields = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
Packages = dict[str, Fields]


class Files(NamedTuple):
    """What the packages hold: names of libraries in the loader's directories, of programs on PATH."""

    libraries: Mapping[str, frozenset[str]]
    programs: Mapping[str, frozenset[str]]


def stanzas(path: Path) -> dict[str, Stanza]:
    """The packages of an index, by name."""
    found: dict[str, Stanza] = {}
    for text in path.read_text(encoding="utf-8").split("\n\n"):
        fields = dict(line.partition(": ")[::2] for line in text.splitlines() if line[:1] not in ("", " "))
        if "Package" in fields:
            found[fields["Package"]] = fields
    return found


def read_contents(paths: Iterable[Path]) -> Files:
    """The libraries and programs of each package."""
    libraries: dict[str, set[str]] = defaultdict(set)
    programs: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                if not line.startswith(("usr/lib/", "lib/", "usr/bin/", "usr/sbin/", "bin/", "sbin/")):
                    continue
                name, _, holders = line.rstrip().rpartition(" ")
                for pattern, kept in ((LIBRARY, libraries), (PROGRAM, programs)):
                    if match := pattern.match(name.rstrip()):
                        for holder in holders.split(","):
                            kept[holder.rsplit("/", 1)[-1]].add(match[1])
    return Files(
        {name: frozenset(held) for name, held in libraries.items()},
        {name: frozenset(held) for name, held in programs.items()},
    )


def sonames(package: str, files: frozenset[str]) -> set[str]:
    """The names by which the loader is asked for a package's libraries.

    ``libpq.so.5`` of the pair ``libpq.so.5``, ``libpq.so.5.15``: a full version beside a link to it is not
    asked for, but for Python's, whose soname is the full version. Compared with DT_SONAME of the libraries
    of 293 packages of Debian 12: all 429 sonames are among the names that stay.
    """
    return {name for name in files if "libpython" in name or not _is_full_version(package, name, files)}


def _is_full_version(package: str, name: str, files: frozenset[str]) -> bool:
    """Whether it is the file that the links beside it lead to, or a development package's link."""
    if any(other.startswith(f"{name}.") for other in files):
        return name.endswith(".so") and package.endswith("-dev")
    if name.endswith(".so"):
        stem = re.sub(r"-[\d.]+\.so$", ".so.", name)
        return package.endswith("-dev") or (stem != name and any(other.startswith(stem) for other in files))
    return any(name.startswith(f"{other}.") for other in files if ".so." in other)


class Archive:
    """One release's packages and what apt would take for each dependency."""

    def __init__(self, packages: Mapping[str, Stanza], files: Files) -> None:
        """Index the providers of virtual packages."""
        self.packages = packages
        self.files = files
        self.providers: dict[str, list[str]] = defaultdict(list)
        for name, fields in packages.items():
            for group in _groups(fields.get("Provides", "")):
                self.providers[group[0]].append(name)
        self.base: frozenset[str] = frozenset()
        self._certain: dict[str, frozenset[str]] = {}
        self.base = self._base()
        self._certain.clear()

    def _base(self) -> frozenset[str]:
        """The bare image: Essential and required packages, apt, and what they depend on (mmdebstrap's ``minbase``)."""
        roots = [
            name
            for name, fields in self.packages.items()
            if fields.get("Essential") == "yes" or fields.get("Priority") == "required" or name == "apt"
        ]
        return frozenset(reachable(roots, self.depends))

    def depends(self, name: str) -> list[str]:
        """The packages that must be there for this one, without the bare image's."""
        return self._chosen(name, self._needs(name))

    def recommends(self, name: str) -> list[str]:
        """The packages that apt takes with this one by default, without the bare image's.

        A package of the bare image is not installed anew, so that apt does not ask what it recommends.
        """
        return [] if name in self.base else self._chosen(name, self.packages[name].get("Recommends", ""))

    def _needs(self, name: str) -> str:
        fields = self.packages[name]
        return f"{fields.get('Pre-Depends', '')},{fields.get('Depends', '')}"

    def _chosen(self, name: str, relations: str) -> list[str]:
        groups = [group for group in _groups(relations) if not self._present(group, self.base)]
        is_plain = all(len(group) == 1 and not self.providers.get(group[0]) for group in groups)
        certain = frozenset[str]() if is_plain else self.certain(name)
        return list(dict.fromkeys(found for group in groups if (found := self._choose(group, certain))))

    def certain(self, name: str) -> frozenset[str]:
        """The packages that come with this one whatever alternatives are taken."""
        if name not in self._certain:
            self._certain[name] = frozenset(reachable([name], self._only_choices)) - {name}
        return self._certain[name]

    def _only_choices(self, name: str) -> Iterator[str]:
        for group in _groups(self._needs(name)):
            if len(group) == 1 and group[0] in self.packages and not self._present(group, self.base):
                yield group[0]

    def _present(self, group: list[str], present: frozenset[str]) -> str | None:
        """The package among those present that meets a group of alternatives, itself or as a provider."""
        for name in group:
            if found := {name, *self.providers.get(name, ())} & present:
                return name if name in found else min(found)
        return None

    def _choose(self, group: list[str], certain: frozenset[str]) -> str | None:
        """What is there anyhow, else the first alternative that the archive has."""
        ordered = sorted(group, key=lambda name: name not in PREFERRED)
        there = self._present(ordered, certain)
        return there or next((found for found in map(self.provider, ordered) if found), None)

    def provider(self, name: str) -> str | None:
        """The package of that name, or the one that apt would take for a virtual package.

        Apt takes the provider of the highest priority, of equal ones the last by name (seen in what
        ``apt-get -s satisfy`` takes).
        """
        if name in self.packages:
            return name
        providers = self.providers.get(name, ())
        return min(sorted(providers, reverse=True), key=self._priority, default=None)

    def _priority(self, name: str) -> int:
        return PRIORITIES.get(self.packages[name].get("Priority", ""), 3)


def _groups(relations: str) -> Iterator[list[str]]:
    """The names of each group of alternatives of a dependency field."""
    for group in relations.split(","):
        names = [match[1] for part in group.split("|") if (match := ATOM.match(part))]
        if names:
            yield names


def reachable(roots: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    """The names reached from the roots, roots included."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += following(name)
    return found


def rows(archive: Archive, named: frozenset[str], programs: frozenset[str]) -> Iterator[tuple[str, Fields]]:
    """The packages of a release with their fields, unsorted."""
    roots = archive.base | {name for name in named if name in archive.packages}
    every = reachable(roots, lambda name: archive.depends(name) + archive.recommends(name))
    held = {name: _held(archive.files, name, programs) for name in every}
    useful = _useful(archive, roots | {name for name in every if held[name] != ((), ())})
    for name in useful:
        depends = tuple(sorted(set(archive.depends(name)) & useful))
        recommends = tuple(sorted(set(archive.recommends(name)) & useful - set(archive.depends(name))))
        yield name, (depends, recommends, *held[name])
    for name in named - set(archive.packages):
        providers = archive.providers.get(name, [])
        if len(providers) == 1 and providers[0] in useful:
            yield name, ((ALIAS + providers[0],), (), (), ())
    yield BASE, (tuple(sorted(archive.base)), (), (), ())


def _useful(archive: Archive, start: frozenset[str]) -> set[str]:
    """The packages that hold something or bring one that does: the others need not be recorded."""
    bringers: dict[str, set[str]] = defaultdict(set)
    roots = reachable(start, lambda name: archive.depends(name) + archive.recommends(name))
    for name in roots:
        for brought in archive.depends(name) + archive.recommends(name):
            bringers[brought].add(name)
    return reachable(start, lambda name: bringers[name])


def _held(files: Files, name: str, programs: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fourth and fifth field of a line: sonames and programs."""
    extra = {word for pattern, words in ALTERNATIVES if re.fullmatch(pattern, name) for word in words.split()}
    libraries = sonames(name, files.libraries.get(name, frozenset())) | {word for word in extra if ".so." in word}
    held = (files.programs.get(name, frozenset()) | extra) & programs
    return tuple(sorted(libraries)), tuple(sorted(held))


def without_implied(packages: Packages) -> Packages:
    """The packages without the dependencies that another dependency brings in any case.

    What a ``-dev`` package and one with programs name directly is kept: it tells with what programs are linked.
    """
    reached = {name: reachable([name], lambda one: _depends(packages, one)) - {name} for name in packages}
    return {name: _reduced(name, fields, reached) for name, fields in packages.items()}


def _reduced(name: str, fields: Fields, reached: Mapping[str, set[str]]) -> Fields:
    depends, recommends, sonames, programs = fields
    if name == BASE or name.endswith("-dev") or programs or _is_alias(depends):
        return fields
    left = tuple(one for one in recommends if one not in reached[name])
    return tuple(_not_implied(name, depends, reached)), left, sonames, programs


def _not_implied(name: str, depends: tuple[str, ...], reached: Mapping[str, set[str]]) -> list[str]:
    """What depends on the package itself implies nothing: it may reach the other only through this one."""
    implying = [one for one in depends if one in reached and name not in reached[one]]
    left = list(depends)
    for one in depends:
        if any(one in reached[other] for other in implying if other != one and other in left):
            left.remove(one)
    return left


def _depends(packages: Packages, name: str) -> list[str]:
    return [word.removeprefix(ALIAS) for word in packages[name][0]] if name in packages else []


def _is_alias(depends: tuple[str, ...]) -> bool:
    return depends[:1] != () and depends[0].startswith(ALIAS)


def merged(releases: Mapping[str, Packages]) -> Iterator[str]:
    """The lines of the data file, unsorted: what releases, named by their versions, share is said once."""
    order = sorted(releases, key=int)
    for name in frozenset(chain.from_iterable(releases.values())):
        for versions in _lines_of(releases, name, order):
            fields = [_field(order, {one: releases[one][name][place] for one in versions}) for place in range(4)]
            key = name if versions == order else f"{name}@{_span(versions)}"
            yield f"{key}|{'|'.join(fields).rstrip('|')}"


def _lines_of(releases: Mapping[str, Packages], name: str, order: list[str]) -> Iterator[list[str]]:
    """The releases of each line of a package: neighbours that have it, those apart where it is an alias only."""
    last: tuple[str, ...] | None = None
    line: list[str] = []
    for version in order:
        row = releases[version].get(name)
        kind = None if row is None else row[0] if _is_alias(row[0]) else ()
        if line and kind != last:
            yield line
            line = []
        line = [*line, version] if kind is not None else []
        last = kind
    if line:
        yield line


def _field(order: list[str], words: Mapping[str, tuple[str, ...]]) -> str:
    """A field as it is written: first the words that all releases of the line have."""
    shared = frozenset.intersection(*map(frozenset, words.values()))
    spans: dict[tuple[int, int], list[str]] = {}
    for word in sorted(frozenset(chain.from_iterable(words.values())) - shared):
        for run in _runs([order.index(version) for version, held in words.items() if word in held]):
            spans.setdefault(run, []).append(word)
    parts = [(f"{_span(order[first : last + 1])}:", *spans[first, last]) for first, last in sorted(spans)]
    return " ".join([*sorted(shared), *chain.from_iterable(parts)])


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of neighbouring numbers."""
    starts = [place for place in places if place - 1 not in places]
    ends = [place for place in places if place + 1 not in places]
    yield from zip(starts, ends, strict=True)


def _span(versions: list[str]) -> str:
    return "-".join(dict.fromkeys((versions[0], versions[-1])))


def recorded(path: Path) -> dict[str, Packages]:
    """What the data file says now, by the releases' versions."""
    lines = path.read_text(encoding="utf-8").splitlines()
    points = dict(match.groups() for line in lines if (match := POINT.match(line)))
    releases: dict[str, Packages] = {version: {} for version in points}
    for line in lines:
        if not line.startswith("#"):
            key, *fields = line.split("|")
            name, _, versions = key.partition("@")
            for version in _within(releases, versions):
                words = [tuple(sorted(_words(field, version))) for field in (*fields, "", "", "")[:4]]
                releases[version][name] = (words[0], words[1], words[2], words[3])
    return releases


def _within(versions: Iterable[str], span: str) -> list[str]:
    first, _, last = span.partition("-")
    return [one for one in versions if not span or int(first) <= int(one) <= int(last or first)]


def _words(field: str, version: str) -> Iterator[str]:
    is_ours = True
    for word in field.split():
        if word.endswith(":"):
            is_ours = bool(_within([version], word[:-1]))
        elif is_ours:
            yield word


def words_of(path: Path) -> frozenset[str]:
    """The first word of each line that is not a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line and not line.startswith("#"))


def main() -> int:
    """Write or compare a release's file; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("release", help="such as debian-12")
    parser.add_argument("--available", type=Path, required=True)
    parser.add_argument("--contents", type=Path, nargs="+", required=True)
    parser.add_argument("--names", type=Path, default=NAMES)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    archive = Archive(stanzas(given.available), read_contents(given.contents))
    version = given.release.removeprefix("debian-")
    packages = dict(rows(archive, words_of(given.names), words_of(DATA / "programs.txt")))
    text = text_of(
        {**points(TARGET), version: archive.packages["base-files"]["Version"]},
        {**recorded(TARGET), version: without_implied(packages)},
    )
    if given.check:
        return int(TARGET.read_text(encoding="utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.name}: {len(packages)} packages of {given.release}, {len(text)} bytes")
    return 0


def points(path: Path) -> dict[str, str]:
    """The version of base-files, which says the point release, of each release in the data file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {match[1]: match[2] for line in lines if (match := POINT.match(line))}


def text_of(versions: Mapping[str, str], releases: Mapping[str, Packages]) -> str:
    """The data file: ``versions`` are those of base-files."""
    named = [f"# debian-{version}: base-files {versions[version]}" for version in sorted(versions, key=int)]
    return "\n".join([*HEAD, *named, *sorted(merged(releases)), ""])


if __name__ == "__main__":
    sys.exit(main())
