"""Lines of a host that are a Dockerfile, with an indentation of their own and marks of a template."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from dfix.hosts.embedded import Builder, Embedded, Part

# No line that opens anything is longer; a pattern need not be tried on one.
LONGEST = 20_000
# Found in byte text.
Pattern = re.Pattern[str]


class Marks(NamedTuple):
    """What a template's language replaces: ``pattern`` finds it.

    ``means`` gives the text that a mark stands for: its own value, None for what nobody knows.
    ``write`` makes new text into what stands for it; None where it cannot.
    """

    pattern: Pattern
    means: Callable[[str], str | None]
    write: Callable[[str], str | None]


class Region(NamedTuple):
    """Lines between one that opens them and one that closes them (empty where the file ends first)."""

    opened: re.Match[bytes]
    body: list[bytes]
    closed: bytes
    start: int


def regions(
    data: bytes, opens: re.Pattern[bytes], closes: Callable[[re.Match[bytes], bytes], bool]
) -> Iterator[Region]:
    """Every such region, one after the other; ``start`` is the offset of the first line between."""
    lines = data.splitlines(keepends=True)
    at = number = 0
    while number < len(lines):
        line = lines[number]
        opened = opens.match(line) if len(line) < LONGEST else None
        at += len(line)
        number += 1
        if opened is None:
            continue
        end = next((n for n in range(number, len(lines)) if closes(opened, lines[n])), len(lines))
        body = lines[number:end]
        yield Region(opened, body, lines[end] if end < len(lines) else b"", at)
        at += sum(map(len, body))
        number = end


def block(
    lines: Sequence[bytes], start: int, indent: bytes = b"", marks: Marks | None = None, *, is_sure: bool = False
) -> Embedded:
    """Lines from an offset of the host on, each without its indentation; new lines get it."""
    margin = indent.decode("latin-1")

    def write(new: str) -> str | None:
        text = marks.write(new) if marks else new
        return None if text is None else text.replace("\n", f"\n{margin}")

    builder = Builder()
    owner = builder.part(Part(write))
    at = start
    for line in lines:
        skip = len(indent) if line.startswith(indent) else len(line) - len(line.lstrip(b" \t"))
        if not line.strip():
            skip = len(line.rstrip(b"\r\n"))
        builder.line(at)
        builder.plain(line[skip:], at + skip, owner)
        at += len(line)
    builder.end = at
    found = builder.build(is_sure=is_sure)
    return _marked(found, marks) if marks else found


def _marked(found: Embedded, marks: Marks) -> Embedded:
    """The same with the template's marks read; one that spans lines is one hole."""
    text = found.data.decode("latin-1")
    builder = Builder()
    builder.parts = list(found.parts)
    at = 0
    for match in marks.pattern.finditer(text):
        _take(builder, found, at, match.start())
        value = marks.means(match[0])
        owner = found.owners[match.start()]
        first, last = found.starts[match.start()], found.ends[match.end() - 1]
        builder.add(b"\0" if value is None else value.encode("latin-1"), first, last, owner)
        at = match.end()
    _take(builder, found, at, len(text))
    builder.end = found.starts[-1]
    return builder.build(found.title, is_sure=found.is_sure)


def _take(builder: Builder, found: Embedded, start: int, end: int) -> None:
    moved = len(builder.data) - start
    builder.margins |= {line + moved: at for line, at in found.margins.items() if start <= line < end}
    builder.data += found.data[start:end]
    builder.starts += found.starts[start:end]
    builder.ends += found.ends[start:end]
    builder.owners += found.owners[start:end]


def unless(pattern: Pattern) -> Callable[[str], str | None]:
    """Writes text as it is, unless the template's language would read something in it."""
    return lambda new: None if pattern.search(new) else new
