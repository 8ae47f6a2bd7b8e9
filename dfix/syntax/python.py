"""Python's tokens, as far as strings and brackets need them: nothing is parsed deeply, so nothing nests too deeply.

Source: the Python language reference, "Lexical analysis"; PEP 701 (quotes inside the fields of f-strings).
"""

import re
from collections.abc import Iterator, Sequence

from dfix.text.pattern import pattern
from dfix.values import NamedTuple

STRING, F_STRING, NAME, KEYWORD, OPERATOR = "string", "f-string", "name", "keyword", "operator"
# Of one logical line; people write some thousand.
MOST_TOKENS = 200_000
KEYWORDS = frozenset(
    "and as assert async await break class continue def del elif else except finally for from global if import in is "
    "lambda nonlocal not or pass raise return try while with yield".split()
)
QUOTED = "[rRbBuUfFtT]{0,2}(?:'''|\"\"\"|'|\")"
# In byte text every byte of a letter outside ASCII is one of a name.
WORD = r"[A-Za-z0-9_\x80-\xff]+"
TOKEN = pattern(
    rf"(?s)(?P<blank>[ \t\f]+|\\\r?\n|#[^\r\n]*)|(?P<line>\r\n?|\n)|(?P<string>{QUOTED})|(?P<name>{WORD})|"
    r"(?P<operator>\*\*|//|:=|[=!<>+\-*/%&|^@]=|->|<<|>>|.)"
)
TRIPLE, SINGLE = ("'''", '"""'), ("'", '"')
# Where a string ends, or an escape is passed over; a line end ends one that may not hold it.
ENDS = {
    **{quotes: pattern(rf"(?s)\\(?:\r\n|.)|{quotes}") for quotes in TRIPLE},
    **{quote: pattern(rf"(?s)\\(?:\r\n|.)|[{quote}\r\n]") for quote in SINGLE},
}
# The same for an f-string, in which a field begins with one brace.
TEXT_ENDS = {
    **{quotes: pattern(rf"(?s)\\N\{{[^}}\n]*\}}|\\(?:\r\n|[^{{}}])|\{{\{{?|{quotes}") for quotes in TRIPLE},
    **{quote: pattern(rf"(?s)\\N\{{[^}}\n]*\}}|\\(?:\r\n|[^{{}}])|\{{\{{?|[{quote}\r\n]") for quote in SINGLE},
}
FIELD_ENDS = pattern(rf"{QUOTED}|{WORD}|[()\[\]{{}}]|!=|:=?")
FORMAT_ENDS = pattern(r"[{}]")
CLOSING = {"(": ")", "[": "]", "{": "}"}


class PythonError(ValueError):
    """The text is no Python; the message says where."""


class Token(NamedTuple):
    """A token that means something, by offsets of bytes. ``fields`` are those of an f-string, braces included."""

    kind: str
    start: int
    end: int
    fields: tuple[tuple[int, int], ...] = ()


