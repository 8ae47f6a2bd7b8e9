"""The ways in which the words of a file may be written in full, once their variables have values.

``curl https://x.org/$NAME-$VERSION.tgz`` names what it downloads only once NAME and VERSION are known. Which value
a variable has at a place is found out by the trace; here it may have each value that the file gives it anywhere.
What the file does not set adds nothing that the file does not say elsewhere.
"""

import re
from collections.abc import Iterable, Iterator

from dfix.engine.arrivals import QUOTES
from dfix.plan.scope import PLATFORM_ARGS
from dfix.syntax.expand import LONGEST_VALUE, variable
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern

# What ends a word of the shell, beside blanks.
ENDS = pattern(r"[;&|()<>`]+")
VARIABLE = pattern(r"\$(?:\{(\w+)([^{}]*)\}|(\w+)|\{[^{}]*\}|[@*#?!-])")
# The value of ``NAME=value``, which is found by its sign: few words have one.
VALUE = pattern(r"""=((?:"[^"]*"|'[^']*'|\\.|[^\s;&|)"'`\\])*)""")
NAME = pattern(r"""(?:^|[\s;&|({"'`])(\w+)$""")
LONGEST_NAME = 64
# ``${PATH:+$PATH:}``: the value and a colon, or nothing; and a default that a command prints, which is not known.
APPENDED = pattern(r"\$\{(\w+):?\+(:?)\$(?:\1|\{\1\})(:?)\}", having=":+ +$ +:$")
PRINTED = pattern(r"(\$\{\w+:?[-=])\$\([^()$`]*\)\}", having="$(")
# A variable that blanks or colons part from the rest.
APART = pattern(r"(^[\"']?|[:\s])\$(?:(\w+)\b|\{(\w+)\})(?=[\"']?$|[:\s])")
# ``ENV NAME value``, and a loop.
ENV = pattern(r"^\s*ENV\s+(\w+)\s+(.*)$", re.IGNORECASE | re.MULTILINE)
LOOP = pattern(r"\bfor\s+(\w+)\s+in\s([^;\n]*)")
MOST_WAYS, DEEPEST = 64, 20


def spellings(text: str) -> str | None:
    """Every spelling of the words that have a variable, without quotes, a line each; None where they cannot be told."""
    if "+=" in text or "${!" in text:
        return None
    if "${" in text:
        text = PRINTED.sub(r"\1}", APPENDED.sub(r"\2${\1}\3", text))
    speller = _Speller(text)
    try:
        found = {way for word in _words(text) for way in speller.ways(word)}
    except _UntoldError:
        return None
    # A blank ends each, as one ends a word of a command.
    return "".join(f"{way} \n" for way in sorted(found)).translate(QUOTES)


def _words(text: str) -> set[str]:
    """The words that have a variable."""
    with_variable = {word for word in text.split() if "$" in word}
    return {part for word in with_variable for part in ENDS.split(word) if "$" in part}


class _UntoldError(Exception):
    """A word has too many spellings, or nobody can tell them."""


class _Speller:
    """Spells words with what a text sets variables to."""

    def __init__(self, text: str) -> None:
        self._written: dict[str, set[str]] = {}
        for name, value in _assignments(text):
            self._written.setdefault(name, set()).add(value)
        self._values: dict[str, frozenset[str]] = {}
        self._open: set[str] = set()

    def ways(self, word: str) -> Iterable[str]:
        """The spellings of a word.

        Raises:
            _UntoldError: they cannot be told.
        """
        ways, at = [""], 0
        for match in VARIABLE.finditer(word):
            before, at = word[at : match.start()], match.end()
            choices = self._choices(match[1] or match[3] or "", match[2] or "")
            ways = [f"{way}{before}{choice}" for way in ways for choice in choices]
            if len(ways) > MOST_WAYS or len(ways[0]) > LONGEST_VALUE or "${" in before:
                raise _UntoldError
        rest = word[at:]
        if "${" in rest:
            raise _UntoldError
        return [way + rest for way in ways]

    def _choices(self, name: str, operator: str) -> Iterable[str]:
        """What a variable may stand for where it is written with an operator (``:-y``); empty: with none."""
        values = self._values_of(name)
        if not operator:
            return values or ("",)
        texts = self.ways(operator) if "$" in operator else (operator,)
        given = (*values, None)
        return {_operated(name, text, value).replace(UNKNOWN_TEXT, "") for text in texts for value in given}

    def _values_of(self, name: str) -> frozenset[str]:
        """The spellings of all values of a variable."""
        if name not in self._values:
            if name in self._open or len(self._open) > DEEPEST:
                raise _UntoldError  # its values are made of each other, or of too many
            self._open.add(name)
            written = {_without_itself(name, value) for value in self._written.get(name, ())}
            # An argument of the platform is empty where no ARG declares it.
            none = {""} if name in PLATFORM_ARGS else set[str]()
            self._values[name] = frozenset(none.union(*map(self.ways, written)))
        return self._values[name]


def _operated(name: str, operator: str, value: str | None) -> str:
    """What ``${name…}`` stands for where the variable has a value, or none."""
    return variable(f"${{{name}{operator}}}", 0, {name: value}.get)[0]


def _without_itself(name: str, value: str) -> str:
    """The value without the one from before, which blanks or a colon part from the rest: ``/x/bin:$PATH``."""
    if f"${name}" not in value and f"${{{name}" not in value:
        return value
    return APART.sub(lambda match: match[1] if name in (match[2], match[3]) else match[0], value)


def _assignments(text: str) -> Iterator[tuple[str, str]]:
    """The names and values that a text sets, as they are written."""
    for match in VALUE.finditer(text):
        name = NAME.search(text[max(match.start() - LONGEST_NAME, 0) : match.start()])
        if name:
            yield name[1], match[1]
    yield from ENV.findall(text)
    for name, values in LOOP.findall(text) if "for" in text else ():
        yield from ((name, value) for value in values.split())
