"""Go: what a source file imports and links, whether a build takes it in, and which modules go.mod requires.

Sources: ``go help buildconstraint``, ``go help go.mod``, cmd/cgo ("#cgo"); the Go modules reference,
"vendor/modules.txt".
"""

import re
from collections.abc import Iterator

from dfix.text.pattern import pattern

IMPORT = pattern(r'^[ \t]*import[ \t]+(?:[\w.]+[ \t]+)?"([^"\n]+)"', re.MULTILINE)
BLOCK = pattern(r"^[ \t]*import[ \t]*\(", re.MULTILINE)
IN_BLOCK = pattern(r'^[ \t]*(?:[\w.]+[ \t]+)?"([^"\n]+)"', re.MULTILINE)
MODULE = pattern(r"^[ \t]*module[ \t]+(\S+)", re.MULTILINE)
PACKAGE = pattern(r"^package[ \t]+(\w+)", re.MULTILINE)
SYSTEMS = "windows|darwin|freebsd|netbsd|openbsd|dragonfly|solaris|illumos|js|wasip1|plan9|android|ios|aix|zos"
OTHER_SYSTEM = pattern(rf"_({SYSTEMS}|wasm|test)(_\w+)?\.go$")
CONSTRAINT = pattern(r"^//go:build[ \t]+(.*)$", re.MULTILINE)
OLD_CONSTRAINT = pattern(r"^//[ \t]*\+build[ \t]+(.*)$", re.MULTILINE)
TOKEN = pattern(r"\|\||&&|[!()]|[\w.]+")
# What holds in a build for Linux with cgo. Of two processors either may be meant.
TRUE_TAGS = pattern(r"(linux|unix|gc|cgo|amd64|arm64|go1\.\d+)$")
CGO_LINE = pattern(r"^[ \t]*(?://|\*)?[ \t]*#cgo[ \t]+([^:\n]*?)(LDFLAGS|pkg-config):(.*)$", re.MULTILINE)
LINKED = pattern(r"(?:^|\s)-l(\w[\w+.-]*)")
REQUIRED = pattern(r"^[ \t]*(?:require[ \t]+)?([\w.-]+\.[\w.-]+/\S+)[ \t]+v\S+[ \t]*(//[ \t]*indirect)?", re.MULTILINE)
REPLACED = pattern(
    r"^[ \t]*(?:replace[ \t]+)?([\w.-]+\S*)(?:[ \t]+v\S+)?[ \t]+=>[ \t]+(\.\.?(?:/\S*)?)[ \t]*$", re.MULTILINE
)
VENDORED = pattern(r"^([\w.-]+\.\S+)$", re.MULTILINE)
DEEPEST = 50


def imported(text: str) -> Iterator[str]:
    """The paths that one file imports."""
    yield from IMPORT.findall(text)
    start = BLOCK.search(text)
    while start and (end := text.find(")", start.end())) >= 0:
        yield from IN_BLOCK.findall(text[start.end() : end])
        start = BLOCK.search(text, end)


def replacements(text: str) -> Iterator[tuple[str, str]]:
    """The modules that a go.mod replaces by directories, and these, seen from it."""
    yield from REPLACED.findall(text)


def linked(text: str) -> Iterator[str]:
    """The libraries that one file's ``#cgo`` lines link on Linux: ``pcap`` of ``-lpcap``, ``vips`` of pkg-config."""
    for conditions, kind, value in CGO_LINE.findall(text):
        if not conditions.strip() or any(holds(one, frozenset()) for one in map(_modern, conditions.split())):
            yield from LINKED.findall(value) if kind == "LDFLAGS" else value.split()


def is_built(name: str, text: str, tags: frozenset[str]) -> bool:
    """Whether a build for Linux with these tags takes in a file of that name; tests are left out."""
    if OTHER_SYSTEM.search(name):
        return False
    # No import stands before the constraint.
    head = text[: match.start()] if (match := PACKAGE.search(text)) else text
    constraint = CONSTRAINT.search(head)
    if constraint:
        return holds(constraint[1], tags)
    lines = OLD_CONSTRAINT.findall(head)
    return all(any(holds(_modern(one), tags) for one in line.split()) for line in lines)


def _modern(condition: str) -> str:
    """A condition of ``// +build`` or ``#cgo`` in today's words: a comma there means *and*."""
    return condition.replace(",", " && ")


def holds(condition: str, tags: frozenset[str]) -> bool:
    """Whether a build constraint holds; one that makes no sense does."""
    tokens = TOKEN.findall(condition)[::-1]
    try:
        return _either(tokens, tags, 0)
    except (IndexError, RecursionError):
        return True


def _either(tokens: list[str], tags: frozenset[str], depth: int) -> bool:
    """``a || b``; takes the tokens off the end of the list."""
    value = _both(tokens, tags, depth)
    while tokens and tokens[-1] == "||":
        tokens.pop()
        value = _both(tokens, tags, depth) or value
    return value


def _both(tokens: list[str], tags: frozenset[str], depth: int) -> bool:
    """``a && b``."""
    value = _one(tokens, tags, depth)
    while tokens and tokens[-1] == "&&":
        tokens.pop()
        value = _one(tokens, tags, depth) and value
    return value


def _one(tokens: list[str], tags: frozenset[str], depth: int) -> bool:
    """A tag, ``!a`` or ``(a)``."""
    if depth > DEEPEST:
        raise RecursionError
    word = tokens.pop()
    if word == "!":
        return not _one(tokens, tags, depth + 1)
    if word != "(":
        return word in tags or TRUE_TAGS.match(word) is not None
    value = _either(tokens, tags, depth + 1)
    tokens.pop()
    return value


def required(text: str) -> dict[str, bool]:
    """The modules that go.mod requires → whether its own packages import them, as far as go.mod says."""
    return {path: not indirect for path, indirect in REQUIRED.findall(text)}


def vendored_packages(text: str) -> frozenset[str]:
    """The packages that ``vendor/modules.txt`` lists: those of other modules that the module's packages need."""
    return frozenset(VENDORED.findall(text))
