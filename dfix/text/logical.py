"""One instruction as the builder sees it: continuation lines are joined, and offsets lead back to the file."""

from bisect import bisect_right

from dfix.text.span import Span
from dfix.values import NamedTuple


class LogicalText(NamedTuple):
    """Byte text joined from pieces of the file.

    ``starts[i]`` is where piece ``i`` begins in ``text``, ``origins[i]`` where it begins in the
    file. Pieces are in order; none is empty unless ``text`` is.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, offset: int) -> int:
        """File offset of the character at ``offset``."""
        if len(self.starts) == 1:
            return self.origins[0] + offset
        piece = bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]

    def span(self, start: int, end: int) -> Span:
        """File span of ``text[start:end]``; it includes continuations that lie between."""
        if end <= start:
            here = self.origin(start)
            return Span(here, here)
        return Span(self.origin(start), self.origin(end - 1) + 1)

    def is_contiguous(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is in one piece in the file."""
        span = self.span(start, end)
        return span.end - span.start == end - start


def join_pieces(pieces: list[tuple[str, int]]) -> LogicalText:
    """Join ``(text, file offset)`` pieces; at least one must be given."""
    if len(pieces) == 1:
        text, origin = pieces[0]
        return LogicalText(text, (0,), (origin,))
    kept = [piece for piece in pieces if piece[0]] or pieces[:1]
    starts, length = [], 0
    for text, _ in kept:
        starts.append(length)
        length += len(text)
    return LogicalText("".join(text for text, _ in kept), tuple(starts), tuple(o for _, o in kept))
