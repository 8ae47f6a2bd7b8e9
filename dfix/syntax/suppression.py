"""Suppressions: which findings directives silence, ``# dfix: ignore=DF101`` and ``# dfix: ignore-file=DF101``."""

from bisect import bisect_right
from collections.abc import Iterator

from dfix.syntax.directives import Directive
from dfix.syntax.dockerfile import Dockerfile
from dfix.text import Span
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


class Suppressions:
    """The directives of a file that silence findings, by the places that they reach."""

    def __init__(self, dockerfile: Dockerfile) -> None:
        self._dockerfile = dockerfile
        self._of_file = [one for one in dockerfile.directives if one.key == FILE]
        self._of_instruction: dict[int, list[Directive]] = {}
        for one in dockerfile.directives:
            if one.key == INSTRUCTION and one.instruction is not None:
                self._of_instruction.setdefault(one.instruction, []).append(one)
        instructions = dockerfile.instructions
        self._starts = [one.span.start for one in instructions]
        self._froms = [number for number, one in enumerate(instructions) if one.keyword == "FROM"]

    def reach(self, directive: Directive) -> Span | None:
        """Where a directive applies: its instruction, the whole stage for FROM, or the file; None for nowhere.

        The end is part of it.
        """
        if directive.key == FILE:
            return Span(0, len(self._dockerfile.source.data) + 1)
        if directive.key != INSTRUCTION or directive.instruction is None:
            return None
        span = self._dockerfile.instructions[directive.instruction].span
        if self._dockerfile.instructions[directive.instruction].keyword != "FROM":
            return span
        following = bisect_right(self._froms, directive.instruction)
        last = following == len(self._froms)
        end = len(self._dockerfile.source.data) + 1 if last else self._starts[self._froms[following]]
        return Span(span.start, end)

    def reasons(self, subject: Subject) -> list[str]:
        """The reasons of the directives that suppress the finding, empty texts among them; empty: none does."""
        return [one.reason for one in self._near(subject.start) if self._silences(one, subject)]

    def _near(self, start: int) -> Iterator[Directive]:
        """The directives that may reach an offset: of the file, of its instruction, of its stage and the one before."""
        yield from self._of_file
        number = bisect_right(self._starts, start) - 1
        stage = bisect_right(self._froms, number)
        for one in {number, *self._froms[max(stage - 2, 0) : stage]}:
            yield from self._of_instruction.get(one, ())

    def _silences(self, directive: Directive, subject: Subject) -> bool:
        reach = self.reach(directive)
        is_there = reach is not None and reach.start <= subject.start <= reach.end
        return is_there and any(names(value.text, subject.code, subject.name) for value in directive.values)
