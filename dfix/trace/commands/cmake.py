"""CMake, Meson and Ninja: where they install, and whether statically."""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.knowledge.install_tree import install_tree, native_tree
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call, join_path
from dfix.trace.state.effect import Effect, Remembers, Writes
from dfix.trace.state.root import Root

STATIC = pattern(r"-D(CMAKE_EXE_LINKER_FLAGS(:\w+)?|c(pp)?_link_args)=.*-static(?!-lib)")
# A project's own switch for a static link, of which only its files tell what it does.
OWN_SWITCH = pattern(r"-D\s*\w*STATIC\w*(:\w+)?=(ON|1|TRUE|YES)$", re.IGNORECASE)
LIBRARIES_ONLY = pattern(r"STATIC_LIB")
# The same asked for in CMakeLists.txt or meson.build.
IN_LISTS = pattern(
    r"(?:CMAKE_EXE_LINKER_FLAGS|link_libraries|target_link_libraries|target_link_options|add_link_options|"
    r"link_args|c_link_args|cpp_link_args)\b[^)\n]*[\s\"'=\[(]-static(?![\w-])",
    re.IGNORECASE,
)
OPENS, CLOSES = pattern(r"^\s*if\b", re.MULTILINE), pattern(r"^\s*endif\b", re.MULTILINE)
LISTS = ("CMakeLists.txt", "meson.build")
PREFIX = pattern(r"-D\s*CMAKE_INSTALL_PREFIX(?::\w+)?=(.+)")


def cmake(call: Call, root: Root) -> Iterator[Effect]:
    """Configure, build or install, told apart by the first option."""
    if call.has("--install"):
        prefix = call.option("--prefix")
        where = call.option("--install")
        yield from _install(call, root, call.path(where.text) if where else call.cwd, prefix.text if prefix else "")
    elif call.has("--build"):
        where = call.option("--build")
        directory = call.path(where.text) if where else call.cwd
        yield from _build(call, root, directory, install="install" in call.texts)
    elif not call.has("-E", "-P", "--version"):
        yield from _configure(call, root)


def meson(call: Call, root: Root) -> Iterator[Effect]:
    """``meson setup``, ``meson compile``, ``meson install``."""
    operands = [arg.text for arg in call.operands("--prefix", "--destdir", "-C", "--buildtype")]
    if operands[:1] == ["install"]:
        where = call.option("-C")
        destination = call.option("--destdir")
        directory = call.path(where.text) if where else call.cwd
        yield from _install(call, root, directory, "", destination.text if destination else "")
    elif operands[:1] not in (["compile"], ["test"]):
        chosen = operands[1:2] if operands[:1] == ["setup"] else operands[:1]
        prefix = call.option("--prefix")
        directory = call.path(chosen[0]) if chosen else call.cwd
        yield from _remember(call, directory, prefix.text if prefix else "/usr/local")
        yield from _by_project(root, call.cwd, directory)


def ninja(call: Call, root: Root) -> Iterator[Effect]:
    """``ninja`` builds, ``ninja install`` installs."""
    where = call.option("-C")
    yield from _build(call, root, call.path(where.text) if where else call.cwd, install=call.has("install"))


def _configure(call: Call, root: Root) -> Iterator[Effect]:
    build, source = call.option("-B"), call.option("-S", "-H")
    prefix = next((m[1] for m in map(PREFIX.match, call.texts) if m), "/usr/local")
    directory = call.path(build.text) if build else call.cwd
    yield from _remember(call, directory, prefix)
    named = source or next(iter(call.operands("-G", "-D", "-B", "-S", "-A", "-T", "-C")), None)
    yield from _by_project(root, call.path(named.text) if named else call.cwd, directory)


def _by_project(root: Root, source: str, directory: str) -> Iterator[Effect]:
    """What the project's own file says, where it is at hand; under a condition it says that it may be so."""
    text = next((found for name in LISTS if (found := root.read(join_path(source, name))) is not None), None)
    match = IN_LISTS.search(text) if text else None
    if text and match:
        before = text[: match.start()]
        depth = len(OPENS.findall(before)) - len(CLOSES.findall(before))
        yield Remembers(f"{'own switch' if depth > 0 else 'static'}:{directory}", "yes")


def _remember(call: Call, directory: str, prefix: str) -> Iterator[Effect]:
    """The build directory's prefix, and whether everything in it is linked statically."""
    yield Remembers(f"configured:{directory}", prefix)
    if any(STATIC.match(word) for word in call.texts):
        yield Remembers(f"static:{directory}", "yes")
    if any(OWN_SWITCH.match(word) and not LIBRARIES_ONLY.search(word) for word in call.texts):
        yield Remembers(f"own switch:{directory}", "yes")


def _project(call: Call, root: Root, directory: str) -> Artifact:
    """What the project that is configured there makes."""
    sure = Confidence.POSSIBLE if f"own switch:{directory}" in root.settings else Confidence.LIKELY
    is_static = f"static:{directory}" in root.settings
    return native_tree(call, root, "cmake", sure, "built by a CMake or Meson project", is_static=is_static)


def _build(call: Call, root: Root, directory: str, *, install: bool) -> Iterator[Effect]:
    if install:
        yield from _install(call, root, directory, "")
    elif f"configured:{directory}" in root.settings:
        yield Writes(directory, _project(call, root, directory)._replace(unnamed=True), tree=True)


def _install(call: Call, root: Root, directory: str, prefix: str, destination: str = "") -> Iterator[Effect]:
    prefix = prefix or root.settings.get(f"configured:{directory}", "/usr/local")
    destination = destination or call.env.get("DESTDIR", "")
    where = join_path(call.cwd, f"{destination}/{prefix}") if destination else join_path(call.cwd, prefix)
    if UNKNOWN_TEXT not in where:
        yield from install_tree(root, where, _project(call, root, directory))


MODELS = {"cmake": cmake, "meson": meson, "ninja": ninja, "ninja-build": ninja, "samu": ninja}
