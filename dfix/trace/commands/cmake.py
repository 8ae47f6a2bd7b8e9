"""CMake, Meson and Ninja: where they install, and whether statically."""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.manifests.cmake_presets import Presets
from dfix.manifests.native_links import links_shared
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge.install_tree import install_tree, native_tree, own_libraries, own_programs
from dfix.trace.knowledge.needs.known_projects import built_programs, known_project
from dfix.trace.knowledge.output_directories import program_directories
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import Effect, SetsFact, Writes
from dfix.trace.state.facts import NOT_CONFIGURED, Configuration, ProjectBuild
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

STATIC = pattern(r"-D(CMAKE_EXE_LINKER_FLAGS(:\w+)?|c(pp)?_link_args)=.*-static(?!-lib)")
# A switch of the project's own for a static link; only the project's files say what it does.
PROJECT_SWITCH = pattern(r"-D\s*\w*STATIC\w*(:\w+)?=(ON|1|TRUE|YES)$", re.IGNORECASE)
LIBRARIES_ONLY = pattern(r"STATIC_LIB")
# A static link in CMakeLists.txt or meson.build.
IN_LISTS = pattern(
    r"(?:CMAKE_EXE_LINKER_FLAGS|link_libraries|target_link_libraries|target_link_options|add_link_options|"
    r"link_args|c_link_args|cpp_link_args)\b[^)\n]{0,1000}[\s\"'=\[(]-static(?![\w-])",
    re.IGNORECASE,
)
OPENS, CLOSES = pattern(r"^\s*if\b", re.MULTILINE), pattern(r"^\s*endif\b", re.MULTILINE)
LISTS = ("CMakeLists.txt", "meson.build")
LONGEST = 200_000
# Of a project that is configured again and again, the last words are kept.
MOST_WORDS = 400
# Build directories are so deep in a project: build/linux/release.
MOST_ABOVE = 4
PREFIX = pattern(r"-D\s*CMAKE_INSTALL_PREFIX(?::\w+)?=(.+)")


def cmake(call: Call, root: Root) -> Iterator[Effect]:
    """Configure, build or install: the first option says which."""
    if call.has("--workflow"):
        yield from _workflow(call, root)
    elif call.has("--install"):
        prefix = call.option("--prefix")
        where = call.option("--install")
        yield from _install(call, root, call.path(where.text) if where else call.cwd, prefix.text if prefix else "")
    elif call.has("--build"):
        yield from _built(call, root)
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
        directories = operands[1:2] if operands[:1] == ["setup"] else operands[:1]
        prefix = call.option("--prefix")
        directory = call.path(directories[0]) if directories else call.cwd
        yield from _configured(call, root, call.cwd, directory, prefix.text if prefix else None)


def ninja(call: Call, root: Root) -> Iterator[Effect]:
    """``ninja`` builds, ``ninja install`` installs."""
    where = call.option("-C")
    yield from _build(call, root, call.path(where.text) if where else call.cwd, install=call.has("install"))


def _configure(call: Call, root: Root) -> Iterator[Effect]:
    build, source, preset = call.option("-B"), call.option("-S", "-H"), call.option("--preset")
    prefix = next((m[1] for m in map(PREFIX.match, call.texts) if m), None)
    named = source or next(iter(call.operands("-G", "-D", "-B", "-S", "-A", "-T", "-C", "--preset")), None)
    where = call.path(named.text) if named else call.cwd
    directory = call.path(build.text) if build else call.cwd
    if preset is None:
        yield from _configured(call, root, where, directory, prefix)
    else:
        yield from _by_preset(call, root, where, preset.text, call.path(build.text) if build else None, prefix)


def _by_preset(
    call: Call, root: Root, source: str, name: str, directory: str | None = None, prefix: str | None = None
) -> Iterator[Effect]:
    """Configure by a preset, as far as its file is available; the call's own words come first.

    Where it is not, the build directory is taken to be somewhere in the project, and the preset may ask for anything.
    """
    preset = Presets(root.read, source).configuration(name)
    where = directory or (preset.directory if preset else None) or source
    if UNKNOWN_TEXT in where:
        where = source
    yield from _configured(
        call._replace(args=(*call.args, *(Arg(word, 0, 0) for word in preset.words))) if preset else call,
        root,
        source,
        where,
        prefix or (preset.prefix if preset else None),
        is_open=preset is None,
    )


def _built(call: Call, root: Root) -> Iterator[Effect]:
    """``cmake --build DIRECTORY``, ``cmake --build --preset NAME``."""
    where, preset = call.option("--build"), call.option("--preset")
    if preset is None:
        directory = call.path(where.text) if where else call.cwd
        yield from _build(call, root, directory, install="install" in call.texts)
    else:
        yield from _built_by_preset(call, root, preset.text, install="install" in call.texts)


def _built_by_preset(call: Call, root: Root, name: str, *, install: bool) -> Iterator[Effect]:
    presets = Presets(root.read, call.cwd)
    configures, targets = presets.build(name)
    preset = presets.configuration(configures)
    directory = (preset.directory if preset else None) or call.cwd
    yield from _build(call, root, directory, install=install or any(one.startswith("install") for one in targets))


