"""A whole Dockerfile that is a Jinja template (``Dockerfile.j2``).

Source: Jinja's "Template Designer Documentation". An expression (``{{ }}``) is unknown text. A
statement (``{% %}``) may leave out or repeat what follows, so it is unknown text too. A comment is
no text.
"""

import re
from collections.abc import Iterator

from dfix.hosts.embedded import Embedded
from dfix.hosts.lines import Marks, block, unless

OPENS = re.compile(r"\{[{%#]")
CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}


def _find(text: str) -> Iterator[tuple[int, int]]:
    """Each mark that is closed; the end is not searched for where the rest of the text has none."""
    last = {opened: text.rfind(closed) for opened, closed in CLOSES.items()}
    at = 0
    while opened := OPENS.search(text, at):
        inside = opened.end()
        closed = text.find(CLOSES[opened[0]], inside) if inside <= last[opened[0]] else -1
        if closed < 0:
            at = opened.start() + 1
            continue
        at = closed + 2
        yield opened.start(), at


MARKS = Marks(_find, lambda mark: "" if mark.startswith("{#") else None, unless(OPENS))


def extract(data: bytes) -> list[Embedded]:
    """The file as one Dockerfile."""
    return [block(data.splitlines(keepends=True), 0, marks=MARKS)]
