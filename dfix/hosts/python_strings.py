"""The strings of a Python module: literals, and what ``+``, ``%``, ``format``, ``join`` and ``dedent`` make of them."""

from collections.abc import Callable, Iterator

from dfix.hosts.embedded import NOWHERE, UNKNOWN, Builder, Embedded, Part, common_margin, without_margin
from dfix.hosts.error import HostError, not_well_formed
from dfix.hosts.python_expressions import DEEPEST, Expressions, Node, Other, Percent, Primary, Strings, Sum
from dfix.hosts.python_literals import BRACES, PERCENTS, PLAIN, Literal, Template, add_text, read_literal, writer
from dfix.syntax.python import F_STRING, Line, PythonError, Token, lines
from dfix.text.pattern import pattern

# PEP 263: in one of the first two lines.
CODING = pattern(r"\A(?:\xef\xbb\xbf)?(?:[ \t\f]*#[^\n]*\n|[ \t\f\r]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)")
UTF8 = ("utf-8", "utf8", "ascii", "us-ascii", "utf-8-sig")
# Of one text in the module, in bytes; each is read letter by letter.
LONGEST = 1024 * 1024
DEDENTS = frozenset({"dedent", "cleandoc"})
# Methods whose result stands for the text that they are called on.
KEEPS_TEXT = frozenset({"strip", "lstrip", "rstrip", "encode", "format", "replace"})


def strings(data: bytes) -> list[Embedded]:
    """The texts of a module, in its order, of lines that have a FROM; one that is part of a larger one is not repeated.

    Raises:
        HostError: the file is no Python, or it is not UTF-8.
    """
    text = data.decode("latin-1")
    coding = CODING.match(text)
    if coding and coding[1].lower().replace("_", "-") not in UTF8:
        raise HostError(f"its encoding is {coding[1]}; dfix edits UTF-8 only")
    try:
        data.decode("utf-8")
        return [one for line in lines(text, "FROM") for one in _Reader(data, line).texts()]
    except (PythonError, UnicodeDecodeError) as error:
        raise not_well_formed("Python", error) from None


