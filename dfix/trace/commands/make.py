"""``./configure``, ``make`` and ``make install`` (autotools and plain makefiles)."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from dfix.confidence import Confidence
from dfix.manifests.make_goals import commands, environment
from dfix.manifests.make_text import Start
from dfix.manifests.makefile import NAMES, parse
from dfix.manifests.native_links import links_shared
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge.install_tree import install_tree, native_tree, own_libraries, own_programs
from dfix.trace.knowledge.needs.known_projects import (
    built_programs,
    default_prefix,
    known_project,
    program_directory,
    program_path,
)
from dfix.trace.knowledge.output_directories import program_directories
from dfix.trace.knowledge.unread_build import language_of
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Havoc, Runs, SetsFact, Writes
from dfix.trace.state.facts import Configuration, ProjectBuild
from dfix.trace.state.products import leaves
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

VARIABLE = pattern(r"([A-Za-z_][A-Za-z0-9_]*)\+?=(.*)", re.DOTALL)
STATIC = pattern(r"(^|[\s'\"])--?(all-)?static(-pie)?([\s'\"]|$)")
FLAG_VARIABLES = ("LDFLAGS", "CFLAGS", "CXXFLAGS")
# A makefile's switch that turns a library on: ``USE_OPENSSL=1``, ``BUILD_TLS=yes``.
SWITCH = pattern(r"(?:USE|WITH|BUILD|ENABLE|HAVE)_[A-Z0-9_]+=(?:1|yes|on|true|y)$", re.IGNORECASE)
INCLUDE = pattern(r"^[-s]?include[ \t]{1,9}([\w./ -]{1,200})$", re.MULTILINE)
MOST_INCLUDED, LONGEST_INCLUDED = 20, 100_000
DEFAULT_PREFIX = "/usr/local"
NOT_STATIC = "configured without -static"
WITH_VALUE = ("-C", "-f", "-I", "-j", "-l", "-o", "-W", "--directory", "--file")


def configure(call: Call, root: Root) -> Iterator[Effect]:
    """The prefix, and whether everything is linked statically; an earlier configuration is forgotten."""
    prefix = call.option("--prefix", "-prefix")
    values = [text.partition("=")[2] for text in call.texts] + [call.env.get(name, "") for name in FLAG_VARIABLES]
    is_asked = any(STATIC.search(value) for value in values)
    # ``./configure $OPTIONS``: what is not known may ask for it too.
    links_static = Tristate.of(None if not is_asked and UNKNOWN_TEXT in call.texts else is_asked)
    source = join_path(call.cwd, call.program.rpartition("/")[0] or ".")
    known, is_shared = known_project(root, source, "configure"), links_shared(root.read, source)
    where = prefix.text if prefix else default_prefix(known) or DEFAULT_PREFIX
    build = ProjectBuild(where, links_static, source=source, words=call.texts, shows_shared=is_shared, known=known)
    yield SetsFact(Configuration(call.cwd, build))


def make(call: Call, root: Root) -> Iterator[Effect]:
    """The makefile's lines, where it is available; else ``make install`` writes a tree under DESTDIR and the prefix."""
    directory = call.option("-C", "--directory")
    cwd = call.path(directory.text) if directory else call.cwd
    assigned = {m[1]: m[2] for m in map(VARIABLE.match, call.texts) if m}
    targets = [arg.text for arg in call.operands(*WITH_VALUE) if not VARIABLE.match(arg.text)]
    lines, variables = _recipes(call, root, cwd, targets, assigned)
    yield Runs(lines, cwd, variables)
    if any(target.startswith(("install", "altinstall")) for target in targets):
        if not lines or any(UNKNOWN_TEXT in line for line in lines):
            yield from _install(call, root, cwd, assigned)
    else:
        yield from _build(call, root, cwd, assigned, is_read=bool(lines))


