"""The members of a tar stream, whatever it is compressed with: what inspecting an archive and locking an image share.

Compression with gzip, bzip2, xz; zstd where Python 3.14 or the package ``zstandard`` reads it.
"""

import gzip
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from lzma import LZMAError
from typing import IO

from dfix.context.binary import HEAD, sniff
from dfix.context.script import LONGEST, read_shebang
from dfix.context.tar_header import BoundedHeader
from dfix.inspect.reading import Readable, binary_entry, is_text, text_entry
from dfix.inspect.tree import Entry, Kind
from dfix.text.paths import join_path
from dfix.text.wording import install_extra
from dfix.values import cast

LARGEST_PROGRAM = 256 * 1024 * 1024
# A larger program is read from a temporary file, so that memory does not grow with it.
LARGEST_IN_MEMORY = 8 * 1024 * 1024
MOST_ENTRIES = 2_000_000
BLOCK = 256 * 1024
# What zstd may keep in memory: 8 MiB is what its frames ask for at most by default, 128 MiB with --long.
LARGEST_WINDOW = 64 * 1024 * 1024
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
FAULTS = (tarfile.TarError, OSError, EOFError, ValueError, LookupError, OverflowError, zlib.error, LZMAError)
# Wraps the unpacked stream, say to count what comes out of it.
Wrapper = Callable[[Readable], Readable]


class Peekable:
    """A stream that shows its first bytes before they are read."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._kept = b""

    def peek(self, size: int) -> bytes:
        """The next bytes, which stay."""
        while len(self._kept) < size:
            more = self._stream.read(size - len(self._kept))
            if not more:
                break
            self._kept += more
        return self._kept[:size]

    def read(self, size: int = -1) -> bytes:
        """The next bytes; all that are left without a size."""
        if size < 0:
            data, self._kept = self._kept + self._stream.read(), b""
            return data
        data, self._kept = self._kept[:size], self._kept[size:]
        more = self._stream.read(size - len(data)) if len(data) < size else b""
        return data + more if data else more


def plain(source: Peekable) -> Readable:
    """A stream without its compression; itself where it has none, and for bzip2 and xz, which tarfile reads."""
    head = source.peek(4)
    if head == ZSTD:
        return _zstd(source)
    if head.startswith(GZIP):
        # A layer may consist of several gzip streams, one behind the other, which tarfile does not read.
        return cast("Readable", gzip.GzipFile(fileobj=cast("IO[bytes]", source)))
    return source


@contextmanager
def opened(stream: Readable, wrapper: Wrapper | None = None) -> Iterator[tarfile.TarFile]:
    """A stream as a tar archive, whatever it is compressed with."""
    source = stream if isinstance(stream, Peekable) else Peekable(stream)
    unpacked = plain(source)
    mode = "r|*" if unpacked is source else "r|"
    unpacked = Peekable(wrapper(unpacked)) if wrapper else unpacked
    with tarfile.open(fileobj=unpacked, mode=mode, bufsize=BLOCK, tarinfo=BoundedHeader) as archive:  # type: ignore[call-overload]
        yield archive


def members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The members; the archive does not keep them, so that memory does not grow."""
    for number, member in enumerate(archive):
        if number > MOST_ENTRIES:
            raise tarfile.TarError(f"it holds more than {MOST_ENTRIES} files")
        yield member
        archive.members = []  # type: ignore[attr-defined]


def member_entry(layer: dict[str, Entry], member: tarfile.TarInfo, content: IO[bytes] | None) -> Entry:
    """What is known of a member; a hard link is the file of ``layer`` that it leads to."""
    if member.isdir():
        return Entry(Kind.DIRECTORY)
    if member.issym():
        return Entry(Kind.LINK, target=member.linkname)
    if member.islnk():
        return layer.get(member_path(member.linkname)) or Entry(Kind.LINK, target=member_path(member.linkname))
    if content is None:
        return Entry(Kind.OTHER)
    executable = bool(member.mode & 0o111)
    path = member_path(member.name)
    if is_text(path):
        return text_entry(path, content, executable=executable)
    head = content.read(LONGEST)
    if not sniff(head[:HEAD]):
        return Entry(Kind.FILE, executable, shebang=read_shebang(head))
    if member.size > LARGEST_PROGRAM:
        return Entry(Kind.FILE, executable, unread=f"it is larger than {LARGEST_PROGRAM >> 20} MiB")
    if member.size <= LARGEST_IN_MEMORY:
        return binary_entry(BytesIO(head + content.read()), executable=executable)
    with tempfile.TemporaryFile() as file:
        file.write(head)
        shutil.copyfileobj(content, file, BLOCK)
        file.seek(0)
        return binary_entry(cast("BytesIO", file), executable=executable)


def member_path(name: str) -> str:
    """A member's path in the root; one that leads outside stays inside."""
    return join_path("/", name)


def _zstd(source: Peekable) -> Readable:
    try:
        from compression import zstd  # type: ignore[import-not-found]
    except ImportError:
        try:
            import zstandard
        except ImportError:
            raise tarfile.TarError(f"it is compressed with zstd: {install_extra('registry')}") from None
        stream = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
            cast("IO[bytes]", source), read_across_frames=True
        )
        return cast("Readable", stream)
    return cast("Readable", zstd.ZstdFile(source))
