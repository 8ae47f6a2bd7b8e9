"""Standard input as a server of a protocol reads it: messages, each of which has a bounded length."""

import io
from typing import BinaryIO

LONGEST = 64 * 1024 * 1024
"""Bytes: the largest text that dfix reads takes less as JSON, unless nearly each of its characters is escaped."""


class Messages(io.BufferedIOBase):
    """Bytes of another stream; it ends, as if the other side had ended it, at a line or message over ``LONGEST``."""

    name = "<standard input>"

    def __init__(self, stream: BinaryIO) -> None:
        """Nothing is read yet."""
        self._stream = stream
        self._line = 0
        self.too_long = False

    @property
    def complaint(self) -> str:
        """Why the stream ended; nothing where the other side ended it."""
        if not self.too_long:
            return ""
        return f"a message is longer than {LONGEST >> 20} MiB; the server has ended: start it again, and send less"

    def readable(self) -> bool:
        """True."""
        return True

    def readline(self, size: int | None = -1) -> bytes:
        """Read a line with its end."""
        most = LONGEST + 1 if size is None or size < 0 else size
        return self._given(self._stream.readline(most))

    def read(self, size: int | None = -1) -> bytes:
        """Read as many bytes; a message's length comes before it."""
        if size is None or not 0 <= size <= LONGEST:
            self.too_long = True
            return b""
        return self._given(self._stream.read(size))

    def read1(self, size: int = -1) -> bytes:
        """Read what is there; the bytes since the last line's end are counted."""
        data = self._stream.read1(size if size > 0 else io.DEFAULT_BUFFER_SIZE)  # type: ignore[attr-defined]
        end = data.rfind(b"\n")
        self._line = len(data) - end - 1 if end >= 0 else self._line + len(data)
        return self._given(data, self._line)

    def _given(self, data: bytes, length: int = 0) -> bytes:
        self.too_long = self.too_long or max(len(data), length) > LONGEST
        return b"" if self.too_long else data
