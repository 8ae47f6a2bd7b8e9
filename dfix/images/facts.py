"""The data files of the catalog: their shapes, and how each is read once, at its first use.

``official/NAME.json``, ``other.json``, ``wild.json``, ``releases.json``, ``interpreters.json``,
``libraries.json``, ``tag_words.json``, ``tools.json`` and ``toolchains.json``; ``scripts/`` makes and
checks those that come from a folder of facts.
"""

from functools import lru_cache

from dfix.fact_file import FactFile
from dfix.values import TypedDict


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
    """``toolchains.json``; the first three are names of official images, separated by blanks."""

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


# Every release by its id.
releases = FactFile[dict[str, dict[str, str | bool]]](__file__, "releases.json")
# Images with a registry or a user in their name.
others = FactFile[Others](__file__, "other.json")
# Images of which the family alone is guessed.
wild = FactFile[Wild](__file__, "wild.json")
# Which words of a tag name a release.
tag_words = FactFile[TagWords](__file__, "tag_words.json")
# Which images ship a compiler, what variables they set, where their commands run.
toolchains = FactFile[Toolchains](__file__, "toolchains.json")
# Programs that people copy out of images.
tools = FactFile[list[ToolRow]](__file__, "tools.json")
# Languages' interpreters in images and releases.
interpreters = FactFile[dict[str, InterpreterRow]](__file__, "interpreters.json")
# Shared libraries that bare images lack.
libraries = FactFile[LibraryFacts](__file__, "libraries.json")


@lru_cache(maxsize=64)
def official_entry(name: str) -> OfficialEntry | None:
    """An official image's facts; None when there is no such image."""
    entry = FactFile[OfficialEntry](__file__, "official", f"{name}.json")
    return entry() if entry.exists() else None
