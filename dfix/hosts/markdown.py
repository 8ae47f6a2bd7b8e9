"""Fenced code blocks of Markdown whose language is a Dockerfile's (CommonMark 4.5).

A Markdown file is read only when the user names or includes it.
"""

import re

from dfix.hosts.embedded import Embedded
from dfix.hosts.lines import block, regions

FENCE = re.compile(rb"^((?:[ ]{0,3}>[ ]?)*[ \t]*)(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n`]*\n?$")
LANGUAGES = frozenset({b"dockerfile", b"docker", b"containerfile"})


def extract(data: bytes) -> list[Embedded]:
    """Every such block, in order; one that no fence closes ends with the file."""
    fenced = regions(data, FENCE, lambda opened, line: _closes(line, opened[2]))
    return [block(one.body, one.start, one.opened[1]) for one in fenced if one.opened[3].lower() in LANGUAGES]


def _closes(line: bytes, fence: bytes) -> bool:
    stripped = line.strip().lstrip(b"> ")
    return stripped.startswith(fence) and not stripped.strip(fence[:1])
