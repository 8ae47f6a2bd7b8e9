"""Add to dfix/images/data/package_contents/alpine.txt what Alpine's build files tell of its packages.

    git clone https://github.com/alpinelinux/aports APORTS
    python scripts/update_alpine_builds.py APORTS --debian debian-11=AVAILABLE debian-12=AVAILABLE debian-13=AVAILABLE

The build files are those of the commits that released 3.10 to 3.24 on the main branch. AVAILABLE is what
``apt-cache dumpavail`` prints on a Debian release. Nothing of a build file is executed.

Run it after ``update_alpine_packages.py``. Lines without ``?`` were seen in databases of installed packages, and stay.
For the packages of ``alpine_names.txt``, which public Dockerfiles name, and for all that these lead to:

- ``depends`` are the dependencies that the build file names, and for a development package the package of the library
  itself: abuild makes ``X-dev`` depend on the package that owns what its links ``libX.so`` lead to. What a system of
  another release showed counts too, where this release builds with the same library.
- The last field, ``may``: a program or library links at most what its build had. abuild adds the other dependencies by
  reading the files, so that they come from the development packages of ``makedepends`` and from packages of the same
  build file. They are the line ``(ORIGIN)``, of all releases together. ``build-base`` stands for the compiler's own
  libraries; it is left out where a system showed the package without these. Where a system of another release showed
  the package whole, only what its build has had since then can be new. ``-``: nothing more.
- A soname is that of the nearest releases of Alpine and Debian before and after, by upstream's version, where these
  agree, or where it follows from the version as it did in all of them. After the last known version it holds while no
  commit of aports rebuilds other packages against a new one.
"""

import argparse
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from dfix.images.release import version_key

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "dfix" / "images" / "data" / "package_contents"
NAMES = ROOT / "scripts" / "alpine_names.txt"
BRANCH = "refs/heads/master"
RELEASE = re.compile(r"=+ *release (3\.\d+)\.0 *=+$")
FIRST = 10
UNKNOWN, NOTHING, BASE, COMPILER = "?", "-", "(base)", "build-base"
# The libraries that a compiler brings into what it builds.
COMPILER_LIBRARIES = frozenset({"libgcc", "libstdc++", "libgomp", "libatomic"})
# Subpackages without programs and libraries.
PLAIN = re.compile(r"-(doc|openrc|lang|(bash|zsh|fish)-completion|pyc|dbg|static|systemd|udev|vim|examples|tests?)$")
ASSIGNMENT = re.compile(
    r"""^[ \t]*(?:export |local |\$\w+ && )?([A-Za-z_]\w*)(\+?)=("(?:[^"\\]|\\.)*"|'[^']*'|[^\s;#]*)""", re.MULTILINE
)
FUNCTION = re.compile(r"^([\w.+-]+)\s*\(\)\s*\{(?:[ \t]*\n(.*?)^\}|([^\n]*)\}[ \t]*$)", re.MULTILINE | re.DOTALL)
LOOP = re.compile(r"^[ \t]*for (\w+) in ([^;\n]*(?:\\\n[^;\n]*)*);?\s*do\b(.*?)^[ \t]*done", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"\$(?:\{(\w+)(?:(%%?|##?|//?)([^}]*))?\}|(\w+))")
LIBRARY = re.compile(r"^lib(?!.*-(utils|tools|progs|plugins|server|bin|gtk\d?)$)|-libs?$|\+\+$")


