"""COPY and ADD: artifacts move between stages with their provenance; loaders may come along."""

import re
from typing import NamedTuple

from dfix.confidence import Confidence
from dfix.syntax import Instruction
from dfix.text import HOLE, Span, readable
from dfix.text.pattern import pattern
from dfix.trace.apply import nodes_at, placed
from dfix.trace.artifact import UNKNOWN, Arrival, Artifact, Kind, Place
from dfix.trace.built import portable, unknown
from dfix.trace.call import join_path
from dfix.trace.loader import LOADER_NAMES, LOADER_PLACE, LOADER_WRITTEN, Loader
from dfix.trace.root import Root
from dfix.trace.tree import DATA_NAMES, PORTABLE_ENDINGS, Node, is_pattern

# Directories of a build context that hold what people write, not what compilers make.
SOURCE_NAMES = pattern(
    r"^(\.|\*|src|source|sources|app|apps|lib|libs|cmd|pkg|internal|api|server|client|frontend|backend|test|tests|"
    r"tools|packages|modules|common|core|vendor|etc|root|rootfs|docker|go\.\w+|package.*|requirements.*|setup.*|\.\w+|"
    r"Gemfile.*|Cargo\..*|pom.*|gradle.*|mvnw|yarn.*|tsconfig.*|webpack.*|angular.*|babel.*|composer.*|Pipfile.*)$",
    re.IGNORECASE,
)
FROM_CONTEXT = "it comes from the build context"


class Copying(NamedTuple):
    """One source of a COPY or ADD into stage ``stage``: ``text`` as written, ``word`` where it stands.

    ``target`` is absolute; ``into``: it is written as a directory.
    """

    text: str
    target: str
    into: bool
    stage: int
    word: Span
    instruction: Instruction


def copy_from_root(root: Root, source: Root, copying: Copying) -> None:
    """``COPY --from``: out of another stage's root, or an image's."""
    path, target = join_path("/", copying.text), copying.target
    _bring_loaders(root, source, path, target)
    if source.image is None and source.release is None and target == "/":
        root.closed = False
    if path == "/" and target == "/" and root.is_empty:
        root.move_in(source)
    found = nodes_at(source, path)
    into = copying.into or root.is_directory(target)
    if target == "/" and (is_pattern(path) or not any(relative == "" and not node.tree for _, relative, node in found)):
        root.settings["overlaid"] = "yes"
    if not any(relative == "" for _, relative, _ in found):
        place = placed(path, target, into=into and not source.is_directory(path))
        if place != "/":
            root.put(place, UNKNOWN, tree=True)
    for matched, relative, node in found:
        own_directory = node.tree and not relative and (matched in source.nodes or source.is_directory(matched))
        place = target if own_directory or relative else placed(matched, target, into=into)
        if is_pattern(path) and relative == "" and own_directory:
            place = target
        _arrive(root, copying, join_path(place, relative) if relative else place, node)


def _arrive(root: Root, copying: Copying, place: str, node: Node) -> None:
    """An artifact comes to stand at ``place``; a native one is judged at the end of the stage."""
    arrival = Arrival(copying.stage, copying.word, copying.instruction.span, place)
    chain = (*node.artifact.provenance, Place(copying.instruction.span, _carried(place)))
    artifact = node.artifact._replace(arrival=arrival, provenance=chain)
    if place != "/":
        root.put(place, artifact, tree=node.tree)
    if any(name.search(place) for name in LOADER_NAMES.values()):
        # A loader beside its program, to be called by name.
        root.closed = False
    elif _is_judged(artifact):
        root.files.land(place, artifact)


def copy_from_context(root: Root, copying: Copying) -> None:
    """A copy out of the build context: sources and data, unless the name says otherwise."""
    artifact = _of_context(copying.text, copying.target)
    _put_foreign(root, copying, artifact, archive=copying.instruction.keyword == "ADD")
    _remember_source(root, copying)


