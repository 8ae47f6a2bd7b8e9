"""The words of an instruction, each with its place in the logical text."""

import json

from dfix.text.pattern import pattern
from dfix.values import NamedTuple

SPACE = " \t\n\v\f\r"
WORD = pattern(r"[^ \t\n\v\f\r]+")
JSON_STRING = pattern(r'"(?:[^"\\\x00-\x1f]|\\.)*"')


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


def split_words(text: str, start: int) -> tuple[Word, ...]:
    """``text[start:]`` split at white space, quotes ignored, as BuildKit does for FROM, COPY and ADD."""
    return tuple(Word(found[0], *found.span()) for found in WORD.finditer(text, start))


def json_words(text: str, start: int) -> tuple[Word, ...] | None:
    """The strings of the JSON array at ``text[start:]``, or None when there is none.

    What follows the array is ignored, as by Go's JSON decoder in BuildKit.
    """
    inner = text[start:].lstrip(SPACE)
    if not inner.startswith("["):
        return None
    try:
        values, _ = json.JSONDecoder().raw_decode(inner.encode("latin-1").decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        return None
    places = JSON_STRING.finditer(text, start)
    decoded = (value.encode("utf-8", "surrogatepass").decode("latin-1") for value in values)
    return tuple(Word(value, *place.span()) for value, place in zip(decoded, places, strict=False))


def quoted_words(text: str, start: int) -> tuple[Word, ...]:
    """``text[start:]`` split at white space outside quotes, as BuildKit does for ENV, ARG and LABEL."""
    words, at = [], skip_space(text, start)
    while at < len(text):
        end = _word_end(text, at)
        words.append(Word(text[at:end], at, end))
        at = skip_space(text, end)
    return tuple(words)


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


def _word_end(text: str, at: int) -> int:
    quote = ""
    while at < len(text):
        char = text[at]
        if char == "\\" and quote != "'":
            at += 1
        elif char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
        elif not quote and char in SPACE:
            break
        at += 1
    return min(at, len(text))
