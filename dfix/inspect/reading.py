"""What readers of folders and archives share."""

from dfix.context.binary import UnreadableBinaryError, parse_binary
from dfix.inspect.tree import Entry, Kind
from dfix.text.pattern import pattern
from dfix.values import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from typing import BinaryIO

# What is read in addition to programs and libraries: ld.so.conf(5), its cache, musl's search path, os-release(5).
TEXTS = pattern(r"^/(etc/(ld\.so\.conf(\.d/[^/]+\.conf)?|ld-musl-\w+\.path|os-release)|usr/lib/os-release)$")
CACHES = pattern(r"^/(usr/glibc-compat/)?etc/ld\.so\.cache$")
LONGEST_TEXT = 64 * 1024
LARGEST_CACHE = 8 * 1024 * 1024


class Readable(Protocol):
    """A stream that is read from its beginning to its end."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""


def is_text(path: str) -> bool:
    """Whether a file's content is kept as text."""
    return bool(TEXTS.match(path) or CACHES.match(path))


def text_entry(path: str, content: Readable, *, executable: bool) -> Entry:
    """A file of which the content is kept; a cache's bytes are kept as the code points of the same numbers."""
    if CACHES.match(path):
        return Entry(Kind.FILE, executable, text=content.read(LARGEST_CACHE).decode("latin-1"))
    return Entry(Kind.FILE, executable, text=content.read(LONGEST_TEXT).decode("utf-8", "replace"))


def binary_entry(content: "BinaryIO", *, executable: bool) -> Entry:
    """A file that begins as a compiled file does, at its beginning."""
    try:
        return Entry(Kind.FILE, executable, parse_binary(content))
    except UnreadableBinaryError as error:
        return Entry(Kind.FILE, executable, unread=str(error))
