"""Trees of the package tree_sitter in the form in which the playground's script hands its own over."""

import json

from tree_sitter import Node

from dfix.syntax import shell


def handed_over(text: str) -> str:
    """A tree of the package in the form in which ``worker.js`` hands one over."""
    kinds: dict[str, int] = {}
    fields: dict[str, int] = {}
    numbers: list[int] = []

    def add(node: Node, field: str | None) -> None:
        kind = kinds.setdefault(node.type, len(kinds))
        flags = node.is_named | node.has_error << 1
        place = fields.setdefault(field, len(fields)) + 1 if field else 0
        numbers.extend((kind, node.start_byte, node.end_byte, flags, place, node.child_count))
        for at, child in enumerate(node.children):
            add(child, node.field_name_for_child(at))

    add(shell._native_parser().parse(text.encode("latin-1")).root_node, None)
    return json.dumps([list(kinds), list(fields), numbers])
