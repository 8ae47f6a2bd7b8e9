"""Files: cp, mv, ln, install, rm, tar, echo into a file."""

import re
from collections.abc import Iterator

from dfix.images import Libc
from dfix.text import UNKNOWN_TEXT
from dfix.text.globs import braces
from dfix.text.pattern import pattern
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Artifact, Kind
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import AddsLoader, Copies, Effect, MayAddLoader, Removes, SetsFact, Writes
from dfix.trace.state.facts import Directory, OpenDirectory
from dfix.trace.state.loader import LIBRARY_DIRECTORY, LOADER_NAMES, Loader
from dfix.trace.state.mode import may_execute
from dfix.trace.state.origin import Downloaded
from dfix.trace.state.root import STANDARD_DIRECTORIES, Root
from dfix.tristate import Tristate

# A name that is not known, or a pattern for names.
ANY_NAME = pattern(rf"{UNKNOWN_TEXT}|[*?[]")
# Where a target without a slash at its end is a directory.
PATH = frozenset("/usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin".split())
EXTRACTS = pattern(r"-?[a-zA-Z]*x|--extract|--get")
# What an archive's one directory has is then in the target itself.
STRIPS = pattern(r"--strip(?:-components?)?(?:$|=)")
WITH_VALUE = ("-m", "-o", "-g", "-t", "-S", "--mode", "--owner", "--group", "--target-directory")


def copy(call: Call, root: Root) -> Iterator[Effect]:
    """``cp`` and ``install``; the last operand is the target, or ``-t`` names it. ``install`` sets the mode."""
    if call.name == "cp":
        yield from _copies(call, root)
    elif not call.has("-d", "--directory"):
        mode = call.option("-m", "--mode")
        for effect in _copies(call, root):
            executable = may_execute(mode.text if mode else "0755")
            yield effect._replace(executable=executable) if isinstance(effect, Copies) else effect


def move(call: Call, root: Root) -> Iterator[Effect]:
    """``mv``."""
    for effect in _copies(call, root):
        yield effect._replace(moves=True) if isinstance(effect, Copies) else effect


def link(call: Call, root: Root) -> Iterator[Effect]:
    """``ln``: the link is what it points to; a loader's name may be given to another loader."""
    operands = [arg.text for arg in call.operands(*WITH_VALUE)]
    if len(operands) == 1:
        operands.append(".")
    *sources, target = operands or [""]
    yield from _of_any_name(call, sources, target)
    is_symbolic = call.has("-s")
    for source in sources:
        is_relative_link = is_symbolic and not source.startswith("/")
        destination = f"{target.rsplit('/', 1)[0]}/{source}" if is_relative_link else source
        if is_symbolic and not is_relative_link and _is_in_other_root(call.path(target), root):
            yield Writes(call.path(target), UNKNOWN)
            continue
        yield Copies(call.path(destination), call.path(target), into=target.endswith("/") or len(sources) > 1)
        yield from _loader_link(call.path(target), root)


def alternatives(call: Call, root: Root) -> Iterator[Effect]:
    """``update-alternatives --install link name path priority``, and ``--slave``: links to what packages brought."""
    words = call.args
    for place, word in enumerate(words[:-3]):
        if word.text in ("--install", "--slave"):
            yield from link(
                call._replace(args=(Arg("-s", word.start, word.end), words[place + 3], words[place + 1])), root
            )


def _is_in_other_root(path: str, root: Root) -> bool:
    """Whether a path is in a root filesystem of its own, where an absolute link means that root's file."""
    trees = (tree for tree, answer in root.facts.root_trees.items() if answer is not Tristate.NO)
    carried = (tree for tree, other in root.carried.items() if other is not None)
    return any(path.startswith(f"{tree}/") for tree in (*trees, *carried))


def remove(call: Call, root: Root) -> Iterator[Effect]:
    """``rm``."""
    for operand in call.operands():
        yield Removes(call.path(operand.text))


def make_directory(call: Call, root: Root) -> Iterator[Effect]:
    """``mkdir``: later commands that copy to it copy into it."""
    for operand in call.operands("-m", "--mode"):
        yield SetsFact(Directory(call.path(operand.text)))


def unpack(call: Call, root: Root) -> Iterator[Effect]:
    """``tar``, ``unzip``: what an archive contains goes into the target directory."""
    if call.name == "tar" and not any(EXTRACTS.match(word) for word in call.texts[:3]):
        return
    option = call.option("-C", "--directory", "-d")
    target = call.path(option.text) if option else call.cwd
    if UNKNOWN_TEXT not in target:
        from dfix.trace.knowledge.download import unpacked

        for name, archive in _archives(call, root):
            # An archive keeps the modes of its files.
            yield from _spread(name, unpacked(archive)._replace(executable=Tristate.UNKNOWN), target)
            if isinstance(archive.origin, Downloaded) and any(map(STRIPS.match, call.texts)):
                from dfix.trace.knowledge.needs.known_projects import sources

                yield from sources(archive.origin.url, target)
    if option and target == "/":
        yield MayAddLoader()
    yield SetsFact(OpenDirectory(target))


def _archives(call: Call, root: Root) -> Iterator[tuple[str, Artifact]]:
    """The archives that the words name, and those that a pipe hands over, each with its name."""
    for word in call.texts:
        path = call.path(word) if not word.startswith("-") else ""
        # What is copied under a name that is not known lies in the directory under any name.
        node = root.nodes.get(path) or (root.files.find(path) if UNKNOWN_TEXT in word and path else None)
        if node is not None:
            yield path.rsplit("/", 1)[-1], node.artifact
    for feed in call.feeds:
        from dfix.trace.knowledge.fetch import streamed

        yield from (("pipe", artifact) for artifact in streamed(feed, root))


