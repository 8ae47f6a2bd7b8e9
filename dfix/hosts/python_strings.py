"""The strings of a Python module: literals, and what ``+``, ``%``, ``format``, ``join`` and ``dedent`` make of them.

This module loads libcst, so it is imported only for a file that may hold a Dockerfile.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeGuard

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from dfix.hosts.embedded import NOWHERE, UNKNOWN, Builder, Embedded, Part, common_margin, without_margin
from dfix.hosts.error import HostError, not_well_formed
from dfix.hosts.python_literals import BRACES, PERCENTS, PLAIN, Literal, Template, add_text, read_literal, writer
from dfix.values import TypeAlias

STRINGS = (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString)
DEDENTS = frozenset({"dedent", "cleandoc"})
# Methods whose result stands for the text that they are called on.
KEEPS_TEXT = frozenset({"strip", "lstrip", "rstrip", "encode", "format", "replace"})
# The offset of a node's first byte, and its length in bytes.
Place: TypeAlias = Callable[[cst.CSTNode], tuple[int, int]]


def strings(data: bytes) -> list[Embedded]:
    """The text of every string of a module, in its order; a string that is part of a larger one is not repeated.

    Raises:
        HostError: the file is no Python that libcst reads, or it is not UTF-8.
    """
    module = _parsed(data)
    try:
        wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        return list(_Reader(data, _places(wrapper, data)).walk(wrapper.module))
    except RecursionError:
        raise HostError("it is nested too deeply") from None


def _parsed(data: bytes) -> cst.Module:
    try:
        module = cst.parse_module(data)
    except (cst.ParserSyntaxError, SyntaxError, RecursionError, ValueError, LookupError) as error:
        raise not_well_formed("Python that libcst reads", error) from None
    if module.encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "ascii", "us-ascii"):
        raise HostError(f"its encoding is {module.encoding}; dfix edits UTF-8 only")
    return module


def _places(wrapper: MetadataWrapper, data: bytes) -> Place:
    spans = wrapper.resolve(ByteSpanPositionProvider)
    skipped = 3 if data.startswith(b"\xef\xbb\xbf") else 0

    def place(node: cst.CSTNode) -> tuple[int, int]:
        span = spans[node]
        return span.start + skipped, span.length

    return place


class _Reader:
    """Reads the expressions of a module; ``place`` says where a node is in ``data``."""

    def __init__(self, data: bytes, place: Place) -> None:
        self._data = data
        self._place = place

    def walk(self, node: cst.CSTNode) -> Iterator[Embedded]:
        """The texts in a node, in its order; the empty ones are left out."""
        text = self._text(node)
        if text is None:
            for child in node.children:
                yield from self.walk(child)
        elif text.data:
            yield text

    def _text(self, node: cst.CSTNode) -> Embedded | None:
        """The text that an expression stands for; None where it is no string."""
        if isinstance(node, cst.Call):
            return self._of_call(node)
        if isinstance(node, cst.BinaryOperation):
            return self._of_operation(node)
        return self._built(node, PLAIN) if isinstance(node, STRINGS) else None

    def _of_operation(self, node: cst.BinaryOperation) -> Embedded | None:
        if isinstance(node.operator, cst.Modulo):
            return self._built(node.left, PERCENTS) if isinstance(node.left, STRINGS) else None
        is_text = isinstance(node.operator, cst.Add) and any(isinstance(one, STRINGS) for one in _summands(node))
        return self._built(node, PLAIN) if is_text else None

    def _of_call(self, call: cst.Call) -> Embedded | None:
        function = call.func
        if isinstance(function, cst.Name):
            return self._dedented(call.args) if function.value in DEDENTS else None
        if not isinstance(function, cst.Attribute):
            return None
        name, receiver = function.attr.value, function.value
        if name in DEDENTS:
            return self._dedented(call.args)
        if name == "join":
            return self._joined(receiver, call.args)
        if isinstance(receiver, STRINGS):
            return self._built(receiver, BRACES) if name == "format" else None
        return self._text(receiver) if name in KEEPS_TEXT else None

    def _dedented(self, args: Sequence[cst.Arg]) -> Embedded | None:
        inner = self._text(args[0].value) if len(args) == 1 else None
        return _without_indentation(inner) if inner else None

    def _joined(self, separator: cst.BaseExpression, args: Sequence[cst.Arg]) -> Embedded | None:
        """Strings of a list or tuple, with the separator's text between them."""
        items = args[0].value if len(args) == 1 else None
        if not isinstance(items, (cst.List, cst.Tuple)) or not isinstance(separator, cst.SimpleString):
            return None
        between = separator.evaluated_value
        if not isinstance(between, str) or not items.elements:
            return None
        builder = Builder()
        for number, element in enumerate(items.elements):
            if number:
                builder.add(between.encode(), builder.end, builder.end, NOWHERE)
            self._add(builder, element.value, PLAIN)
        return builder.build()

    def _built(self, node: cst.CSTNode, template: Template) -> Embedded:
        builder = Builder()
        self._add(builder, node, template)
        return builder.build()

    def _add(self, builder: Builder, node: cst.CSTNode, template: Template) -> None:
        """Add the text of an expression; what is no literal is unknown text."""
        start, length = self._place(node)
        if isinstance(node, cst.ConcatenatedString) or _is_sum(node):
            self._add(builder, node.left, template)
            self._add(builder, node.right, template)
        elif isinstance(node, cst.SimpleString):
            literal = read_literal(self._data[start : start + length], start)
            owner = builder.part(Part(writer(literal, template)))
            add_text(builder, literal, template, owner)
            builder.end = literal.start + len(literal.inside)
        elif isinstance(node, cst.FormattedString):
            self._add_f_string(builder, node)
        else:
            builder.add(UNKNOWN, start, start + length, NOWHERE)

    def _add_f_string(self, builder: Builder, node: cst.FormattedString) -> None:
        start, length = self._place(node)
        prefix = node.start.rstrip("'\"").lower()
        quotes = node.start[len(prefix) :]
        literal = Literal(prefix, quotes, b"", start + len(node.start.encode()))
        owner = builder.part(Part(writer(literal, BRACES)))
        for part in node.parts:
            begin, size = self._place(part)
            if isinstance(part, cst.FormattedStringText):
                add_text(builder, literal._replace(inside=self._data[begin : begin + size], start=begin), BRACES, owner)
            else:
                builder.add(UNKNOWN, begin, begin + size, owner)
        builder.end = start + length - len(quotes)


def _is_sum(node: cst.CSTNode) -> TypeGuard[cst.BinaryOperation]:
    return isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add)


def _summands(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """What a sum adds, from the right to the left."""
    while _is_sum(node):
        yield node.right
        node = node.left
    yield node


def _without_indentation(text: Embedded) -> Embedded:
    """As ``textwrap.dedent`` leaves it; new lines get the indentation."""
    margin = common_margin(text.data)
    if not margin:
        return text
    indent = margin.decode("latin-1")
    parts = tuple(Part(_indenting(part.write, indent), part.reason) for part in text.parts)
    return without_margin(text._replace(parts=parts), margin)


def _indenting(write: Callable[[str], str | None], indent: str) -> Callable[[str], str | None]:
    return lambda new: write(new.replace("\n", f"\n{indent}"))