# What no system showed, and Debian calls otherwise or has in other packages: the sonames of upstream, from a version
# of it on. They are general knowledge of these libraries, not measured.
SONAMES: dict[str, dict[str, str]] = {
    "apr": {"1": "libapr-1.so.0"},
    "apr-util": {"1": "libaprutil-1.so.0"},
    "c-client": {"2007": "libc-client.so.1"},
    "enchant2-libs": {"2": "libenchant-2.so.2"},
    "freetds": {"1": "libct.so.4 libsybdb.so.5"},
    "fts": {"1": "libfts.so.0"},
    "geoip": {"1": "libGeoIP.so.1"},
    "imagemagick-libs": {"7.1": "libMagickCore-7.Q16HDRI.so.10 libMagickWand-7.Q16HDRI.so.10"},
    "libavif": {"0.11": "libavif.so.15", "1.0": "libavif.so.16"},
    "libedit": {"2019": "libedit.so.0"},
    "libffi": {"3.3": "libffi.so.7", "3.4": "libffi.so.8"},
    "libldap": {"2.4": "liblber-2.4.so.2 libldap-2.4.so.2 libldap_r-2.4.so.2", "2.6": "liblber.so.2 libldap.so.2"},
    "libpcap": {"1": "libpcap.so.1"},
    "libsasl": {"2.1.26": "libsasl2.so.3"},
    "libsodium": {"1.0.18": "libsodium.so.23", "1.0.19": "libsodium.so.26"},
    "libssh": {"0.8": "libssh.so.4"},
    "libxml2": {"2": "libxml2.so.2", "2.14": "libxml2.so.16"},
    "libzip": {"1.5": "libzip.so.5"},
    "luajit": {"2": "libluajit-5.1.so.2"},
    "mpfr4": {"4": "libmpfr.so.6"},
    "musl-fts": {"1": "libfts.so.0"},
    "net-snmp-libs": {"5.8": "libnetsnmp.so.35", "5.9": "libnetsnmp.so.40", "5.9.5": ""},
    "pcre": {"8": "libpcre.so.1 libpcreposix.so.0"},
    "portaudio": {"19": "libportaudio.so.2"},
    "rabbitmq-c": {"0.8": "librabbitmq.so.4"},
    "sdl2": {"2.0": "libSDL2-2.0.so.0"},
    "sdl2_image": {"2.0": "libSDL2_image-2.0.so.0"},
    "sdl2_mixer": {"2.0": "libSDL2_mixer-2.0.so.0"},
    "sdl2_ttf": {"2.0": "libSDL2_ttf-2.0.so.0"},
    "tidyhtml-libs": {"5.6": "libtidy.so.5", "5.8": "libtidy.so.58"},
    "tiff": {"4": "libtiff.so.5", "4.5": "libtiff.so.6"},
    "unixodbc": {"2.3": "libodbc.so.2 libodbcinst.so.2"},
    "xmlsec": {"1.2": "libxmlsec1.so.1"},
    "yaml": {"0.2": "libyaml-0.so.2"},
    "zeromq": {"4.1": "libzmq.so.5"},
}
# Libraries that Debian calls otherwise than upstream does.
DEBIANS_OWN = re.compile(r"lib(aio|leveldb|lua\d.*|pcap|qhull|stemmer|tidy|zip)$")


# What abuild sets where nothing is built for another architecture.
NATIVE = {
    "CARCH": "x86_64",
    "CTARGET": "x86_64",
    "CHOST": "x86_64",
    "CBUILD": "x86_64",
    "CTARGET_ARCH": "x86_64",
    "_target": "",
}


class Sub(NamedTuple):
    """A subpackage: the function that makes it, and whether it holds nothing compiled."""

    name: str
    function: str
    is_portable: bool


class Recipe(NamedTuple):
    """One build file; words with an unknown part are left out."""

    name: str
    version: str
    is_portable: bool
    variables: Mapping[str, str]
    functions: Mapping[str, str]
    subs: tuple[Sub, ...]

    def words(self, *names: str) -> tuple[str, ...]:
        """The package names in these variables, in their order."""
        return tuple(dict.fromkeys(name for key in names for name in plain_names(self.variables.get(key, ""))))

    def sub_words(self, sub: Sub, key: str) -> tuple[str, ...] | None:
        """The package names that the function of a subpackage puts in a variable; None where it sets none."""
        body = self.functions.get(sub.function, "")
        values = assignments(body, {**self.variables, "subpkgname": sub.name})
        return tuple(plain_names(values[key])) if re.search(rf"\b{key}=", body) and key in values else None


class Line(NamedTuple):
    """One package in one release, as the file writes it."""

    depends: frozenset[str]
    sonames: frozenset[str]
    programs: frozenset[str]
    may: frozenset[str] = frozenset()


Seen = dict[str, dict[str, Line]]
# What a package brings for sure, and what else it may bring.
Brought = tuple[tuple[str, ...], tuple[str, ...]]


