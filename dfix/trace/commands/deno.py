"""Deno: ``deno compile`` makes programs that contain Deno itself, which needs glibc."""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.trace.state.arch import of_words
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, leaves, native, of_no_release, portable
from dfix.trace.state.root import Root


def deno(call: Call, root: Root) -> Iterator[Effect]:
    """``compile -o``, ``install --root``; what Deno caches or bundles is text."""
    if call.texts[:1] == ("compile",):
        output = call.option("-o", "--output")
        sources = [arg.text for arg in call.operands("-o", "--output", "--target", "-c", "--config", "--import-map")]
        name = output.text if output else (sources[1].rsplit("/", 1)[-1].rsplit(".", 1)[0] if len(sources) > 1 else "")
        program = native(
            call, root, "deno", "", LIKELY, "it contains Deno's runtime, which needs glibc", libc=Libc.GLIBC
        )
        target = call.option("--target")
        if name:
            arch = of_words(target.text) if target else None
            yield Writes(call.path(name), of_no_release(program)._replace(arch=arch))
    else:
        yield from leaves(root, call.cwd, portable("Deno caches and bundles text"))


MODELS = {"deno": deno}
