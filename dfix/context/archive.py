"""The programs in a tar archive, read as a stream: nothing is unpacked, what is read is bounded.

``ADD`` unpacks tar archives, plain or compressed with gzip, bzip2 or xz (Dockerfile reference).
"""

import io
import re
from collections.abc import Iterator

from dfix.context.binary import HEAD, Binary, read_binary, sniff
from dfix.text.paths import parts
from dfix.values import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from typing import IO, BinaryIO, Literal

# Compressed data can grow a thousandfold, so the limit is on what comes out.
MOST_BYTES = 256 * 1024 * 1024
MOST_MEMBERS = 20_000
LARGEST_MEMBER = 64 * 1024 * 1024
MOST_FOUND = 500
GZIP = b"\x1f\x8b"
ARCHIVE = re.compile(rb"^(\x1f\x8b|BZh|\xfd7zXZ\0)")


class ArchiveError(Exception):
    """An archive cannot be read whole."""


def members(file: "BinaryIO") -> Iterator[tuple[str, int, Binary]]:
    """The path, the mode and what it is, for each program or library; none where it is no archive.

    Raises:
        ArchiveError: it is cut, makes no sense, or is too large to be read whole.
    """
    head = file.read(HEAD)
    file.seek(257)
    is_tar = file.read(5) == b"ustar"
    file.seek(0)
    if not is_tar and not ARCHIVE.match(head):
        return
    import gzip
    import tarfile
    import zlib
    from lzma import LZMAError

    try:
        # What tarfile itself unpacks of gzip fails on a header with more fields before Python 3.12.
        is_gzip = head.startswith(GZIP)
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if is_gzip else file
        yield from _members(stream, "r|" if is_gzip else "r|*")
    except (
        tarfile.TarError,
        OSError,
        EOFError,
        ValueError,
        zlib.error,
        LZMAError,
        LookupError,
        OverflowError,
    ) as error:
        raise ArchiveError(str(error)) from None


def _members(file: "IO[bytes]", mode: 'Literal["r|", "r|*"]') -> Iterator[tuple[str, int, Binary]]:
    """The programs of an archive; ``mode`` says whether tarfile finds out how it is compressed."""
    import tarfile

    from dfix.context.tar_header import BoundedHeader

    total = found = 0
    with tarfile.open(fileobj=file, mode=mode, tarinfo=BoundedHeader) as archive:
        for number, member in enumerate(archive):
            total += member.size
            if number > MOST_MEMBERS or total > MOST_BYTES or found > MOST_FOUND:
                raise ArchiveError("it is too large")
            content = archive.extractfile(member) if member.isreg() else None
            if content is None:
                continue
            head = content.read(HEAD)
            if not sniff(head) or member.size > LARGEST_MEMBER:
                continue
            binary = read_binary(io.BytesIO(head + content.read(LARGEST_MEMBER)))
            path = _inside(member.name)
            if binary and path:
                found += 1
                yield path, member.mode, binary


def _inside(name: str) -> str:
    """The path that a member is unpacked to, relative; empty where it leads outside."""
    names = parts(name)
    return "" if ".." in names else "/".join(names)
