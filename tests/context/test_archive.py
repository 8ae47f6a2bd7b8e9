"""Archives that ADD would unpack, read as a stream."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zlib
from collections.abc import Callable

import pytest

from dfix.context.archive import members
from tests.makers.roots import program


def archive() -> bytes:
    """A tar archive with a program and a text."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, data in (("bin/app", program("libc.so.6")), ("notes.txt", b"text")):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), 0o755
            tar.addfile(member, io.BytesIO(data))
    return file.getvalue()


def with_extra_field(data: bytes) -> bytes:
    """Gzip with a field that few writers know (RFC 1952, FEXTRA)."""
    header = b"\x1f\x8b\x08\x04" + bytes(6) + struct.pack("<H", 4) + b"BC\0\0"
    body = zlib.compressobj(wbits=-15)
    return header + body.compress(data) + body.flush() + struct.pack("<II", zlib.crc32(data), len(data))


def in_two_streams(data: bytes) -> bytes:
    """Two gzip streams, one behind the other."""
    return gzip.compress(data[:700]) + gzip.compress(data[700:])


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress, with_extra_field, in_two_streams])
def test_the_programs_are_found(pack: Callable[[bytes], bytes]) -> None:
    assert [path for path, _, _ in members(io.BytesIO(pack(archive())))] == ["bin/app"]
