"""R and Lua: packages with and without compiled parts are in one directory."""

from collections.abc import Iterator

from dfix.trace.state.artifact import Environment
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Havoc, Writes
from dfix.trace.state.products import packages_of
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

R_LIBRARY = "/usr/local/lib/R/site-library"


def r(call: Call, root: Root) -> Iterator[Effect]:
    """``Rscript -e "install.packages(…)"``, ``R CMD INSTALL``, ``install2.r``: most packages compile C or Fortran."""
    words = " ".join(call.texts)
    if "install" in words.lower() or call.name.startswith("install"):
        library = call.option("--library", "-l")
        packages = packages_of(call, root, "r", Environment("r"), Tristate.YES, release=True)
        yield Writes(call.path(library.text) if library else R_LIBRARY, packages, tree=True)
    else:
        yield Havoc(call.cwd, call.name)


def luarocks(call: Call, root: Root) -> Iterator[Effect]:
    """``luarocks install --tree``."""
    tree = call.option("--tree")
    if call.has("install", "make", "build"):
        packages = packages_of(call, root, "luarocks", Environment("lua"), Tristate.UNKNOWN, release=True)
        base = call.path(tree.text) if tree else "/usr/local"
        for directory in ("lib/lua", "lib/luarocks", "share/lua") if not tree else ("",):
            yield Writes(f"{base}/{directory}".rstrip("/"), packages, tree=True)


MODELS = {
    **dict.fromkeys(("R", "Rscript", "r", "install2.r", "installGithub.r", "littler"), r),
    **dict.fromkeys(("luarocks", "luarocks-5.1", "luarocks-5.3", "luarocks5.1"), luarocks),
}  # fmt: skip
