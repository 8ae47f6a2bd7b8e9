"""Directives: comments that speak to dfix, ``# dfix: ignore=DF101 -- reason``.

A directive belongs to the instruction that follows it, or to the one whose continued lines contain it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from dfix.syntax.instruction import Instruction
from dfix.text import Source, Span, readable
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

# The colon may be missing where what follows is ``key=``, which is no prose.
DIRECTIVE = pattern(r"[ \t]*#[ \t]*dfix(?:[ \t]*:[ \t]*|[ \t]+(?=[a-z-]+=))([^\r\n]*)")
SETTING = pattern(r"([A-Za-z-]+)[ \t]*=[ \t]*([^\s,]+(?:[ \t]*,[ \t]*[^\s,]+)*)[ \t]*")
VALUE = pattern(r"[^\s,]+")
# Directives and values of one file: each takes memory.
MOST_DIRECTIVES = 40_000
REASON = pattern(r"(?:^|[ \t])--[ \t]*")


class Value(NamedTuple):
    """One value of a directive, as written, and its place."""

    text: str
    span: Span


class Directive(NamedTuple):
    """``key=values -- reason``.

    ``key`` is in lower case and empty when the directive cannot be read; ``values`` are byte text.
    ``span`` reaches from the ``#`` to the line's end; ``instruction`` is the index of the one it belongs to,
    None after the last one.
    """

    key: str
    values: tuple[Value, ...]
    reason: str
    span: Span
    instruction: int | None


def read_directives(source: Source, instructions: Sequence[Instruction]) -> tuple[tuple[Directive, ...], int | None]:
    """All directives of a file, in its order; each ``key=`` of a comment makes one.

    And the line, from 0, at which there are more directives and values than dfix reads; None where there are not.
    """
    if "dfix" not in source.text:
        return (), None
    found: list[Directive] = []
    count = 0
    ends = [one.span.end for one in instructions]
    for line in range(len(source.lines)):
        for one in _of_line(source, line, instructions, ends):
            count += 1 + len(one.values)
            if count > MOST_DIRECTIVES:
                return tuple(found), line
            found.append(one)
    return tuple(found), None


def _of_line(
    source: Source, line: int, instructions: Sequence[Instruction], ends: Sequence[int]
) -> Iterator[Directive]:
    match = DIRECTIVE.match(source.lines[line])
    if match is None:
        return
    start = source.line_starts[line]
    following = bisect_right(ends, start)
    index = following if following < len(ends) else None
    if index is not None and any(
        heredoc.span.start <= start < heredoc.span.end for heredoc in instructions[index].heredocs
    ):
        return
    span = Span(start + match[0].index("#"), start + len(match[0].rstrip()))
    said, gap, reason = _parted(match[1])
    at, offset = 0, start + match.start(1)
    while setting := SETTING.match(said, at):
        at = setting.end()
        begin = offset + setting.start(2)
        values = (Value(m[0], Span(begin + m.start(), begin + m.end())) for m in VALUE.finditer(setting[2]))
        yield Directive(setting[1].lower(), tuple(values), readable(reason), span, index)
    if said[at:].strip() or not (said.strip() or gap):
        yield Directive("", (), readable(reason), span, index)


def _parted(text: str) -> tuple[str, str, str]:
    """The settings, the dashes with the blanks around them, and the reason."""
    gap = REASON.search(text)
    return (text[: gap.start()], gap[0], text[gap.end() :].strip()) if gap else (text, "", "")
