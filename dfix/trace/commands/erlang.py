"""Elixir and Erlang: releases bring ERTS, the virtual machine, built for the builder's libc.

Sources: Mix.Release (``include_erts`` is true by default), rebar3's manual, "Releases". Without
ERTS a release is byte code, unless a dependency has a NIF. From OTP 24 on the virtual machine holds a
compiler written in C++ (its release notes), so it needs libstdc++. It always needs the terminal library:
libtinfo, or on Alpine ncurses, which holds both there (erlang/docker-erlang-example,
phoenixframework/phoenix#4334). Measured on Debian's erlang-base 25.2.
"""

import re
from collections.abc import Iterator

from dfix.images import Libc
from dfix.manifests.mix import brings_erts, locked
from dfix.text.paths import join_path
from dfix.trace.knowledge.native_parts import native_parts_of_project
from dfix.trace.state.artifact import Artifact, Kind
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, POSSIBLE, leaves, native, portable
from dfix.trace.state.root import Root

CXX = ("libstdc++.so.6", "libgcc_s.so.1")
FIRST_JIT = 24
# Elixir's official images have OTP 24 from Elixir 1.12 on.
FIRST_ELIXIR_ON_JIT = (1, 12)
ERTS = "a release contains Erlang's virtual machine, which needs libc"


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
        yield from leaves(root, call.cwd, portable("Mix's tasks write text and byte code", POSSIBLE))


def rebar(call: Call, root: Root) -> Iterator[Effect]:
    """``rebar3 release``, ``rebar3 tar``."""
    if call.has("release", "tar"):
        yield Writes(call.path("_build"), _release(call, root), tree=True)
    else:
        yield from leaves(root, call.path("_build"), portable("byte code", POSSIBLE))


def _release(call: Call, root: Root) -> Artifact:
    """What a release contains: the virtual machine, or byte code and perhaps NIFs (parts in C) of dependencies."""
    if root.context and brings_erts(root.read, call.cwd) is False:
        listed = locked(root.read, call.cwd)
        nifs = native_parts_of_project("elixir", listed).packages if listed else ()
        if not nifs:
            return portable("the release brings no virtual machine", POSSIBLE)
        return native(call, root, "erlang", "c", LIKELY, f"{nifs[0]} has a part written in C", kind=Kind.LIBRARY)
    return native(call, root, "erlang", "c", LIKELY, ERTS)._replace(needs=_needs(root))


def _needs(root: Root) -> tuple[str, ...]:
    """The libraries of the virtual machine beside libc's."""
    terminal = "libncursesw.so.6" if root.libc is Libc.MUSL else "libtinfo.so.6"
    return (*CXX, terminal) if _otp_release(root) >= FIRST_JIT else (terminal,)


def _otp_release(root: Root) -> int:
    """OTP's release in the builder's image; 0 when it is not known. A tag without a number means a new one."""
    name, tag = (root.image.reference.name, root.image.reference.tag or "latest") if root.image else ("", "")
    version = re.match(r"(\d+)(?:\.(\d+))?", tag)
    if name in ("erlang", "library/erlang", "hexpm/erlang"):
        return int(version[1]) if version else FIRST_JIT
    stated = re.search(r"(?:^|-)(?:erlang|otp)-(\d+)", tag) if name.endswith("elixir") else None
    if stated:
        return int(stated[1])
    if name not in ("elixir", "library/elixir"):
        return 0
    is_on_jit = version is None or (int(version[1]), int(version[2] or 99)) >= FIRST_ELIXIR_ON_JIT
    return FIRST_JIT if is_on_jit else 0


MODELS = {"mix": mix, "rebar3": rebar, "rebar": rebar, "relx": rebar}
