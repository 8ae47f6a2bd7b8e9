"""Small ELF files made byte by byte: enough for a loader's eye, so that no compiler is needed.

One LOAD segment maps the file at address 0; layout: header, program headers, interpreter, strings,
version needs, version definitions, dynamic section.
"""

import struct
from collections.abc import Mapping, Sequence

MACHINES = {"amd64": 62, "arm64": 183, "arm": 40, "386": 3, "s390x": 22}
EXEC, DYN = 2, 3


def make_elf(
    interpreter: str = "",
    needed: Sequence[str] = (),
    asks: Mapping[str, Sequence[str]] = {},
    *,
    offers: Sequence[str] = (),
    soname: str = "",
    runpath: str = "",
    rpath: str = "",
    machine: str = "amd64",
    kind: int = DYN,
) -> bytes:
    """A 64-bit little-endian file; ``asks`` maps a library to the versions that are asked of it."""
    strings = b"\0"
    places: dict[str, int] = {}

    def name(text: str) -> int:
        nonlocal strings
        if text not in places:
            places[text] = len(strings)
            strings += text.encode() + b"\0"
        return places[text]

    for text in (*needed, *asks, *(one for many in asks.values() for one in many), *offers, soname, runpath, rpath):
        name(text)
    has_dynamic = bool(needed or soname or offers or runpath or rpath)
    count = 1 + bool(interpreter) + has_dynamic
    at = 64 + 56 * count
    interp_at, interp = at, interpreter.encode() + b"\0" if interpreter else b""
    strings_at = interp_at + len(interp)
    needs_at = strings_at + len(strings)
    needs = _needs(asks, name)
    defs_at = needs_at + len(needs)
    defs = _definitions(offers, name)
    dynamic_at = defs_at + len(defs)
    tags = [(1, name(one)) for one in needed] + [(5, strings_at), (10, len(strings))]
    tags += [(14, name(soname))] if soname else []
    tags += [(29, name(runpath))] if runpath else []
    tags += [(15, name(rpath))] if rpath else []
    tags += [(0x6FFFFFFE, needs_at), (0x6FFFFFFF, len(asks))] if asks else []
    tags += [(0x6FFFFFFC, defs_at), (0x6FFFFFFD, len(offers))] if offers else []
    dynamic = b"".join(struct.pack("<qQ", *tag) for tag in (*tags, (0, 0))) if has_dynamic else b""
    size = dynamic_at + len(dynamic)
    headers = struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, size, size, 0x1000)
    if interpreter:
        headers += struct.pack("<IIQQQQQQ", 3, 4, interp_at, interp_at, interp_at, len(interp), len(interp), 1)
    if has_dynamic:
        headers += struct.pack("<IIQQQQQQ", 2, 6, *(dynamic_at,) * 3, len(dynamic), len(dynamic), 8)
    ident = b"\x7fELF" + bytes([2, 1, 1, 0]) + bytes(8)
    rest = struct.pack("<HHIQQQIHHHHHH", kind, MACHINES[machine], 1, 0, 64, 0, 0, 64, 56, count, 64, 0, 0)
    return ident + rest + headers + interp + strings + needs + defs + dynamic


def _needs(asks: Mapping[str, Sequence[str]], name: "type[int] | object") -> bytes:
    made = b""
    for number, (library, versions) in enumerate(asks.items()):
        size = 16 + 16 * len(versions)
        following = size if number + 1 < len(asks) else 0
        made += struct.pack("<HHIII", 1, len(versions), name(library), 16, following)  # type: ignore[operator]
        for index, version in enumerate(versions):
            more = 16 if index + 1 < len(versions) else 0
            made += struct.pack("<IHHII", 0, 0, index + 2, name(version), more)  # type: ignore[operator]
    return made


def _definitions(offers: Sequence[str], name: "type[int] | object") -> bytes:
    made = b""
    for number, version in enumerate(offers):
        following = 28 if number + 1 < len(offers) else 0
        made += struct.pack("<HHHHIII", 1, 0, number + 1, 1, 0, 20, following)
        made += struct.pack("<II", name(version), 0)  # type: ignore[operator]
    return made


def make_cache(libraries: Mapping[str, str], *, old: bool = False) -> bytes:
    """An ``ld.so.cache`` in glibc's new format; ``old``: behind one in the old format, as before glibc 2.32."""
    count = len(libraries)
    texts, entries = b"", b""
    for name, path in libraries.items():
        at = 48 + 24 * count + len(texts)
        entries += struct.pack("<iIIIQ", 0x0303, at, at + len(name) + 1, 0, 0)
        texts += name.encode() + b"\0" + path.encode() + b"\0"
    new = b"glibc-ld.so.cache1.1" + struct.pack("<II", count, len(texts)) + bytes(20) + entries + texts
    before = b"ld.so-1.7.0\0" + struct.pack("<I", count) + bytes(12 * count) if old else b""
    return before + bytes(-len(before) % 8) + new


GLIBC = make_elf("/lib64/ld-linux-x86-64.so.2", ["libc.so.6"], {"libc.so.6": ["GLIBC_2.2.5", "GLIBC_2.34"]})
MUSL = make_elf("/lib/ld-musl-x86_64.so.1", ["libc.musl-x86_64.so.1"])
STATIC = make_elf(kind=EXEC)
