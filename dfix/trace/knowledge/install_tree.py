"""What ``make install`` and its like leave behind: the directories of the GNU coding standards."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Artifact, Kind, Linkage
from dfix.trace.state.built import native, static
from dfix.trace.state.call import Call, join_path
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.root import Root

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
    if known is None or known.artifact.recipe is None:
        yield Writes(path, artifact, tree=True)
    elif artifact.confidence < known.artifact.confidence and known.artifact.same_nature == artifact.same_nature:
        # What a second, less known build installs beside it cannot be told apart by its path.
        yield Writes(path, artifact, tree=True)
    elif known.artifact.same_nature != artifact.same_nature and artifact.recipe is not None:
        yield Writes(path, MIXED, tree=True)


def native_tree(call: Call, root: Root, toolchain: str, sure: Confidence, because: str, *, is_static: bool) -> Artifact:
    """What a build tool of C or C++ makes against the stage's libc."""
    if is_static:
        return static(call, root, toolchain, "c", sure, "linked with -static")
    return native(call, root, toolchain, "c", sure, because)
