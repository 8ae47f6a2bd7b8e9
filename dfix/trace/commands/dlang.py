"""D: dmd, ldc2, gdc, dub. Programs are dynamic unless ``-static``."""

import re
from collections.abc import Iterator

from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, leaves, native, static
from dfix.trace.state.root import Root


def compiler(call: Call, root: Root) -> Iterator[Effect]:
    """``dmd -of=program source.d``."""
    output = next((m[1] for m in (re.match(r"-of=?(.+)", text) for text in call.texts) if m), "")
    sources = [arg.text for arg in call.operands("-o") if arg.text.endswith(".d")]
    if not call.has("-c") and (output or sources):
        yield Writes(call.path(output or sources[0].removesuffix(".d")), _program(call, root))


def dub(call: Call, root: Root) -> Iterator[Effect]:
    """``dub build``: a program in the project's directory."""
    if not call.texts or call.has("build"):
        yield from leaves(root, call.cwd, _program(call, root)._replace(unnamed=True))


def _program(call: Call, root: Root) -> Artifact:
    words = " ".join([*call.texts, call.env.get("DFLAGS", "")])
    if "-static" in words:
        return static(call, root, "d", "c", LIKELY, "linked with -static")
    return native(call, root, "d", "c", LIKELY, "D links libc dynamically")


MODELS = {"dmd": compiler, "ldc2": compiler, "gdc": compiler, "ldmd2": compiler, "dub": dub}
