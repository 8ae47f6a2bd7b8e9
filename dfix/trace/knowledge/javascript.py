"""What tools of JavaScript write: text, in directories of the usual names."""

from collections.abc import Iterator

from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect
from dfix.trace.state.products import leaves, portable
from dfix.trace.state.root import Root

# Where tools leave their products when they run at the root of the file system.
OUTPUTS = ("dist", "build", "public", "out", "lib", ".next", ".output", ".nuxt", "www", "_site")


def writes_text(call: Call, root: Root, cwd: str) -> Iterator[Effect]:
    """Bundlers, compilers and task runners write JavaScript, HTML and the like below ``cwd``."""
    yield from leaves(root, cwd, portable(f"{call.name} writes text"), *(OUTPUTS if cwd == "/" else ()))
