"""Crystal: ``crystal build``, ``shards build``; programs are dynamic unless ``--static``."""

from collections.abc import Iterator

from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, leaves, native, static
from dfix.trace.state.root import Root


def crystal(call: Call, root: Root) -> Iterator[Effect]:
    """A program that ``-o`` names, else named after its source."""
    words = [arg.text for arg in call.operands("-o", "--link-flags", "-D", "--threads", "--target")]
    if words[:1] not in (["build"], ["compile"]):
        return
    output = call.option("-o")
    name = output.text if output else words[1].rsplit("/", 1)[-1].removesuffix(".cr") if len(words) > 1 else ""
    if name:
        yield Writes(call.path(name), _program(call, root))


def shards(call: Call, root: Root) -> Iterator[Effect]:
    """``shards build`` fills ``bin``; ``shards install`` fetches sources."""
    if call.has("build"):
        yield from leaves(root, call.cwd, _program(call, root), "bin")


def _program(call: Call, root: Root) -> Artifact:
    if call.has("--static") or "-static" in " ".join(call.texts):
        return static(call, root, "crystal", "c", LIKELY, "linked with --static")
    return native(call, root, "crystal", "c", LIKELY, "Crystal links libc dynamically")


MODELS = {"crystal": crystal, "shards": shards}
