"""Lines of a host that are a Dockerfile, with an indentation of their own and marks of a template."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from dfix.hosts.embedded import Builder, Embedded, Part
from dfix.values import NamedTuple

# No line that opens anything is longer; a pattern need not be tried on one.
LONGEST = 20_000
# Found in byte text.
Pattern = re.Pattern[str]


class Marks(NamedTuple):
    """What a template's language replaces: ``find`` tells where each mark begins and ends, in order.

    ``means`` gives the text that a mark stands for: its own value, None for what nobody knows.
    ``write`` makes new text into what stands for it; None where it cannot.
    """

    find: Callable[[str], Iterable[tuple[int, int]]]
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
    lines = list(found.margins)
    at = 0
    for start, end in marks.find(text):
        _take(builder, found, lines, at, start)
        value = marks.means(text[start:end])
        first, last = found.starts[start], found.ends[end - 1]
        builder.add(b"\0" if value is None else value.encode("latin-1"), first, last, found.owners[start])
        at = end
    _take(builder, found, lines, at, len(text))
    builder.end = found.starts[-1]
    return builder.build(found.title, is_sure=found.is_sure)


def _take(builder: Builder, found: Embedded, lines: list[int], start: int, end: int) -> None:
    """Bytes as they are; ``lines`` are the offsets where lines begin."""
    moved = len(builder.data) - start
    for line in lines[bisect_left(lines, start) : bisect_left(lines, end)]:
        builder.margins[line + moved] = found.margins[line]
    builder.data += found.data[start:end]
    builder.starts += found.starts[start:end]
    builder.ends += found.ends[start:end]
    builder.owners += found.owners[start:end]


def by(pattern: Pattern) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Finds marks by a pattern."""
    return lambda text: (match.span() for match in pattern.finditer(text))


def unless(pattern: Pattern) -> Callable[[str], str | None]:
    """Writes text as it is, unless the template's language would read something in it."""
    return lambda new: None if pattern.search(new) else new