def _workflow(call: Call, root: Root) -> Iterator[Effect]:
    """``cmake --workflow --preset NAME``: its steps to configure and to build.

    The product of a step is what is configured by the one before it, so that its facts are learned at once.
    """
    preset = call.option("--preset", "--workflow")
    later = root.copy()
    for step in Presets(root.read, call.cwd).workflow(preset.text if preset else ""):
        effects: Iterator[Effect] = iter(())
        if step.kind == "configure":
            effects = _by_preset(call, later, call.cwd, step.name)
        elif step.kind == "build":
            effects = _built_by_preset(call, later, step.name, install=False)
        for effect in effects:
            if isinstance(effect, SetsFact):
                later.learn(effect.fact)
            yield effect


def _configured(
    call: Call, root: Root, source: str, directory: str, prefix: str | None, *, is_open: bool = False
) -> Iterator[Effect]:
    """How the project at ``source`` is configured in its build directory; ``is_open``: a file not read may say more.

    What the cache there holds stays, unless the call says otherwise (CMake's manual, "The CMake cache").
    """
    before = NOT_CONFIGURED if call.has("--fresh", "--wipe") else root.facts.build(directory)
    words, files = _by_words(call), _by_project(root, source)
    yield SetsFact(
        Configuration(
            directory,
            ProjectBuild(
                prefix or before.prefix or "/usr/local",
                before.links_static | words.links_static | files.links_static,
                before.project_switch | words.project_switch | files.project_switch | Tristate.of(is_open),
                source,
                (*before.words, *call.texts)[-MOST_WORDS:],
                links_shared(root.read, source),
                known_project(root, source, call.name),
            ),
        )
    )


def _by_words(call: Call) -> ProjectBuild:
    """What the call's own words ask for."""
    return ProjectBuild(
        None,
        _or_unknown(call, any(STATIC.match(word) for word in call.texts)),
        Tristate.of(any(PROJECT_SWITCH.match(word) and not LIBRARIES_ONLY.search(word) for word in call.texts)),
    )


def _or_unknown(call: Call, is_asked: bool) -> Tristate:
    """Yes, or else unknown where a word of the call is not known, which may ask for it too."""
    return Tristate.YES if is_asked else Tristate.of(None if UNKNOWN_TEXT in call.texts else False)


def _by_project(root: Root, source: str) -> ProjectBuild:
    """What the project's own file asks for, where it is available; under a condition it may ask for it."""
    texts = (root.read(join_path(source, name)) for name in LISTS)
    text = next((text for text in texts if text is not None), None)
    match = IN_LISTS.search(text, 0, LONGEST) if text else None
    if not text or not match:
        return NOT_CONFIGURED
    before = text[: match.start()]
    if len(OPENS.findall(before)) > len(CLOSES.findall(before)):
        return ProjectBuild(project_switch=Tristate.YES)
    return ProjectBuild(links_static=Tristate.YES)


def _configuration(root: Root, directory: str) -> ProjectBuild:
    """How the project is configured that is built in a directory: there, or in one above it.

    A preset whose file is not available may choose a directory below the project's own.
    """
    build = root.facts.build(directory)
    for _ in range(MOST_ABOVE):
        if build.prefix is not None or directory in ("/", ""):
            break
        directory = directory.rpartition("/")[0]
        build = root.facts.build(directory)
    return build


def _project(call: Call, root: Root, directory: str) -> Artifact:
    """What the project that is configured there makes."""
    build = _configuration(root, directory)
    sure = Confidence.LIKELY if build.project_switch is Tristate.NO else Confidence.POSSIBLE
    return native_tree(call, root, "cmake", build, sure, "built by a CMake or Meson project")


def _build(call: Call, root: Root, directory: str, *, install: bool) -> Iterator[Effect]:
    build = _configuration(root, directory)
    if install:
        yield from _install(call, root, directory, "")
    elif build.prefix is not None:
        product = _project(call, root, directory)
        yield Writes(directory, product._replace(unnamed=True), tree=True)
        yield from (Writes(join_path(directory, path), product) for path in built_programs(build.known))
        yield from program_directories(root, build, product._replace(unnamed=True))


def _install(call: Call, root: Root, directory: str, prefix: str, destination: str = "") -> Iterator[Effect]:
    build = _configuration(root, directory)
    prefix = prefix or build.prefix or "/usr/local"
    destination = destination or call.env.get("DESTDIR", "")
    where = join_path(call.cwd, f"{destination}/{prefix}") if destination else join_path(call.cwd, prefix)
    if UNKNOWN_TEXT not in where:
        product = _project(call, root, directory)
        yield from install_tree(root, where, product)
        yield from own_programs(root, where, product)
        yield from own_libraries(build, directory, by_cmake=True)


MODELS = {"cmake": cmake, "meson": meson, "ninja": ninja, "ninja-build": ninja, "samu": ninja}
