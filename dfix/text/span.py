"""A range of the original text."""

from dfix.values import NamedTuple


class Span(NamedTuple):
    """Half-open range ``[start, end)`` of byte offsets into the original file."""

    start: int
    end: int
