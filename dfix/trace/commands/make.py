"""``./configure``, ``make`` and ``make install`` (autotools and plain makefiles)."""

import re
from collections.abc import Iterator, Mapping

from dfix.confidence import Confidence
from dfix.manifests.makefile import NAMES, commands, environment, parse
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.knowledge.install_tree import install_tree, native_tree
from dfix.trace.knowledge.project import language_of
from dfix.trace.state.built import leaves
from dfix.trace.state.call import Call, join_path
from dfix.trace.state.effect import Effect, MayWrite, Remembers, Runs
from dfix.trace.state.root import Root

VARIABLE = pattern(r"([A-Za-z_][A-Za-z0-9_]*)\+?=(.*)", re.DOTALL)
STATIC = pattern(r"(^|[\s'\"])--?(all-)?static(-pie)?([\s'\"]|$)")
FLAG_VARIABLES = ("LDFLAGS", "CFLAGS", "CXXFLAGS")
WITH_VALUE = ("-C", "-f", "-I", "-j", "-l", "-o", "-W", "--directory", "--file")


def configure(call: Call, root: Root) -> Iterator[Effect]:
    """Remember the prefix and whether everything is linked statically."""
    prefix = call.option("--prefix", "-prefix")
    yield Remembers(_key("configured", call.cwd), prefix.text if prefix else "/usr/local")
    values = [text.partition("=")[2] for text in call.texts] + [call.env.get(name, "") for name in FLAG_VARIABLES]
    if any(STATIC.search(value) for value in values):
        yield Remembers(_key("static", call.cwd), "yes")


def make(call: Call, root: Root) -> Iterator[Effect]:
    """What the makefile says, where it is at hand; ``make install`` writes a tree under DESTDIR and the prefix."""
    directory = call.option("-C", "--directory")
    cwd = call.path(directory.text) if directory else call.cwd
    given = {m[1]: m[2] for m in map(VARIABLE.match, call.texts) if m}
    targets = [arg.text for arg in call.operands(*WITH_VALUE) if not VARIABLE.match(arg.text)]
    lines, variables = _recipes(call, root, cwd, targets, given)
    yield Runs(lines, cwd, variables)
    if any(target.startswith("install") for target in targets):
        yield from _install(call, root, cwd, given)
    else:
        yield from _build(call, root, cwd, given, is_read=bool(lines))


def _build(call: Call, root: Root, cwd: str, given: Mapping[str, str], *, is_read: bool) -> Iterator[Effect]:
    """Programs among the sources: of C where they are configured, else as the tools at hand tell."""
    if any(STATIC.search(given.get(name, "")) for name in FLAG_VARIABLES):
        yield Remembers(_key("static", cwd), "yes")
    if _key("configured", cwd) in root.settings and language_of(root) in ("", "c"):
        is_static = _key("static", cwd) in root.settings
        because = "configured without -static"
        made = native_tree(call, root, "make", Confidence.LIKELY, because, is_static=is_static)
        yield from leaves(root, cwd, made._replace(unnamed=True))
    elif not is_read:
        yield MayWrite(cwd, call.name)


def _install(call: Call, root: Root, cwd: str, given: Mapping[str, str]) -> Iterator[Effect]:
    configured = root.settings.get(_key("configured", cwd))
    prefix = given.get("prefix") or given.get("PREFIX") or configured or "/usr/local"
    destination = given.get("DESTDIR") or call.env.get("DESTDIR", "")
    where = join_path(cwd, f"{destination}/{prefix}") if destination else join_path(cwd, prefix)
    is_static = _key("static", cwd) in root.settings or any(STATIC.search(v) for v in given.values())
    told = configured and _key("own switch", cwd) not in root.settings
    sure = Confidence.LIKELY if told else Confidence.POSSIBLE
    because = "configured without -static" if configured else "make install, of what is not known"
    if UNKNOWN_TEXT not in where:
        yield from install_tree(root, where, native_tree(call, root, "make", sure, because, is_static=is_static))


def _recipes(
    call: Call, root: Root, cwd: str, targets: list[str], given: Mapping[str, str]
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The lines that the targets run, and the environment they find; nothing without a makefile at hand."""
    named = call.option("-f", "--file", "--makefile")
    names = (named.text,) if named else NAMES
    text = next((text for name in names if (text := root.read(join_path(cwd, name))) is not None), None)
    if text is None:
        return (), {}
    makefile = parse(text)
    return tuple(commands(makefile, targets, given)), environment(makefile, given)


def _key(what: str, directory: str) -> str:
    return f"{what}:{directory}"


MODELS = {"configure": configure, "make": make, "gmake": make}