def assignments(text: str, before: Mapping[str, str]) -> dict[str, str]:
    """The variables after the assignments of a text, in their order; of branches all are taken."""
    values = dict(before)
    for name, plus, written in ASSIGNMENT.findall(text):
        # A second name is that of a compiler for another architecture.
        if name in NATIVE or (name == "pkgname" and name in values):
            continue
        value = expand(written.strip("\"'"), values)
        values[name] = f"{values.get(name, '')} {value}" if plus else value
    return values


def expand(text: str, values: Mapping[str, str]) -> str:
    """A text with its variables; what is not known stays as it is written."""

    def value(match: re.Match[str]) -> str:
        found = values.get(match[1] or match[4])
        return match[0] if found is None else _cut(found, match[2] or "", match[3] or "", match[0])

    return VARIABLE.sub(value, text)


def _cut(value: str, operator: str, operand: str, written: str) -> str:
    """``${v%.*}``, ``${v%%.*}``, ``${v//./}``; the text as written for any other."""
    if not operator:
        return value
    if operator in ("%", "%%") and operand in (".*", "_*", "-*", "[_.]*"):
        parts = re.split(f"([{operand.strip('[]*')}])", value)
        return parts[0] if operator == "%%" else "".join(parts[:-2] or parts)
    if operator in ("/", "//"):
        old, _, new = operand.partition("/")
        return value.replace(old, new, 1 if operator == "/" else -1)
    return written


def plain_names(text: str) -> Iterator[str]:
    """The names of packages in a list of dependencies: no conflicts, files, sonames, or unknown parts."""
    for word in text.split():
        name = re.split("[=<>~@]", word.removeprefix("cmd:"))[0]
        if re.fullmatch(r"[A-Za-z0-9][\w.+-]*", name):
            yield name


def read_recipe(text: str) -> Recipe | None:
    """The facts of a build file; None where it names no package."""
    functions = {match[1]: match[2] or match[3] or "" for match in FUNCTION.finditer(text)}
    top = _unrolled(FUNCTION.sub("", text))
    variables = assignments(top, NATIVE)
    name = variables.get("pkgname", "")
    if not re.fullmatch(r"[\w.+-]+", name):
        return None
    is_portable = "noarch" in variables.get("arch", "").split()
    subs = [_sub(word, is_portable) for word in variables.get("subpackages", "").split() if "$" not in word]
    kept = tuple({sub.name: sub for sub in subs}.values())
    return Recipe(name, variables.get("pkgver", ""), is_portable, variables, functions, kept)


def _unrolled(text: str) -> str:
    """A text with its loops over written words written out."""

    def body(match: re.Match[str]) -> str:
        head = expand(match[2], assignments(text[: match.start()], {}))
        uses = re.compile(rf"\$(\{{{match[1]}\}}|{match[1]}\b)")
        words = head.replace("\\\n", " ").split()
        values = [word.partition(":")[0] for word in words if "$" not in word]
        return "\n".join(uses.sub(lambda _, value=value: value, match[3]) for value in values)  # type: ignore[misc]

    return LOOP.sub(body, text)


def _sub(word: str, is_portable: bool) -> Sub:
    name, _, rest = word.partition(":")
    function, _, arch = rest.partition(":")
    return Sub(name, function or name.rpartition("-")[2], is_portable or arch == "noarch")


