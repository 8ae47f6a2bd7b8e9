"""Compilers called by name: gcc, clang, their C++ and Fortran drivers, nvcc, musl-gcc, cross compilers."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images import Libc
from dfix.trace.state.arch import of_words
from dfix.trace.state.artifact import Abi, Artifact, Kind
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Copies, Effect, Writes
from dfix.trace.state.products import native, static, unclear
from dfix.trace.state.root import Root

WITH_VALUE = (
    "-o", "-x", "-I", "-L", "-l", "-D", "-U", "-include", "-isystem", "-MF", "-MT", "-MQ", "-arch", "-target", "-T",
    "-Xlinker", "-Xpreprocessor", "-Xassembler", "-framework", "-z",
)  # fmt: skip
NOT_LINKING = ("-c", "-S", "-E", "-M", "-MM", "-fsyntax-only", "--version", "-v", "-dumpversion", "-dumpmachine")
STATIC = ("-static", "--static", "-static-pie")
# CUDA's sources are C++ for nvcc, which has the host's compiler link the program (CUDA Compiler Driver, its manual).
CXX_SOURCES = (".cc", ".cpp", ".cxx", ".C", ".cu")


def compile_c(call: Call, root: Root) -> Iterator[Effect]:
    """Link a program or a shared library, unless the call only compiles."""
    sources = [arg.text for arg in call.operands(*WITH_VALUE)]
    if call.has(*NOT_LINKING) or not sources:
        return
    output = call.option("-o")
    yield Writes(call.path(output.text if output else "a.out"), linked(call, root, sources)._replace(arch=_arch(call)))


def linked(call: Call, root: Root, sources: list[str]) -> Artifact:
    """What the linker makes."""
    cxx = "++" in call.name or any(source.endswith(CXX_SOURCES) for source in sources)
    libc, is_of_stage = _target(call, root)
    kind = Kind.LIBRARY if call.has("-shared") else Kind.PROGRAM
    language = "c++" if cxx else "c"
    sure = Confidence.CERTAIN
    if libc is None:
        return unclear(call, "cc", language, "the builder's libc is not known", kind=kind)
    if call.has(*STATIC) and kind is Kind.PROGRAM:
        return static(call, root, "cc", language, sure, "linked with -static")
    because = "linked without -static"
    artifact = native(call, root, "cc", language, sure, because, kind=kind, libc=libc)
    return artifact if is_of_stage else artifact._replace(abi=Abi(libc, None))


def _arch(call: Call) -> str | None:
    """The architecture in a cross compiler's name or in ``-target``."""
    target = call.option("-target", "--target")
    return of_words(target.text if target else call.name.rpartition("-linux-")[0])


def _target(call: Call, root: Root) -> tuple[Libc | None, bool]:
    """The libc it links with, and whether that is the stage's own."""
    if "musl" in call.name:
        return Libc.MUSL, root.libc is Libc.MUSL
    if "-linux-gnu" in call.name:
        return Libc.GLIBC, root.libc is Libc.GLIBC
    target = call.option("-target", "--target")
    if target and "musl" in target.text:
        return Libc.MUSL, root.libc is Libc.MUSL
    return root.libc, True


DRIVERS = ("gcc", "g++", "clang", "clang++")
CROSS_DRIVERS = tuple(
    f"{arch}-linux-{libc}-{driver}"
    for arch in ("x86_64", "aarch64")
    for libc in ("gnu", "musl")
    for driver in DRIVERS[:2]
)
VERSIONED_DRIVERS = tuple(f"{driver}-{version}" for driver in DRIVERS for version in range(4, 22))


def rewrite(call: Call, root: Root) -> Iterator[Effect]:
    """What strips or packs a program: with ``-o``, or with a second operand of objcopy, into another file."""
    sources = [arg.text for arg in call.operands("-o", "-R", "-K", "-N", "-j", "-O", "-I", "-F")]
    output = call.option("-o")
    target = output.text if output else sources[1] if call.name.endswith("objcopy") and len(sources) > 1 else ""
    if sources and target:
        yield Copies(call.path(sources[0]), call.path(target))


MODELS = {
    **dict.fromkeys(
        (
            *DRIVERS,
            "cc",
            "c++",
            "gfortran",
            "gccgo",
            "nvcc",
            "musl-gcc",
            "musl-clang",
            *CROSS_DRIVERS,
            *VERSIONED_DRIVERS,
        ),
        compile_c,
    ),
    **dict.fromkeys(("strip", "llvm-strip", "upx", "objcopy", "llvm-objcopy"), rewrite),
}
