"""Files: cp, mv, ln, install, rm, tar, echo into a file."""

import re
from collections.abc import Iterator

from dfix.images import Libc
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.knowledge.download import unpacked
from dfix.trace.knowledge.fetch import streamed
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Artifact, Kind
from dfix.trace.state.call import Call
from dfix.trace.state.effect import AddsLoader, Copies, Effect, MayAddLoader, Removes, SetsFact, Writes
from dfix.trace.state.facts import Directory
from dfix.trace.state.loader import LIBRARY_DIRECTORY, LOADER_NAMES, Loader
from dfix.trace.state.root import STANDARD_DIRECTORIES, Root

EXTRACTS = pattern(r"-?[a-zA-Z]*x|--extract|--get")
WITH_VALUE = ("-m", "-o", "-g", "-t", "-S", "--mode", "--owner", "--group", "--target-directory")


def copy(call: Call, root: Root) -> Iterator[Effect]:
    """``cp`` and ``install``; the last operand is the target, or ``-t`` names it."""
    if call.name == "install" and call.has("-d"):
        return
    yield from _transfer(call, moves=False)


def move(call: Call, root: Root) -> Iterator[Effect]:
    """``mv``."""
    yield from _transfer(call, moves=True)


def link(call: Call, root: Root) -> Iterator[Effect]:
    """``ln``: the link is as what it points to; a loader's name may be given to another loader."""
    operands = [arg.text for arg in call.operands(*WITH_VALUE)]
    if len(operands) == 1:
        operands.append(".")
    *sources, target = operands or [""]
    for source in sources:
        pointed = (
            source if source.startswith("/") else f"{target.rsplit('/', 1)[0]}/{source}" if call.has("-s") else source
        )
        yield Copies(call.path(pointed), call.path(target), into=target.endswith("/") or len(sources) > 1)
        yield from _loader_link(call.path(target), root)


def remove(call: Call, root: Root) -> Iterator[Effect]:
    """``rm``."""
    for operand in call.operands():
        yield Removes(call.path(operand.text))


def make_directory(call: Call, root: Root) -> Iterator[Effect]:
    """``mkdir``: later commands that write *to* it write *into* it."""
    for operand in call.operands("-m", "--mode"):
        yield SetsFact(Directory(call.path(operand.text)))


def unpack(call: Call, root: Root) -> Iterator[Effect]:
    """``tar``, ``unzip``: an archive of known nature spreads it over the target directory."""
    if call.name == "tar" and not any(EXTRACTS.match(word) for word in call.texts[:3]):
        return
    option = call.option("-C", "--directory", "-d")
    target = call.path(option.text) if option else call.cwd
    if UNKNOWN_TEXT not in target:
        for name, archive in _archives(call, root):
            yield from _spread(name, unpacked(archive), target)
    if option and target == "/":
        yield MayAddLoader()


def _archives(call: Call, root: Root) -> Iterator[tuple[str, Artifact]]:
    """The archives that the words name, and those that another command hands over, each with its name."""
    for word in call.texts:
        node = root.nodes.get(call.path(word)) if not word.startswith("-") else None
        if node is not None:
            yield call.path(word).rsplit("/", 1)[-1], node.artifact
    for feed in call.feeds:
        yield from (("pipe", artifact) for artifact in streamed(feed, root))


def _spread(name: str, content: Artifact, target: str) -> Iterator[Effect]:
    """What was in an archive is now below the target; nothing where a standard directory would become unknown."""
    if content.kind is not Kind.UNKNOWN or target not in STANDARD_DIRECTORIES:
        is_program = content.kind is Kind.PROGRAM and target in ("/usr", "/usr/local")
        # At the root most archives have a directory of their own; which one cannot be seen.
        place = target if target != "/" else f"/{name.split('.', maxsplit=1)[0]}"
        yield Writes(place, content._replace(unnamed=is_program), tree=True)


def expand(call: Call, root: Root) -> Iterator[Effect]:
    """``gunzip``, ``unxz``, ``gzip -d``: the file without its ending."""
    if call.name in ("gzip", "xz", "bzip2", "zstd") and not any(re.match(r"-\w*d|--decompress", t) for t in call.texts):
        return
    for operand in call.operands("-S", "--suffix", "-T"):
        source = call.path(operand.text)
        node = root.nodes.get(source)
        if node and "." in operand.text:
            yield Writes(source.rpartition(".")[0], unpacked(node.artifact))


def patch(call: Call, root: Root) -> Iterator[Effect]:
    """``patchelf`` may give a program another loader: its nature is no longer known."""
    if call.has("--set-interpreter", "--replace-needed"):
        for operand in call.operands("--set-interpreter", "--set-rpath"):
            yield Writes(call.path(operand.text), UNKNOWN)


def write_text(call: Call, root: Root) -> Iterator[Effect]:
    """``tee``: text, whatever stood there before. A redirect is the shell's own (see ``run.py``)."""
    for operand in call.operands():
        yield Writes(call.path(operand.text), PORTABLE)


def _transfer(call: Call, *, moves: bool) -> Iterator[Effect]:
    target_option = call.option("-t", "--target-directory")
    operands = [arg.text for arg in call.operands(*WITH_VALUE)]
    if target_option is None and len(operands) < 2:
        return
    target = target_option.text if target_option else operands.pop()
    into = target_option is not None or target.endswith("/") or len(operands) > 1
    parents = call.has("--parents")
    for source in operands:
        place = f"{target}/{source}" if parents else target
        yield Copies(call.path(source), call.path(place), moves=moves, into=into and not parents)
        name = source.rstrip("/").rsplit("/", 1)[-1]
        brings_libraries = call.path(target) == "/" and name in ("lib", "lib64", "*", ".")
        into_libraries = UNKNOWN_TEXT in source and LIBRARY_DIRECTORY.match(target)
        if brings_libraries or into_libraries or LOADER_NAMES[Libc.GLIBC].search(call.path(target)):
            yield MayAddLoader()


def _loader_link(path: str, root: Root) -> Iterator[Effect]:
    for libc, name in LOADER_NAMES.items():
        if name.search(path) and root.libc is not libc:
            yield AddsLoader(Loader(libc, None, compat=True))
    if path in ("/lib64", "/lib"):
        yield MayAddLoader()


MODELS = {
    "cp": copy, "install": copy, "mv": move, "ln": link, "rm": remove, "rmdir": remove, "mkdir": make_directory,
    **dict.fromkeys("gunzip bunzip2 unxz unzstd gzip xz bzip2 zstd".split(), expand),
    "tar": unpack, "bsdtar": unpack, "unzip": unpack,
    "tee": write_text, "patchelf": patch,
}  # fmt: skip