def _remember_source(root: Root, copying: Copying) -> None:
    """Where in the context a path comes from: a file under its name, a directory's contents in the target."""
    text = join_path("/", copying.text)
    if is_pattern(text):
        return
    into = copying.into or root.is_directory(copying.target)
    root.settings[f"context:{placed(text, copying.target, into=into)}"] = text
    if "." not in text.rsplit("/", 1)[-1] or text == "/":
        root.settings.setdefault(f"context:{copying.target}", text)


def _put_foreign(root: Root, copying: Copying, artifact: Artifact, *, archive: bool) -> None:
    """What comes from outside may bring a loader: in an archive, or as a whole tree over ``/``."""
    text, target = copying.text, copying.target
    into = copying.into or root.is_directory(target)
    brings_tree = target == "/" and ("." not in text.rsplit("/", 1)[-1] or text.strip("./") == "")
    if (brings_tree and not root.loaders) or (archive and target == "/"):
        root.closed = False
    if archive and (LOADER_PLACE.match(target) or LOADER_PLACE.match(join_path("/", text))):
        root.closed = False
    if target == "/":
        root.settings["overlaid"] = "yes"
    place = placed(text, target, into=into and not _is_whole(text))
    if into and target != "/" and "." not in text.rsplit("/", 1)[-1] and target not in root.nodes:
        # A directory's contents are copied, not the directory.
        root.put(target, artifact, tree=True)
    if place != "/" and HOLE not in place:
        known = root.nodes.get(place)
        if known and not known.tree:
            root.files.remove(place)
        root.put(place, artifact, tree=True)


def _is_whole(text: str) -> bool:
    """Whether the contents of a directory are copied, as a directory of the context's root most often is."""
    return text.strip("./") == "" or text.endswith("/")


def _of_context(text: str, target: str) -> Artifact:
    name = text.rstrip("/").rsplit("/", 1)[-1]
    written = name if name not in ("", ".", "..") else "."
    if PORTABLE_ENDINGS.search(written):
        return portable(FROM_CONTEXT)
    if target.endswith(("/bin", "/sbin")) or re.search(r"/s?bin/[^/.]+$", target):
        return unknown("a file of the build context, which may be a program")
    if SOURCE_NAMES.match(written) or DATA_NAMES.match(written) or text.endswith("/"):
        return portable(FROM_CONTEXT, Confidence.POSSIBLE)
    return unknown("a file of the build context")


def _bring_loaders(root: Root, source: Root, path: str, target: str) -> None:
    """A copy of a loader, or of a directory in which loaders stand, makes the root offer it."""
    for libc, written in LOADER_WRITTEN.items():
        if written.search(path):
            root.add_loader(source.loader(libc) or Loader(libc, None))
    if LOADER_PLACE.match(path):
        for loader in source.loaders:
            root.add_loader(loader)
        root.closed = root.closed and source.closed
    elif f"root:{path}" in source.settings and target == "/":
        # A root filesystem that packages were installed into: its loader comes with it.
        for loader in source.loaders:
            root.add_loader(loader)
        root.closed = False
    elif "ldd" in source.settings and "." not in path.rsplit("/", 1)[-1] and not root.loaders:
        # The stage collects the libraries of a program: the loader may be among them.
        root.closed = False
    elif target == "/" and not root.loaders and (path not in source.nodes or _is_unread_tree(source, path)):
        root.closed = False


def _is_unread_tree(source: Root, path: str) -> bool:
    """Whether a command that is not read may have collected a program's libraries and loader there."""
    return "unread" in source.settings and source.nodes[path].tree


def _is_judged(artifact: Artifact) -> bool:
    """Whether it depends on the root in which it lands."""
    return artifact.kind in (Kind.PROGRAM, Kind.LIBRARY, Kind.ENVIRONMENT)


def _carried(place: str) -> str:
    return f"carries it to {readable(place)}" if HOLE not in place else "carries it here"
