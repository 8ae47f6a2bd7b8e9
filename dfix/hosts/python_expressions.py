"""The expressions of a logical line of Python, as far as strings are put together in them.

Brackets are taken as they come, not as deeply as they nest: what is below ``DEEPEST`` of them is read by itself.
"""

from collections.abc import Iterator, Sequence

from dfix.syntax.python import F_STRING, NAME, STRING, Line, Token
from dfix.values import NamedTuple, TypeAlias

# People put a text into a few brackets and calls.
DEEPEST = 20
UNARY, BINARY = frozenset("+-~"), frozenset({"*", "/", "//", "%", "@", "**"})


class Strings(NamedTuple):
    """Literals that follow one another."""

    start: int
    end: int
    tokens: tuple[Token, ...]


class Sum(NamedTuple):
    """What ``+`` adds."""

    start: int
    end: int
    terms: "tuple[Node, ...]"


class Percent(NamedTuple):
    """Literals with ``%`` behind them, and a value."""

    start: int
    end: int
    strings: Strings


class Trailer(NamedTuple):
    """What follows a value: ``.name``, or the tokens in the brackets of a call or of a subscript."""

    kind: str
    name: str = ""
    inside: tuple[int, int] = (0, 0)


class Primary(NamedTuple):
    """A value with attributes, calls and subscripts behind it."""

    start: int
    end: int
    value: "Node"
    trailers: tuple[Trailer, ...]


class Other(NamedTuple):
    """Anything else: what is in it, and the tokens in its brackets. ``name`` is that of a mere name."""

    start: int
    end: int
    nodes: "tuple[Node, ...]" = ()
    inside: tuple[tuple[int, int], ...] = ()
    name: str = ""


Node: TypeAlias = "Strings | Sum | Percent | Primary | Other"


class Expressions:
    """Reads the expressions of a line; each once, whoever asks."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._known: dict[int, tuple[Node, int]] = {}
        self._depth = 0

    def all(self, start: int, end: int) -> Iterator[Node]:
        """The expressions among tokens, outside of the brackets among them."""
        while start < end:
            if self._begins_value(start):
                node, start = self.expression(start, end)
                yield node
            else:
                start += 1

    def only(self, start: int, end: int) -> "Node | None":
        """The expression that all of these tokens are; None where they are more, or none."""
        if start >= end or not self._begins_value(start):
            return None
        node, behind = self.expression(start, end)
        return node if behind == end else None

    def expression(self, start: int, end: int) -> tuple[Node, int]:
        """The sum that begins at a token, and the number of the token behind it."""
        if start not in self._known:
            self._known[start] = self._sum(start, end)
        return self._known[start]

    def _begins_value(self, number: int) -> bool:
        token = self.line.tokens[number]
        return token.kind in (STRING, F_STRING, NAME) or self.line.word(number) in ("(", "[", "{")

    def _sum(self, at: int, end: int) -> tuple[Node, int]:
        terms: list[Node] = []
        subtracted: list[Node] = []
        node, at = self._term(at, end)
        terms.append(node)
        while at + 1 < end and self.line.word(at) in ("+", "-"):
            is_added = self.line.word(at) == "+"
            node, at = self._term(at + 1, end)
            if not is_added:
                # What comes before is subtracted from: it is no text.
                subtracted.append(_sum_of(terms))
                terms = [Other(node.start, node.end, (node,))]
            else:
                terms.append(node)
        whole = _sum_of(terms)
        return (Other(subtracted[0].start, whole.end, (*subtracted, whole)) if subtracted else whole), at

    def _term(self, at: int, end: int) -> tuple[Node, int]:
        first = self.line.tokens[at]
        is_plain = self.line.word(at) not in UNARY
        while at + 1 < end and self.line.word(at) in UNARY:
            at += 1
        node, at = self._factor(at, end)
        operator = self.line.word(at) if at < end else ""
        factors = [node]
        while at + 1 < end and self.line.word(at) in BINARY:
            at += 1
            while at + 1 < end and self.line.word(at) in UNARY:
                at += 1
            node, at = self._factor(at, end)
            factors.append(node)
        last = factors[-1].end
        if is_plain and len(factors) == 1:
            return factors[0], at
        if is_plain and operator == "%" and isinstance(factors[0], Strings):
            percent = Percent(factors[0].start, factors[1].end, factors[0])
            factors[:2] = [percent]
            if len(factors) == 1:
                return percent, at
        return Other(first.start, last, tuple(factors)), at

    def _factor(self, at: int, end: int) -> tuple[Node, int]:
        value, at = self._value(at, end)
        trailers: list[Trailer] = []
        while at < end:
            word = self.line.word(at)
            if word == "." and at + 1 < end and self.line.tokens[at + 1].kind != STRING:
                trailers.append(Trailer(".", self.line.word(at + 1)))
                at += 2
            elif word in ("(", "["):
                trailers.append(Trailer(word, inside=(at + 1, self.line.closing[at])))
                at = self.line.closing[at] + 1
            else:
                break
        if not trailers:
            return value, at
        return Primary(value.start, self.line.tokens[at - 1].end, value, tuple(trailers)), at

    def _value(self, at: int, end: int) -> tuple[Node, int]:
        token, word = self.line.tokens[at], self.line.word(at)
        if token.kind in (STRING, F_STRING):
            behind = at
            while behind < end and self.line.tokens[behind].kind in (STRING, F_STRING):
                behind += 1
            tokens = tuple(self.line.tokens[at:behind])
            return Strings(token.start, tokens[-1].end, tokens), behind
        if word not in ("(", "[", "{"):
            return Other(token.start, token.end, name=word if token.kind == NAME else ""), at + 1
        behind = self.line.closing[at]
        inner = self._inside(at + 1, behind) if word == "(" else None
        outer = (token.start, self.line.tokens[behind].end)
        return inner or Other(*outer, inside=((at + 1, behind),)), behind + 1

    def _inside(self, start: int, end: int) -> "Node | None":
        """The expression that a pair of brackets holds and nothing else."""
        if self._depth >= DEEPEST:
            return None
        self._depth += 1
        try:
            return self.only(start, end)
        finally:
            self._depth -= 1


def _sum_of(terms: Sequence[Node]) -> Node:
    return terms[0] if len(terms) == 1 else Sum(terms[0].start, terms[-1].end, tuple(terms))
