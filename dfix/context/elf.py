"""An ELF file's needs and offers, read by its program headers and its dynamic section.

A file without section headers loses nothing, and the size of a file does not matter. Sources: System V ABI,
"Object Files" and "Dynamic Linking"; the GNU extension for symbol versions (LSB Core, "Symbol Versioning").
pyelftools reads the header. Its segments are not used: to make one it walks a table of symbols, which takes
longer than all the rest and depends on what the file says of itself.
"""

import io
import struct
from collections.abc import Iterable, Iterator, Mapping

from elftools.common.exceptions import ELFError
from elftools.elf.elffile import ELFFile

from dfix.context.binary import ELF, Binary, SymbolVersion
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import BinaryIO

# Docker's word for a machine (e_machine), in the byte order that Linux uses it in.
MACHINES = {
    "EM_X86_64": "amd64", "EM_AARCH64": "arm64", "EM_ARM": "arm", "EM_386": "386", "EM_PPC64": "ppc64le",
    "EM_S390": "s390x", "EM_RISCV": "riscv64", "EM_MIPS": "mips64le", "EM_LOONGARCH": "loong64",
}  # fmt: skip
MOST_READS = 20_000
MOST_BYTES = 64 * 1024 * 1024
MOST_HEADERS = 1_000
MOST_VERSIONS = 2_000
MOST_NEEDED = 500
LONGEST_NAME = 4_096
LARGEST_DYNAMIC = 1024 * 1024
PT_LOAD, PT_DYNAMIC, PT_INTERP = 1, 2, 3
DT_NEEDED, DT_STRTAB, DT_STRSZ, DT_SONAME, DT_RPATH, DT_RUNPATH = 1, 5, 10, 14, 15, 29
DT_VERDEF, DT_VERDEFNUM, DT_VERNEED, DT_VERNEEDNUM = 0x6FFFFFFC, 0x6FFFFFFD, 0x6FFFFFFE, 0x6FFFFFFF
VER_FLG_BASE, VER_FLG_WEAK = 1, 2


def read_elf(stream: "BinaryIO") -> Binary | None:
    """What an ELF file says; None where it is no program and no shared library (an object file, a core).

    Raises:
        OSError, ValueError, LookupError, TypeError, struct.error, OverflowError, MemoryError: it is cut, or
            makes no sense.
    """
    try:
        return _binary(_File(_Bounded(stream)))
    except (ELFError, AttributeError, RecursionError) as error:
        # The exceptions of pyelftools for headers that make no sense.
        raise ValueError(str(error)) from None


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


class _Segment(NamedTuple):
    """A program header: its type, and where it is in the file and in memory, in bytes."""

    type: int
    offset: int
    address: int
    size: int


class _File:
    """The header and the program headers of an ELF file, and its bytes."""

    def __init__(self, stream: _Bounded) -> None:
        stream.seek(0)
        elf = ELFFile(stream)  # type: ignore[arg-type]  # it reads, seeks and tells, which is all that is asked of it
        self.stream = stream
        self.order = "<" if elf.little_endian else ">"
        self.is_wide = elf.elfclass == 64
        self.type = str(elf.header["e_type"])
        machine = MACHINES.get(elf.header["e_machine"], "")
        self.machine = machine if elf.little_endian or machine == "s390x" else ""
        self.segments = tuple(self._segments(elf))

    def _segments(self, elf: ELFFile) -> Iterator[_Segment]:
        start, size = elf.header["e_phoff"], elf.header["e_phentsize"]
        for number in range(min(elf.header["e_phnum"], MOST_HEADERS)):
            if self.is_wide:
                kind, _, offset, address, _, length = self.unpacked(start + number * size, "IIQQQQ")
            else:
                kind, offset, address, _, length = self.unpacked(start + number * size, "IIIII")
            yield _Segment(kind, offset, address, length)

    def bytes_at(self, offset: int, size: int) -> bytes:
        """Exactly ``size`` bytes.

        Raises:
            ValueError: the file ends before.
        """
        self.stream.seek(offset)
        data = self.stream.read(size)
        if len(data) < size:
            raise ValueError("the file is cut")
        return data

    def text_at(self, offset: int) -> str:
        """The text up to the next zero byte."""
        self.stream.seek(offset)
        return self.stream.read(LONGEST_NAME).split(b"\0", 1)[0].decode("utf-8", "replace")

    def unpacked(self, offset: int, form: str) -> tuple[int, ...]:
        """The numbers at an offset, in the file's byte order."""
        form = self.order + form
        return struct.unpack(form, self.bytes_at(offset, struct.calcsize(form)))

    def offset_of(self, address: int) -> int | None:
        """Where in the file an address of memory is; None where no segment loads it."""
        for segment in self.segments:
            if segment.type == PT_LOAD and segment.address <= address < segment.address + segment.size:
                return address - segment.address + segment.offset
        return None

    def segment(self, kind: int) -> _Segment | None:
        """The first segment of a type."""
        return next((segment for segment in self.segments if segment.type == kind), None)


