"""Places and replacements, counted as output formats count."""

from dfix.findings import Fix
from dfix.text import Source, Span, Unit, apply_edits, readable
from dfix.values import NamedTuple


class Region(NamedTuple):
    """Lines and columns from one; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Replacement(NamedTuple):
    """One region and the text that replaces it."""

    region: Region
    text: str


def region(source: Source, span: Span, unit: Unit = Unit.CODE_POINT) -> Region:
    """A span for people and programs."""
    start, end = source.position(span.start, unit), source.position(span.end, unit)
    return Region(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def replacements(source: Source, fix: Fix, unit: Unit = Unit.CODE_POINT) -> tuple[Replacement, ...]:
    """The edits of a fix, in the order of the file."""
    return tuple(Replacement(region(source, edit.span, unit), readable(edit.new)) for edit in sorted(set(fix.edits)))


def one_replacement(source: Source, fix: Fix, unit: Unit = Unit.CODE_POINT) -> Replacement:
    """All edits of a fix as one, from the first to the last byte that they touch."""
    span = Span(min(edit.span.start for edit in fix.edits), max(edit.span.end for edit in fix.edits))
    grown = len(apply_edits(source.data, fix.edits)) - len(source.data)
    after = apply_edits(source.data, fix.edits)[span.start : span.end + grown]
    return Replacement(region(source, span, unit), readable(after.decode("latin-1")))


class Lines(NamedTuple):
    """Whole lines, from ``first`` to ``last``, and the text that replaces them.

    Both count from zero, ``last`` is inclusive; ``text`` is byte text without the last line's end,
    None when the lines are to be removed.
    """

    first: int
    last: int
    text: str | None


def changed_lines(source: Source, fix: Fix, line: int | None = None) -> Lines:
    """The lines that a fix touches: what a suggestion in a code review replaces; from 0, inclusive.

    ``line`` is another one that must be among them, with those between.
    """
    first = source.line_of(min(edit.span.start for edit in fix.edits))
    end = max(edit.span.end for edit in fix.edits)
    last = source.line_of(end)
    starts_a_line = end == source.line_starts[last] if last < len(source.line_starts) else False
    if starts_a_line and last > first and all(edit.new.endswith("\n") or not edit.new for edit in fix.edits):
        last -= 1
    if line is not None:
        first, last = min(first, line), max(last, line)
    begin = source.line_starts[first]
    finish = source.line_starts[last + 1] if last + 1 < len(source.line_starts) else len(source.data)
    after = apply_edits(source.data, fix.edits).decode("latin-1")
    text = after[begin : finish + len(after) - len(source.data)]
    return Lines(first, last, text.removesuffix("\n").removesuffix("\r") if text else None)
