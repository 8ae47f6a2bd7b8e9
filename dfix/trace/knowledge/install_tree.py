"""What ``make install`` and its like leave behind: the directories of the GNU coding standards."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Artifact, Kind, Linkage
from dfix.trace.state.built import native, static, unclear
from dfix.trace.state.call import Call, join_path
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.facts import ProjectBuild
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

PROGRAM_DIRECTORIES = ("bin", "sbin", "libexec")
MIXED = UNKNOWN._replace(because="several builds of different kinds install here")
LIBRARY_DIRECTORIES = ("lib", "lib64")
PORTABLE_DIRECTORIES = ("include", "share", "etc", "man", "var")


def install_tree(root: Root, prefix: str, artifact: Artifact) -> Iterator[Effect]:
    """A tree under ``prefix`` (DESTDIR included) of programs and libraries like ``artifact``."""
    library = artifact._replace(kind=Kind.LIBRARY)
    if artifact.linkage is Linkage.STATIC:
        library = PORTABLE
    for name in PROGRAM_DIRECTORIES:
        yield from _tree(root, join_path(prefix, name), artifact)
    for name in LIBRARY_DIRECTORIES:
        yield from _tree(root, join_path(prefix, name), library)
    for name in PORTABLE_DIRECTORIES:
        yield from _tree(root, join_path(prefix, name), PORTABLE)


def _tree(root: Root, path: str, artifact: Artifact) -> Iterator[Effect]:
    """The directory is of that nature, unless files of another one are known to stand in it."""
    known = root.nodes.get(path)
    if known is None or known.artifact.origin is None:
        yield Writes(path, artifact, tree=True)
    elif artifact.confidence < known.artifact.confidence and known.artifact.same_nature == artifact.same_nature:
        # What a second, less known build installs beside it cannot be told apart by its path.
        yield Writes(path, artifact, tree=True)
    elif known.artifact.same_nature != artifact.same_nature and artifact.origin is not None:
        yield Writes(path, MIXED, tree=True)


def native_tree(call: Call, root: Root, tool: str, build: ProjectBuild, sure: Confidence, because: str) -> Artifact:
    """What a build tool of C or C++ makes against the stage's libc, of a project that is configured so."""
    if build.links_static is Tristate.YES:
        return static(call, root, tool, "c", sure, "linked with -static")
    if build.links_static is Tristate.UNKNOWN:
        return unclear(call, tool, "c", "whether it is linked with -static is not known")
    return native(call, root, tool, "c", sure, because)
