"""Edits of a file: a span and the text that replaces it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

from dfix.text.span import Span
from dfix.values import NamedTuple


class Edit(NamedTuple):
    """Replace the bytes of ``span`` by ``new`` (byte text).

    An empty span inserts, an empty ``new`` deletes.
    """

    span: Span
    new: str


def overlap(first: Edit, second: Edit) -> bool:
    """Whether two edits cannot both be made; equal edits do not overlap, they are the same edit."""
    if first == second:
        return False
    if first.span.start == second.span.start:
        return True
    earlier, later = sorted((first, second))
    return earlier.span.end > later.span.start


def fits(edit: Edit, ordered: Sequence[Edit]) -> bool:
    """Whether the edit can be made beside others, which are sorted and do not overlap."""
    at = bisect_left(ordered, edit)
    return not any(overlap(edit, neighbour) for neighbour in ordered[max(at - 1, 0) : at + 1])


def merged(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The same change, with overlapping deletions joined, and with what is inserted where a deletion begins.

    Raises:
        ValueError: two edits that replace text overlap.
    """
    done: list[Edit] = []
    for edit in sorted(set(edits)):
        last = done[-1] if done else None
        if last is None or not overlap(last, edit):
            done.append(edit)
            continue
        if not _deletes_or_inserts(last) or not _deletes_or_inserts(edit):
            raise ValueError(f"edits overlap: {last} and {edit}")
        span = Span(last.span.start, max(last.span.end, edit.span.end))
        done[-1] = Edit(span, last.new + edit.new)
    return tuple(done)


def _deletes_or_inserts(edit: Edit) -> bool:
    return not edit.new or edit.span.start == edit.span.end


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """``data`` with all edits made; an edit given twice is made once.

    Raises:
        ValueError: two edits overlap, or one lies outside the data.
    """
    ordered = sorted(set(edits))
    _refuse_overlaps(ordered, len(data))
    parts, done = [], 0
    for edit in ordered:
        parts += [data[done : edit.span.start], edit.new.encode("latin-1")]
        done = edit.span.end
    return b"".join([*parts, data[done:]])


def _refuse_overlaps(ordered: Sequence[Edit], size: int) -> None:
    for edit in ordered:
        if not 0 <= edit.span.start <= edit.span.end <= size:
            raise ValueError(f"edit {edit} lies outside {size} bytes")
    for before, after in pairwise(ordered):
        if overlap(before, after):
            raise ValueError(f"edits overlap: {before} and {after}")
