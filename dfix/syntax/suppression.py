"""Suppressions: which findings directives silence, ``# dfix: ignore=DF101`` and ``# dfix: ignore-file=DF101``."""

from dfix.syntax.directives import Directive
from dfix.syntax.dockerfile import Dockerfile
from dfix.values import NamedTuple

INSTRUCTION, FILE = "ignore", "ignore-file"
SUPPRESSIONS = frozenset({INSTRUCTION, FILE})
# Names that rules had in earlier versions; they stay accepted.
RENAMED = {"useless-remark": "unused-directive"}


class Subject(NamedTuple):
    """A finding to be suppressed or not: its rule's code and name, and the byte offset of its place."""

    code: str
    name: str
    start: int


def names(value: str, code: str, name: str) -> bool:
    """Whether a value of a directive means the rule: its code, the beginning of it, or its name, new or old."""
    return code.startswith(value.upper()) or name == current_name(value)


def current_name(word: str) -> str:
    """Return the name that a rule has now, in lower case, for a name that it has or had."""
    return RENAMED.get(word.lower(), word.lower())


def in_reach(directive: Directive, start: int, dockerfile: Dockerfile) -> bool:
    """Whether a byte offset is where the directive applies: its instruction, the whole stage for FROM, or the file."""
    if directive.key == FILE:
        return True
    if directive.key != INSTRUCTION or directive.instruction is None:
        return False
    target = dockerfile.instructions[directive.instruction]
    end = target.span.end
    if target.keyword == "FROM":
        later = (i.span.start for i in dockerfile.instructions[directive.instruction + 1 :] if i.keyword == "FROM")
        end = next(later, len(dockerfile.source.data) + 1)
    return target.span.start <= start <= end


def is_suppressed(subject: Subject, dockerfile: Dockerfile) -> bool:
    """Whether a directive of the file suppresses the finding."""
    return any(_suppresses(one, subject, dockerfile) for one in dockerfile.directives if one.key in SUPPRESSIONS)


def _suppresses(directive: Directive, subject: Subject, dockerfile: Dockerfile) -> bool:
    named = any(names(value.text, subject.code, subject.name) for value in directive.values)
    return named and in_reach(directive, subject.start, dockerfile)