class _Reader:
    """Reads the texts of a logical line."""

    def __init__(self, data: bytes, line: Line) -> None:
        self._data = data
        self._line = line
        self._expressions = Expressions(line)
        self._depth = 0

    def texts(self) -> list[Embedded]:
        """The texts, in their order; the empty ones are left out."""
        found: list[Embedded] = []
        ranges = [(0, len(self._line.tokens))]
        while ranges:
            for node in self._expressions.all(*ranges.pop()):
                found += (text for text in self._in(node, ranges) if text.data)
        return sorted(found, key=lambda text: text.starts[0])

    def _in(self, whole: Node, ranges: list[tuple[int, int]]) -> Iterator[Embedded]:
        """The texts in an expression; what is in its brackets is left to be read in ``ranges``."""
        waiting = [whole]
        while waiting:
            node = waiting.pop()
            text = self._text(node)
            if text is not None:
                yield text
            elif isinstance(node, Sum):
                waiting += node.terms
            elif isinstance(node, Other):
                waiting += node.nodes
                ranges += node.inside
            elif isinstance(node, Primary):
                longest, text = self._longest(node)
                if text is None:
                    waiting.append(node.value)
                else:
                    yield text
                ranges += [one.inside for one in node.trailers[longest:] if one.kind != "."]

    def _text(self, node: Node) -> Embedded | None:
        """The text that an expression stands for; None where it is no string, or too long for a Dockerfile."""
        if node.end - node.start > LONGEST:
            return None
        if isinstance(node, Strings):
            return self._built(node, PLAIN)
        if isinstance(node, Percent):
            return self._built(node.strings, PERCENTS)
        if isinstance(node, Sum):
            return self._built(node, PLAIN) if any(isinstance(one, Strings) for one in node.terms) else None
        if isinstance(node, Primary):
            longest, text = self._longest(node)
            return text if longest == len(node.trailers) else None
        return None

    def _longest(self, node: Primary) -> tuple[int, Embedded | None]:
        """How many of the trailers belong to the text that a value stands for, and that text."""
        found: tuple[int, Embedded | None] = (0, None)

        before = text = None if isinstance(node.value, Strings) else self._text(node.value)
        for number, trailer in enumerate(node.trailers):
            if trailer.kind == ".":
                before, text = text, None
                continue
            text = self._called(node, number, before) if trailer.kind == "(" else None
            if text is not None:
                found = (number + 1, text)
        return found

    def _called(self, node: Primary, number: int, receiver: Embedded | None) -> Embedded | None:
        """The text that a call stands for: the trailer of that number; ``receiver`` is that of what has the method."""
        inside = node.trailers[number].inside
        if number == 0:
            is_dedent = isinstance(node.value, Other) and node.value.name in DEDENTS
            return self._dedented(inside) if is_dedent else None
        method = node.trailers[number - 1]
        if method.kind != ".":
            return None
        if method.name in DEDENTS:
            return self._dedented(inside)
        literal = node.value if number == 1 and isinstance(node.value, Strings) else None
        if method.name == "join":
            return self._joined(literal, inside) if literal else None
        if literal:
            return self._built(literal, BRACES) if method.name == "format" else None
        return receiver if method.name in KEEPS_TEXT else None

    def _argument(self, inside: tuple[int, int]) -> tuple[int, int] | None:
        """The tokens of a call's only argument, without its name."""
        arguments = list(self._line.parts(*inside))
        if len(arguments) != 1:
            return None
        start, end = arguments[0]
        return (start + 2, end) if self._line.word(start + 1) == "=" else (start, end)

    def _dedented(self, inside: tuple[int, int]) -> Embedded | None:
        argument = self._argument(inside) if self._depth < DEEPEST else None
        node = self._expressions.only(*argument) if argument else None
        self._depth += 1
        inner = self._text(node) if node else None
        self._depth -= 1
        return _without_indentation(inner) if inner else None

    def _joined(self, separator: Strings, inside: tuple[int, int]) -> Embedded | None:
        """Strings of a list or tuple, with the separator's text between them."""
        items = self._items(inside)
        if not items or len(separator.tokens) > 1 or separator.tokens[0].kind == F_STRING:
            return None
        literal = self._literal(separator.tokens[0])
        if literal.is_bytes:
            return None
        between = Builder()
        add_text(between, literal, PLAIN, NOWHERE)
        builder = Builder()
        for number, (start, end) in enumerate(items):
            if number:
                builder.add(bytes(between.data), builder.end, builder.end, NOWHERE)
            node = self._expressions.only(start, end)
            tokens = self._line.tokens
            self._add(builder, node or Other(tokens[start].start, tokens[end - 1].end), PLAIN)
        return builder.build()

    def _items(self, inside: tuple[int, int]) -> list[tuple[int, int]]:
        """The tokens of each item of the list or tuple that is the only argument; none for a comprehension."""
        argument = self._argument(inside)
        if argument is None:
            return []
        start, end = argument
        opens = self._line.word(start)
        if opens not in ("(", "[") or self._line.closing[start] != end - 1:
            return []
        items = [
            (first + (self._line.word(first) == "*"), last) for first, last in self._line.parts(start + 1, end - 1)
        ]
        is_list = opens == "[" or self._line.word(items[0][1]) == "," if items else False
        return items if is_list and not any(self._has_for(*item) for item in items) else []

    def _has_for(self, start: int, end: int) -> bool:
        at = start
        while at < end:
            if self._line.word(at) == "for":
                return True
            at = self._line.closing.get(at, at) + 1
        return False

    def _built(self, node: Node, template: Template) -> Embedded:
        builder = Builder()
        self._add(builder, node, template)
        return builder.build()

    def _add(self, builder: Builder, whole: Node, template: Template) -> None:
        """Add the text of an expression; what is no literal is unknown text."""
        waiting = [whole]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Sum):
                waiting += reversed(node.terms)
            elif isinstance(node, Strings):
                for token in node.tokens:
                    self._add_literal(builder, token, template)
            else:
                builder.add(UNKNOWN, node.start, node.end, NOWHERE)

    def _literal(self, token: Token) -> Literal:
        return read_literal(self._data[token.start : token.end], token.start)

    def _add_literal(self, builder: Builder, token: Token, template: Template) -> None:
        literal = self._literal(token)
        if token.kind == F_STRING:
            template = BRACES
        owner = builder.part(Part(writer(literal, template)))
        at = literal.start
        for start, end in token.fields:
            add_text(builder, literal._replace(inside=self._data[at:start], start=at), template, owner)
            builder.add(UNKNOWN, start, end, owner)
            at = end
        last = literal.start + len(literal.inside)
        add_text(builder, literal._replace(inside=self._data[at:last], start=at), template, owner)
        builder.end = last


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
