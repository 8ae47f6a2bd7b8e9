"""xx, Docker's helpers for cross compilation: each runs a tool for the target platform.

Source: tonistiigi/xx, README: ``xx-go``, ``xx-cargo``, ``xx-clang`` set up the tool for TARGETPLATFORM;
with ``--wrap`` the tool's own name means the wrapper from then on. ``xx-verify --static`` fails where a
file is dynamic.
"""

from collections.abc import Iterator

from dfix.trace.commands import model
from dfix.trace.state.arch import TARGET
from dfix.trace.state.artifact import Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, SetsFact, Writes
from dfix.trace.state.facts import Happening
from dfix.trace.state.root import Root

TOOLS = {"xx-go": "go", "xx-cargo": "cargo", "xx-clang": "clang", "xx-clang++": "clang++"}


def cross(call: Call, root: Root) -> Iterator[Effect]:
    """What the wrapped tool does, for the target's architecture."""
    if call.has("--wrap"):
        yield SetsFact(Happening.CROSS_COMPILERS)
        return
    name = TOOLS[call.name]
    run = model(name)
    for effect in run(call._replace(name=name), root) if run else ():
        yield effect._replace(artifact=effect.artifact._replace(arch=TARGET)) if isinstance(effect, Writes) else effect


def verify(call: Call, root: Root) -> Iterator[Effect]:
    """``xx-verify --static``: the build goes on only where the files are static."""
    if not call.has("--static"):
        return
    for word in call.operands():
        path = call.path(word.text)
        node = root.files.find(path)
        if node is not None and node.artifact.is_dynamic:
            shown = node.artifact._replace(linkage=Linkage.STATIC, abi=None, because="`xx-verify --static` accepts it")
            yield Writes(path, shown)


MODELS = {**dict.fromkeys(TOOLS, cross), "xx-verify": verify}
