"""What a compiled file needs and offers: ELF is read with pyelftools, PE and Mach-O are recognised.

An ELF file is read by its program headers and its dynamic section, so a file without section headers
loses nothing. Sources: System V ABI, "Object Files" and "Dynamic Linking"; the GNU extension for
symbol versions (LSB Core, "Symbol Versioning"). Files may be hostile: what is read is bounded, and what
makes no sense is no binary.
"""

import io
import struct
from collections.abc import Iterator, Mapping

from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import BinaryIO

    from elftools.elf.elffile import ELFFile

ELF, PE, MACH_O = "ELF", "PE", "Mach-O"
ELF_MAGIC = b"\x7fELF"
# Mach-O, thin and fat, both byte orders; 0xCAFEBABE is Java's too, told apart by what follows.
MACH_MAGIC = frozenset((b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"))
FAT_MAGIC = b"\xca\xfe\xba\xbe"
FEWEST_JAVA = 0x1D
# Docker's word for a machine (e_machine), in the byte order that Linux uses it in.
MACHINES = {
    "EM_X86_64": "amd64", "EM_AARCH64": "arm64", "EM_ARM": "arm", "EM_386": "386", "EM_PPC64": "ppc64le",
    "EM_S390": "s390x", "EM_RISCV": "riscv64", "EM_MIPS": "mips64le", "EM_LOONGARCH": "loong64",
}  # fmt: skip
MOST_READS = 20_000
MOST_BYTES = 64 * 1024 * 1024
MOST_VERSIONS = 2_000
MOST_NEEDED = 500
LONGEST_NAME = 4_096
HEAD = 64


class Binary(NamedTuple):
    """``architecture`` is Docker's word, empty when not known; ``interpreter`` the loader's path, empty for none.

    ``needed`` are sonames; ``asks`` the newest version of each family of symbols that it asks for
    (``{"GLIBC": "2.34"}``), ``offers`` that it defines. ``searched`` are RPATH and RUNPATH as written.
    """

    format: str
    architecture: str = ""
    interpreter: str = ""
    needed: tuple[str, ...] = ()
    asks: Mapping[str, str] = {}
    offers: Mapping[str, str] = {}
    soname: str = ""
    searched: tuple[str, ...] = ()
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


def read_binary(stream: "BinaryIO") -> Binary | None:
    """What a file is, from a stream that can seek; None where it is no program and no shared library."""
    head = stream.read(HEAD)
    kind = sniff(head)
    if kind == PE:
        return _portable_executable(stream, head)
    if kind == MACH_O:
        return Binary(MACH_O)
    if kind != ELF:
        return None
    from elftools.common.exceptions import ELFError

    try:
        return _elf(stream)
    except (ELFError, OSError, ValueError, LookupError, TypeError, AttributeError, struct.error, OverflowError):
        # The exceptions of pyelftools for files that are cut or wrong.
        return None
    except (RecursionError, MemoryError):
        return None


class _Bounded(io.RawIOBase):
    """A stream that raises ValueError when a reader runs in circles or reads too much."""

    def __init__(self, stream: "BinaryIO") -> None:
        self._stream = stream
        self._reads = 0
        self._bytes = 0

    def read(self, size: int = -1) -> bytes:
        self._reads += 1
        data = self._stream.read(MOST_BYTES if size < 0 else min(size, MOST_BYTES))
        self._bytes += len(data)
        if self._reads > MOST_READS or self._bytes > MOST_BYTES:
            raise ValueError("the file asks for too much")
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


def _elf(stream: "BinaryIO") -> Binary | None:
    from elftools.elf.elffile import ELFFile

    bounded = _Bounded(stream)
    bounded.seek(0)
    elf = ELFFile(bounded)  # type: ignore[arg-type]  # it reads, seeks and tells, which is all that is asked of it
    kind = elf.header["e_type"]
    if kind not in ("ET_EXEC", "ET_DYN"):
        return None
    interpreter = ""
    tags: dict[str, list[int]] = {}
    for segment in elf.iter_segments():
        if segment["p_type"] == "PT_INTERP" and segment["p_filesz"] <= LONGEST_NAME:
            interpreter = segment.data().split(b"\0", 1)[0].decode("utf-8", "replace")
        elif segment["p_type"] == "PT_DYNAMIC":
            tags = _tags(elf, bounded, segment["p_offset"], segment["p_filesz"])
    strings = _Strings(elf, bounded, tags)
    machine = MACHINES.get(elf.header["e_machine"], "")
    needed = tuple(strings.at(value) for value in tags.get("DT_NEEDED", [])[:MOST_NEEDED])
    # libc.so.6 names a loader too, to be started by hand; a static-pie program names and needs nothing.
    is_program = "DT_SONAME" not in tags and (kind == "ET_EXEC" or bool(interpreter) or not needed)
    return Binary(
        ELF,
        machine if _is_usual_order(elf, machine) else "",
        interpreter,
        needed,
        _newest(_needed(elf, bounded, tags, strings)),
        _newest(_defined(elf, bounded, tags, strings)),
        next((strings.at(value) for value in tags.get("DT_SONAME", [])), ""),
        tuple(strings.at(value) for tag in ("DT_RPATH", "DT_RUNPATH") for value in tags.get(tag, [])[:4]),
        is_program,
    )


def _is_usual_order(elf: "ELFFile", machine: str) -> bool:
    return elf.little_endian or machine == "s390x"


TAGS = {
    1: "DT_NEEDED", 5: "DT_STRTAB", 10: "DT_STRSZ", 14: "DT_SONAME", 15: "DT_RPATH", 29: "DT_RUNPATH",
    0x6FFFFFFC: "DT_VERDEF", 0x6FFFFFFD: "DT_VERDEFNUM", 0x6FFFFFFE: "DT_VERNEED", 0x6FFFFFFF: "DT_VERNEEDNUM",
}  # fmt: skip
LARGEST_DYNAMIC = 1024 * 1024


def _tags(elf: "ELFFile", stream: _Bounded, offset: int, size: int) -> dict[str, list[int]]:
    """The entries of the dynamic section that count here."""
    stream.seek(offset)
    data = stream.read(min(size, LARGEST_DYNAMIC))
    if len(data) < min(size, LARGEST_DYNAMIC):
        raise ValueError("the file is cut")
    form = ("<" if elf.little_endian else ">") + ("qQ" if elf.elfclass == 64 else "iI")
    width = struct.calcsize(form)
    tags: dict[str, list[int]] = {}
    for tag, value in struct.iter_unpack(form, data[: len(data) // width * width]):
        if tag == 0:
            break
        name = TAGS.get(tag)
        if name:
            tags.setdefault(name, []).append(value)
    return tags


class _Strings:
    """The dynamic string table."""

    def __init__(self, elf: "ELFFile", stream: _Bounded, tags: Mapping[str, list[int]]) -> None:
        self._stream = stream
        self._size = tags.get("DT_STRSZ", [0])[0]
        self._start = next(iter(elf.address_offsets(tags["DT_STRTAB"][0])), None) if "DT_STRTAB" in tags else None

    def at(self, offset: int) -> str:
        if self._start is None or not 0 <= offset < self._size:
            raise ValueError("a name lies outside the table")
        self._stream.seek(self._start + offset)
        return self._stream.read(LONGEST_NAME).split(b"\0", 1)[0].decode("utf-8", "replace")


def _needed(elf: "ELFFile", stream: _Bounded, tags: Mapping[str, list[int]], strings: _Strings) -> Iterator[str]:
    """The names of the versions that the file needs (``Elf_Verneed``, ``Elf_Vernaux``)."""
    order = "<" if elf.little_endian else ">"
    for entry in _entries(elf, stream, tags, "DT_VERNEED", order, "HHIII"):
        _, count, _, first, _ = entry.values
        aux = entry.offset + first
        for _ in range(min(count, MOST_VERSIONS)):
            _, _, _, name, following = _unpacked(stream, aux, order + "IHHII")
            yield strings.at(name)
            if not following:
                break
            aux += following


def _defined(elf: "ELFFile", stream: _Bounded, tags: Mapping[str, list[int]], strings: _Strings) -> Iterator[str]:
    """The names of the versions that the file defines (``Elf_Verdef``; the first auxiliary entry is the name)."""
    order = "<" if elf.little_endian else ">"
    for entry in _entries(elf, stream, tags, "DT_VERDEF", order, "HHHHIII"):
        name, _ = _unpacked(stream, entry.offset + entry.values[5], order + "II")
        yield strings.at(name)


class _Entry(NamedTuple):
    offset: int
    values: tuple[int, ...]


def _entries(
    elf: "ELFFile", stream: _Bounded, tags: Mapping[str, list[int]], tag: str, order: str, form: str
) -> Iterator[_Entry]:
    """A chain of version entries, each ending with the distance to the next."""
    if tag not in tags:
        return
    offset = next(iter(elf.address_offsets(tags[tag][0])), None)
    if offset is None:
        return
    for _ in range(min(tags.get(f"{tag}NUM", [MOST_VERSIONS])[0], MOST_VERSIONS)):
        values = _unpacked(stream, offset, order + form)
        yield _Entry(offset, values)
        if not values[-1]:
            return
        offset += values[-1]


def _unpacked(stream: _Bounded, offset: int, form: str) -> tuple[int, ...]:
    stream.seek(offset)
    return struct.unpack(form, stream.read(struct.calcsize(form)))


def _newest(names: Iterator[str]) -> dict[str, str]:
    """The newest version of each family: ``GLIBC_2.34`` is 2.34 of GLIBC."""
    newest: dict[str, str] = {}
    for name in names:
        family, _, version = name.rpartition("_")
        if family == "GLIBC_ABI_DT" and version == "RELR":
            family, version = "GLIBC", "2.36"  # packed relocations came with that release
        if not version[:1].isdigit():
            continue
        if family not in newest or _key(newest[family]) < _key(version):
            newest[family] = version
    return newest


def _key(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def _portable_executable(stream: "BinaryIO", head: bytes) -> Binary | None:
    """A Windows program: an MZ header that leads to ``PE``; a .NET assembly is one too (``needed`` then says so)."""
    (offset,) = struct.unpack("<I", head[60:64])
    if not 64 <= offset <= MOST_BYTES:
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
