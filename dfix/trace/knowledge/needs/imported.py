"""Whether a project's sources import a package: one that fails where it is imported hurts nobody who does not.

The package is in the image because a file of requirements lists it, perhaps for a case that never comes. What the
project starts by a name in quotes (``"rest_framework_gis"`` among Django's applications) counts as imported, and so
does the only driver of a database: an URL that the sources do not know may choose it. ``modules`` of
``data/package_libraries.json`` are the names under which a package is imported, by itself and by others that need it,
where these are not its own name.
"""

import re
from collections.abc import Iterable, Iterator

from dfix.context import Folder
from dfix.manifests.listed import json_table, keys
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge.needs.packages import brought_by, modules_of
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

# How much of a project is read: files, directories, and code points of each file and of all.
MOST_FILES, MOST_DIRECTORIES, MOST_OF_FILE, MOST_TEXT = 1000, 1000, 200_000, 8_000_000
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

    Of a package of Node, whether the project itself asks for it: others mostly do without one that they bring along.
    """
    environment, made = artifact.environment, artifact.made
    if environment is None or made is None or environment.language not in ("python", "conda", "node"):
        return Tristate.UNKNOWN
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


def _names(word: str, packages: Iterable[str]) -> bool:
    """Whether a word of the command that installs names one of these packages."""
    return re.split(r"[^\w.-]", word.lower().replace("_", "-"), maxsplit=1)[0] in packages


def _in_sources(packages: Iterable[str], root: Root, builder: Root | None) -> Tristate:
    modules = [module for package in packages for module in modules_of("python", package)]
    expression = _expression(modules)
    for place in (root, builder):
        answer = _any_source(place, expression) if place else None
        if answer is not None:
            return answer
    return Tristate.UNKNOWN


def _expression(modules: Iterable[str]) -> "re.Pattern[str]":
    """What a line has that imports one of the modules, or names it in quotes."""
    names = "|".join(sorted(map(re.escape, modules)))
    word = r"[\w.]+(?:[ \t]+as[ \t]+\w+)?[ \t]*,[ \t]*"
    return re.compile(
        rf"^[ \t]*(?:import|from)[ \t]+(?:{word}){{0,20}}(?:{names})\b|[\"'](?:{names})(?:\.[\w.]{{1,100}})?[\"']",
        re.MULTILINE,
    )


def _any_source(root: Root, expression: "re.Pattern[str]") -> Tristate | None:
    """Whether a source in a root matches; None where there is none, unknown where not all were read."""
    context, number, length = root.context, 0, 0
    if context is None:
        return None
    for file in _sources(context, dict.fromkeys(source for source in _copied(root) if source is not None)):
        text = (context.read(file) or "") if file else None
        if text is None or number >= MOST_FILES or length >= MOST_TEXT:
            return Tristate.UNKNOWN
        number, length = number + 1, length + len(text)
        if expression.search(text[:MOST_OF_FILE]):
            return Tristate.YES
    return Tristate.NO if number else None


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
