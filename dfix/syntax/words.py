"""The words of an instruction, each with its place in the logical text."""

import re
from collections.abc import Callable
from functools import lru_cache, wraps

from dfix.text.pattern import pattern
from dfix.values import NamedTuple, TypeVar

SPACE = " \t\n\v\f\r"
JSON_SPACE = frozenset(" \t\n\r")
WORD = pattern(r"[^ \t\n\v\f\r]+")
# A word with its quotes, closed or not, and its backslashes.
QUOTED_WORD = pattern(r"""(?:[^ \t\n\v\f\r\\'"]+|\\.?|'[^']*'?|"(?:[^"\\]+|\\.?)*"?)+""", re.DOTALL)


# Several readers ask for the words of an instruction, one after the other. Those of a long one are many.
SHORT, MOST_SHORT = 512, 256
T = TypeVar("T")


def _kept(split: Callable[[str, int], T]) -> Callable[[str, int], T]:
    """The function, which keeps the words of some short instructions, and of one long one."""
    short, long = lru_cache(MOST_SHORT)(split), lru_cache(1)(split)

    @wraps(split)
    def kept(text: str, start: int) -> T:
        return short(text, start) if len(text) <= SHORT else long(text, start)

    return kept


class Word(NamedTuple):
    """``text`` as written (a JSON string: decoded), at ``[start, end)`` of the logical text."""

    text: str
    start: int
    end: int


class Assignment(NamedTuple):
    """``NAME=value`` of ARG, ENV or LABEL; ``value`` is None where no ``=`` was written."""

    name: str
    value: Word | None
    word: Word


@_kept
def split_words(text: str, start: int) -> tuple[Word, ...]:
    """``text[start:]`` split at white space, quotes ignored, as BuildKit does for FROM, COPY and ADD."""
    return tuple(Word(found[0], *found.span()) for found in WORD.finditer(text, start))


@_kept
def json_words(text: str, start: int) -> tuple[Word, ...] | None:
    """The strings of the JSON array at ``text[start:]``, or None when there is none.

    What follows the array is ignored, as by Go's JSON decoder in BuildKit.
    """
    at = skip_space(text, start)
    if not text.startswith("[", at):
        return None
    words: list[Word] = []
    at = _skip(text, at + 1)
    while text.startswith('"', at):
        end = _string_end(text, at + 1)
        value = _string(text[at:end])
        if value is None:
            return None
        words.append(Word(value, at, end))
        at = _skip(text, end)
        if not text.startswith(",", at):
            break
        at = _skip(text, at + 1)
        if not text.startswith('"', at):
            return None
    return tuple(words) if text.startswith("]", at) else None


def _string(written: str) -> str | None:
    """What a string of JSON, quotes included, means; None where it is none."""
    if "\\" not in written and written.isascii() and written.isprintable():
        return written[1:-1] if written.endswith('"') and len(written) > 1 else None
    import json  # 1.5 ms to load

    try:
        value = json.loads(written.encode("latin-1").decode("utf-8", "replace"))
    except ValueError:
        return None
    return str(value).encode("utf-8", "surrogatepass").decode("latin-1")


def _skip(text: str, at: int) -> int:
    """The offset of the first character from ``at`` on that is no white space of JSON."""
    while text[at : at + 1] in JSON_SPACE:
        at += 1
    return at


def _string_end(text: str, at: int) -> int:
    """The offset behind the quote that closes a string of JSON, or the end of the text."""
    while at < len(text) and text[at] != '"':
        at += 2 if text[at] == "\\" else 1
    return min(at + 1, len(text))


@_kept
def quoted_words(text: str, start: int) -> tuple[Word, ...]:
    """``text[start:]`` split at white space outside quotes, as BuildKit does for ENV, ARG and LABEL."""
    found = (WORD if _is_plain(text) else QUOTED_WORD).finditer(text, start)
    return tuple(Word(word[0], *word.span()) for word in found)


def _is_plain(text: str) -> bool:
    return not ("\\" in text or '"' in text or "'" in text)


def assignments(text: str, start: int) -> tuple[Assignment, ...]:
    """The assignments of ARG, ENV or LABEL, the old form ``ENV NAME value`` included."""
    words, plain = quoted_words(text, start), split_words(text, start)
    if words and "=" not in words[0].text and len(plain) > 1:
        # The old form is split at the first white space, quotes ignored (BuildKit's parseNameVal).
        first = plain[0]
        value_start = skip_space(text, first.end)
        value = text[value_start:].rstrip(SPACE)
        return (Assignment(first.text, Word(value, value_start, value_start + len(value)), first),)
    return tuple(map(_assignment, words))


def arguments(text: str, start: int) -> tuple[Assignment, ...]:
    """The assignments of ARG, where a name may come without a value."""
    return tuple(map(_assignment, quoted_words(text, start)))


def _assignment(word: Word) -> Assignment:
    name, sign, value = word.text.partition("=")
    if not sign:
        return Assignment(name, None, word)
    return Assignment(name, Word(value, word.end - len(value), word.end), word)


def skip_space(text: str, at: int) -> int:
    """The offset of the first character that is no white space, from ``at`` on."""
    while at < len(text) and text[at] in SPACE:
        at += 1
    return at
