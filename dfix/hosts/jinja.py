"""A whole Dockerfile that is a Jinja template (``Dockerfile.j2``): read as far as it goes.

Source: Jinja's "Template Designer Documentation". What stands in ``{{ }}`` is a hole; a statement
(``{% %}``) may leave out or repeat what follows, so it is a hole too; comments are nothing.
"""

import re

from dfix.hosts.embedded import Embedded
from dfix.hosts.lines import Marks, block, unless

MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
MARKS = Marks(MARK, lambda mark: "" if mark.startswith("{#") else None, unless(re.compile(r"\{[{%#]")))


def extract(data: bytes) -> list[Embedded]:
    """The file."""
    return [block(data.splitlines(keepends=True), 0, marks=MARKS)]
