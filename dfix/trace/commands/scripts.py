"""Shells given a script: what it does is not read here, so what stands below may be of its making."""

from collections.abc import Iterator

from dfix.trace.call import Call
from dfix.trace.effect import Effect, MayWrite
from dfix.trace.root import Root


def script(call: Call, root: Root) -> Iterator[Effect]:
    """``sh build.sh``, ``bash -x install``; text on standard input tells nothing."""
    named = next(iter(call.operands("-o", "-c")), None)
    yield MayWrite(call.cwd, named.text.rsplit("/", 1)[-1] if named else call.name)


MODELS = dict.fromkeys(("sh", "bash", "dash", "ash", "zsh", "ksh"), script)
