"""Headers of tar archives, bounded before they are read.

A long name (GNU) or extended header (PAX) says its own size, and ``tarfile`` reads all of it into memory;
a few compressed kilobytes can claim gigabytes, or be a chain of such headers.
"""

import tarfile

# In bytes. Linux takes paths of 4,096; extended attributes of a file have at most 64 KiB.
LONGEST = 1024 * 1024
EXTENDING = frozenset(
    (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE)
)
# Where the header of a sparse file says that its map goes on behind it (GNU tar, "struct sparse_header").
MAP_GOES_ON = 482


class BoundedHeader(tarfile.TarInfo):
    """A member of an archive."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> "BoundedHeader":
        """The next member of an archive; headers that extend it are read by recursion.

        Raises:
            tarfile.ReadError: they extend one another without end.
        """
        try:
            return super().fromtarfile(archive)
        except RecursionError:
            raise tarfile.ReadError("headers extend one another without end") from None

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "BoundedHeader":
        """The header in a block.

        Raises:
            tarfile.ReadError: what extends it is too long.
        """
        header = super().frombuf(buf, encoding, errors)
        if header.type in EXTENDING and header.size > LONGEST:
            raise tarfile.ReadError(f"a header claims {header.size} bytes")
        if header.type == tarfile.GNUTYPE_SPARSE and buf[MAP_GOES_ON]:
            raise tarfile.ReadError("the map of a sparse file is too long")
        return header