class Release:
    """The build files of one release, and what they say of each package."""

    def __init__(self, number: str, recipes: Iterable[Recipe], seen: Seen, base: frozenset[str]) -> None:
        """``base``: the packages of the bare image, which lines leave out."""
        self.number, self.seen, self.base = number, seen, base
        self.recipes = tuple(recipes)
        self.others: Mapping[str, Release] = {}
        self._brought: dict[str, Brought] = {}

    @cached_property
    def makers(self) -> Mapping[str, tuple[Recipe, Sub | None]]:
        """Which build file makes a package, and as which subpackage."""
        found: dict[str, tuple[Recipe, Sub | None]] = {}
        for recipe in self.recipes:
            found.setdefault(recipe.name, (recipe, None))
            for sub in recipe.subs:
                found.setdefault(sub.name, (recipe, sub))
        return found

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Other names of packages; of several packages the last version's, as their priorities say."""
        found: dict[str, str] = {}
        for recipe in sorted(self.recipes, key=lambda recipe: version_key(recipe.version)):
            for sub in (None, *recipe.subs):
                given = recipe.words("provides") if sub is None else recipe.sub_words(sub, "provides") or ()
                found |= dict.fromkeys(given, sub.name if sub else recipe.name)
            found |= _unversioned(recipe)
        return {name: target for name, target in found.items() if name not in self.makers and name != target}

    def holders(self, recipe: Recipe) -> tuple[str, ...]:
        """The packages of a build file that may hold libraries that others link; those that surely do come first."""
        subs = [sub for sub in recipe.subs if not PLAIN.search(sub.name) and not sub.name.endswith("-dev")]
        compiled = [sub.name for sub in subs if not sub.is_portable]
        named = [name for name in compiled if LIBRARY.search(name) or self.holds(name) or name in SONAMES]
        is_split = not {f"{recipe.name}-libs", f"lib{recipe.name}"}.isdisjoint(named)
        names = named if recipe.is_portable or (is_split and not self.holds(recipe.name)) else [recipe.name, *named]
        return tuple(sorted(names, key=lambda name: not self.holds(name)))

    def has(self, name: str) -> bool:
        """Whether the release has a package of that name."""
        return name in self.makers or name in self.aliases

    def holds(self, name: str) -> bool:
        """Whether a system of some release showed that the package holds libraries."""
        return any(line.sonames for line in self.seen.get(name, {}).values())

    def line(self, name: str) -> Line | None:
        """What the build file says of a package; None where no build file makes it."""
        if name not in self.makers:
            return None
        recipe, sub = self.makers[name]
        named, may = self._brings(name)
        shown = self._shown(name, self.reach((*named, *may))) if name in self.seen else frozenset[str]()
        depends = frozenset(word for word in {*named, *shown} if self.has(word)) - self.base - {name}
        is_portable = PLAIN.search(name) or (sub.is_portable if sub else recipe.is_portable)
        rest = (
            frozenset() if is_portable else self._narrowed(name, recipe, frozenset(may)) - depends - self.base - {name}
        )
        return Line(depends, frozenset(), frozenset(), rest)

    def _narrowed(self, name: str, recipe: Recipe, may: frozenset[str]) -> frozenset[str]:
        """What a package may link, less what it did not link in the nearest release of which a system showed it."""
        shown = self._nearest(name)
        before = self.others[shown].makers.get(name) if shown in self.others else None
        if not shown or before is None or name.endswith("-dev"):
            return may
        new = set(_built_with(recipe)) - set(_built_with(before[0]))
        return frozenset(
            may - {group_of(recipe)} | new | {word for word in self.seen[name][shown].depends if self.has(word)}
        )

    def build(self, name: str) -> frozenset[str]:
        """What the packages of a build file may link: with what it is built, and its own libraries."""
        recipe = self.makers.get(name.strip("()"), (None, None))[0]
        if recipe is None or group_of(recipe) != name:
            return frozenset()
        return frozenset((*self.holders(recipe), *_built_with(recipe))) - self.base

    def _brings(self, name: str) -> Brought:
        """What a package brings for sure, and what else it may."""
        if name not in self._brought:
            recipe, sub = self.makers[name]
            is_development = sub is not None and name.endswith("-dev")
            self._brought[name] = (
                self._development(recipe, sub) if sub and is_development else self._package(recipe, sub)
            )
        return self._brought[name]

    def _development(self, recipe: Recipe, sub: Sub) -> Brought:
        """What a development package brings, and what its modules of pkg-config may ask for."""
        depends = recipe.words("depends_dev") + (recipe.sub_words(sub, "depends") or ())
        holders = self.holders(recipe)
        if sub.name != f"{recipe.name}-dev" and sub.name.removesuffix("-dev") in holders:
            holders = (sub.name.removesuffix("-dev"),)
        sure = tuple(name for name in holders if self.holds(name) or LIBRARY.search(name) or name in SONAMES)
        return depends + (sure or holders[:1]), (group_of(recipe),)

    def _package(self, recipe: Recipe, sub: Sub | None) -> Brought:
        """What a package brings by its build file's words, and what else it may link."""
        depends = recipe.words("depends") if sub is None else recipe.sub_words(sub, "depends")
        inherited = recipe.words("depends") if depends is None else ()
        name = sub.name if sub else recipe.name
        compiler = () if self._lacks_compiler(name) else (COMPILER,)
        return depends or (), (*inherited, *compiler, group_of(recipe))

    def _lacks_compiler(self, name: str) -> bool:
        """Whether systems showed the package, and never with a library of the compiler."""
        lines = self.seen.get(name, {}).values()
        return bool(lines) and all(COMPILER_LIBRARIES.isdisjoint(line.depends) for line in lines)

    def _shown(self, name: str, reach: frozenset[str]) -> frozenset[str]:
        """What the nearest system showed of the package, as far as this release can still link it."""
        nearest = self._nearest(name)
        return frozenset(self.seen[name][nearest].depends & reach) if nearest else frozenset()

    def _nearest(self, name: str) -> str:
        """The nearest release of which a system showed the package; empty for none."""
        lines = self.seen.get(name, {})
        return min(lines, key=lambda other: abs(_minor(other) - _minor(self.number)), default="")

    def reach(self, names: Iterable[str]) -> frozenset[str]:
        """All packages to which the build files lead from these names."""
        found, waiting = set[str](), list(names)
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found.add(name)
            if name.startswith("("):
                waiting += self.build(name)
            elif name in self.aliases:
                waiting.append(self.aliases[name])
            elif name in self.makers:
                waiting += [word for words in self._brings(name) for word in words]
        return frozenset(found | COMPILER_LIBRARIES) if COMPILER in found else frozenset(found)


