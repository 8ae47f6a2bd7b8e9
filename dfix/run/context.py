"""Where the build context of a Dockerfile in a subdirectory probably is.

``docker build -f docker/Dockerfile .`` is as common as ``docker build docker``, and the file does not say which of the
two is meant; what it copies does. A directory above is taken only where it holds more of what the file names than the
Dockerfile's own, and never one outside of the repository or, without a repository, of the current directory.
"""

import os
import re
from collections.abc import Iterator
from itertools import takewhile

from dfix.config.file import repository_of
from dfix.syntax.words import json_words
from dfix.text.paths import is_pattern
from dfix.text.pattern import pattern
from dfix.text.system_paths import is_inside

# So many directories up at most, and so many names are looked for in each: a file of thousands asks for no more.
FARTHEST, MOST_NAMES = 6, 100
CONTINUED = pattern(r"\\[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*")
COPIES = pattern(r"^[ \t]*(?:COPY|ADD)[ \t]+(.+)$", re.IGNORECASE | re.MULTILINE)
MOUNTS = pattern(r"--mount=(\S+)")
SOURCE = pattern(r"(?:^|,)(?:source|src)=([^,]+)")
# What a tool asks for in the directory of the project that it builds.
MANIFESTS = (
    (pattern(r"\bcargo[ \t]+(?:build|install|chef|test)\b"), ("Cargo.toml",)),
    (pattern(r"\bgo[ \t]+(?:build|mod|test|generate)\b"), ("go.mod", "vendor")),
    (pattern(r"\b(?:npm|yarn|pnpm)\b"), ("package.json",)),
    (pattern(r"\bmvnw?\b"), ("pom.xml",)),
    (pattern(r"\bgradlew?\b"), ("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")),
    (pattern(r"\b(?:poetry[ \t]+install|uv[ \t]+sync|pip3?[ \t]+install[ \t]+\.)"), ("pyproject.toml", "setup.py")),
    (pattern(r"\bcomposer[ \t]+install\b"), ("composer.json",)),
    (pattern(r"\bbundle[ \t]+install\b"), ("Gemfile",)),
    (pattern(r"\bmix[ \t]+(?:deps|compile|release)\b"), ("mix.exs",)),
    (pattern(r"\bswift[ \t]+build\b"), ("Package.swift",)),
    (pattern(r"\bcmake[ \t]+-"), ("CMakeLists.txt",)),
)


def likely_context(path: str, data: bytes) -> str:
    """The directory that is probably sent to the builder with a Dockerfile."""
    own = os.path.dirname(path)
    above = list(_above(own))
    if not above:
        return own
    wanted = _wanted(data.decode("latin-1"))
    own_held = _held(own, wanted)
    if own_held == len(wanted):
        return own
    best, most = own, own_held
    for directory in above:
        held = _held(directory, wanted)
        # What a build makes beforehand is in no directory: a part of the names tells only where the own one has none.
        if held == len(wanted) or (not own_held and held > most and 2 * held >= len(wanted)):
            best, most = directory, held
        if held == len(wanted):
            break
    return best


def _above(own: str) -> Iterator[str]:
    """The directories above that may be the context, the nearest first."""
    here = os.path.realpath(own or ".")
    top = repository_of(here)
    if not os.path.exists(os.path.join(top, ".git")):
        current = os.path.realpath(".")
        top = current if is_inside(here, current) else here
    for _ in range(FARTHEST):
        if here == top or os.path.dirname(here) == here:
            return
        here = os.path.dirname(here)
        yield here


def _wanted(text: str) -> list[tuple[str, ...]]:
    """What the context must hold: of each group one name at least."""
    text = CONTINUED.sub(" ", text)
    names = [name for line in COPIES.findall(text) for name in _sources(line)]
    names += [name[1] for flags in MOUNTS.findall(text) if "from=" not in flags for name in SOURCE.finditer(flags)]
    plain = [os.fsdecode(name.removeprefix("./").strip("/").encode("latin-1")) for name in names]
    wanted: list[tuple[str, ...]] = [
        (name,) for name in dict.fromkeys(plain) if name not in ("", ".", "*") and _is_known(name)
    ]
    tools = [manifests for command, manifests in MANIFESTS if len(wanted) < len(set(plain)) and command.search(text)]
    return wanted[:MOST_NAMES] + tools


def _sources(line: str) -> list[str]:
    """What one COPY or ADD takes from the context."""
    words = line.split()
    flags = list(takewhile(lambda word: word.startswith("--"), words))
    if any(flag.lower().startswith("--from=") for flag in flags):
        return []
    words = words[len(flags) :]
    if words and words[0].startswith("["):
        words = [word.text for word in json_words(" ".join(words), 0) or ()]
    return words[:-1]


def _is_known(name: str) -> bool:
    """Whether a source is a name in the context, and not a variable, an address, a text or a pattern of directories.

    A pattern of directories may match links that lead back, each of them at each level.
    """
    directories = name.split("/")[:-1]
    is_name = not any(sign in name for sign in ("$", "://", "<<", "git@", '"', "'")) and ".." not in name.split("/")
    return is_name and not any(is_pattern(directory) for directory in directories)


def _held(directory: str, wanted: list[tuple[str, ...]]) -> int:
    """How many of the groups a directory has."""
    return sum(any(_has(directory, name) for name in names) for names in wanted)


def _has(directory: str, name: str) -> bool:
    above, _, last = name.rpartition("/")
    if not is_pattern(last):
        return os.path.lexists(os.path.join(directory, name))
    from dfix.text.globs import copy_glob

    try:
        names = os.listdir(os.path.join(directory, above))
    except (OSError, ValueError):
        return False
    matches = copy_glob(last).match
    return any(matches(entry) for entry in names)