class Line(NamedTuple):
    """A logical line: its tokens, and for each that opens a bracket the number of the one that closes it."""

    text: str
    tokens: Sequence[Token]
    closing: dict[int, int]

    def word(self, number: int) -> str:
        """A token that is no string, as it is written; empty for a string, and behind the last one."""
        if not 0 <= number < len(self.tokens) or self.tokens[number].kind in (STRING, F_STRING):
            return ""
        token = self.tokens[number]
        return self.text[token.start : token.end]

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What commas separate among tokens, outside of brackets among them; an empty last one is none."""
        first = at = start
        while at < end:
            if self.word(at) == ",":
                yield first, at
                first = at + 1
            at = self.closing.get(at, at) + 1
        if first < end:
            yield first, end


def lines(text: str, having: str = "") -> Iterator[Line]:
    """The logical lines of byte text; only those that have a word, in any case of its letters.

    Raises:
        PythonError: a string or a bracket has no end, or such a line has too many tokens.
    """
    reader = _Reader(text)
    while reader.at < len(text):
        begun = reader.at
        line, is_whole = reader.line()
        if line.tokens and (not having or having in text[begun : reader.at].upper()):
            if not is_whole:
                raise PythonError(f"line {_number(text, begun)} has more than {MOST_TOKENS} tokens")
            yield line


class _Reader:
    """Reads tokens; ``at`` is the offset behind the last one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 3 if text.startswith("\xef\xbb\xbf") else 0

    def line(self) -> tuple[Line, bool]:
        """The next logical line, and whether it has all its tokens."""
        tokens: list[Token] = []
        opened: list[tuple[int, str]] = []
        closing: dict[int, int] = {}
        count = 0
        while self.at < len(self.text):
            token = self._token()
            if token is None:
                continue
            if token.kind == "line":
                if not opened:
                    break
                continue
            if token.kind == OPERATOR:
                self._pair(token, count, opened, closing)
            count += 1
            if count <= MOST_TOKENS:
                tokens.append(token)
        if opened:
            raise PythonError("a bracket is not closed")
        return Line(self.text, tokens, closing), count == len(tokens)

    def _token(self) -> Token | None:
        """The next token; None for a blank and a comment."""
        start = self.at
        match = TOKEN.match(self.text, start)
        kind = str(match.lastgroup) if match else OPERATOR
        self.at = match.end() if match else start + 1
        if kind == "blank":
            return None
        if match and kind == STRING:
            return self._string(start, match[0].rstrip("'\"").lower(), match[0].lstrip("rRbBuUfFtT"))
        if match and kind == NAME and match[0] in KEYWORDS:
            kind = KEYWORD
        return Token(kind, start, self.at)

    def _pair(self, token: Token, number: int, opened: list[tuple[int, str]], closing: dict[int, int]) -> None:
        char = self.text[token.start : token.end]
        if char in CLOSING:
            opened.append((number, CLOSING[char]))
        elif char in CLOSING.values():
            if not opened or opened[-1][1] != char:
                raise PythonError(f"line {_number(self.text, token.start)}: a bracket that nothing opens")
            closing[opened.pop()[0]] = number

    def _string(self, start: int, prefix: str, quotes: str) -> Token:
        """The string whose quotes have been read."""
        if "f" in prefix or "t" in prefix:
            fields = tuple(self._f_string(quotes))
            return Token(F_STRING, start, self.at, fields)
        self._pass_string(quotes)
        return Token(STRING, start, self.at)

    def _pass_string(self, quotes: str) -> None:
        while True:
            mark = self._next(ENDS[quotes])
            if mark == quotes:
                return
            self._refuse_line_end(mark)

    def _f_string(self, quotes: str) -> Iterator[tuple[int, int]]:
        """The fields of an f-string. ``frames`` are what is open: texts with their quotes, fields, formats."""
        frames, begun = [quotes], 0
        while frames:
            frame = frames[-1]
            if frame in TEXT_ENDS:
                mark = self._next(TEXT_ENDS[frame])
                if mark == frame:
                    frames.pop()
                elif mark == "{":
                    begun = begun if len(frames) > 1 else self.at - 1
                    frames.append("{")
                else:
                    self._refuse_line_end(mark)
            elif frame == ":":
                mark = self._next(FORMAT_ENDS)
                if mark == "{":
                    frames.append("{")
                else:
                    frames[-2:] = []
            else:
                self._field(self._next(FIELD_ENDS), frames)
            if len(frames) == 1 and frame not in TEXT_ENDS:
                yield begun, self.at

    def _field(self, mark: str, frames: list[str]) -> None:
        """Go on behind a mark in a field, or in a bracket in one."""
        if mark in CLOSING:
            frames.append(mark + mark if mark == "{" else mark)
        elif mark in CLOSING.values():
            frames.pop()
        elif mark == ":" and frames[-1] == "{":
            frames.append(":")
        elif mark.endswith(("'", '"')):
            prefix, quotes = mark.rstrip("'\"").lower(), mark.lstrip("rRbBuUfFtT")
            if "f" in prefix or "t" in prefix:
                frames.append(quotes)
            else:
                self._pass_string(quotes)

    def _next(self, ends: "re.Pattern[str]") -> str:
        """The next mark, behind which the reader then is."""
        match = ends.search(self.text, self.at)
        if match is None:
            raise PythonError("a string is not closed")
        self.at = match.end()
        return match[0]

    def _refuse_line_end(self, mark: str) -> None:
        if mark in ("\r", "\n"):
            raise PythonError(f"line {_number(self.text, self.at - 1)}: a string is not closed")


def _number(text: str, at: int) -> int:
    """The number of a line, from one."""
    return text.count("\n", 0, at) + 1
