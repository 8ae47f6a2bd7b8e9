"""The shell commands of a RUN as a tree of values.

Offsets are offsets into the script's text; ``Script.logical`` leads back to the file.
"""

from dfix.syntax.expand import Lookup, expand
from dfix.text import UNKNOWN_TEXT, LogicalText, Span
from dfix.values import NamedTuple, TypeAlias


class Literal(NamedTuple):
    """Plain text."""

    text: str


class Variable(NamedTuple):
    """``$X`` or ``${X…}`` as written; outside quotes its value is split into words."""

    raw: str
    quoted: bool


class Substitution(NamedTuple):
    """``$(command)``: the command's text."""

    command: str


Part: TypeAlias = Literal | Variable | Substitution


class ShellWord(NamedTuple):
    """One word as written; ``[start, end)`` in the script."""

    raw: str
    start: int
    end: int
    parts: tuple[Part, ...]

    def value(self, lookup: Lookup, known: "dict[str, str]") -> str:
        """The word's text; ``known`` maps commands to the output of their substitutions."""
        return "".join(_part_value(part, lookup, known) for part in self.parts)

    @property
    def plain_text(self) -> str | None:
        """Its text where it is one piece of text; None where a value is put in."""
        part = self.parts[0] if len(self.parts) == 1 else None
        return part.text if isinstance(part, Literal) else None

    @property
    def splits(self) -> bool:
        """Whether its value is split at white space: it has a variable outside quotes."""
        return any(isinstance(part, Variable) and not part.quoted for part in self.parts)


def _part_value(part: Part, lookup: Lookup, known: "dict[str, str]") -> str:
    match part:
        case Literal(text):
            return text
        case Variable(raw, _):
            return expand(raw, lookup)
        case Substitution(command):
            return known.get(command, UNKNOWN_TEXT)


class Redirect(NamedTuple):
    """``> file`` and its like; ``body`` is set for a heredoc."""

    operator: str
    target: ShellWord | None
    body: str | None


class Command(NamedTuple):
    """A simple command: ``A=b name word… > file``; without words it only assigns."""

    assignments: tuple[tuple[str, ShellWord | None], ...]
    words: tuple[ShellWord, ...]
    redirects: tuple[Redirect, ...]
    start: int
    end: int


class Pipeline(NamedTuple):
    """``a | b | c``."""

    parts: "tuple[Node, ...]"
    start: int
    end: int


class Step(NamedTuple):
    """A member of a sequence and the operator before it: ``&&``, ``||``, ``;``, ``&`` or nothing."""

    node: "Node"
    operator: str


class Sequence(NamedTuple):
    """Commands that follow one another."""

    steps: tuple[Step, ...]
    start: int
    end: int


class Branches(NamedTuple):
    """``if`` or ``case``: one of the bodies runs, or none where they are not exhaustive."""

    bodies: tuple[Sequence, ...]
    exhaustive: bool
    start: int
    end: int


class Loop(NamedTuple):
    """``for name in values`` (values None: not known) or ``while``."""

    name: str | None
    values: tuple[ShellWord, ...] | None
    body: Sequence
    start: int
    end: int


class Group(NamedTuple):
    """``{ …; }`` or ``( … )``."""

    body: Sequence
    subshell: bool
    start: int
    end: int


class Function(NamedTuple):
    """``name() { … }``."""

    name: str
    body: Sequence
    start: int
    end: int


class Opaque(NamedTuple):
    """Text that could not be read as shell."""

    text: str
    start: int
    end: int


Node: TypeAlias = Command | Pipeline | Sequence | Branches | Loop | Group | Function | Opaque


class Script(NamedTuple):
    """Shell text and its place; ``exact``: offsets map to the file byte for byte."""

    text: str
    logical: LogicalText
    exact: bool
    body: Sequence

    def span(self, start: int, end: int) -> Span:
        """File span of ``text[start:end]``; the whole script's where offsets do not map."""
        if self.exact:
            return self.logical.span(start, end)
        return self.logical.span(0, len(self.logical.text))
