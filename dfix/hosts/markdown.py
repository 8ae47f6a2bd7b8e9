"""Fenced code blocks of Markdown that say that they hold a Dockerfile (CommonMark 4.5).

A file is read so only when it is named, or included.
"""

import re
from collections.abc import Iterator

from dfix.hosts.embedded import Builder, Embedded, Part

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


def block(lines: list[bytes], start: int, indent: bytes, title: str = "", *, is_sure: bool = False) -> Embedded:
    """Lines of a host from an offset on, each without its indentation; new lines get it."""
    builder = Builder()
    margin = indent.decode("latin-1")
    owner = builder.part(Part(lambda new: new.replace("\n", f"\n{margin}")))
    at = start
    for line in lines:
        skip = len(indent) if line.startswith(indent) else len(line) - len(line.lstrip(b" \t"))
        if not line.strip():
            skip = max(len(line.rstrip(b"\r\n")), 0)
        builder.plain(line[skip:], at + skip, owner)
        at += len(line)
    builder.end = at
    return builder.build(title, is_sure=is_sure)


def _closes(line: bytes, fence: bytes) -> bool:
    stripped = line.strip().lstrip(b"> ")
    return stripped.startswith(fence) and not stripped.strip(fence[:1])
