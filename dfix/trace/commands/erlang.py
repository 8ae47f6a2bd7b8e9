"""Elixir and Erlang: releases bring ERTS, the virtual machine, built for the builder's libc.

Sources: Mix.Release (``include_erts`` is true by default), rebar3's manual, "Releases". Without
ERTS a release is byte code, unless a dependency has a NIF.
"""

from collections.abc import Iterator

from dfix.trace.artifact import Artifact
from dfix.trace.built import LIKELY, POSSIBLE, leaves, native, portable
from dfix.trace.call import Call, join_path
from dfix.trace.effect import Effect, Writes
from dfix.trace.root import Root

ERTS = "a release brings Erlang's virtual machine, which needs the libc"


def mix(call: Call, root: Root) -> Iterator[Effect]:
    """``mix release``, and Distillery's ``mix distillery.release``; other tasks compile byte code."""
    words = [arg.text for arg in call.operands("--path", "--env", "--name")]
    # ``mix do a, b`` runs several tasks.
    tasks = [word.rstrip(",") for word in words]
    release = next((task for task in tasks if task in ("release", "distillery.release")), None)
    if release:
        where = call.option("--path")
        yield Writes(call.path(where.text if where else "_build"), _release(call, root), tree=True)
    elif tasks[:1] == ["escript.build"]:
        yield from leaves(root, call.cwd, portable("an escript is byte code"))
    elif tasks:
        yield from leaves(root, join_path(call.cwd, "deps"), portable("sources of dependencies", POSSIBLE))
        yield from leaves(root, join_path(call.cwd, "_build"), portable("byte code", POSSIBLE))
        yield from leaves(root, call.cwd, portable("what Mix's tasks write is text and byte code", POSSIBLE))


def rebar(call: Call, root: Root) -> Iterator[Effect]:
    """``rebar3 release``, ``rebar3 tar``."""
    if call.has("release", "tar"):
        yield Writes(call.path("_build"), _release(call, root), tree=True)
    else:
        yield from leaves(root, call.path("_build"), portable("byte code", POSSIBLE))


def _release(call: Call, root: Root) -> Artifact:
    return native(call, root, "erlang", "c", LIKELY, ERTS)


MODELS = {"mix": mix, "rebar3": rebar, "rebar": rebar, "relx": rebar}
