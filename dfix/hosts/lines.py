"""Lines of a host that are a Dockerfile, each behind an indentation, with marks of a template in them."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from dfix.hosts.embedded import UNKNOWN, Builder, Embedded, Part
from dfix.text import Span
from dfix.values import NamedTuple

# A line that opens a region is shorter, so no pattern is tried on a longer one.
LONGEST = 20_000
# A pattern of byte text.
Pattern = re.Pattern[str]


class Marks(NamedTuple):
    """The marks of a template's language: ``find`` returns where each mark begins and ends, in order.

    ``means`` returns the text that a mark becomes, None for unknown text. ``write`` makes new text
    into text of the template; None where the template would change it.
    """

    find: Callable[[str], Iterable[tuple[int, int]]]
    means: Callable[[str], str | None]
    write: Callable[[str], str | None]


class Region(NamedTuple):
    """The lines between one that opens a region and one that closes it, which is empty where the file ends first.

    ``start`` is the offset of the first line between.
    """

    opened: re.Match[bytes]
    body: list[bytes]
    closed: bytes
    start: int


def regions(
    data: bytes, opens: re.Pattern[bytes], closes: Callable[[re.Match[bytes], bytes], bool]
) -> Iterator[Region]:
    """Every region that a line opens, in order; one that no line closes ends with the file."""
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
        body, closed = lines[number:end], b"".join(lines[end : end + 1])
        yield Region(opened, body, closed, at)
        # A line that closes a region opens none.
        at += sum(map(len, body)) + len(closed)
        number = end + 1


def block(
    lines: Sequence[bytes], start: int, indent: bytes = b"", marks: Marks | None = None, *, is_sure: bool = False
) -> Embedded:
    """Lines from an offset of the host on, each without its indentation; new lines get the indentation."""
    builder = Builder()
    owner = builder.part(Part(_writer(indent, marks)))
    at = start
    for line in lines:
        skip = _indentation(line, indent)
        builder.line(at)
        builder.plain(line[skip:], at + skip, owner)
        at += len(line)
    builder.end = at
    whole = builder.build(is_sure=is_sure)
    return _marked(whole, marks) if marks else whole


def _indentation(line: bytes, indent: bytes) -> int:
    """How many bytes at the beginning of a line are indentation; all of them but the line end where it is blank."""
    if not line.strip():
        return len(line.rstrip(b"\r\n"))
    return len(indent) if line.startswith(indent) else len(line) - len(line.lstrip(b" \t"))


def _writer(indent: bytes, marks: Marks | None) -> Callable[[str], str | None]:
    margin = indent.decode("latin-1")

    def write(new: str) -> str | None:
        text = marks.write(new) if marks else new
        return None if text is None else text.replace("\n", f"\n{margin}")

    return write


def _marked(whole: Embedded, marks: Marks) -> Embedded:
    """The same with the template's marks read; one that spans lines is one unknown byte."""
    text = whole.data.decode("latin-1")
    builder = Builder()
    builder.parts = list(whole.parts)
    lines = list(whole.margins)
    at = 0
    for start, end in marks.find(text):
        _take(builder, whole, lines, Span(at, start))
        value = marks.means(text[start:end])
        first, last = whole.starts[start], whole.ends[end - 1]
        builder.add(UNKNOWN if value is None else value.encode("latin-1"), first, last, whole.owners[start])
        at = end
    _take(builder, whole, lines, Span(at, len(text)))
    builder.end = whole.starts[-1]
    return builder.build(is_sure=whole.is_sure)


def _take(builder: Builder, whole: Embedded, lines: list[int], span: Span) -> None:
    """Add the bytes of a span as they are; ``lines`` are the offsets where lines begin."""
    moved = len(builder.data) - span.start
    for line in lines[bisect_left(lines, span.start) : bisect_left(lines, span.end)]:
        builder.margins[line + moved] = whole.margins[line]
    taken = slice(*span)
    builder.data += whole.data[taken]
    builder.starts.extend(whole.starts[taken])
    builder.ends.extend(whole.ends[taken])
    builder.owners.extend(whole.owners[taken])


def by(pattern: Pattern) -> Callable[[str], Iterator[tuple[int, int]]]:
    """A function that finds marks by a pattern."""
    return lambda text: (match.span() for match in pattern.finditer(text))


def unless(pattern: Pattern) -> Callable[[str], str | None]:
    """A function that writes text as it is; None where the pattern finds a mark in it."""
    return lambda new: None if pattern.search(new) else new
