"""The syntax trees of web-tree-sitter, with what dfix uses of a ``tree_sitter.Node``.

There is no package ``tree_sitter`` for Pyodide that could be served from a file. The page's script parses with the same
grammar (tree-sitter-bash as WebAssembly) and hands the tree over as one JSON text.
"""

import json
from collections.abc import Callable, Iterator

from dfix.values import NamedTuple


class WebNode:
    """A node; its offsets count bytes of byte text."""

    __slots__ = ("_fields", "children", "end_byte", "has_error", "is_named", "start_byte", "type")

    def __init__(self, kind: str, start: int, end: int, flags: int) -> None:
        """``flags``: 1 for a named node, 2 where it or what is in it has an error."""
        self.type = kind
        self.start_byte = start
        self.end_byte = end
        self.is_named = bool(flags & 1)
        self.has_error = bool(flags & 2)
        self.children: list[WebNode] = []
        self._fields: list[str] = []

    def add(self, child: "WebNode", field: str) -> None:
        """Add a child, which has a field's name or none."""
        self.children.append(child)
        self._fields.append(field)

    @property
    def named_children(self) -> "list[WebNode]":
        """The children that are named in the grammar."""
        return [child for child in self.children if child.is_named]

    def children_by_field_name(self, name: str) -> "list[WebNode]":
        """The children in a field."""
        return [child for child, field in zip(self.children, self._fields, strict=True) if field == name]

    def child_by_field_name(self, name: str) -> "WebNode | None":
        """The first child in a field; None where there is none."""
        return next(iter(self.children_by_field_name(name)), None)


class WebTree(NamedTuple):
    """A tree."""

    root_node: WebNode


class WebParser:
    """A parser as ``tree_sitter.Parser`` is one; ``parse_text`` gives a tree as JSON (``read_tree``)."""

    def __init__(self, parse_text: Callable[[str], str]) -> None:
        self._parse_text = parse_text

    def parse(self, data: bytes) -> WebTree:
        """The tree of a text."""
        return WebTree(read_tree(self._parse_text(data.decode("latin-1"))))


def read_tree(shown: str) -> WebNode:
    """The root of a tree from JSON: ``[kinds, fields, nodes]``.

    ``nodes`` are six numbers for each node, parents before children: the number of its kind, its start, its end, its
    flags, the number of its field plus one (0 for none), and how many children it has.
    """
    kinds, fields, numbers = json.loads(shown)
    rows = iter(zip(*[iter(numbers)] * 6, strict=True))
    root, count, _ = _next(rows, kinds, fields)
    waiting = [(root, count)]
    while waiting:
        parent, missing = waiting.pop()
        if missing:
            child, count, field = _next(rows, kinds, fields)
            parent.add(child, field)
            waiting += [(parent, missing - 1), (child, count)]
    return root


def _next(rows: Iterator[tuple[int, ...]], kinds: list[str], fields: list[str]) -> tuple[WebNode, int, str]:
    """The next node, how many children it has, and the field that it is in."""
    kind, start, end, flags, field, count = next(rows)
    return WebNode(kinds[kind], start, end, flags), count, fields[field - 1] if field else ""