def _build(call: Call, root: Root, cwd: str, assigned: Mapping[str, str], *, is_read: bool) -> Iterator[Effect]:
    """Programs among the sources: of C where the project is configured, else as the stage's tools tell."""
    build = _project(root, cwd)
    if any(STATIC.search(assigned.get(name, "")) for name in FLAG_VARIABLES):
        build = build._replace(links_static=Tristate.YES)
        yield SetsFact(Configuration(cwd, build))
    elif build.prefix is None and (build.known or any(map(SWITCH.match, call.texts))):
        yield SetsFact(Configuration(cwd, build._replace(words=call.texts)))
    if (build.prefix is not None or build.known) and language_of(root) in ("", "c"):
        product = native_tree(call, root, "make", build, Confidence.LIKELY, NOT_STATIC)
        yield from leaves(root, cwd, product._replace(unnamed=True))
        yield from program_directories(root, build, product._replace(unnamed=True))
        yield from (Writes(join_path(cwd, path), product) for path in built_programs(build.known))
    elif not is_read:
        yield Havoc(cwd, call.name)


def _project(root: Root, cwd: str) -> ProjectBuild:
    """How the project in a directory is configured; one that nobody configured has its build files there."""
    build = root.facts.build(cwd)
    return build if build.source else build._replace(source=cwd, known=known_project(root, cwd, "make"))


def _install(call: Call, root: Root, cwd: str, assigned: Mapping[str, str]) -> Iterator[Effect]:
    build = _project(root, cwd)
    if any(STATIC.search(value) for value in assigned.values()):
        build = build._replace(links_static=Tristate.YES)
    is_configured = build.prefix is not None
    is_decided = is_configured and build.project_switch is Tristate.NO
    # A makefile whose switches turn libraries on is that of a program in C.
    is_decided = is_decided or bool(build.known) or any(map(SWITCH.match, (*build.words, *call.texts)))
    sure = Confidence.LIKELY if is_decided else Confidence.POSSIBLE
    because = NOT_STATIC if is_configured else "it is not known what is installed"
    where = _destination(call, cwd, assigned, build)
    if UNKNOWN_TEXT not in where:
        product = native_tree(call, root, "make", build, sure, because)
        yield from install_tree(root, join_path(where, program_directory(build.known)), product)
        if path := program_path(build.known, build.words):
            yield Writes(path, product)
        yield from own_programs(root, where, product)
        yield from own_libraries(build, cwd, by_cmake=_is_of_cmake(build, cwd))


def _is_of_cmake(build: ProjectBuild, cwd: str) -> bool:
    """Whether CMake configured a project: its words say so, and ``./configure`` has its sources where it is called."""
    return any(word.startswith(("-D", "-S", "-B", "-G")) for word in build.words) or build.source != cwd


def _destination(call: Call, cwd: str, assigned: Mapping[str, str], build: ProjectBuild) -> str:
    """Where ``make install`` writes: DESTDIR and the prefix (GNU coding standards, "DESTDIR")."""
    prefix = assigned.get("prefix") or assigned.get("PREFIX") or build.prefix or DEFAULT_PREFIX
    destination = assigned.get("DESTDIR") or call.env.get("DESTDIR", "")
    return join_path(cwd, f"{destination}/{prefix}" if destination else prefix)


def _recipes(
    call: Call, root: Root, cwd: str, targets: list[str], assigned: Mapping[str, str]
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The lines that the targets run, and their environment; nothing where the makefile is not available."""
    named = call.option("-f", "--file", "--makefile")
    names = (named.text,) if named else NAMES
    text = next((text for name in names if (text := root.read(join_path(cwd, name))) is not None), None)
    if text is None:
        return (), {}
    makefile, start = (
        parse(with_included(root, cwd, text)),
        Start(assigned, call.env, cache(lambda path: root.names(join_path(cwd, path)))),
    )
    return tuple(commands(makefile, targets, start)), environment(makefile, start)


def with_included(root: Root, cwd: str, text: str) -> str:
    """A makefile with the files that it includes in their places, as far as they are available and named plainly."""
    parts, budget = [text], MOST_INCLUDED
    done: list[str] = []
    while parts and budget:
        match = INCLUDE.search(parts[-1])
        if match is None:
            done.append(parts.pop())
            continue
        rest = parts.pop()
        done.append(rest[: match.start()])
        parts.append(rest[match.end() :])
        files = (root.read(join_path(cwd, name)) for name in match[1].split()[:MOST_INCLUDED])
        parts += [included[:LONGEST_INCLUDED] for included in files if included is not None][::-1]
        budget -= 1
    return "".join((*done, *reversed(parts)))


MODELS = {"configure": configure, "make": make, "gmake": make}
