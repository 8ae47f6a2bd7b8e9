"""String literals of Python sources, read with libcst.

Source: the Python language reference, "String and Bytes literals", "f-strings"; "Format String
Syntax" and "printf-style String Formatting" of the library reference.
"""

import re
from collections.abc import Callable, Iterator

from dfix.hosts.embedded import NOWHERE, Builder, Embedded, Part, common_margin, without_margin
from dfix.hosts.error import HostError, not_well_formed
from dfix.values import NamedTuple, cast

LITERAL = re.compile(r"(?s)([A-Za-z]*)('''|\"\"\"|'|\")(.*)\2")
ESCAPE = re.compile(
    r"\\(?:(?P<line>\r\n|\r|\n)|(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9a-fA-F]{2})|u(?P<u4>[0-9a-fA-F]{4})|"
    r"U(?P<u8>[0-9a-fA-F]{8})|N\{(?P<name>[^}]*)\}|(?P<char>.))",
    re.DOTALL,
)
NAMED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
# What a template's own marks look like: a hole, or a doubled mark that stands for itself.
FORMAT = re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
PERCENT = re.compile(r"%%|%(?:\([^)]*\))?[#0\- +]*[\d*]*(?:\.[\d*]+)?[hlL]?[diouxXeEfFgGcrsa]")
DEDENTS = frozenset({"dedent", "cleandoc"})


class _Literal(NamedTuple):
    """A literal's prefix, quotes, and the bytes between them with the offset of the first."""

    prefix: str
    quotes: str
    inside: bytes
    start: int

    @property
    def is_raw(self) -> bool:
        """Whether backslashes stand for themselves."""
        return "r" in self.prefix

    @property
    def is_triple(self) -> bool:
        """Whether it may hold line ends."""
        return len(self.quotes) == 3


class _Template(NamedTuple):
    """What is done with a literal's value: ``marks`` finds holes in it, ``double`` are characters to be doubled."""

    marks: "re.Pattern[str] | None" = None
    double: str = ""


PLAIN, BRACES, PERCENTS = _Template(), _Template(FORMAT, "{}"), _Template(PERCENT, "%")


def extract(data: bytes) -> list[Embedded]:
    """Every string of a module, in its order.

    Raises:
        HostError: the file is no Python that libcst reads.
    """
    if b"FROM" not in data.upper():
        return []
    import libcst
    from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

    try:
        module = libcst.parse_module(data)
    except (
        libcst.ParserSyntaxError,
        SyntaxError,
        UnicodeDecodeError,
        RecursionError,
        ValueError,
        LookupError,
    ) as error:
        raise not_well_formed("Python that libcst reads", error) from None
    if module.encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "ascii", "us-ascii"):
        raise HostError(f"its encoding is {module.encoding}; dfix edits UTF-8 only")
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    spans = wrapper.resolve(ByteSpanPositionProvider)
    offset = 3 if data.startswith(b"\xef\xbb\xbf") else 0

    def span(node: object) -> tuple[int, int]:
        found = spans[cast("libcst.CSTNode", node)]
        return found.start + offset, found.length

    finder = _Finder(data, span)
    try:
        finder.walk(wrapper.module)
    except RecursionError:
        raise HostError("it is nested too deeply") from None
    return finder.found


