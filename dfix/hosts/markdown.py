"""Fenced code blocks of Markdown that say that they hold a Dockerfile (CommonMark 4.5).

A file is read so only when it is named, or included.
"""

import re
from collections.abc import Iterator

from dfix.hosts.embedded import Embedded
from dfix.hosts.lines import block

FENCE = re.compile(rb"^((?:[ ]{0,3}>[ ]?)*[ \t]*)(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n`]*\n?$")
LANGUAGES = frozenset({b"dockerfile", b"docker", b"containerfile"})


def extract(data: bytes) -> list[Embedded]:
    """Every such block, in order."""
    return list(_blocks(data.splitlines(keepends=True)))


def _blocks(lines: list[bytes]) -> Iterator[Embedded]:
    at = number = 0
    while number < len(lines):
        match = FENCE.match(lines[number])
        at += len(lines[number])
        number += 1
        if match is None:
            continue
        indent, fence, language = match[1], match[2], match[3].lower()
        begin, first = at, number
        while number < len(lines) and not _closes(lines[number], fence):
            at += len(lines[number])
            number += 1
        if language in LANGUAGES:
            yield block(lines[first:number], begin, indent)


def _closes(line: bytes, fence: bytes) -> bool:
    stripped = line.strip().lstrip(b"> ")
    return stripped.startswith(fence) and not stripped.strip(fence[:1])
