"""Well-known projects of C and C++ that builds download: what each of them links, by its own manual.

The facts are in ``data/known_projects.json``. A row of ``projects`` tells by which addresses the sources come
(``addresses``, in lower case), what their directory is called (``directories``; else like the project), which tools
configure it (``by``), where it installs by default (``prefix``), in which directory of that its programs are
(``within``) and where in its build directory (``programs``), in which directory of the sources its script is
(``scripts``), and by which word it takes the path of its program (``option``). A row of ``links`` names libraries as
``-l`` does: always, or by a word of the configuration (``when``), unless another word turns it off or builds it along
(``unless``), for versions from ``since`` to before ``until``; ``source`` is where the project says so. ``a|b`` is one
of both.

Nothing of it is said of a library that the builder cannot link: a manual tells what a build takes where it finds it.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from dfix.fact_file import FactFile
from dfix.images.release import version_key
from dfix.text import UNKNOWN_TEXT, readable
from dfix.text.pattern import pattern
from dfix.trace.state.effect import SetsFact
from dfix.trace.state.facts import KnownSource, ProjectBuild
from dfix.trace.state.root import Root
from dfix.values import NamedTuple, TypedDict

# What follows a project's name in that of its sources' directory: ``nginx-1.25.0``, ``redis-stable``, ``v3.4``.
TAIL = pattern(r"[-_.]?v?[\d\x00]|[-_](?:master|main|stable|release|latest|src|source)")
VERSION = pattern(r"\d+(?:\.\d+)*")
# ``--with-x=no`` is ``--without-x`` (Autoconf's manual, "Working With External Software").
NOT = pattern(r"--(with|enable)-([\w.+-]+)=no$")
NEGATED = {"with": "without", "enable": "disable"}
# ``-DX:BOOL=1`` is ``-DX=ON`` (CMake's manual, "if").
CMAKE = pattern(r"-D\s*(\w+)(?::\w+)?=(.*)$")
CMAKE_VALUES = {**dict.fromkeys(("1", "yes", "true", "y"), "on"), **dict.fromkeys(("0", "no", "false", "n"), "off")}
# Values by which a word turns nothing on, or not for a program that starts.
NOTHING = frozenset(("", "0", "no", "off", "false", "dynamic", "static", "bundled", "builtin", "internal"))
# A word for archives; these of its kind speak of other things, or only of the project's own libraries.
STATIC = pattern(r"static", having="static")
NOT_STATIC = pattern(
    r"--(?:with-http_gzip_static_module|enable-static|(?:disable|without)-static\S*)$|.*=(?:off|0|no)$"
)
# The target that makes add-ons alone, which link nothing of their program's (nginx: docs, "Extending").
ADD_ONS = "modules"
COUNTS = frozenset(("-j", "--jobs", "-l"))


class Project(TypedDict, total=False):
    """A row of ``projects``; several words of a value are parted by blanks."""

    name: str
    called: str
    by: str
    addresses: str
    directories: str
    prefix: str
    within: str
    scripts: str
    option: str
    programs: str


class Links(TypedDict, total=False):
    """A row of ``links``; several words of a value are parted by blanks."""

    project: str
    links: str
    when: str
    unless: str
    since: str
    until: str
    source: str


class Facts(TypedDict):
    """The shape of the data file."""

    projects: list[Project]
    links: list[Links]


class Linked(NamedTuple):
    """Link names of which a build takes one, and a clause for people that says why."""

    one_of: tuple[str, ...]
    because: str


facts = FactFile[Facts](__file__, "known_projects.json")


def sources(address: str, path: str = "") -> Iterator[SetsFact]:
    """That the sources of known projects come from an address; ``path`` is where they are, empty if a name tells."""
    lower = address.lower().partition("?")[0].replace("git@github.com:", "git@github.com/")
    for project in facts()["projects"]:
        if any(_is_at(lower, part) for part in project["addresses"].split()):
            yield SetsFact(KnownSource(project["name"], path))


def _is_at(address: str, part: str) -> bool:
    """Whether an address has the part as a whole: ``nginx/nginx``, not ``nginx/nginx-acme``."""
    before, found, behind = address.partition(part)
    if not found or (part[0] != "/" and before[-1:].isalnum()):
        return False
    return not part[-1].isalnum() or behind[:1] in ("", "/", "#", "@") or behind.startswith(".git")


def known_project(root: Root, source: str, by: str) -> str:
    """The name of the known project whose sources are in a directory and that a tool configures; empty for none.

    An address in the same stage tells of it; the directory is where a clone was made, or has the project's name.
    """
    source = source.rstrip("/")
    found = [
        name
        for name, path in root.facts.known_sources.items()
        if path is not None and by in _project(name)["by"].split() and _is_of(_project(name), source, path)
    ]
    return found[0] if len(found) == 1 else ""


def _is_of(project: Project, source: str, path: str) -> bool:
    directory = source.removesuffix(f"/{project['scripts']}") if "scripts" in project else source
    return directory == (path or None) or _tail(project, directory) is not None


def _tail(project: Project, directory: str) -> str | None:
    """What follows the project's name in that of a directory; None for a directory that has another name."""
    last = directory.rpartition("/")[2].lower()
    for name in project.get("directories", project["name"]).split():
        tail = last.removeprefix(name)
        if last.startswith(name) and (not tail or TAIL.match(tail)):
            return tail
    return None