class _Dynamic:
    """The dynamic section: its entries by tag, and its strings."""

    def __init__(self, file: _File) -> None:
        self.file = file
        self.tags: dict[int, list[int]] = {}
        segment = file.segment(PT_DYNAMIC)
        if segment is not None:
            self._read(segment)
        table = self.tags.get(DT_STRTAB)
        self._strings = file.offset_of(table[0]) if table else None
        self._size = self.tags.get(DT_STRSZ, [0])[0]

    def _read(self, segment: _Segment) -> None:
        data = self.file.bytes_at(segment.offset, min(segment.size, LARGEST_DYNAMIC))
        form = self.file.order + ("qQ" if self.file.is_wide else "iI")
        width = struct.calcsize(form)
        for tag, value in struct.iter_unpack(form, data[: len(data) // width * width]):
            if tag == 0:
                break
            self.tags.setdefault(tag, []).append(value)

    def string(self, offset: int) -> str:
        """A name of the string table."""
        if self._strings is None or not 0 <= offset < self._size:
            raise ValueError("a name lies outside the table")
        return self.file.text_at(self._strings + offset)

    def strings(self, tag: int) -> tuple[str, ...]:
        """The names that the entries of a tag give."""
        return tuple(self.string(value) for value in self.tags.get(tag, [])[:MOST_NEEDED])

    def first(self, tag: int) -> str:
        """The first name of a tag; empty for none."""
        values = self.tags.get(tag, [])
        return self.string(values[0]) if values else ""

    def asked(self) -> Iterator[SymbolVersion]:
        """The versions that the file needs (``Elf_Verneed``, ``Elf_Vernaux``)."""
        for at, (_, count, library, first, _) in self._entries(DT_VERNEED, DT_VERNEEDNUM, "HHIII"):
            name, place = self.string(library), at + first
            for _ in range(min(count, MOST_VERSIONS)):
                _, flags, _, version, following = self.file.unpacked(place, "IHHII")
                yield SymbolVersion(name, self.string(version), bool(flags & VER_FLG_WEAK))
                if not following:
                    break
                place += following

    def defined(self) -> Iterator[str]:
        """The versions that the file defines (``Elf_Verdef``; the first auxiliary entry is the name)."""
        for at, values in self._entries(DT_VERDEF, DT_VERDEFNUM, "HHHHIII"):
            if not values[1] & VER_FLG_BASE:
                yield self.string(self.file.unpacked(at + values[5], "II")[0])

    def _entries(self, tag: int, count: int, form: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        """A chain of version entries, each with its place; each ends with the distance to the next."""
        place = self.file.offset_of(self.tags[tag][0]) if tag in self.tags else None
        if place is None:
            return
        for _ in range(min(self.tags.get(count, [MOST_VERSIONS])[0], MOST_VERSIONS)):
            values = self.file.unpacked(place, form)
            yield place, values
            if not values[-1]:
                return
            place += values[-1]


def _binary(file: _File) -> Binary | None:
    if file.type not in ("ET_EXEC", "ET_DYN"):
        return None
    dynamic = _Dynamic(file)
    interpreter = _interpreter(file)
    needed = dynamic.strings(DT_NEEDED)
    versions = tuple(dynamic.asked())
    # libc.so.6 names a loader too, to be started by hand; a static-pie program names and needs nothing.
    is_program = DT_SONAME not in dynamic.tags and (file.type == "ET_EXEC" or bool(interpreter) or not needed)
    return Binary(
        ELF,
        file.machine,
        interpreter,
        needed,
        newest(asked.version for asked in versions),
        versions,
        frozenset(dynamic.defined()),
        dynamic.first(DT_SONAME),
        dynamic.first(DT_RPATH),
        dynamic.first(DT_RUNPATH),
        is_program,
    )


def _interpreter(file: _File) -> str:
    segment = file.segment(PT_INTERP)
    return file.text_at(segment.offset) if segment and segment.size <= LONGEST_NAME else ""


def newest(names: Iterable[str]) -> Mapping[str, str]:
    """The newest version of each family: ``GLIBC_2.34`` is 2.34 of GLIBC."""
    found: dict[str, str] = {}
    for name in names:
        family, _, version = name.rpartition("_")
        if family == "GLIBC_ABI_DT" and version == "RELR":
            family, version = "GLIBC", "2.36"  # packed relocations came with that release
        if not version[:1].isdigit():
            continue
        if family not in found or _key(found[family]) < _key(version):
            found[family] = version
    return found


def _key(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
