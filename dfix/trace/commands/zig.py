"""Zig: ``zig build-exe``, ``zig build``, ``zig cc``.

Without libc a program is static; with ``-target …-musl`` libc is linked statically, with
``…-gnu`` dynamically (Zig's language reference, "Targets"; ``-dynamic`` makes it dynamic). For the machine itself,
where no target is named, the system's libc is linked dynamically, also musl (``src/Compilation/Config.zig``).
Whether ``zig build`` links libc is in the project's build.zig.
"""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.text.pattern import pattern
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, native, of_no_release, static
from dfix.trace.state.root import Root

EMIT = "-femit-bin="
# Words of a build.zig that link libc: by themselves, or beside a library that the build makes, which is one of C.
LINKS_LIBC = pattern(
    r"\blinkLibC(?:pp)?\(|\blink_libc(?:pp)?\s*=\s*true\b|\blinkSystemLibrary2?\(|\baddCSourceFiles?\("
)
LINKS_LIBRARY = pattern(r"\blinkLibrary\(", having="linkLibrary")
OF_C = pattern(r"\b(?:addCMacro|addConfigHeader|addTranslateC)\(")
# Words by which a project chooses its target, or how it is linked, itself.
CHOOSES = pattern(r"\bdefault_target\b|\bresolveTargetQuery\(|\blinkage\b|\blink_?mode\b|\bmusl\b|\.abi\b")


def zig(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``zig`` command."""
    subcommand = next(iter(call.texts), "")
    if subcommand == "build":
        prefix = call.option("--prefix", "-p")
        yield Writes(call.path(prefix.text if prefix else "zig-out"), _built(call, root), tree=True)
    elif subcommand in ("build-exe", "cc", "c++") and not call.has("-c"):
        name = _output_name(call)
        if name:
            yield Writes(call.path(name), _program(call, root))


def _output_name(call: Call) -> str:
    """The program that a compiler's call writes: named by an option, else after its first source."""
    output = call.option("-o") or next((arg for arg in call.args if arg.text.startswith(EMIT)), None)
    if output and (name := output.text.removeprefix(EMIT)):
        return name
    subcommand = call.texts[0]
    sources = [arg.text for arg in call.operands("-target", "-O", "-o", "-I", "-L", "--name") if arg.text != subcommand]
    return sources[0].rsplit("/", 1)[-1].removesuffix(".zig") if sources else ""


def _built(call: Call, root: Root) -> Artifact:
    """What ``zig build`` makes: for the machine itself, where neither the command nor the project names a target."""
    file = call.option("--build-file")
    text = root.read(call.path(file.text if file else "build.zig")) or ""
    names_target = any(word.startswith("-D") and "target" in word for word in call.texts)
    if names_target or not _links_libc(text) or CHOOSES.search(text):
        return _program(call, root)
    because = "build.zig links libc, and Zig takes the system's, dynamically, where no target is named"
    return native(call, root, "zig", "c", LIKELY, because)


def _links_libc(text: str) -> bool:
    """Whether a build.zig says that libc is linked."""
    return LINKS_LIBC.search(text) is not None or (
        LINKS_LIBRARY.search(text) is not None and OF_C.search(text) is not None
    )


def _program(call: Call, root: Root) -> Artifact:
    words = " ".join(call.texts)
    if "-dynamic" not in words and _is_static_by_default(call.texts[0], words):
        return static(call, root, "zig", "c", LIKELY, "Zig links statically unless glibc is requested")
    libc = Libc.MUSL if "musl" in words else Libc.GLIBC if "gnu" in words else None
    because = "Zig links glibc dynamically" if libc is Libc.GLIBC else "Zig links the system's libc dynamically"
    program = native(call, root, "zig", "c", LIKELY, because, libc=libc)
    # Zig's own glibc stubs are of the version that the target names, an old one by default.
    return of_no_release(program) if "gnu" in words else program


def _is_static_by_default(subcommand: str, words: str) -> bool:
    """Whether musl is linked in, or no libc is linked at all."""
    return "musl" in words or (subcommand not in ("cc", "c++") and "-lc" not in words and "gnu" not in words)


MODELS = {"zig": zig}
