"""What a Python string literal stands for, character by character, and how new text is written into it.

Sources: the Python language reference, "String and Bytes literals"; "Format String Syntax" and
"printf-style String Formatting" of the library reference.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from dfix.hosts.embedded import UNKNOWN, Builder
from dfix.values import NamedTuple

LITERAL = re.compile(r"(?s)([A-Za-z]*)('''|\"\"\"|'|\")(.*)\2")
ESCAPE = re.compile(
    r"\\(?:(?P<line>\r\n|\r|\n)|(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9a-fA-F]{2})|u(?P<u4>[0-9a-fA-F]{4})|"
    r"U(?P<u8>[0-9a-fA-F]{8})|N\{(?P<name>[^}]*)\}|(?P<char>.))",
    re.DOTALL,
)
NAMED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
# A template's own marks: a field, or a doubled mark that stands for one.
FORMAT = re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
PERCENT = re.compile(r"%%|%(?:\([^)]*\))?[#0\- +]*[\d*]*(?:\.[\d*]+)?[hlL]?[diouxXeEfFgGcrsa]")


class Literal(NamedTuple):
    """A literal's prefix in lower case, its quotes, and the bytes between them with the offset of the first."""

    prefix: str
    quotes: str
    inside: bytes
    start: int

    @property
    def is_raw(self) -> bool:
        """Whether backslashes stand for themselves."""
        return "r" in self.prefix

    @property
    def is_bytes(self) -> bool:
        """Whether its value is bytes."""
        return "b" in self.prefix

    @property
    def is_triple(self) -> bool:
        """Whether it may hold line ends."""
        return len(self.quotes) == 3


class Template(NamedTuple):
    """What is done with a literal's value: ``marks`` finds the fields in it, ``doubled`` are characters to double."""

    marks: "re.Pattern[str] | None" = None
    doubled: str = ""


PLAIN, BRACES, PERCENTS = Template(), Template(FORMAT, "{}"), Template(PERCENT, "%")


class _Piece(NamedTuple):
    """What one character or escape of a literal stands for, and where it begins and ends in the file."""

    value: str
    start: int
    end: int


def read_literal(source: bytes, start: int) -> Literal:
    """The literal that is written as ``source`` from the offset ``start`` on."""
    match = LITERAL.fullmatch(source.decode("utf-8", "surrogateescape"))
    if match is None:
        return Literal("", '"', b"", start)
    before = len((match[1] + match[2]).encode())
    return Literal(match[1].lower(), match[2], source[before : len(source) - len(match[2])], start + before)


def add_text(builder: Builder, literal: Literal, template: Template, owner: int) -> None:
    """Add the value of a literal to a part of the builder; a field of a template is unknown text."""
    pieces = list(_pieces(literal))
    text = "".join(piece.value for piece in pieces)
    numbers = [number for number, piece in enumerate(pieces) for _ in piece.value]
    at = 0
    for mark in template.marks.finditer(text) if template.marks else ():
        _add_pieces(builder, pieces, numbers[at : mark.start()], owner)
        first, last = pieces[numbers[mark.start()]], pieces[numbers[mark.end() - 1]]
        is_doubled = len(mark[0]) == 2 and mark[0][0] == mark[0][1]
        builder.add(mark[0][0].encode() if is_doubled else UNKNOWN, first.start, last.end, owner)
        at = mark.end()
    _add_pieces(builder, pieces, numbers[at:], owner)


def _add_pieces(builder: Builder, pieces: Sequence[_Piece], numbers: Sequence[int], owner: int) -> None:
    for number in dict.fromkeys(numbers):
        piece = pieces[number]
        builder.add(piece.value.encode("utf-8", "surrogatepass"), piece.start, piece.end, owner)


def _pieces(literal: Literal) -> Iterator[_Piece]:
    text = literal.inside.decode("utf-8", "surrogateescape")
    at, place = 0, literal.start
    while at < len(text):
        escape = None if literal.is_raw or text[at] != "\\" else ESCAPE.match(text, at)
        written = escape[0] if escape else "\r\n" if text.startswith("\r\n", at) else text[at]
        value = _unescaped(escape, literal) if escape else "\n" if written in ("\r\n", "\r") else written
        width = len(written.encode("utf-8", "surrogateescape"))
        yield _Piece(value, place, place + width)
        at += len(written)
        place += width


def _unescaped(escape: "re.Match[str]", literal: Literal) -> str:
    """The value of an escape; one that Python does not know stands for itself."""
    if escape["line"] is not None:
        return ""
    if escape["octal"]:
        return chr(int(escape["octal"], 8))
    if escape["hex"]:
        return chr(int(escape["hex"], 16))
    character = None if literal.is_bytes else _code_point(escape)
    return NAMED.get(escape["char"], escape[0]) if character is None else character


def _code_point(escape: "re.Match[str]") -> str | None:
    r"""The character that ``\u``, ``\U`` or ``\N`` names; None for another escape, or where there is none."""
    digits = escape["u4"] or escape["u8"]
    if digits:
        return chr(int(digits, 16)) if int(digits, 16) < 0x110000 else None
    if not escape["name"]:
        return None
    import unicodedata

    try:
        return unicodedata.lookup(escape["name"])
    except KeyError:
        return None


def writer(literal: Literal, template: Template) -> Callable[[str], str | None]:
    """A function that makes byte text of a Dockerfile into what is written between the literal's quotes.

    It returns None for text that the literal cannot hold.
    """

    def write(new: str) -> str | None:
        text = new.encode("latin-1").decode("utf-8", "surrogateescape")
        for mark in template.doubled:
            text = text.replace(mark, mark * 2)
        return _raw(text, literal) if literal.is_raw else _quoted(text, literal)

    return write


def _raw(text: str, literal: Literal) -> str | None:
    """Text between the quotes of a raw literal, as byte text; None where that needs an escape."""
    if literal.quotes in text or text.endswith("\\") or ("\n" in text and not literal.is_triple):
        return None
    if any(not char.isprintable() and char not in "\n\t" for char in text):
        return None
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _quoted(text: str, literal: Literal) -> str:
    """Text between the quotes of a literal that knows escapes, as byte text."""
    quote = literal.quotes[0]
    is_free = literal.is_triple and literal.quotes not in text and not text.startswith(quote) and text[-1:] != quote
    special = "\\" if is_free else f"\\{quote}"
    return "".join(f"\\{char}" if char in special else _escaped(char, literal) for char in text)


def _escaped(char: str, literal: Literal) -> str:
    """One character as it is written between the quotes, as byte text."""
    if char in "\n\t":
        return char if literal.is_triple else {"\n": "\\n", "\t": "\\t"}[char]
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if literal.is_bytes and not char.isascii():
        return "".join(f"\\x{byte:02x}" for byte in char.encode())
    if not char.isprintable():
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return char.encode().decode("latin-1")
