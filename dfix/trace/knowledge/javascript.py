"""What tools of JavaScript write: text, in directories of the usual names."""

from collections.abc import Iterator

from dfix.text.paths import join_path
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import leaves, portable
from dfix.trace.state.root import Root

PRISMA = "@prisma/client"
# Where tools leave their products when they run at the root of the file system.
OUTPUTS = ("dist", "build", "public", "out", "lib", ".next", ".output", ".nuxt", "www", "_site")


def writes_text(call: Call, root: Root, cwd: str) -> Iterator[Effect]:
    """Bundlers, compilers and task runners write JavaScript, HTML and the like below ``cwd``."""
    yield from leaves(root, cwd, portable(f"{call.name} writes text"), *(OUTPUTS if cwd == "/" else ()))
    yield from _standalone(root, cwd)


def _standalone(root: Root, cwd: str) -> Iterator[Effect]:
    """Next.js copies into ``.next/standalone`` what the server imports, Prisma's engine among it.

    Source: Next.js's page "output". Whether the server imports other packages with native parts is not known.
    """
    node = root.nodes.get(join_path(cwd, "node_modules"))
    environment = node.artifact.environment if node else None
    if node and environment and {"next", PRISMA}.issubset(environment.names):
        traced = environment._replace(packages=(PRISMA,), names=(PRISMA,))
        path = join_path(cwd, ".next/standalone/node_modules")
        yield Writes(path, node.artifact._replace(environment=traced), tree=True)
