"""The data files of the catalog: their shapes, and how each is read once, at its first use.

``official/NAME.json``, ``namespaces/NAME.json``, ``other.json``, ``wild.json``, ``releases.json``,
``interpreters.json``, ``libraries.json``, ``tag_words.json``, ``run_words.json``, ``tools.json``,
``toolchains.json``, ``bare_images.json`` and ``catalog.json``; ``scripts/`` makes and checks those that come from a
folder of facts.
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


class Source(TypedDict, total=False):
    """Where a line was read: a file of a repository at a commit, the commits that changed it, or a page."""

    repository: str
    commit: str
    path: str
    changes: str
    page: str


class ImageLine(TypedDict, total=False):
    """A line of ``namespaces/NAME.json``: what some tags of some images hold, read from their own build files.

    ``tag`` is a regular expression: the line is for tags in which it is found (an absent tag is empty text).
    Then decide, in this order: ``mirrors``, the official image that it is built on; ``tags``, pairs of a
    pattern and a release id; the words of the tag, unless ``use_suffix_rules`` is false; ``pinned``, a pattern
    of tags that are built once, with ``pinned_default`` where the day of the build is not known; ``history``,
    ``DAY ID; DAY ID``, whose last release is ``default``.

    ``interpreters``: language → pairs of a pattern and a version, the first that is found in the tag decides; a
    version may hold ``$1`` and ``{group of tag}``, and ``@release`` is that of the release's own package.
    ``interpreters_at``: language → directory; ``interpreters_history``: language → ``DAY VERSION; …``.
    ``mirrors_when``: ``tracks`` (rebuilt with the official tag) or ``frozen`` (as it was when the version was
    published; ``published``: version → day). ``ended``: not rebuilt since. ``evidence_to`` is the day of the
    newest commit that was read, ``checked`` the day of the check. ``expected`` is
    a step that was announced and not seen: ``release``, ``from``, ``why``. ``added`` marks a line that
    ``scripts/build_catalog.py`` keeps.
    """

    images: list[str]
    tag: str
    mirrors: str
    mirrors_when: str
    published: dict[str, str]
    tags: list[list[str]]
    use_suffix_rules: bool
    pinned: str
    pinned_default: str | None
    history: str
    default: str
    builds: str
    interpreters: dict[str, list[list[str]]]
    interpreters_at: dict[str, str]
    interpreters_history: dict[str, str]
    ended: str
    expected: dict[str, str]
    confidence: str
    note: str
    source: Source
    evidence_to: str
    checked: str
    added: str


class CatalogDates(TypedDict):
    """``catalog.json``: the newest day on which a line of the catalog was checked."""

    as_of: str


class BareImages(TypedDict):
    """``bare_images.json``: names of images, not official ones, that are bare images of their release."""

    others: list[str]


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


class RunWords(TypedDict):
    """``run_words.json``: what commands tell of the image in which they run.

    ``managers``: package manager → release id of its family. ``marks``: regular expressions, in which
    ``CODENAME`` is any codename, and the release id that they tell. ``repositories_of_any_release``: words
    of addresses whose suite does not tell the release.
    """

    managers: dict[str, str]
    marks: list[dict[str, str]]
    repositories_of_any_release: str


class Toolchains(TypedDict):
    """``toolchains.json``; the first three are names of official images, separated by blanks."""

    with_compiler: str
    with_compiler_when_slim: str
    without_compiler: str
    environment: dict[str, dict[str, str]]
    environment_on_alpine: dict[str, dict[str, str]]
    workdir: dict[str, str]


class ToolRow(TypedDict, total=False):
    """A row of ``tools.json``; ``by_file`` gives another kind to files of that name.

    ``needs`` are sonames beside libc's own, ``libssl`` for OpenSSL of the image's release;
    ``glibc_min`` maps ``name>=major`` to a glibc version.
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
bare_images = FactFile[BareImages](__file__, "bare_images.json")
wild = FactFile[Wild](__file__, "wild.json")
# Which words of a tag name a release.
tag_words = FactFile[TagWords](__file__, "tag_words.json")
# What the commands that run in an image tell of it.
run_words = FactFile[RunWords](__file__, "run_words.json")
# The catalog's own dates.
catalog_dates = FactFile[CatalogDates](__file__, "catalog.json")
# Which images ship a compiler, what variables they set, where their commands run.
toolchains = FactFile[Toolchains](__file__, "toolchains.json")
# Programs that people copy out of images.
tools = FactFile[list[ToolRow]](__file__, "tools.json")
# Languages' interpreters in images and releases.
interpreters = FactFile[dict[str, InterpreterRow]](__file__, "interpreters.json")
# Shared libraries that bare images lack.
libraries = FactFile[LibraryFacts](__file__, "libraries.json")
# By release, what libraries link that no package of theirs brings: their own package's, and the bare image's.
library_needs = FactFile[dict[str, dict[str, str]]](__file__, "library_needs.json")


@lru_cache(maxsize=64)
def official_entry(name: str) -> OfficialEntry | None:
    """An official image's facts; None when there is no such image."""
    entry = FactFile[OfficialEntry](__file__, "official", f"{name}.json")
    return entry() if entry.exists() else None


@lru_cache(maxsize=64)
def image_lines(namespace: str) -> tuple[ImageLine, ...]:
    """The lines on the images of a registry and user, ``ghcr.io+astral-sh`` or ``oven``; none for most."""
    lines = FactFile[list[ImageLine]](__file__, "namespaces", f"{namespace}.json")
    return tuple(lines()) if lines.exists() else ()
