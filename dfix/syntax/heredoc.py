"""Heredoc markers of an instruction line: ``<<EOF``, ``<<-EOF``, ``<<"EOF"``, and ``<< EOF`` since BuildKit 0.22.

Source: moby/buildkit, ``frontend/dockerfile/parser/parser.go``; pull request 5817 for blanks before the name, which
may not stand behind ``<<-``.
"""

from collections.abc import Iterator
from functools import lru_cache

from dfix.syntax.words import quoted_words
from dfix.text import Source
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

MARKER = pattern(r"(\d*)<<(-?)([^<]*)$")
# A marker whose name is the next word.
OPEN_MARKER = pattern(r"\d*<<$")
UNQUOTE = pattern(r"""\\(.)|["']""")


class Marker(NamedTuple):
    """What a heredoc marker announces: the line that ends it and how its body is read.

    ``spaced``: blanks stand before the name, so that builders before BuildKit 0.22 take it for the shell's own.
    """

    name: str
    expand: bool
    chomp: bool
    spaced: bool = False


def find_markers(text: str) -> tuple[Marker, ...]:
    """The heredocs that a logical line opens, in order (BuildKit's ``heredocsFromLine``)."""
    if "<<" not in text:
        return ()
    return tuple(marker for marker in _markers(text) if marker.name)


def _markers(text: str) -> Iterator[Marker]:
    is_open = False
    for word in quoted_words(text, 0):
        if is_open and "<" not in word.text:
            yield _marker("", word.text)._replace(spaced=True)
        elif match := MARKER.match(word.text):
            yield _marker(match[2], match[3])
        is_open = OPEN_MARKER.match(word.text) is not None


def _marker(dash: str, written: str) -> Marker:
    name = UNQUOTE.sub(lambda match: match[1] or "", written)
    return Marker(name, name == written, bool(dash))


def may_be_closed(source: Source, line: int, marker: Marker) -> bool:
    """Whether a heredoc whose text begins at a line is one: ``$((1 << 20))`` is none, and no line ends it."""
    return not marker.spaced or _last_places(source).get(marker.name, -1) >= line


@lru_cache(1)
def _last_places(source: Source) -> dict[str, int]:
    """The last line of each text, without its end."""
    return {text.rstrip("\r\n"): number for number, text in enumerate(source.lines)}