def _unversioned(recipe: Recipe) -> dict[str, str]:
    """The packages of ``postgresql16`` by the names of ``postgresql``, where it is one of several that provide that."""
    plain = re.sub(r"\d+$", "", recipe.name)
    if plain == recipe.name or plain not in recipe.words("provides"):
        return {}
    names = [sub.name for sub in recipe.subs if sub.name.startswith(recipe.name)]
    return {plain + name.removeprefix(recipe.name): name for name in names}


def group_of(recipe: Recipe) -> str:
    """The name of the line that says with what a build file's packages are built."""
    return f"({recipe.name})"


def _built_with(recipe: Recipe) -> tuple[str, ...]:
    """The development packages of a build: what it can link comes with them."""
    words = recipe.words("makedepends", "makedepends_host", "depends_dev", "makedepends_build")
    return tuple(name for name in words if name.endswith("-dev"))


def _minor(release: str) -> int:
    return int(release.partition(".")[2])


class Points:
    """The sonames of libraries by upstream's version, as systems and indexes showed them."""

    def __init__(self) -> None:
        """No library yet."""
        self._alpine: dict[str, dict[str, str]] = defaultdict(dict)
        self._debian: dict[str, dict[str, str]] = defaultdict(dict)
        self._sources: dict[str, set[str]] = defaultdict(set)

    def add(self, version: str, sonames: Iterable[str]) -> None:
        """What an Alpine package of that version holds."""
        for soname in sonames:
            if version:
                self._alpine[stem_of(soname)][version] = soname

    def add_debian(self, version: str, source: str, sonames: Iterable[str]) -> None:
        """What a Debian package of that version holds; names that are Debian's own are left out."""
        for soname in sonames:
            if version and re.search(r"\.so\.\d+$", soname) and not DEBIANS_OWN.match(stem_of(soname)):
                self._debian[stem_of(soname)][version] = soname
                self._sources[stem_of(soname)].add(source)

    def is_of(self, stem: str, source: str) -> bool:
        """Whether Debian makes the library of a source of that name."""
        return source in self._sources.get(stem, ())

    def _known(self, stem: str) -> dict[str, str]:
        """The points of a library; Debian's too, unless it calls the library otherwise."""
        alpine, debian = self._alpine.get(stem, {}), self._debian.get(stem, {})
        is_other = bool(alpine) and set(alpine.values()).isdisjoint(debian.values())
        return alpine if is_other else {**debian, **alpine}

    def soname(self, stem: str, version: str, *, is_rebuilt: bool) -> str | None:
        """The soname in a version; None where it is not known. ``is_rebuilt``: it changed after the last point."""
        points = self._known(stem)
        if version in points:
            return points[version]
        ordered = sorted(points, key=version_key)
        below = [points[one] for one in ordered if version_key(one) <= version_key(version)][-1:]
        above = [points[one] for one in ordered if version_key(one) >= version_key(version)][:1]
        if below and below == above:
            return below[0]
        if rule := next((rule for rule in RULES if _follows(rule, points)), None):
            return rule(stem, version)
        is_steady = len(points) > 1 and len(set(points.values())) == 1
        return below[0] if below and not above and is_steady and not is_rebuilt else None


