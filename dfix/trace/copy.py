"""COPY and ADD: artifacts move between stages with their provenance; loaders may come along."""

from dfix.syntax import Instruction
from dfix.text import HOLE, Span, readable
from dfix.trace.apply import nodes_at, placed
from dfix.trace.artifact import UNKNOWN, Arrival, Artifact, Kind, Place
from dfix.trace.call import join_path
from dfix.trace.loader import LOADER_PLACE, LOADER_WRITTEN, Loader
from dfix.trace.root import Root
from dfix.trace.tree import is_pattern


def copy_from_stage(
    root: Root,
    source: Root,
    source_stage: int,
    stage: int,
    text: str,
    target: str,
    into: bool,
    word: Span,
    instruction: Instruction,
) -> None:
    """``COPY --from=stage text target``; ``word`` is where ``text`` stands."""
    path = join_path("/", text)
    _bring_loaders(root, source, path, target)
    found = nodes_at(source, path)
    into = into or root.is_directory(target)
    if not any(relative == "" for _, relative, _ in found):
        place = placed(path, target, into=into and not source.is_directory(path))
        if place != "/":
            root.put(place, UNKNOWN, tree=True)
    for matched, relative, node in found:
        own_directory = node.tree and matched in source.nodes and not relative
        place = target if own_directory or relative else placed(matched, target, into=into)
        if is_pattern(path) and relative == "" and own_directory:
            place = target
        place = join_path(place, relative) if relative else place
        arrival = Arrival(stage, source_stage, word, instruction.span, place)
        chain = (*node.artifact.provenance, Place(instruction.span, _carried(place)))
        artifact = node.artifact._replace(arrival=arrival, provenance=chain)
        root.put(place, artifact, tree=node.tree)
        if _is_native(artifact):
            root.files.land(place, artifact)


def copy_unknown(root: Root, text: str, target: str, into: bool, *, archive: bool) -> None:
    """A copy of files of which nothing is known: from the build context, an image or a URL."""
    into = into or root.is_directory(target)
    brings_tree = target == "/" and ("." not in text.rsplit("/", 1)[-1] or text.strip("./") == "")
    if (brings_tree and not root.loaders) or (archive and target == "/"):
        root.closed = False
    if archive and (LOADER_PLACE.match(target) or LOADER_PLACE.match(join_path("/", text))):
        root.closed = False
    place = placed(text, target, into=into)
    if place != "/" and HOLE not in place:
        known = root.nodes.get(place)
        if known and not known.tree:
            root.files.remove(place)
        root.put(place, UNKNOWN, tree=True)


def _bring_loaders(root: Root, source: Root, path: str, target: str) -> None:
    """A copy of a loader, or of a directory in which loaders stand, makes the root offer it."""
    for libc, pattern in LOADER_WRITTEN.items():
        if pattern.search(path):
            root.add_loader(source.loader(libc) or Loader(libc, None))
    if LOADER_PLACE.match(path):
        for loader in source.loaders:
            root.add_loader(loader)
        root.closed = root.closed and source.closed
    elif "ldd" in source.settings and "." not in path.rsplit("/", 1)[-1] and not root.loaders:
        # The stage collects the libraries of a program: the loader may be among them.
        root.closed = False
    elif target == "/" and not root.loaders and path not in source.nodes:
        root.closed = False


def _is_native(artifact: Artifact) -> bool:
    return artifact.is_dynamic and artifact.kind in (Kind.PROGRAM, Kind.LIBRARY)


def _carried(place: str) -> str:
    return f"carries it to {readable(place)}" if HOLE not in place else "carries it here"
