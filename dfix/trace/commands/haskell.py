"""Haskell: stack, cabal, ghc. Programs need libc and libgmp unless linked with ``-static``.

Sources: GHC's user guide, "Options affecting linking"; Stack's ``--local-bin-path`` and ``--copy-bins``.
"""

from collections.abc import Iterator

from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, leaves, native, static
from dfix.trace.state.root import Root

STATIC = pattern(r"(^|[\s=])-?-?(optl-?-?=?-static|static|enable-executable-static|ld-options=-static)(\s|$)")


def stack(call: Call, root: Root) -> Iterator[Effect]:
    """``stack install`` and ``--copy-bins`` fill ``~/.local/bin``; ``build`` leaves programs in ``.stack-work``."""
    where = call.option("--local-bin-path")
    words = [arg.text for arg in call.operands("--local-bin-path", "--resolver", "--ghc-options", "--flag", "-j")]
    if words[:1] not in (["install"], ["build"]):
        return
    programs = _program(call, root)
    if words[0] == "install" or call.has("--copy-bins") or where:
        yield Writes(
            call.path(where.text) if where else f"{call.env.get('HOME', '/root')}/.local/bin", programs, tree=True
        )
    yield Writes(call.path(".stack-work"), programs, tree=True)
    yield from leaves(root, call.cwd, programs._replace(unnamed=True))


def cabal(call: Call, root: Root) -> Iterator[Effect]:
    """``cabal install`` fills ``~/.cabal/bin`` or ``--installdir``."""
    where = call.option("--installdir", "--bindir", "--prefix")
    programs = _program(call, root)
    if call.has("install", "v2-install", "new-install", "v1-install"):
        home = f"{call.env.get('HOME', '/root')}/.cabal/bin"
        yield Writes(call.path(where.text) if where else home, programs, tree=True)
    elif call.has("build", "new-build", "v2-build"):
        for directory in ("dist", "dist-newstyle"):
            yield Writes(call.path(directory), programs, tree=True)


def ghc(call: Call, root: Root) -> Iterator[Effect]:
    """``ghc -o program Main.hs``."""
    # GHC has other options that begin with -o.
    output = next((call.args[n + 1] for n, text in enumerate(call.texts[:-1]) if text == "-o"), None)
    sources = [arg.text for arg in call.operands("-o", "-outputdir", "-package", "-i") if arg.text.endswith(".hs")]
    name = output.text if output else sources[0].removesuffix(".hs") if sources else ""
    if name and UNKNOWN_TEXT not in name:
        yield Writes(call.path(name), _program(call, root))


def _program(call: Call, root: Root) -> Artifact:
    if STATIC.search(" ".join(call.texts)):
        return static(call, root, "haskell", "haskell", LIKELY, "linked with -static")
    return native(call, root, "haskell", "haskell", LIKELY, "GHC links libc dynamically")


MODELS = {"stack": stack, "cabal": cabal, "ghc": ghc}
