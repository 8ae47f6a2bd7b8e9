"""Zig: ``zig build-exe``, ``zig build``, ``zig cc``.

Without libc a program is static; with ``-target …-musl`` libc is linked statically, with
``…-gnu`` dynamically (Zig's language reference, "Targets"; ``-dynamic`` asks for a loader).
"""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, native, static
from dfix.trace.state.root import Root


def zig(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``zig`` command."""
    subcommand = next(iter(call.texts), "")
    if subcommand == "build":
        prefix = call.option("--prefix", "-p")
        yield Writes(call.path(prefix.text if prefix else "zig-out"), _program(call, root), tree=True)
    elif subcommand in ("build-exe", "cc", "c++"):
        output = call.option("-o") or next(iter([arg for arg in call.args if arg.text.startswith("-femit-bin=")]), None)
        sources = [
            arg.text for arg in call.operands("-target", "-O", "-o", "-I", "-L", "--name") if arg.text != subcommand
        ]
        name = output.text.removeprefix("-femit-bin=") if output else ""
        name = name or (sources[0].rsplit("/", 1)[-1].removesuffix(".zig") if sources else "")
        if name and not call.has("-c"):
            yield Writes(call.path(name), _program(call, root))


def _program(call: Call, root: Root) -> Artifact:
    words = " ".join(call.texts)
    compiles_c = next(iter(call.texts), "") in ("cc", "c++")
    if "-dynamic" not in words and ("musl" in words or (not compiles_c and "-lc" not in words and "gnu" not in words)):
        return static(call, root, "zig", "c", LIKELY, "Zig links statically unless glibc is asked for")
    libc = Libc.MUSL if "musl" in words else Libc.GLIBC if "gnu" in words else None
    made = native(call, root, "zig", "c", LIKELY, "Zig links glibc dynamically", libc=libc)
    # Zig's own glibc stubs are of the version that the target names, an old one by default.
    return made._replace(abi=made.abi and made.abi._replace(release=None)) if "gnu" in words else made


MODELS = {"zig": zig}