class _Finder:
    """Walks a module; strings that are parts of a larger one are not found on their own."""

    def __init__(self, data: bytes, span: "Callable[[object], tuple[int, int]]") -> None:
        self.data = data
        self.span = span
        self.found: list[Embedded] = []

    def walk(self, node: "object") -> None:
        import libcst

        taken = self._taken(node)
        if taken is not None:
            if taken.data:
                self.found.append(taken)
            return
        for child in getattr(node, "children", ()):
            if isinstance(child, libcst.CSTNode):
                self.walk(child)

    def _taken(self, node: "object") -> Embedded | None:
        """The text that an expression stands for; None where it is no string."""
        import libcst

        if isinstance(node, libcst.Call):
            return self._of_call(node)
        if isinstance(node, libcst.BinaryOperation) and isinstance(node.operator, libcst.Modulo):
            return self._built(node.left, PERCENTS) if _is_string(node.left) else None
        if isinstance(node, libcst.BinaryOperation) and isinstance(node.operator, libcst.Add):
            return self._built(node, PLAIN) if any(_is_string(one) for one in _summands(node)) else None
        return self._built(node, PLAIN) if _is_string(node) else None

    def _of_call(self, call: "object") -> Embedded | None:
        import libcst

        if not isinstance(call, libcst.Call):
            return None
        function = call.func
        if isinstance(function, libcst.Attribute):
            name, value = function.attr.value, function.value
            if name == "format" and _is_string(value):
                return self._built(value, BRACES)
            if name == "join" and isinstance(value, libcst.SimpleString) and len(call.args) == 1:
                return self._joined(value, call.args[0].value)
            if name in ("strip", "lstrip", "rstrip", "encode", "format", "replace") and not _is_string(value):
                return self._taken(value)
        name = function.attr.value if isinstance(function, libcst.Attribute) else getattr(function, "value", "")
        if name in DEDENTS and len(call.args) == 1:
            inner = self._taken(call.args[0].value)
            return _dedented(inner) if inner else None
        return None

    def _joined(self, separator: "object", items: "object") -> Embedded | None:
        """Strings of a list with one text between them."""
        import libcst

        if not isinstance(items, (libcst.List, libcst.Tuple)) or not isinstance(separator, libcst.SimpleString):
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

    def _built(self, node: "object", template: _Template) -> Embedded:
        builder = Builder()
        self._add(builder, node, template)
        return builder.build()

    def _add(self, builder: Builder, node: "object", template: _Template) -> None:
        """The text of an expression; what is no literal is a hole."""
        import libcst

        start, length = self.span(node)
        is_sum = isinstance(node, libcst.BinaryOperation) and isinstance(node.operator, libcst.Add)
        if isinstance(node, libcst.ConcatenatedString) or (is_sum and isinstance(node, libcst.BinaryOperation)):
            self._add(builder, node.left, template)
            self._add(builder, node.right, template)
        elif isinstance(node, libcst.SimpleString):
            _add_literal(builder, _literal(self.data[start : start + length], start), template)
        elif isinstance(node, libcst.FormattedString):
            self._add_f_string(builder, node, start, length)
        else:
            builder.add(b"\0", start, start + length, NOWHERE)

    def _add_f_string(self, builder: Builder, node: "object", start: int, length: int) -> None:
        import libcst

        if not isinstance(node, libcst.FormattedString):
            return
        # libcst keeps the parts as written, so they stand one behind the other.
        at = start + len(node.start.encode())
        prefix = node.start.rstrip("'\"").lower()
        quotes = node.start[len(prefix) :]
        owner = builder.part(Part(_writer(_Literal(prefix, quotes, b"", at), BRACES)))
        for part in node.parts:
            begin, size = self.span(part)
            if isinstance(part, libcst.FormattedStringText):
                literal = _Literal(prefix, quotes, self.data[begin : begin + size], begin)
                _add_text(builder, literal, BRACES, owner)
            else:
                builder.add(b"\0", begin, begin + size, owner)
        builder.end = start + length - len(quotes)


def _is_string(node: "object") -> bool:
    import libcst

    return isinstance(node, (libcst.SimpleString, libcst.ConcatenatedString, libcst.FormattedString))


def _summands(node: "object") -> Iterator["object"]:
    import libcst

    while isinstance(node, libcst.BinaryOperation) and isinstance(node.operator, libcst.Add):
        yield node.right
        node = node.left
    yield node


def _literal(source: bytes, start: int) -> _Literal:
    match = LITERAL.fullmatch(source.decode("utf-8", "surrogateescape"))
    if match is None:
        return _Literal("", '"', b"", start)
    before = len((match[1] + match[2]).encode())
    return _Literal(match[1].lower(), match[2], source[before : len(source) - len(match[2])], start + before)


def _add_literal(builder: Builder, literal: _Literal, template: _Template) -> None:
    owner = builder.part(Part(_writer(literal, template)))
    _add_text(builder, literal, template, owner)
    builder.end = literal.start + len(literal.inside)


