"""The data files of the catalog: their shapes, and how each is read once, when it is asked for.

``official/NAME.json``, ``other.json``, ``wild.json``, ``releases.json``, ``interpreters.json``,
``libraries.json``, ``tag_words.json``, ``tools.json`` and ``toolchains.json``; ``scripts/`` makes and
checks those that come from a folder of facts.
"""

import json
import os
from functools import cache

from dfix.values import TypedDict

DATA = os.path.join(os.path.dirname(__file__), "data")


class OfficialEntry(TypedDict):
    """``official/NAME.json``: tags by release, histories of tags that moved, tags that name a system."""

    fixed: dict[str, str]
    moved: list[list[str]]
    named: dict[str, str]


class NameRule(TypedDict, total=False):
    """A rule of ``other.json``; see scripts/build_catalog.py."""

    images: list[str]
    tags: list[list[str]]
    default: str | None
    use_suffix_rules: bool
    confidence: str
    builds: str


class Others(TypedDict):
    """``other.json``: images with a registry or a user in their name."""

    rules: list[NameRule]
    name_guesses: list[dict[str, str]]


class Wild(TypedDict):
    """``wild.json``: images met in public Dockerfiles, and words of names that hint at a release's id."""

    rules: list[NameRule]
    words: dict[str, str]


class TagWords(TypedDict):
    """``tag_words.json``: which words of a tag name a release."""

    as_of: str
    not_before: str
    suffix_rules: list[dict[str, str]]
    codenames: dict[str, str]


class Toolchains(TypedDict):
    """``toolchains.json``; the first three are names of official images, parted by blanks."""

    with_compiler: str
    with_compiler_when_slim: str
    without_compiler: str
    environment: dict[str, dict[str, str]]
    workdir: dict[str, str]


class ToolRow(TypedDict, total=False):
    """A row of ``tools.json``; ``by_file`` gives another kind to files of that name.

    ``needs`` are sonames beside libc's own; ``glibc_min`` maps ``name>=major`` to a glibc version.
    """

    tool: str
    images: list[str]
    paths: list[str]
    kind: str
    confidence: str
    why: str
    by_file: dict[str, str]
    needs: list[str]
    glibc_min: dict[str, str]


class InterpreterRow(TypedDict):
    """A language of ``interpreters.json``."""

    package_path: str
    official: str
    official_path: str
    releases: dict[str, str]


def read(name: str) -> str:
    """The text of one data file."""
    with open(os.path.join(DATA, name), encoding="utf-8") as file:
        return file.read()


@cache
def official_entry(name: str) -> OfficialEntry | None:
    """An official image's facts; None when there is no such image."""
    if not os.path.exists(os.path.join(DATA, "official", f"{name}.json")):
        return None
    entry: OfficialEntry = json.loads(read(os.path.join("official", f"{name}.json")))
    return entry


@cache
def others() -> Others:
    """The images with a registry or a user in their name."""
    facts: Others = json.loads(read("other.json"))
    return facts


@cache
def wild() -> Wild:
    """Images of which the family alone is guessed."""
    facts: Wild = json.loads(read("wild.json"))
    return facts


@cache
def releases() -> dict[str, dict[str, str | bool]]:
    """Every release by its id."""
    facts: dict[str, dict[str, str | bool]] = json.loads(read("releases.json"))
    return facts


@cache
def tag_words() -> TagWords:
    """Which words of a tag name a release."""
    facts: TagWords = json.loads(read("tag_words.json"))
    return facts


@cache
def toolchains() -> Toolchains:
    """Which images ship a compiler, what variables they set, where their commands run."""
    facts: Toolchains = json.loads(read("toolchains.json"))
    return facts


@cache
def tools() -> list[ToolRow]:
    """Programs that people copy out of images."""
    facts: list[ToolRow] = json.loads(read("tools.json"))
    return facts


@cache
def interpreters() -> dict[str, InterpreterRow]:
    """Languages' interpreters in images and releases."""
    facts: dict[str, InterpreterRow] = json.loads(read("interpreters.json"))
    return facts


class AbsentLibrary(TypedDict):
    """``images`` lack a library unless a package is installed whose name begins with a word of ``brought_by``."""

    images: str
    brought_by: str


class LibraryFacts(TypedDict):
    """The shape of ``libraries.json``; lists are words in one text.

    ``absent`` is by soname. ``small_packages`` bring none of these. ``bare`` names all libraries of an image
    beside its libc's, by the beginnings of their sonames; ``brings_no_library`` are packages without any.
    """

    absent: dict[str, AbsentLibrary]
    small_packages: str
    bare: dict[str, str]
    brings_no_library: str


@cache
def libraries() -> LibraryFacts:
    """Shared libraries that bare images lack."""
    facts: LibraryFacts = json.loads(read("libraries.json"))
    return facts
