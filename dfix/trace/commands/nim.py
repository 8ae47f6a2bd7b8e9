"""Nim: ``nim c``, ``nimble build``; dynamic unless ``--passL:-static``."""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, leaves, native, static
from dfix.trace.state.root import Root


def nim(call: Call, root: Root) -> Iterator[Effect]:
    """A program named by ``-o`` or ``--out``, else after its source."""
    words = [arg.text for arg in call.operands()]
    if words[:1] not in (["c"], ["cpp"], ["cc"], ["compile"]) or len(words) < 2:
        return
    output = next(
        (
            text.partition(sign)[2]
            for text in call.texts
            for sign in ("-o:", "--out:", "--out=", "-o=")
            if text.startswith(sign)
        ),
        "",
    )
    name = output or words[1].removesuffix(".nim")
    yield Writes(call.path(name), _program(call, root))


def nimble(call: Call, root: Root) -> Iterator[Effect]:
    """``nimble build`` leaves programs in the project, ``nimble install`` in ``~/.nimble/bin``."""
    if call.has("build"):
        yield from leaves(root, call.cwd, _program(call, root)._replace(unnamed=True))
    elif call.has("install"):
        yield Writes(f"{call.env.get('HOME', '/root')}/.nimble/bin", _program(call, root), tree=True)


def _program(call: Call, root: Root) -> Artifact:
    words = " ".join(call.texts)
    if "-static" in words.replace("-static-", ""):
        return static(call, root, "nim", "c", LIKELY, "linked with -static")
    libc = Libc.MUSL if "musl" in words else None
    return native(call, root, "nim", "c", LIKELY, "Nim links libc dynamically", libc=libc)


MODELS = {"nim": nim, "nimble": nimble}