def _add_text(builder: Builder, literal: _Literal, template: _Template, owner: int) -> None:
    """The value of what stands between the quotes, with a template's marks read."""
    values = list(_values(literal))
    text = "".join(value for value, _, _ in values)
    owners = [number for number, (value, _, _) in enumerate(values) for _ in value]
    at = 0
    marks = template.marks.finditer(text) if template.marks else iter(())
    for mark in marks:
        _add_values(builder, values, owners[at : mark.start()], owner)
        first, last = values[owners[mark.start()]], values[owners[mark.end() - 1]]
        is_doubled = len(mark[0]) == 2 and mark[0][0] == mark[0][1]
        builder.add(mark[0][0].encode() if is_doubled else b"\0", first[1], last[2], owner)
        at = mark.end()
    _add_values(builder, values, owners[at:], owner)


def _add_values(builder: Builder, values: list[tuple[str, int, int]], numbers: list[int], owner: int) -> None:
    for number in dict.fromkeys(numbers):
        value, start, end = values[number]
        builder.add(value.encode("utf-8", "surrogatepass"), start, end, owner)


def _values(literal: _Literal) -> Iterator[tuple[str, int, int]]:
    """Each character of the value, with where what stands for it begins and ends."""
    text = literal.inside.decode("utf-8", "surrogateescape")
    at, place = 0, literal.start
    while at < len(text):
        match = None if literal.is_raw or text[at] != "\\" else ESCAPE.match(text, at)
        written = match[0] if match else "\r\n" if text.startswith("\r\n", at) else text[at]
        value = _unescaped(match, literal) if match else "\n" if written in ("\r\n", "\r") else written
        width = len(written.encode("utf-8", "surrogateescape"))
        yield value, place, place + width
        at += len(written)
        place += width


def _unescaped(match: "re.Match[str]", literal: _Literal) -> str:
    if match["line"] is not None:
        return ""
    if match["octal"]:
        return chr(int(match["octal"], 8))
    if match["hex"]:
        return chr(int(match["hex"], 16))
    if "b" not in literal.prefix:
        digits = match["u4"] or match["u8"]
        if digits and int(digits, 16) < 0x110000:
            return chr(int(digits, 16))
        if match["name"]:
            import unicodedata

            try:
                return unicodedata.lookup(match["name"])
            except KeyError:
                return match[0]
    char = match["char"] or match[0][1]
    return NAMED.get(char, match[0])


def _writer(literal: _Literal, template: _Template) -> "Callable[[str], str | None]":
    """How byte text of a Dockerfile is written into a literal."""

    def write(new: str) -> str | None:
        text = new.encode("latin-1").decode("utf-8", "surrogateescape")
        for mark in template.double:
            text = text.replace(mark, mark * 2)
        if literal.is_raw:
            if literal.quotes in text or text.endswith("\\") or ("\n" in text and not literal.is_triple):
                return None
            if any(not char.isprintable() and char not in "\n\t" for char in text):
                return None
            return text.encode("utf-8", "surrogateescape").decode("latin-1")
        quote = literal.quotes[0]
        is_free = literal.is_triple and literal.quotes not in text and not text.startswith(quote) and text[-1:] != quote
        special = "\\" if is_free else f"\\{quote}"
        return "".join(f"\\{char}" if char in special else _escaped(char, literal) for char in text)

    return write


def _escaped(char: str, literal: _Literal) -> str:
    """One character as it is written between the quotes, as byte text."""
    if char == "\n":
        return "\n" if literal.is_triple else "\\n"
    if char == "\t":
        return "\t" if literal.is_triple else "\\t"
    if 0xDC80 <= ord(char) <= 0xDCFF:
        return f"\\x{ord(char) - 0xDC00:02x}"
    if "b" in literal.prefix and not char.isascii():
        return "".join(f"\\x{byte:02x}" for byte in char.encode())
    if not char.isprintable():
        return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
    return char.encode().decode("latin-1")


def _dedented(found: Embedded) -> Embedded:
    """As ``textwrap.dedent`` leaves it; new lines get the margin."""
    margin = common_margin(found.data)
    if not margin:
        return found
    indent = margin.decode("latin-1")

    def indented(write: "Callable[[str], str | None]") -> "Callable[[str], str | None]":
        def with_margin(new: str) -> str | None:
            return write(new.replace("\n", f"\n{indent}"))

        return with_margin

    parts = tuple(Part(indented(part.write), part.reason) for part in found.parts)
    return without_margin(found._replace(parts=parts), margin)