def _major(stem: str, version: str) -> str:
    return f"{stem}.so.{version.partition('.')[0]}"


def _whole(stem: str, version: str) -> str:
    return f"{stem}.so.{version}"


Rule = Callable[[str, str], str]
RULES: tuple[Rule, ...] = (_major, _whole)


def _follows(rule: Rule, points: Mapping[str, str]) -> bool:
    """Whether the sonames followed from the version by this rule, in versions that differ by it."""
    named = {version: rule(stem_of(soname), version) for version, soname in points.items()}
    return len(set(points.values())) > 1 and named == dict(points)


def stem_of(soname: str) -> str:
    """The name of a library without its version: ``libicuuc``, ``libevent-2.1``."""
    return soname.partition(".so")[0]


def upstream(version: str) -> str:
    """Upstream's version of a Debian package."""
    bare = re.sub(r"^\d+:", "", version)
    return re.sub(r"-(stable|release)$", "", re.split(r"[+~]|-[^-]*$", bare)[0])


def debian_points(points: Points, release: str, available: Path) -> None:
    """Add the sonames of a Debian release's packages."""
    versions = dict[str, tuple[str, str]]()
    for stanza in available.read_text(encoding="utf-8", errors="replace").split("\n\n"):
        fields = dict(re.findall(r"(?m)^(Package|Version|Source): (\S+)", stanza))
        name = fields.get("Package", "")
        versions[name] = (upstream(fields.get("Version", "")), fields.get("Source", name))
    for line in (DATA / f"{release}.txt").read_text(encoding="utf-8").splitlines():
        name, *rest = line.split("|")
        if len(rest) > 2:
            points.add_debian(*versions.get(name, ("", "")), rest[2].split())


def git(clone: Path, *words: str, text: str = "") -> str:
    """What git prints."""
    run = ["git", "-C", str(clone), *words]
    return subprocess.run(run, check=True, input=text.encode(), capture_output=True).stdout.decode(errors="replace")


def commits(clone: Path) -> dict[str, str]:
    """The commit that released each release."""
    found = {}
    for line in git(clone, "log", BRANCH, "--format=%H %s", "--grep=release 3").splitlines():
        commit, _, subject = line.partition(" ")
        if (match := RELEASE.match(subject)) and _minor(match[1]) >= FIRST:
            found[match[1]] = commit
    return dict(sorted(found.items(), key=lambda pair: _minor(pair[0])))


def recipes(clone: Path, commit: str, texts: dict[str, Recipe | None]) -> list[Recipe]:
    """The build files of a commit; ``texts`` keeps those that are read, by their hash."""
    rows = [line.split() for line in git(clone, "ls-tree", "-r", commit, "main/", "community/").splitlines()]
    wanted = [row[2] for row in rows if row[3].endswith("/APKBUILD")]
    new = [name for name in dict.fromkeys(wanted) if name not in texts]
    run = ["git", "-C", str(clone), "cat-file", "--batch"]
    output = subprocess.run(run, check=True, input="\n".join([*new, ""]).encode(), capture_output=True).stdout
    place = 0
    while new and place < len(output):
        start = output.index(b"\n", place) + 1
        name, _, size = output[place:start].decode().split()
        texts[name] = read_recipe(output[start : start + int(size)].decode(errors="replace"))
        place = start + int(size) + 1
    return [recipe for name in wanted if (recipe := texts[name])]


