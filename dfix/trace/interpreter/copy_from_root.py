"""``COPY --from``: artifacts come out of another stage's root, or an image's, with their provenance."""

from dfix.text.paths import is_pattern, join_path
from dfix.trace.interpreter.arrival import Copying, arrive
from dfix.trace.interpreter.copied_loaders import bring_loaders
from dfix.trace.interpreter.copy_paths import SourceNode, is_program_of_cargo, last_part, nodes_at, placed
from dfix.trace.state.artifact import UNKNOWN, Kind
from dfix.trace.state.facts import ContextSource, Happening
from dfix.trace.state.file_tree import DIRECTORY_NAMES
from dfix.trace.state.root import Root


def copy_from_root(root: Root, source: Root, copying: Copying) -> None:
    """Copy what a source path means out of another root."""
    path, target = join_path("/", copying.text), copying.target
    carried = source if path == "/" else source.carried_root(path)
    if carried is not None and target != "/":
        root.carry(target, carried)
    elif carried is not None and path != "/":
        _unpack(root, carried)
    bring_loaders(root, source, path, target)
    nodes = nodes_at(source, path)
    _learn_source(root, source, copying, path)
    if target == "/":
        _lay_over_root(root, source, path, nodes)
    into = copying.into or root.is_directory(target)
    if all(node.relative for node in nodes):
        # A source of the target's own name is a directory, too: ``COPY --from=packages /out/usr /usr``.
        is_directory = source.is_directory(path) or last_part(path) == last_part(target)
        _put_unknown(root, placed(path, target, into=into and not is_directory))
    for node in nodes:
        if node.relative:
            place = join_path(target, node.relative)
        elif _is_whole_directory(source, copying, node):
            place = target
        elif into and node.node.artifact.kind is Kind.LIBRARY and is_pattern(last_part(node.path)):
            place = join_path(target, last_part(node.path))  # whichever names the pattern meant
        else:
            place = placed(node.path, target, into=into)
        arrive(root, copying, place, node.node)


def _learn_source(root: Root, source: Root, copying: Copying, path: str) -> None:
    """Keep where in the build context a path comes from that another stage copied out of it, as it was there."""
    origin = source.context_source(path) if root.context and not is_pattern(path) else None
    if origin is None or root.context is None:
        return
    if root.context.fact(origin.strip("/")) is not None:
        into = copying.into or root.is_directory(copying.target)
        root.learn(ContextSource(placed(path, copying.target, into=into), origin))
    elif copying.target != "/" and root.context.is_directory(origin.strip("/")):
        root.learn(ContextSource(copying.target, origin))


def _unpack(root: Root, carried: Root) -> None:
    """Lay a root that came in a directory over this one: its loaders, and into an empty one all that it holds."""
    for loader in carried.loaders:
        root.add_loader(loader)
    if root.is_empty:
        root.move_in(carried)
    else:
        root.closed = root.closed and carried.closed


def _lay_over_root(root: Root, source: Root, path: str, nodes: list[SourceNode]) -> None:
    """A copy to ``/``: a whole root, or a tree that is not wholly known."""
    if source.image is None and source.release is None:
        root.closed = False
    if path == "/" and root.is_empty:
        root.move_in(source)
    is_file = any(not node.relative and not node.node.tree for node in nodes) or is_program_of_cargo(source, path)
    if is_pattern(path) or not is_file:
        root.learn(Happening.OVERLAY)


def _put_unknown(root: Root, place: str) -> None:
    """Put a source of which nothing itself is known, whatever is known below it."""
    if place != "/":
        root.put(place, UNKNOWN, tree=True)


def _is_whole_directory(source: Root, copying: Copying, node: SourceNode) -> bool:
    """Whether the source is a directory: its contents are copied, not the directory itself."""
    is_written_so = copying.text.endswith(("/", "/.")) or last_part(node.path) in DIRECTORY_NAMES
    is_directory = node.path in source.nodes or source.is_directory(node.path) or is_written_so
    return node.node.tree and is_directory
