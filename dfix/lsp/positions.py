"""Between byte offsets and the protocol's positions: lines from zero, columns in the units that were agreed on."""

import re
from bisect import bisect_right

from lsprotocol.types import Position, PositionEncodingKind, Range

from dfix.text import Span

# The protocol's line ends; a lone CR is one, which it is not to BuildKit.
LINE_END = re.compile(rb"\r\n|\n|\r")


class Positions:
    """The places of one text, which is UTF-8."""

    def __init__(self, data: bytes, encoding: str = PositionEncodingKind.Utf16) -> None:
        """``encoding`` is the client's unit: ``utf-8``, ``utf-16`` or ``utf-32``."""
        self.data = data
        self.encoding = str(getattr(encoding, "value", encoding))
        self.starts = [0, *(match.end() for match in LINE_END.finditer(data))]

    def position(self, offset: int) -> Position:
        """The position of a byte offset."""
        line = bisect_right(self.starts, offset) - 1
        before = self.data[self.starts[line] : offset]
        return Position(line, self._units(before))

    def range(self, span: Span) -> Range:
        """The range of a span."""
        return Range(self.position(span.start), self.position(span.end))

    def offset(self, position: Position) -> int:
        """The byte offset of a position; one that is beyond its line's end means the end."""
        if position.line >= len(self.starts):
            return len(self.data)
        start = self.starts[position.line]
        end = self.starts[position.line + 1] if position.line + 1 < len(self.starts) else len(self.data)
        line = self.data[start:end].rstrip(b"\r\n").decode("utf-8", "surrogatepass")
        left, length = position.character, 0
        for char in line:
            size = len(char.encode("utf-8", "surrogatepass"))
            width = {"utf-8": size, "utf-32": 1}.get(self.encoding, 2 if ord(char) > 0xFFFF else 1)
            if left < width:
                break
            left -= width
            length += size
        return start + length

    def _units(self, text: bytes) -> int:
        if self.encoding == "utf-8" or text.isascii():
            return len(text)
        shown = text.decode("utf-8", "surrogatepass")
        return len(shown) if self.encoding == "utf-32" else len(shown.encode("utf-16-le", "surrogatepass")) // 2