def _spread(name: str, content: Artifact, target: str) -> Iterator[Effect]:
    """Write what an archive contains below the target, unless a standard directory would become unknown by that."""
    if content.kind is not Kind.UNKNOWN or target not in STANDARD_DIRECTORIES:
        is_program = content.kind is Kind.PROGRAM and target in ("/usr", "/usr/local")
        # Most archives that are unpacked at the root have one directory, which is taken to have the archive's name.
        place = target if target != "/" else f"/{name.split('.', maxsplit=1)[0]}"
        yield Writes(place, content._replace(unnamed=is_program), tree=True)


def expand(call: Call, root: Root) -> Iterator[Effect]:
    """``gunzip``, ``unxz``, ``gzip -d``: write the file under its name without the ending."""
    if call.name in ("gzip", "xz", "bzip2", "zstd") and not any(re.match(r"-\w*d|--decompress", t) for t in call.texts):
        return
    for operand in call.operands("-S", "--suffix", "-T"):
        source = call.path(operand.text)
        node = root.nodes.get(source)
        if node and "." in operand.text:
            from dfix.trace.knowledge.download import unpacked

            yield Writes(source.rpartition(".")[0], unpacked(node.artifact))


def patch(call: Call, root: Root) -> Iterator[Effect]:
    """``patchelf`` may give a program another loader, so what it needs is not known any more."""
    if call.has("--set-interpreter", "--replace-needed"):
        for operand in call.operands("--set-interpreter", "--set-rpath"):
            yield Writes(call.path(operand.text), UNKNOWN)


def write_text(call: Call, root: Root) -> Iterator[Effect]:
    """``tee``: write text, whatever was there before. The shell itself redirects (see ``script.py``)."""
    for operand in call.operands():
        yield Writes(call.path(operand.text), PORTABLE)


def _copies(call: Call, root: Root) -> Iterator[Effect]:
    """Copy each source; a loader may come with it."""
    directory = call.option("-t", "--target-directory")
    operands = list(call.operands(*WITH_VALUE))
    if directory is None and len(operands) < 2:
        return
    target = directory.text if directory else operands.pop().text
    sources = [text for arg in operands for text in _sources(call, arg, root)]
    into = directory is not None or target.endswith("/") or len(sources) > 1
    yield from _of_any_name(call, sources, f"{target}/" if into else target)
    with_parents = call.has("--parents")
    for source in sources:
        if source == UNKNOWN_TEXT:
            # What a command prints, or who builds the image says, names no file that is known; of ``ldd`` see
            # ``script.py``.
            continue
        if with_parents:
            yield Copies(call.path(source), call.path(f"{target}/{source}"))
        else:
            yield Copies(call.path(source), call.path(target), into=into)
        if _may_bring_loader(call, source, target):
            yield MayAddLoader()


def _sources(call: Call, arg: Arg, root: Root) -> tuple[str, ...]:
    """The sources that one word means: several with ``{a,b}``, the files that ``$(find …)`` prints."""
    if arg.text == UNKNOWN_TEXT:
        from dfix.trace.knowledge.found_files import substituted

        return substituted(call, arg.start, arg.end, root) or (arg.text,)
    return tuple(braces(arg.text))


def _of_any_name(call: Call, sources: list[str], target: str) -> Iterator[Effect]:
    """A directory that receives a file under a name that is not known: ``for x in a/*; do ln -s "$x" /usr/bin/``."""
    directory, _, name = target.rpartition("/")
    is_into = not name or call.path(target) in PATH
    if UNKNOWN_TEXT in name and UNKNOWN_TEXT not in directory:
        yield SetsFact(OpenDirectory(call.path(directory or ("/" if "/" in target else "."))))
    elif is_into and any(ANY_NAME.search(source.rpartition("/")[2]) for source in sources):
        yield SetsFact(OpenDirectory(call.path(target)))


def _may_bring_loader(call: Call, source: str, target: str) -> bool:
    """Whether a copy may bring a loader: with its directory, under a name that is not known, or by its own name."""
    path = call.path(target)
    if path == "/" and source.rstrip("/").rsplit("/", 1)[-1] in ("lib", "lib64", "*", "."):
        return True
    if UNKNOWN_TEXT in source and LIBRARY_DIRECTORY.match(target):
        return True
    return LOADER_NAMES[Libc.GLIBC].search(path) is not None


def _loader_link(path: str, root: Root) -> Iterator[Effect]:
    """A link under a loader's name is a loader for programs; a link to a directory may bring any loader."""
    for libc, name in LOADER_NAMES.items():
        if name.search(path) and root.libc is not libc:
            yield AddsLoader(Loader(libc, None, compat=True))
    if path in ("/lib64", "/lib"):
        yield MayAddLoader()


MODELS = {
    "cp": copy, "install": copy, "mv": move, "ln": link, "rm": remove, "rmdir": remove, "mkdir": make_directory,
    "update-alternatives": alternatives, "alternatives": alternatives,
    **dict.fromkeys("gunzip bunzip2 unxz unzstd gzip xz bzip2 zstd".split(), expand),
    "tar": unpack, "bsdtar": unpack, "unzip": unpack,
    "tee": write_text, "patchelf": patch,
}  # fmt: skip
