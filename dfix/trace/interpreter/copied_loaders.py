"""Which loaders a copy brings into a root, and whether it may bring one that is not known."""

from dfix.trace.interpreter.copy_paths import is_program_of_cargo, last_part
from dfix.trace.state.facts import Happening
from dfix.trace.state.loader import LOADER_WRITTEN, Loader, is_loader_place
from dfix.trace.state.root import Root
from dfix.tristate import Tristate


def bring_loaders(root: Root, source: Root, path: str, target: str) -> None:
    """Add the loaders that a copy out of another root brings; leave the root open where it may bring others."""
    for libc, written in LOADER_WRITTEN.items():
        if written.search(path):
            root.add_loader(source.loader(libc) or Loader(libc, None))
    if is_loader_place(path):
        _add_all(root, source)
        root.closed = root.closed and source.closed
    elif target == "/" and _is_root_tree(source, path):
        _add_all(root, source)
        root.closed = False
    elif not root.loaders and _may_hold_loader(source, path, target):
        root.closed = False


def _add_all(root: Root, source: Root) -> None:
    for loader in source.loaders:
        root.add_loader(loader)


def _is_root_tree(source: Root, path: str) -> bool:
    """Whether packages were installed into a root filesystem there: its loader is in it."""
    return source.facts.root_trees.get(path, Tristate.NO) is not Tristate.NO


def _may_hold_loader(source: Root, path: str, target: str) -> bool:
    """Whether a command may have put a loader there, among the libraries that a program needs."""
    if source.facts.may_have(Happening.LISTED_LIBRARIES) and "." not in last_part(path):
        return True
    if target != "/" or is_program_of_cargo(source, path):
        return False
    return path not in source.nodes or _is_unread_tree(source, path)


def _is_unread_tree(source: Root, path: str) -> bool:
    """Whether a command that is not read may have written into the tree."""
    return source.facts.may_have(Happening.UNREAD_COMMAND) and source.nodes[path].tree
