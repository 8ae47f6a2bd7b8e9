"""What ``make install`` and its like write: the directories of the GNU coding standards."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.manifests.library_words import asks_for_shared, refuses_shared
from dfix.manifests.own_libraries import programs
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Artifact, Kind, Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, SetsFact, Writes
from dfix.trace.state.facts import OwnLibrary, ProjectBuild
from dfix.trace.state.products import native, static, unclear
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

PROGRAM_DIRECTORIES = ("bin", "sbin", "libexec")
MIXED = UNKNOWN._replace(because="several builds of different kinds install here")
LIBRARY_DIRECTORIES = ("lib", "lib64")
PORTABLE_DIRECTORIES = ("include", "share", "etc", "man", "var")
# What follows a project's name in that of its directory: ``libfoo-1.2``, ``foo-master``.
PROJECT_VERSION = pattern(r"[-_]v?(\d[\w.-]*|master|main|src|source)$")
# Projects of CMake that build shared libraries unless they are told otherwise (their own CMakeLists.txt).
SHARED_BY_CMAKE = pattern(
    r"^(opencv|libgit2|jsoncpp|libzmq|zeromq|librdkafka|libwebsockets|libuv|mosquitto|paho|hiredis|libjpeg-turbo|"
    r"leptonica|tesseract|geos|proj|gdal|eccodes|poco|sfml|sdl)"
)
# Their own ``configure`` makes archives only, unless it is asked.
ARCHIVES_BY_DEFAULT = frozenset("x264 libvpx vpx ffmpeg libav lua".split())


def install_tree(root: Root, prefix: str, artifact: Artifact) -> Iterator[Effect]:
    """A tree under ``prefix`` (DESTDIR included) of programs and libraries like ``artifact``."""
    library = PORTABLE if artifact.linkage is Linkage.STATIC else artifact._replace(kind=Kind.LIBRARY)
    for name in PROGRAM_DIRECTORIES:
        yield from _tree(root, join_path(prefix, name), artifact)
    for name in LIBRARY_DIRECTORIES:
        yield from _tree(root, join_path(prefix, name), library)
    for name in PORTABLE_DIRECTORIES:
        yield from _tree(root, join_path(prefix, name), PORTABLE)


def own_programs(root: Root, prefix: str, artifact: Artifact) -> Iterator[Effect]:
    """The programs that the project's build files name, where another build installed into the same place before."""
    project = artifact.made.project if artifact.made else None
    directory = join_path(prefix, "bin")
    node = root.nodes.get(directory)
    before = node.artifact.made.project if node is not None and node.artifact.made else None
    if project is None or not project.source or root.context is None or before is None or before == project:
        return
    for name in programs(root.read, project.source):
        yield Writes(join_path(directory, name), artifact)


def own_libraries(build: ProjectBuild, cwd: str, *, by_cmake: bool) -> Iterator[Effect]:
    """That an installed project makes shared libraries, as far as its configuration and its name tell.

    ``./configure`` makes shared libraries beside archives unless it is told not to (libtool's manual), and a linker
    takes the shared ones; CMake does where a word asks for it, or by a project's own default.
    """
    name = PROJECT_VERSION.sub("", (build.source or cwd).rstrip("/").rpartition("/")[2].lower())
    is_usual = SHARED_BY_CMAKE.match(name) is not None if by_cmake else name not in ARCHIVES_BY_DEFAULT
    is_shared = is_usual or asks_for_shared(build.words)
    if name and build.prefix is not None and is_shared and not refuses_shared(build.words):
        yield SetsFact(OwnLibrary(name))


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
