"""What C and C++ sources in the build context ask of libc at run time that a static program may not get.

Measured (gcc 12, Debian 11 and 12): a static program cannot load plugins; ``iconv_open`` and ``setlocale``
read libc's own modules and locales; ``getpwnam`` and its like answer nothing when linked with a glibc before 2.34.
"""

from collections.abc import Iterator
from enum import Enum

from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

SOURCE = pattern(r"\.(c|cc|cpp|cxx|c\+\+|C)$")
INCLUDE = pattern(r'^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"')
MOST_FILES = 200


class Use(Enum):
    """A part of libc that is other in a static program."""

    PLUGINS = "dlopen"
    CONVERSION = "iconv"
    LOCALES = "setlocale"
    USERS = "user and host names"


CALLS = {
    Use.PLUGINS: pattern(r"\bdlopen[ \t]*\("),
    Use.CONVERSION: pattern(r"\biconv_open[ \t]*\("),
    # A locale by its name, but for those that libc itself has; the empty name means the environment's, which an
    # image need not have.
    Use.LOCALES: pattern(
        r"(?:\bsetlocale|\bnewlocale|\bstd::locale)\b[^;\n\"]*\"(?!(?:C|POSIX)?\")(?P<name>[^\"\n;]+)\""
        r"|\bnewlocale[ \t]*\([^\"\n]*\)"
    ),
    Use.USERS: pattern(r"\bget(pw|gr)(nam|uid|gid|ent)(_r)?[ \t]*\(|\bgetaddrinfo[ \t]*\(|\bgethostbyname\w*[ \t]*\("),
}


class Uses(NamedTuple):
    """What a compiler's sources use; ``is_read``: all of them, with the headers of their own, have been read.

    ``locales`` are those that they name; empty for one whose name is not a literal.
    """

    found: frozenset[Use]
    is_read: bool
    locales: frozenset[str] = frozenset()


def uses_of(call: Call, root: Root, with_value: tuple[str, ...]) -> Uses:
    """What the sources that a compiler is given use; objects and libraries among them are not read."""
    operands = [arg.text for arg in call.operands(*with_value)]
    is_read = bool(operands) and all(SOURCE.search(name) for name in operands)
    found: set[Use] = set()
    locales: set[str] = set()
    for text in _texts(root, [call.path(name) for name in operands if SOURCE.search(name)]):
        if text is None:
            is_read = False
        else:
            found.update(use for use, called in CALLS.items() if called.search(text))
            locales.update(match["name"] or "" for match in CALLS[Use.LOCALES].finditer(text))
    return Uses(frozenset(found), is_read, frozenset(locales))


def _texts(root: Root, paths: list[str]) -> Iterator[str | None]:
    """The texts of sources and of the headers that they include from their own directory; None for a missing source."""
    seen: set[str] = set()
    todo = [(path, True) for path in paths]
    while todo and len(seen) < MOST_FILES:
        path, is_source = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        text = root.read(path) if root.context else None
        if text is not None or is_source:
            yield text
        directory = path.rpartition("/")[0]
        todo += [(join_path(directory, name), False) for name in _included(text or "")]
    if todo:
        yield None


def _included(text: str) -> Iterator[str]:
    for line in text.splitlines():
        match = INCLUDE.match(line)
        if match:
            yield match[1]
