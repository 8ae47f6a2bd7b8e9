"""What an OCaml project that is built in a stage links, as its own files say: Dune's, opam's and opam's locks."""

from collections.abc import Iterator
from itertools import islice

from dfix.manifests.dune import (
    Stanza,
    asks_for_static,
    depends_of_opam,
    depends_of_project,
    stanzas,
)
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

MODULE = pattern(r"[A-Za-z][\w+.-]{0,99}")
# How many directories, copied paths and places of projects are looked at.
MOST_DIRECTORIES, MOST_SOURCES, MOST_HOMES = 200, 400, 4
# How many programs and libraries of a project, and how many words of a command.
MOST_PARTS, MOST_WORDS = 400, 20
# Directories of a project whose programs are not what it ships, and those that hold no sources of it.
NOT_SHIPPED = frozenset("test tests bench benchmark benchmarks example examples doc docs node_modules _build".split())
LOCK = ".opam.locked"
# Options of opam and Dune that take the next word.
WITH_VALUE = ("--destdir", "--prefix", "-j", "--jobs", "--switch", "--profile", "-p", "--root", "--repos", "-b")


class OcamlProject(NamedTuple):
    """What a project's files say.

    ``declared`` are the packages on which it depends, ``locked`` all that its lock has, ``programs`` the libraries that
    each of its programs links with those of its own libraries; none where no ``dune`` file is available.
    ``links_static``: a file asks for a static link, under whatever condition.
    """

    declared: frozenset[str]
    locked: frozenset[str]
    programs: tuple[frozenset[str], ...]
    links_static: bool


def ocaml_project(call: Call, builder: Root) -> OcamlProject | None:
    """The project that a command builds or installs; None where none of its files is available."""
    homes = list(islice(_homes(call, builder), MOST_HOMES))
    declared, locked, dunes = set[str](), set[str](), list[str]()
    for home in homes:
        for name in _files_in(home, builder):
            text = builder.read(join_path(home, name)) or "" if name.endswith((".opam", LOCK)) else ""
            (locked if name.endswith(LOCK) else declared).update(depends_of_opam(text))
        declared.update(depends_of_project(builder.read(join_path(home, "dune-project")) or ""))
        dunes += _dune_files(home, builder)
    if not declared and not dunes:
        return None
    parts = tuple(islice((stanza for text in dunes for stanza in stanzas(text)), MOST_PARTS))
    is_static = any(map(asks_for_static, dunes))
    return OcamlProject(frozenset(declared), frozenset(locked), tuple(_linked(parts)), is_static)


def _files_in(home: str, builder: Root) -> tuple[str, ...]:
    """The names in a directory, with those that were copied into it by themselves."""
    start = f"{home.rstrip('/')}/"
    copied = (target.removeprefix(start) for target in builder.facts.context_sources if target.startswith(start))
    return tuple(dict.fromkeys((*builder.names(home), *(name for name in copied if "/" not in name))))


def installed_programs(call: Call, builder: Root) -> tuple[str, ...]:
    """The names under which the programs of the projects that a command installs are installed."""
    texts = (text for home in islice(_homes(call, builder), MOST_HOMES) for text in _dune_files(home, builder))
    parts = (part for text in texts for part in stanzas(text) if part.is_program)
    return tuple(dict.fromkeys(name for part in parts for name in part.public_names if MODULE.fullmatch(name)))


def _homes(call: Call, builder: Root) -> Iterator[str]:
    """The directories of the projects that a command names; the working directory where it names none."""
    if call.name != "opam":
        root = call.option("--root")
        yield call.path(root.text) if root else call.cwd
        return
    operands = [arg.text for arg in call.operands(*WITH_VALUE)]
    verb = next((place for place, word in enumerate(operands) if word in ("install", "pin")), len(operands))
    for word in operands[verb + 1 :][:MOST_WORDS]:
        path = call.path(word)
        if word.endswith(".opam"):
            yield path.rpartition("/")[0]
        elif word.startswith((".", "/")):
            yield path
        else:
            yield from _home_of_package(word, builder)


def _home_of_package(name: str, builder: Root) -> Iterator[str]:
    """Where the file of a package lies that was pinned: ``opam pin add name directory``."""
    file = f"/{name.partition('.')[0]}.opam"
    for target in islice(builder.facts.context_sources, MOST_SOURCES):
        if target.endswith(file):
            yield target.removesuffix(file)
        elif f"{target.rstrip('/')}{file}" in builder.nodes or builder.read(f"{target.rstrip('/')}{file}") is not None:
            yield target.rstrip("/") or "/"


def _dune_files(home: str, builder: Root) -> Iterator[str]:
    """The texts of the ``dune`` files at a place and below it, but for those of tests."""
    waiting, seen = [home], 0
    while waiting and seen < MOST_DIRECTORIES:
        directory, seen = waiting.pop(0), seen + 1
        for name in builder.names(directory):
            path = join_path(directory, name)
            if name in ("dune", "jbuild"):
                yield builder.read(path) or ""
            elif "." not in name and name not in NOT_SHIPPED:
                waiting.append(path)


def _linked(parts: tuple[Stanza, ...]) -> Iterator[frozenset[str]]:
    """The libraries that each program links: its own, and those of the project's libraries that it links.

    A program that is installed counts alone where there is one: others may be for the build. One that links
    ``js_of_ocaml`` is for browsers.
    """
    programs = [part for part in parts if part.is_program]
    installed = [part for part in programs if part.public_names]
    own = {name: part.libraries for part in parts if not part.is_program for name in (*part.names, *part.public_names)}
    for part in installed or programs:
        found, waiting = set[str](), list(part.libraries)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += own.get(name, ())
        if not any(name.startswith("js_of_ocaml") for name in found):
            yield frozenset(found)
