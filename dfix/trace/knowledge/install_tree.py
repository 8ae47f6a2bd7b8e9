"""What ``make install`` and its like write: the directories of the GNU coding standards."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.text.paths import join_path
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Artifact, Kind, Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.facts import ProjectBuild
from dfix.trace.state.products import native, static, unclear
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

PROGRAM_DIRECTORIES = ("bin", "sbin", "libexec")
MIXED = UNKNOWN._replace(because="several builds of different kinds install here")
LIBRARY_DIRECTORIES = ("lib", "lib64")
PORTABLE_DIRECTORIES = ("include", "share", "etc", "man", "var")


def install_tree(root: Root, prefix: str, artifact: Artifact) -> Iterator[Effect]:
    """A tree under ``prefix`` (DESTDIR included) of programs and libraries like ``artifact``."""
    library = PORTABLE if artifact.linkage is Linkage.STATIC else artifact._replace(kind=Kind.LIBRARY)
    for name in PROGRAM_DIRECTORIES:
        yield from _tree(root, join_path(prefix, name), artifact)
    for name in LIBRARY_DIRECTORIES:
        yield from _tree(root, join_path(prefix, name), library)
    for name in PORTABLE_DIRECTORIES:
        yield from _tree(root, join_path(prefix, name), PORTABLE)


def _tree(root: Root, path: str, artifact: Artifact) -> Iterator[Effect]:
    """The directory is of that nature, unless files of another nature are known to be in it."""
    node = root.nodes.get(path)
    if node is None or node.artifact.origin is None:
        yield Writes(path, artifact, tree=True)
    elif node.artifact.same_nature != artifact.same_nature:
        if artifact.origin is not None:
            yield Writes(path, MIXED, tree=True)
    elif artifact.confidence < node.artifact.confidence:
        # A path does not tell which of two builds wrote it, so the less sure one counts.
        yield Writes(path, artifact, tree=True)


def native_tree(call: Call, root: Root, tool: str, build: ProjectBuild, sure: Confidence, because: str) -> Artifact:
    """What a build tool of C or C++ makes for the stage's libc, of a project that is configured so."""
    if build.links_static is Tristate.YES:
        return static(call, root, tool, "c", sure, "linked with -static")
    if build.links_static is Tristate.UNKNOWN:
        return unclear(call, tool, "c", "it is not known whether it is linked with -static")
    product = native(call, root, tool, "c", sure, because)
    made = product.made
    return product if made is None else product._replace(origin=made._replace(project=build))