def rebuilt(clone: Path, releases: Mapping[str, str]) -> dict[str, str]:
    """What the subjects of rebuilding commits up to each release name."""
    found, before = {}, ""
    for number, commit in releases.items():
        reach = f"{before}..{commit}" if before else commit
        subjects = git(clone, "log", "--format=%s", "-i", "--grep=rebuild", reach) if before else ""
        found[number] = " ".join(re.findall(r"(?i)rebuil[dt] (?:against|for|with|on) (.*)", subjects)).lower()
        before = commit
    return found


def read_lines() -> tuple[list[str], Seen, dict[tuple[str, str], str]]:
    """The comments of the file, what systems showed, and the other lines by name and release."""
    head, seen, others = list[str](), defaultdict[str, dict[str, Line]](dict), dict[tuple[str, str], str]()
    for line in (DATA / "alpine.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            head.append(line)
            continue
        key, _, rest = line.partition("|")
        name, _, reach = key.partition("@")
        depends, _, sonames, programs, may = (rest.split("|") + [""] * 5)[:5]
        for release in _releases(reach):
            if UNKNOWN in depends.split() or may or depends.startswith("="):
                others[name, release] = rest
            else:
                words = (depends.split(), sonames.split(), programs.split())
                seen[name][release] = Line(*map(frozenset, words))
    return head, dict(seen), others


def _releases(reach: str) -> list[str]:
    first, _, last = reach.partition("-")
    return [f"3.{minor}" for minor in range(_minor(first), _minor(last or first) + 1)]


def main() -> int:
    """Write the file; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("clone", type=Path)
    parser.add_argument("--debian", nargs="*", default=[], metavar="RELEASE=AVAILABLE")
    options = parser.parse_args()
    head, seen, others = read_lines()
    built = Built(options.clone, seen)
    for pair in options.debian:
        release, _, path = pair.partition("=")
        debian_points(built.points, release, Path(path))
    names = [line for line in NAMES.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    lines = list(merged(built, built.wanted(names), seen, others))
    (DATA / "alpine.txt").write_text("\n".join([*head, *sorted(lines), ""]), encoding="utf-8")
    print(f"{len(lines)} lines")
    return 0


class Built:
    """All releases, with the sonames that were seen."""

    def __init__(self, clone: Path, seen: Seen) -> None:
        """Read the build files of all releases."""
        texts: dict[str, Recipe | None] = {}
        self.seen, self.points = seen, Points()
        found = commits(clone)
        self.rebuilt = rebuilt(clone, found)
        self.releases = {
            number: Release(number, recipes(clone, commit, texts), seen, seen[BASE][number].depends)
            for number, commit in found.items()
        }
        for release in self.releases.values():
            release.others = self.releases
        for name, lines in seen.items():
            for number in [number for number, line in lines.items() if name != BASE and self._is_other(number, line)]:
                del lines[number]
            for number, line in lines.items():
                self.points.add(self._version(name, number), line.sonames)

    def _is_other(self, number: str, line: Line) -> bool:
        """Whether the line was concluded from neighbours: it names packages that the release does not have."""
        release = self.releases.get(number)
        return release is not None and not all(map(release.has, line.depends))

    def _version(self, name: str, number: str) -> str:
        release = self.releases.get(number)
        return release.makers[name][0].version if release and name in release.makers else ""

    def wanted(self, names: Iterable[str]) -> frozenset[str]:
        """The names, and all to which they lead in some release."""
        before, found = frozenset[str](), frozenset(names)
        while before != found:
            before, found = found, frozenset(name for one in self.releases.values() for name in one.reach(found))
        return found

    def is_elsewhere(self, name: str, number: str) -> bool:
        """Whether another release has a package of that name, and this one has not."""
        there = {other: release.has(name) for other, release in self.releases.items()}
        return any(there.values()) and not there.get(number, True)

    def line(self, name: str, number: str) -> str | None:
        """The text of a package's line in a release, behind its name; None where no build file makes it."""
        release = self.releases[number]
        if name.startswith("("):
            may = frozenset(word for other in self.releases.values() for word in other.build(name))
            return f"{UNKNOWN}||||{' '.join(sorted(may)) or NOTHING}"
        if name in release.aliases and release.aliases[name] not in release.base:
            return f"={release.aliases[name]}"
        line = release.line(name)
        if line is None:
            return None
        sonames = [] if name.endswith("-dev") else self._sonames(name, number)
        depends, may = " ".join([UNKNOWN, *sorted(line.depends)]), " ".join(sorted(line.may)) or NOTHING
        if PLAIN.search(name):
            return " ".join(sorted(line.depends))
        return f"{depends}||{' '.join(sonames)}|{self._programs(name)}|{may}"

    def _programs(self, name: str) -> str:
        """The program of the package's own name, where every system showed it."""
        lines = self.seen.get(name, {}).values()
        return name if lines and all(name in line.programs for line in lines) else ""

    def _sonames(self, name: str, number: str) -> list[str]:
        """The sonames of a package in a release, as far as they follow from others."""
        version = self._version(name, number)
        recipe = self.releases[number].makers[name][0]
        if name in SONAMES:
            reached = [first for first in SONAMES[name] if version_key(first) <= version_key(version)]
            return SONAMES[name][reached[-1]].split() if reached else []
        stems = {stem_of(soname) for line in self.seen.get(name, {}).values() for soname in line.sonames}
        stems = stems or self._guessed(name, recipe, number)
        is_rebuilt = self._is_rebuilt(recipe.name, number)
        found = (self.points.soname(stem, version, is_rebuilt=is_rebuilt) for stem in stems)
        return sorted(soname for soname in found if soname)

    def _guessed(self, name: str, recipe: Recipe, number: str) -> set[str]:
        """The library after which a package is called, where Debian makes it of the same upstream's source."""
        stem = f"lib{name.removeprefix('lib').removesuffix('-libs')}"
        is_holder = name in self.releases[number].holders(recipe)
        return {stem} if is_holder and self.points.is_of(stem, recipe.name) else set()

    def _is_rebuilt(self, origin: str, number: str) -> bool:
        """Whether others were rebuilt against it since the last release whose system showed it."""
        last = max((_minor(shown) for shown in self.seen.get(origin, {})), default=0)
        subjects = (text for other, text in self.rebuilt.items() if last < _minor(other) <= _minor(number))
        return any(re.search(rf"(?<![\w-]){re.escape(origin.lower())}(?![a-z-]*[a-z])", text) for text in subjects)


def merged(built: Built, wanted: frozenset[str], seen: Seen, others: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """The lines of the file: as seen, else as built, else as they were."""
    for name in sorted(wanted | seen.keys() | {name for name, _ in others}):
        texts = [
            (
                number,
                _shown_text(seen[name][number])
                if number in seen.get(name, {})
                else _other(built, name, number, wanted, others),
            )
            for number in (f"3.{minor}" for minor in range(3, 25))
        ]
        for text, run in groupby(texts, lambda pair: pair[1]):
            if text is not None:
                numbers = [number for number, _ in run]
                reach = numbers[0] if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
                yield f"{name}@{reach}|{text}".rstrip("|") + ("|" if not text.strip("|") else "")


def _other(
    built: Built, name: str, number: str, wanted: frozenset[str], others: Mapping[tuple[str, str], str]
) -> str | None:
    before = others.get((name, number))
    text = built.line(name, number) if name in wanted and number in built.releases else None
    if text is None:
        return None if built.is_elsewhere(name, number) else before
    return _with_facts(text, before or "")


def _with_facts(text: str, before: str) -> str:
    """A built line with the sonames and programs that the line had before, where it says none itself."""
    fields, old = (text.split("|") + [""] * 5)[:5], (before.split("|") + [""] * 5)[:5]
    if text.startswith("="):
        return text
    return "|".join([fields[0], fields[1], fields[2] or old[2], fields[3] or old[3], fields[4]]).rstrip("|")


def _shown_text(line: Line) -> str:
    return "|".join(
        (" ".join(sorted(line.depends)), "", " ".join(sorted(line.sonames)), " ".join(sorted(line.programs)))
    ).rstrip("|")


if __name__ == "__main__":
    sys.exit(main())
