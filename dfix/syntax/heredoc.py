"""Heredoc markers of an instruction line: ``<<EOF``, ``<<-EOF``, ``<<"EOF"``."""

from dfix.syntax.words import quoted_words
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

MARKER = pattern(r"(\d*)<<(-?)([^<]+)$")
UNQUOTE = pattern(r"""\\(.)|["']""")


class Marker(NamedTuple):
    """What a heredoc marker announces: the line that ends it and how its body is read."""

    name: str
    expand: bool
    chomp: bool


def find_markers(text: str) -> tuple[Marker, ...]:
    """The heredocs that a logical line opens, in order (BuildKit's ``heredocsFromLine``)."""
    if "<<" not in text:
        return ()
    found = (MARKER.match(word.text) for word in quoted_words(text, 0))
    markers = (_marker(match[2], match[3]) for match in found if match)
    return tuple(marker for marker in markers if marker.name)


def _marker(dash: str, written: str) -> Marker:
    name = UNQUOTE.sub(lambda match: match[1] or "", written)
    return Marker(name, name == written, bool(dash))
