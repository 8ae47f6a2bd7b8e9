"""What OCaml's build files say: Dune's ``dune`` and ``dune-project``, opam's package files and their locks.

Sources: Dune's reference manual ("executable", "library", "Dependency specification"), opam's manual ("Package
definitions"). Conditions are not decided, but for those that say that a package is no part of the product: ``build``,
``with-test``, ``with-doc``, ``dev``, ``post``.
"""

import re
from collections.abc import Iterator

from dfix.text.pattern import pattern
from dfix.values import NamedTuple, TypeAlias

# Of one file: characters, words, and how deep its lists are nested.
LONGEST, MOST_TOKENS, DEEPEST = 100_000, 20_000, 40
# A text that nobody closed ends with the file.
TOKEN = pattern(r'"(?P<text>(?:[^"\\]|\\[\s\S])*)(?:"|\\?\Z)|(?P<comment>;[^\n]*)|(?P<sign>[()])|(?P<word>[^\s()";]+)')
DEPENDS = pattern(r"^depends:\s{0,80}\[", re.MULTILINE)
# A name with its filter, a comment, or the end of the list.
ENTRY = pattern(r'"(?P<name>[A-Za-z][\w+.-]*)"\s*(?:\{(?P<filter>[^{}]*)\})?|(?P<comment>#[^\n]*)|(?P<end>\])')
NO_PART = pattern(r"(?<![\w-])(?:build|with-test|with-doc|with-dev-setup|dev|post)(?![\w-])")
STATIC = pattern(r"(?<![\w-])-static(?![\w-])")
PROGRAMS, LIBRARIES = ("executable", "executables"), ("library",)

# A word, or a list of these.
Expression: TypeAlias = "str | list[Expression]"


class Stanza(NamedTuple):
    """A part of a ``dune`` file that makes programs or a library: its names, and the libraries that it links.

    ``public_names`` are those under which programs are installed, or by which other libraries link one.
    """

    is_program: bool
    names: tuple[str, ...]
    public_names: tuple[str, ...]
    libraries: tuple[str, ...]


def stanzas(text: str) -> tuple[Stanza, ...]:
    """The programs and libraries of a ``dune`` file; its tests are none of them."""
    return tuple(_stanzas(text))


def asks_for_static(text: str) -> bool:
    """Whether a ``dune`` file names the linker's word for a static link, whatever the condition."""
    return STATIC.search(text[:LONGEST]) is not None


def depends_of_opam(text: str) -> tuple[str, ...]:
    """The packages on which the product of an opam file, or of its lock, depends."""
    plain = text[:LONGEST]
    start = DEPENDS.search(plain)
    names: list[str] = []
    for match in ENTRY.finditer(plain, start.end()) if start else ():
        if match["end"]:
            break
        if match["name"] and not NO_PART.search(match["filter"] or ""):
            names.append(match["name"])
    return tuple(dict.fromkeys(names))


def depends_of_project(text: str) -> tuple[str, ...]:
    """The packages on which the packages of a ``dune-project`` depend: ``(package (depends (ssl (>= 0.5)) lwt))``."""
    names: list[str] = []
    for package in _read(text):
        if isinstance(package, list) and package[:1] == ["package"]:
            for one in _field(package, "depends"):
                name = one if isinstance(one, str) else one[0] if one else ""
                if isinstance(name, str) and not (isinstance(one, list) and NO_PART.search(_words(one))):
                    names.append(name)
    return tuple(dict.fromkeys(name for name in names if name))


def _stanzas(text: str) -> Iterator[Stanza]:
    for one in _read(text):
        if not isinstance(one, list) or not one or one[0] not in (*PROGRAMS, *LIBRARIES):
            continue
        yield Stanza(
            one[0] in PROGRAMS,
            _names(one, "name", "names"),
            _names(one, "public_name", "public_names"),
            tuple(dict.fromkeys(_linked(_field(one, "libraries")))),
        )


def _names(stanza: "list[Expression]", *fields: str) -> tuple[str, ...]:
    return tuple(name for field in fields for name in _field(stanza, field) if isinstance(name, str))


def _field(stanza: "list[Expression]", name: str) -> "list[Expression]":
    """What is behind a field's name; nothing where there is no such field."""
    return next((one[1:] for one in stanza if isinstance(one, list) and one[:1] == [name]), [])


def _linked(libraries: "list[Expression]") -> Iterator[str]:
    """The libraries of a list, with those that it hands on (``re_export``); none of a ``select``, which may be off."""
    for one in libraries:
        if isinstance(one, str):
            yield one
        elif one[:1] == ["re_export"]:
            yield from (name for name in one[1:] if isinstance(name, str))


def _words(expression: "list[Expression]") -> str:
    """The words of a list and of those one level below, to look for a filter's name."""
    parts = (" ".join(map(str, one)) if isinstance(one, list) else one for one in expression[1:])
    return " ".join(parts).replace(":", " ")


def _read(text: str) -> "list[Expression]":
    """The expressions of a file; of one that is nested too deeply or is very long, those before that place."""
    top: list[Expression] = []
    stack = [top]
    for number, match in enumerate(TOKEN.finditer(text[:LONGEST])):
        if number > MOST_TOKENS or len(stack) > DEEPEST:
            break
        if match["sign"] == "(":
            inner: list[Expression] = []
            stack[-1].append(inner)
            stack.append(inner)
        elif match["sign"] == ")":
            if len(stack) > 1:
                stack.pop()
        elif match["comment"] is None:
            stack[-1].append(match["text"] if match["text"] is not None else match["word"])
    return top
