"""The original file: its bytes, lines and columns.

dfix reads a file as *byte text*: a ``str`` in which each character stands for one byte
(ISO 8859-1), so that every offset in it is a byte offset and any input has one.
``readable`` makes Unicode of byte text.
"""

from bisect import bisect_right
from enum import Enum

from dfix.values import NamedTuple

BOM = "\xef\xbb\xbf"
# In byte text this character means: text that is not known. A file that contains it is binary and is refused.
UNKNOWN_TEXT = "\x00"


class Unit(Enum):
    """What a column counts."""

    BYTE = "byte"
    CODE_POINT = "code point"
    UTF16 = "utf-16"


class Position(NamedTuple):
    """A line and a column, both from zero."""

    line: int
    column: int


def readable(text: str) -> str:
    """Byte text as Unicode; bytes that are no UTF-8 become U+FFFD."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", "replace")


def byte_text(text: str) -> str:
    """Unicode as byte text; undecodable bytes of names and arguments (surrogates) become what they were."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def lowered(text: str) -> str:
    """Byte text in lower case as Go's ``strings.ToLower`` makes it, by which BuildKit compares names of stages.

    Each code point becomes one: ``İ`` is ``i``, and the Kelvin sign is ``k`` (Unicode's simple case mapping).
    """
    if text.isascii():
        return text.lower()
    return byte_text("".join(char.lower()[0] for char in readable(text)))


class Source:
    """The text of one file; it never changes.

    ``text`` is byte text (see the module). ``lines`` are its lines with their line ends, split at LF
    only, as BuildKit's scanner splits.
    """

    __slots__ = ("data", "line_starts", "lines", "text")

    def __init__(self, data: bytes) -> None:
        """Split ``data`` into lines."""
        self.data = data
        self.text = data.decode("latin-1")
        self.lines = self.text.splitlines(keepends=True) if self._plain() else self._split()
        starts, offset = [], 0
        for line in self.lines:
            starts.append(offset)
            offset += len(line)
        self.line_starts = starts or [0]

    def _plain(self) -> bool:
        """Whether ``str.splitlines`` finds the same lines as a split at LF alone."""
        return not any(mark in self.text for mark in "\r\v\f\x1c\x1d\x1e\x85")

    def _split(self) -> list[str]:
        parts = self.text.split("\n")
        lines = [part + "\n" for part in parts[:-1]]
        return [*lines, parts[-1]] if parts[-1] else lines

    @property
    def newline(self) -> str:
        """The line end of the first line; LF for a file of one line."""
        return "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"

    def line_of(self, offset: int) -> int:
        """Zero-based number of the line that holds ``offset``."""
        return bisect_right(self.line_starts, offset) - 1

    def line_text(self, line: int) -> str:
        """The line ``line`` (zero-based) as Unicode, without its end and without a BOM."""
        if line >= len(self.lines):
            return ""
        text = self.lines[line].rstrip("\r\n")
        return readable(text.removeprefix(BOM) if line == 0 else text)

    def position(self, offset: int, unit: Unit = Unit.CODE_POINT) -> Position:
        """Line and column of a byte offset, the column counted in ``unit``.

        An offset inside a character is moved to its start; a BOM counts as no column. Behind the last
        line's end begins one more line.

        Raises:
            ValueError: the offset lies outside ``0 <= offset <= len(self.data)``.
        """
        if not 0 <= offset <= len(self.data):
            raise ValueError(f"offset {offset} is outside the file of {len(self.data)} bytes")
        while self._inside_character(offset):
            offset -= 1
        if offset == len(self.data) and self.text.endswith("\n"):
            return Position(len(self.lines), 0)
        line = self.line_of(offset)
        before = self.text[self.line_starts[line] : offset]
        if line == 0:
            before = before.removeprefix(BOM)
        if unit is Unit.BYTE or before.isascii():
            return Position(line, len(before))
        shown = readable(before)
        width = len(shown.encode("utf-16-le")) // 2 if unit is Unit.UTF16 else len(shown)
        return Position(line, width)

    def _inside_character(self, offset: int) -> bool:
        """Whether ``offset`` points at a continuation byte of a valid UTF-8 character."""
        if not 0 < offset < len(self.data) or self.data[offset] & 0xC0 != 0x80:
            return False
        head = self.data[max(0, offset - 3) : offset].rstrip(bytes(range(0x80, 0xC0)))
        return bool(head) and head[-1] >= 0xC0