def default_prefix(name: str) -> str:
    """Where a known project installs unless it is told otherwise; empty where that is the usual place."""
    return _project(name).get("prefix", "") if name else ""


def program_directory(name: str) -> str:
    """The directory below the prefix in which the project's programs are installed; empty for the prefix itself."""
    return _project(name).get("within", "") if name else ""


def built_programs(name: str) -> list[str]:
    """Where below its build directory a known project's programs are once they are built."""
    return _project(name).get("programs", "").split() if name else []


def program_path(name: str, words: Iterable[str]) -> str:
    """Where a word of the configuration puts the project's program; empty where none does."""
    option = f"{_project(name).get('option', '')}=" if name else "="
    paths = (word[len(option) :] for word in words if option != "=" and word.startswith(option))
    return next((path for path in paths if path.startswith("/") and UNKNOWN_TEXT not in path), "")


def linked_by(build: ProjectBuild, words: tuple[str, ...]) -> Iterator[Linked]:
    """What a known project links that was configured by these words, as far as its builder can."""
    said = tuple(map(_meaning, words))
    if ADD_ONS in words or any(map(_asks_for_archives, said)):
        return
    project, is_told = _project(build.known), _are_known(words)
    version = _version(project, build.source or "")
    for row in _links(build.known):
        word = next((word for word in said if _is_one(word, row.get("when", ""))), None)
        is_on = word is not None if "when" in row else is_told
        if is_on and _is_in(version, row) and not any(_is_one(other, row.get("unless", "")) for other in said):
            called = project.get("called", project["name"])
            because = f"`{readable(word)}` of {called} links it" if word else f"{called} links it where it finds it"
            for link in row["links"].split():
                yield Linked(tuple(link.split("|")), because)


def _asks_for_archives(word: str) -> bool:
    return STATIC.search(word.lower()) is not None and not NOT_STATIC.match(word.lower())


def _are_known(words: tuple[str, ...]) -> bool:
    """Whether all words are known by which something may be turned off; the number of jobs turns nothing off."""
    return not any(
        word.startswith(UNKNOWN_TEXT) and before not in COUNTS
        for before, word in zip(("", *words), words, strict=False)
    )


def _version(project: Project, source: str) -> tuple[int, ...]:
    """The version in the name of the sources' directory; empty where it has none."""
    match = VERSION.search(_tail(project, source.rstrip("/")) or "")
    return version_key(match[0]) if match else ()


def _is_in(version: tuple[int, ...], row: Links) -> bool:
    """Whether a row is for a version; one for some versions is not for a version that is not known."""
    since, until = row.get("since", ""), row.get("until", "")
    if not version:
        return not since and not until
    return version_key(since) <= version and (not until or version < version_key(until))


def _meaning(word: str) -> str:
    """The usual form of a word of a configuration."""
    if match := NOT.match(word):
        return f"--{NEGATED[match[1]]}-{match[2]}"
    if match := CMAKE.match(word):
        value = match[2].lower()
        return f"-D{match[1]}={CMAKE_VALUES.get(value, value)}"
    return word


def _is_one(word: str, rows: str) -> bool:
    """Whether a word of a configuration is one of those of a row.

    ``--with-x`` may have a value, ``X=`` must have one; a directory of its own is another library than the builder's.
    """
    for known in rows.split():
        name, equals, value = known.partition("=")
        said, has_value, given = word.partition("=")
        if said == name and (given.lower() == value.lower() if value else bool(has_value) or not equals):
            is_elsewhere = not equals and given.startswith("/") and given.rstrip("/") != "/usr"
            if value or not (has_value and (given.lower() in NOTHING or is_elsewhere)):
                return True
    return False


@cache
def _by_name() -> dict[str, Project]:
    return {row["name"]: row for row in facts()["projects"]}


def _project(name: str) -> Project:
    return _by_name()[name]


@cache
def _links(name: str) -> tuple[Links, ...]:
    return tuple(row for row in facts()["links"] if row["project"] == name)
