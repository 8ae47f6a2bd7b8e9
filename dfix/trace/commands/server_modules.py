"""Modules of web servers: Apache's ``apxs``; nginx's come from ``./configure --add-dynamic-module`` and make."""

from collections.abc import Iterator

from dfix.trace.state.artifact import Kind
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, native
from dfix.trace.state.root import Root

# Where ``apxs -i`` installs: Debian's packages, Alpine's, the official image.
PLACES = ("/usr/lib/apache2/modules", "/usr/local/apache2/modules")


def apxs(call: Call, root: Root) -> Iterator[Effect]:
    """``apxs -i -a -c mod_x.c``: a shared library that the server loads."""
    library = native(call, root, "apxs", "c", LIKELY, "Apache loads the module", kind=Kind.LIBRARY)
    if call.has("-i") or any(text.startswith("-") and "i" in text for text in call.texts):
        for place in PLACES:
            yield Writes(place, library, tree=True)
    for source in call.operands("-o", "-n", "-D", "-I", "-L", "-l", "-S"):
        if source.text.endswith(".c"):
            yield Writes(call.path(f".libs/{source.text.rsplit('/', 1)[-1][:-2]}.so"), library)


MODELS = {"apxs": apxs, "apxs2": apxs}
