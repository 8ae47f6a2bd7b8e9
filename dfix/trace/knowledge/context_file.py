"""What a file of the build context is: its own header says it for certain."""

from dfix.confidence import Confidence
from dfix.context import FileFact
from dfix.context.binary import ELF, MACH_O, PE, Binary
from dfix.images import Libc
from dfix.trace.state.arch import MACOS, WINDOWS
from dfix.trace.state.artifact import Abi, Artifact, Kind, Linkage
from dfix.trace.state.loader import LOADER_NAMES
from dfix.trace.state.origin import FromContext
from dfix.trace.state.products import portable
from dfix.tristate import Tristate

# Beginnings of the sonames that each libc itself brings.
OF_LIBC = {
    Libc.GLIBC: (
        "libc.so. libm.so. libdl.so. libpthread.so. librt.so. libutil.so. libresolv.so. libnsl.so. libcrypt.so. "
        "libanl.so. ld-linux ld64.so. libmvec.so."
    ).split(),
    Libc.MUSL: ("libc.musl- libc.so ld-musl-").split(),
}
SYSTEMS = {PE: WINDOWS, MACH_O: MACOS}


def artifact_of(fact: FileFact, name: str, use: Confidence = Confidence.CERTAIN) -> Artifact:
    """The artifact that a file is; ``name`` is its name for people.

    ``use`` is how sure it is that the file is there to be used: a folder may hold builds for several
    systems. A library of the other libc may work where a program uses little of it, so it is never certain.
    """
    return _of_content(fact, name, use)._replace(script=fact.shebang, executable=Tristate.of(fact.executable))


def _of_content(fact: FileFact, name: str, use: Confidence) -> Artifact:
    if fact.binary is None:
        return portable(f"{name} is a script" if fact.shebang else f"{name} is not a program", Confidence.CERTAIN)
    if fact.binary.format == ELF:
        return _of_elf(fact.binary, name, use)
    return _of_other_system(fact.binary, name)


def _of_elf(binary: Binary, name: str, use: Confidence) -> Artifact:
    """A program or a shared library for Linux."""
    kind = Kind.PROGRAM if binary.is_program else Kind.LIBRARY
    arch = binary.architecture or None
    because = f"{name} {_header_note(binary)}"
    libc = libc_of(binary)
    if binary.is_static or libc is None:
        linkage = Linkage.STATIC if binary.is_static else Linkage.UNKNOWN
        return Artifact(kind, linkage, None, "", Confidence.CERTAIN, because, origin=FromContext(name), arch=arch)
    abi = Abi(libc, None, binary.asks.get("GLIBC") if libc is Libc.GLIBC else None)
    needs = tuple(soname for soname in binary.needed if not soname.startswith(tuple(OF_LIBC[libc])))
    sure = use if binary.is_program else min(use, Confidence.LIKELY)
    return Artifact(kind, Linkage.DYNAMIC, abi, "", sure, because, origin=FromContext(name), needs=needs, arch=arch)


def libc_of(binary: Binary) -> Libc | None:
    """The C library that a file was linked with: by its loader, else by what it needs."""
    for libc, names in LOADER_NAMES.items():
        if any(names.search(path) for path in (binary.interpreter, *(f"/{soname}" for soname in binary.needed))):
            return libc
    if binary.interpreter:
        return None
    if any(soname.startswith("libc.musl-") or soname == "libc.so" for soname in binary.needed):
        return Libc.MUSL
    return Libc.GLIBC if "libc.so.6" in binary.needed or "GLIBC" in binary.asks else None


def _header_note(binary: Binary) -> str:
    """What the header says, for people."""
    if binary.is_static:
        return "is static: its header names no loader and no library"
    parts = [f"names the loader {binary.interpreter}"] if binary.interpreter else []
    if binary.needed:
        parts.append(f"needs {', '.join(binary.needed[:4])}{' …' if len(binary.needed) > 4 else ''}")
    if "GLIBC" in binary.asks:
        parts.append(f"requires symbol version GLIBC_{binary.asks['GLIBC']}")
    return ", ".join(parts[:-1]) + (" and " if parts[1:] else "") + parts[-1]


def _of_other_system(binary: Binary, name: str) -> Artifact:
    """A program for Windows or macOS; a .NET assembly runs anywhere."""
    if binary.needed:
        return portable(f"{name} is a .NET assembly", Confidence.CERTAIN)
    system = SYSTEMS[binary.format]
    because = f"{name} is a {binary.format} file, built on or for {system}"
    # No Linux runs it, whatever the processor: the system's name counts as its architecture.
    return Artifact(
        Kind.PROGRAM, Linkage.UNKNOWN, None, "", Confidence.CERTAIN, because, origin=FromContext(name), arch=system
    )
