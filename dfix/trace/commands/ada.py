"""Ada: gnatmake, gprbuild, Alire. Programs need libc unless the linker is given ``-static``.

Source: GNAT User's Guide, "Switches for gnatmake" (``-largs``, ``-bargs -static`` links the Ada
runtime in, which is the default; libc stays dynamic).
"""

from collections.abc import Iterator

from dfix.text.pattern import pattern
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, leaves, native, static
from dfix.trace.state.root import Root

LINKED_STATICALLY = pattern(r"-largs\b.* -static(\s|$)")


def gnatmake(call: Call, root: Root) -> Iterator[Effect]:
    """``gnatmake -o program main.adb``: the program is in the directory where it is run."""
    output = call.option("-o")
    sources = [arg.text for arg in call.operands("-o", "-D", "-aI", "-aO") if arg.text.endswith((".adb", ".ads"))]
    name = output.text if output else sources[0].rsplit("/", 1)[-1].rpartition(".")[0] if sources else ""
    if name and not call.has("-c"):
        yield Writes(call.path(name), _program(call, root))


def project(call: Call, root: Root) -> Iterator[Effect]:
    """``gprbuild -P app.gpr``, ``alr build``: the project file says where programs go, mostly to ``bin`` or ``obj``."""
    if call.name == "gprbuild" or call.has("build"):
        yield from leaves(root, call.cwd, _program(call, root)._replace(unnamed=True))
        yield from leaves(root, call.cwd, _program(call, root), "bin")


def _program(call: Call, root: Root) -> Artifact:
    if LINKED_STATICALLY.search(" ".join(call.texts)):
        return static(call, root, "ada", "c", LIKELY, "linked with -largs -static")
    return native(call, root, "ada", "c", LIKELY, "GNAT links libc dynamically")


MODELS = {"gnatmake": gnatmake, "gprbuild": project, "alr": project}
