"""Whether a project's sources import a package: one that fails where it is imported hurts nobody who does not.

The package is in the image because a file of requirements lists it, perhaps for a case that never comes. What the
project starts by a name in quotes (``"rest_framework_gis"`` among Django's applications) counts as imported, and so
does the only driver of a database: an URL that the sources do not know may choose it. ``modules`` of
``data/package_libraries.json`` are the names under which a package is imported, by itself and by others that need it,
where these are not its own name.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from dfix.context import Folder
from dfix.manifests.listed import json_table, keys
from dfix.manifests.ruby import asked_gems
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge.needs.packages import brought_by, modules_of
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

# How much of a project is read: files, directories, and code points of each file and of all.
MOST_FILES, MOST_DIRECTORIES, MOST_OF_FILE, MOST_TEXT = 1000, 1000, 200_000, 8_000_000
# How many names are kept of it, and how many parts of each.
MOST_NAMES, MOST_PARTS = 50_000, 8
# ``import a.b as c, d``, ``from a.b import c``, ``"a.b"``.
NAMED = pattern(
    r"^[ \t]*(?:import|from)[ \t]+([^\n#;]{1,400})|[\"']([A-Za-z_][\w.]{0,100})[\"']",
    re.MULTILINE,
)
DRIVERS = frozenset(
    "aiomysql aiopg aiosqlite asyncmy asyncpg cx-oracle ibm-db mariadb mysql-connector-python mysqlclient oracledb "
    "pg8000 psycopg psycopg-binary psycopg-c psycopg2 psycopg2-binary pymssql pymysql pyodbc".split()
)
# What starts no application, or is no source of the project.
SKIPPED_DIRECTORIES = pattern(
    r"tests?\b|testing$|docs?$|examples?$|bench|node_modules$|v?env$|site-packages$|build$|dist$|__pycache__$",
    re.IGNORECASE,
)
SKIPPED_FILES = pattern(r"(?:setup|conftest|noxfile|test_\w*|\w*_test)\.py$")


def is_imported(artifact: Artifact, package: str, root: Root, builder: Root | None) -> Tristate:
    """Whether a source of the project imports a package of Python; unknown where not all sources are there to read.

    Of a package of Node or Ruby, whether the project itself asks for it: others mostly do without one that they bring
    along, or let the project choose (image_processing: ruby-vips or mini_magick).
    """
    environment, made = artifact.environment, artifact.made
    if environment is None or made is None or environment.language not in ("python", "conda", "node", "ruby"):
        return Tristate.UNKNOWN
    if environment.language == "ruby":
        return _is_in_gemfile(package, made.call, builder or root)
    names = frozenset(name.replace("_", "-") for name in environment.names)
    bringing = brought_by("node" if environment.language == "node" else "python", package) & names
    if environment.language == "node":
        return _is_asked_for({package, *bringing}, made.call, builder or root)
    if any(_names(word, {package, *bringing}) for word in made.call.texts) or names & DRIVERS == {package}:
        return Tristate.YES
    return _in_sources((package, *bringing), root, builder)


def _is_asked_for(packages: set[str], call: Call, root: Root) -> Tristate:
    """Whether package.json asks for one of these packages; unknown where there are other projects beside it."""
    manifest = json_table(root.read(join_path(call.cwd, "package.json")))
    asked = keys(manifest, "dependencies", "optionalDependencies", "devDependencies")
    is_alone = bool(asked) and "workspaces" not in manifest
    if not is_alone or root.read(join_path(call.cwd, "pnpm-workspace.yaml")) is not None:
        return Tristate.UNKNOWN
    return Tristate.NO if packages.isdisjoint((*asked, *call.texts)) else Tristate.YES


def _is_in_gemfile(gem: str, call: Call, root: Root) -> Tristate:
    """Whether the command or a Gemfile asks for a gem; unknown where the Gemfile is not there, or is put together."""
    if gem in call.texts:
        return Tristate.YES
    asked = asked_gems(root.read(join_path(call.cwd, "Gemfile")))
    return Tristate.UNKNOWN if asked is None else Tristate.of(gem in asked)


def _names(word: str, packages: Iterable[str]) -> bool:
    """Whether a word of the command that installs names one of these packages."""
    return re.split(r"[^\w.-]", word.lower().replace("_", "-"), maxsplit=1)[0] in packages


def _in_sources(packages: Iterable[str], root: Root, builder: Root | None) -> Tristate:
    modules = frozenset(module for package in packages for module in modules_of("python", package))
    for place in (root, builder):
        named = _named_in(place) if place else None
        if named is not None:
            # Where not all was read, what is named is named all the same.
            unread = Tristate.UNKNOWN if "" in named else Tristate.NO
            return unread if modules.isdisjoint(named) else Tristate.YES
    return Tristate.UNKNOWN


def _named_in(root: Root) -> frozenset[str] | None:
    """The modules that the sources in a root import, or name in quotes; None where there is no source."""
    if root.context is None:
        return None
    places = dict.fromkeys(source for source in _copied(root) if source is not None)
    return _named(root.context, tuple(places)) if len(places) <= MOST_FILES else frozenset({""})


@lru_cache(maxsize=2)  # each package of each environment asks for it again
def _named(context: Folder, places: tuple[str, ...]) -> frozenset[str] | None:
    """What the sources below some places of the context name; an empty name where not all was read."""
    named, number, length = set[str](), 0, 0
    for file in _sources(context, places):
        text = (context.read(file) or "")[:MOST_OF_FILE] if file else None
        if text is None or number >= MOST_FILES or length >= MOST_TEXT or len(named) > MOST_NAMES:
            named.add("")
            break
        number, length = number + 1, length + len(text)
        named.update(_modules_in(text))
    return frozenset(named) if number else None


def _modules_in(text: str) -> Iterator[str]:
    """The modules of a source's imports and of its words in quotes, each with the packages in which it is."""
    for match in NAMED.finditer(text):
        for part in (match[1] or match[2]).split(","):
            name = part.split(maxsplit=1)[0] if part.strip() else ""
            yield from accumulate(name.split(".")[:MOST_PARTS], "{}.{}".format)


def _copied(root: Root) -> Iterator[str | None]:
    yield from (source for _, source in root.facts.context_sources.items())


def _sources(context: Folder, places: Iterable[str]) -> Iterator[str]:
    """The names of the sources in Python that were copied; an empty name in the end where there are too many."""
    waiting = list(places)
    seen = set[str]()
    while waiting:
        place = waiting.pop().strip("/")
        if place in seen:
            continue
        seen.add(place)
        if place.endswith(".py"):
            if not SKIPPED_FILES.search(place):
                yield place
            continue
        if len(seen) > MOST_DIRECTORIES + MOST_FILES:
            yield ""
            return
        names = context.names(place)
        waiting += [f"{place}/{name}".lstrip("/") for name in names if _may_hold_sources(name)]


def _may_hold_sources(name: str) -> bool:
    """Whether a name is that of a source, or may be that of a directory with some."""
    return name.endswith(".py") or ("." not in name and not SKIPPED_DIRECTORIES.match(name))
