"""Variables in words: ``$X``, ``${X:-y}``, ``${X:+y}``, ``${X#p}``, ``${X%p}``, ``${X/a/b}``.

As BuildKit's ``frontend/dockerfile/shell/lex.go`` does it; the shell in RUN agrees on these.
A value that the file does not set is unknown: one ``UNKNOWN_TEXT`` character, which means any text.
"""

import re
from collections.abc import Callable

from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern

PLAIN = pattern(r"""[^'"\\`$]+""")
NAME = pattern(r"[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]")
# No path is longer (PATH_MAX of Linux); values that are made of values could grow without end.
LONGEST_VALUE = 4096
DEEPEST_BRACES = 30
Lookup = Callable[[str], "str | None"]


def expand(text: str, lookup: Lookup, escape: str = "\\") -> str:
    """``text`` without quotes and escapes, its variables replaced.

    ``lookup`` gives a variable's value, or None where the file sets none. Such a variable becomes
    unknown text, or the default that the text gives for it.
    """
    out: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "'":
            end = _find(text, "'", at + 1)
            out.append(text[at + 1 : end])
            at = end + 1
        elif char == '"':
            end = _double_end(text, at + 1, escape)
            out.append(_double(text[at + 1 : end], lookup, escape))
            at = end + 1
        elif char == escape:
            out.append(text[at + 1 : at + 2])
            at += 2
        elif char == "$":
            value, at = variable(text, at, lookup)
            out.append(value)
        else:
            end = _plain_end(text, at)
            out.append(text[at:end])
            at = end
    return "".join(out)


def _plain_end(text: str, at: int) -> int:
    """Where the characters end that stand for themselves; the first one at ``at`` does."""
    run = PLAIN.match(text, at + 1)
    return run.end() if run else at + 1


def bounded(value: str) -> str:
    """The value, or unknown text where it is longer than ``LONGEST_VALUE``."""
    return value if len(value) <= LONGEST_VALUE else UNKNOWN_TEXT


def variable(text: str, at: int, lookup: Lookup) -> tuple[str, int]:
    """The value of the variable written at ``text[at]``, a ``$``, and the offset after it."""
    if text.startswith("${", at):
        end = _brace_end(text, at + 2)
        return _braced(text[at + 2 : end], lookup), end + 1
    name = NAME.match(text, at + 1)
    if name is None:
        return "$", at + 1
    value = lookup(name[0])
    return UNKNOWN_TEXT if value is None else value, name.end()


def _double(text: str, lookup: Lookup, escape: str) -> str:
    out, at = [], 0
    while at < len(text):
        if text[at] == "$":
            value, at = variable(text, at, lookup)
            out.append(value)
        elif text[at] == escape and text[at + 1 : at + 2] in ('"', "$", escape, "`"):
            out.append(text[at + 1])
            at += 2
        else:
            end = _plain_end(text, at)
            out.append(text[at:end])
            at = end
    return "".join(out)


def _braced(inner: str, lookup: Lookup) -> str:
    name = NAME.match(inner)
    if name is None or inner.count("${") > DEEPEST_BRACES:
        return UNKNOWN_TEXT
    value, rest = lookup(name[0]), inner[name.end() :]
    if rest:
        return _with_operator(value, rest, lookup)
    return UNKNOWN_TEXT if value is None else value


def _with_operator(value: str | None, rest: str, lookup: Lookup) -> str:
    """The value of ``${X…}``; ``rest`` begins with the operator."""
    is_empty = not value if rest.startswith(":") else value is None
    operator, word = rest.lstrip(":")[:1], rest.lstrip(":")[1:]
    if operator in ("-", "="):
        return expand(word, lookup) if is_empty else value or ""
    if operator == "+":
        return "" if is_empty else expand(word, lookup)
    if operator == "?":
        return value or UNKNOWN_TEXT
    return UNKNOWN_TEXT if value is None or UNKNOWN_TEXT in value else _edited(value, rest, lookup)


def _edited(value: str, rest: str, lookup: Lookup) -> str:
    """The value with what a pattern matches cut off or replaced."""
    from dfix.text.globs import value_expression

    if rest.startswith(("#", "%")):
        greedy = rest[1:2] == rest[0]
        pattern = value_expression(expand(rest[1 + greedy :], lookup), longest=greedy or rest[0] == "%")
        if rest[0] == "#":
            return re.sub(rf"\A{pattern}", "", value, count=1)
        return _without_suffix(value, pattern, greedy)
    if rest.startswith("/"):
        everywhere = rest[1:2] == "/"
        old, _, new = rest[1 + everywhere :].partition("/")
        found, fresh = value_expression(expand(old, lookup), longest=True), expand(new, lookup)
        return re.sub(found, lambda _: fresh, value, count=0 if everywhere else 1)
    return UNKNOWN_TEXT


def _without_suffix(value: str, pattern: str, greedy: bool) -> str:
    starts = range(len(value) + 1) if greedy else range(len(value), -1, -1)
    cut = next((s for s in starts if re.fullmatch(pattern, value[s:], re.DOTALL)), len(value))
    return value[:cut]


def _find(text: str, char: str, at: int) -> int:
    found = text.find(char, at)
    return len(text) if found < 0 else found


def _double_end(text: str, at: int, escape: str) -> int:
    while at < len(text) and text[at] != '"':
        at += 2 if text[at] == escape else 1
    return min(at, len(text))


def _brace_end(text: str, at: int) -> int:
    end = text.find("}", at)
    if end < 0 or text.find("{", at, end) < 0:
        return end if end >= 0 else len(text)
    depth = 1
    while at < len(text):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
        at += 1
    return len(text)
