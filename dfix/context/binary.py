"""What a compiled file needs and offers: ELF files are read (``elf.py``), PE and Mach-O files are recognised.

Files may be hostile: what is read is bounded, and what makes no sense is no binary.
"""

import struct
from collections.abc import Mapping

from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import BinaryIO

ELF, PE, MACH_O = "ELF", "PE", "Mach-O"
ELF_MAGIC = b"\x7fELF"
# Mach-O, thin and fat, both byte orders; 0xCAFEBABE is Java's too, told apart by what follows.
MACH_MAGIC = frozenset((b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"))
FAT_MAGIC = b"\xca\xfe\xba\xbe"
FEWEST_JAVA = 0x1D
HEAD = 64
FARTHEST_HEADER = 64 * 1024 * 1024


class SymbolVersion(NamedTuple):
    """A version of symbols that a file asks of a library; a weak one may be absent."""

    library: str
    version: str
    is_weak: bool = False


class Binary(NamedTuple):
    """``architecture`` is Docker's word, empty when not known; ``interpreter`` the loader's path, empty for none.

    ``needed`` are sonames; ``asks`` the newest version of each family of symbols that it asks for
    (``{"GLIBC": "2.34"}``). ``versions`` are all that it asks for, each of its library; ``defines`` all that it
    defines, without the file's own name. ``rpath`` and ``runpath`` are as written, empty for none.
    """

    format: str
    architecture: str = ""
    interpreter: str = ""
    needed: tuple[str, ...] = ()
    asks: Mapping[str, str] = {}
    versions: tuple[SymbolVersion, ...] = ()
    defines: frozenset[str] = frozenset()
    soname: str = ""
    rpath: str = ""
    runpath: str = ""
    is_program: bool = True

    @property
    def is_static(self) -> bool:
        """Whether an ELF program needs no loader."""
        return self.format == ELF and not self.interpreter and not self.needed


def sniff(head: bytes) -> str:
    """The format that the first 64 bytes begin; empty for none."""
    if head.startswith(ELF_MAGIC):
        return ELF
    if head[:4] in MACH_MAGIC:
        return MACH_O
    if head.startswith(FAT_MAGIC) and len(head) >= 8 and 0 < struct.unpack(">I", head[4:8])[0] < FEWEST_JAVA:
        return MACH_O
    if head.startswith(b"MZ") and len(head) >= HEAD:
        return PE
    return ""


class UnreadableBinaryError(ValueError):
    """A file begins as an ELF file and cannot be read as one; the message says why."""


def read_binary(stream: "BinaryIO") -> Binary | None:
    """What a file is, from a stream that can seek; None where it is no program and no shared library."""
    try:
        return parse_binary(stream)
    except UnreadableBinaryError:
        return None


def parse_binary(stream: "BinaryIO") -> Binary | None:
    """As ``read_binary``, for those who must say which file they could not read.

    Raises:
        UnreadableBinaryError: it begins as an ELF file and is cut, or makes no sense.
    """
    head = stream.read(HEAD)
    kind = sniff(head)
    if kind == PE:
        return _portable_executable(stream, head)
    if kind == MACH_O:
        return Binary(MACH_O)
    if kind != ELF:
        return None
    from dfix.context.elf import read_elf

    try:
        return read_elf(stream)
    except (OSError, ValueError, LookupError, TypeError, struct.error, OverflowError, MemoryError) as error:
        raise UnreadableBinaryError(str(error) or type(error).__name__) from None


def _portable_executable(stream: "BinaryIO", head: bytes) -> Binary | None:
    """A Windows program: an MZ header that leads to ``PE``; a .NET assembly is one too (``needed`` then says so)."""
    (offset,) = struct.unpack("<I", head[60:64])
    if not 64 <= offset <= FARTHEST_HEADER:
        return None
    stream.seek(offset)
    header = stream.read(264)
    if not header.startswith(b"PE\0\0") or len(header) < 26:
        return None
    wide = header[24:26] == b"\x0b\x02"
    directory = 24 + (112 if wide else 96) + 14 * 8
    managed = len(header) >= directory + 8 and any(header[directory : directory + 8])
    machine = {0x8664: "amd64", 0xAA64: "arm64", 0x14C: "386"}.get(struct.unpack("<H", header[4:6])[0], "")
    return Binary(PE, machine, needed=(".NET",) if managed else ())
