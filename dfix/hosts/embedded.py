"""A Dockerfile inside another file: its text, and for each byte of it where that stands outside."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from dfix.text import UNKNOWN_TEXT, Edit, Span
from dfix.values import NamedTuple

# Bytes that the host's own rules put between two parts (``"\n".join``), which stand nowhere.
NOWHERE = -1


class Part(NamedTuple):
    """One stretch of the host that is text of the Dockerfile: a literal, a block of lines.

    ``write`` makes new text into what stands in the host, or None where it cannot stand there;
    ``reason`` says why nothing in it can be changed, empty where it can.
    """

    write: Callable[[str], str | None]
    reason: str = ""


class Embedded(NamedTuple):
    """``data`` is the Dockerfile, a hole (NUL) for text that nobody knows.

    ``starts`` and ``ends`` are offsets of bytes in the host, one for each byte of ``data`` and in
    ``starts`` one more; ``owners`` the number of the part that each byte is of, ``NOWHERE`` for none.
    ``margins`` maps the offsets where lines begin to where the host's lines do, before their indentation.
    ``title`` is for people; ``is_sure``: the host's own rules say that it is a Dockerfile.
    """

    data: bytes
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    owners: tuple[int, ...]
    parts: tuple[Part, ...]
    margins: Mapping[int, int] = {}
    title: str = ""
    is_sure: bool = False

    def span(self, inner: Span) -> Span:
        """Where a span of the Dockerfile stands in the host."""
        if not self.data:
            return Span(self.starts[0], self.starts[0])
        start = self.starts[min(inner.start, len(self.starts) - 1)]
        if inner.end <= inner.start:
            return Span(start, start)
        return Span(start, max(start, self.ends[min(inner.end, len(self.ends)) - 1]))

    def written(self, edit: Edit) -> Edit | str:
        """An edit of the Dockerfile as one of the host, or why it cannot be made exactly."""
        start, end = edit.span
        if UNKNOWN_TEXT in edit.new or b"\0" in self.data[start:end]:
            return "it would change text that a template fills in"
        number = self._part(start, end)
        if number is None:
            return "the text is put together from several pieces there"
        part = self.parts[number]
        if part.reason:
            return part.reason
        new = part.write(edit.new)
        if new is None:
            return "the new text cannot stand in this literal"
        if not edit.new and start in self.margins and self.data[end - 1 : end] == b"\n":
            # Whole lines go with their indentation.
            return Edit(Span(self.margins[start], self.ends[end - 1]), "")
        return Edit(self._outer(start, end, number), new)

    def _outer(self, start: int, end: int, number: int) -> Span:
        if start == end:
            at = self.starts[start] if self._owner(start) == number else self.ends[start - 1]
            return Span(at, at)
        # What the host strips between two bytes (an indentation) goes with the first.
        last = self.starts[end] if self._owner(end) == number else self.ends[end - 1]
        return Span(self.starts[start], last)

    def _part(self, start: int, end: int) -> int | None:
        """The one part that a span is in; for an insertion the part of the byte behind or before it."""
        if start == end:
            beside = [self._owner(start), self._owner(start - 1)]
            return next((one for one in beside if one != NOWHERE), None)
        owners = set(self.owners[start:end])
        return owners.pop() if len(owners) == 1 and NOWHERE not in owners else None

    def _owner(self, at: int) -> int:
        if 0 <= at < len(self.owners):
            return self.owners[at]
        # Behind the last byte is still inside the last part.
        return self.owners[-1] if self.owners and at == len(self.owners) else NOWHERE


class Builder:
    """Puts an ``Embedded`` together, byte by byte."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.data = bytearray()
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.owners: list[int] = []
        self.parts: list[Part] = []
        self.margins: dict[int, int] = {}
        self.end = 0

    def part(self, part: Part) -> int:
        """Begin a part; its number."""
        self.parts.append(part)
        return len(self.parts) - 1

    def add(self, text: bytes, start: int, end: int, owner: int) -> None:
        """Bytes that one character or escape of the host, from ``start`` to ``end``, stands for."""
        for byte in text:
            self.data.append(byte)
            self.starts.append(start)
            self.ends.append(end)
            self.owners.append(owner)
        self.end = end

    def line(self, start: int) -> None:
        """A line of the host begins at ``start``, with its indentation."""
        self.margins[len(self.data)] = start

    def plain(self, text: bytes, start: int, owner: int) -> None:
        """Bytes that stand in the host as they are."""
        for at, byte in enumerate(text, start):
            self.data.append(byte)
            self.starts.append(at)
            self.ends.append(at + 1)
            self.owners.append(owner)
        self.end = start + len(text)

    def build(self, title: str = "", *, is_sure: bool = False) -> Embedded:
        """The value."""
        return Embedded(
            bytes(self.data), (*self.starts, self.end), tuple(self.ends), tuple(self.owners), tuple(self.parts),
            self.margins, title, is_sure,
        )  # fmt: skip


def without_margin(found: Embedded, margin: bytes) -> Embedded:
    """The same with ``margin`` taken from the beginning of each line, blank lines left empty (``textwrap.dedent``)."""
    kept: list[int] = []
    at = 0
    for line in found.data.splitlines(keepends=True):
        body = line.rstrip(b"\n")
        skip = len(margin) if line.startswith(margin) else 0
        if not body.strip():
            skip = len(body)
        kept += range(at + skip, at + len(line))
        at += len(line)
    return found._replace(
        data=bytes(found.data[one] for one in kept),
        starts=(*(found.starts[one] for one in kept), found.starts[-1]),
        ends=tuple(found.ends[one] for one in kept),
        owners=tuple(found.owners[one] for one in kept),
    )


def common_margin(data: bytes) -> bytes:
    """The blanks that all lines with text begin with."""
    lines = [line for line in data.splitlines() if line.strip()]
    margins = [line[: len(line) - len(line.lstrip(b" \t"))] for line in lines]
    if not margins:
        return b""
    first, last = min(margins), max(margins)
    size = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)
    return first[: len(first) if size is None else size]


KEYWORDS = frozenset(
    "FROM RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL "
    "HEALTHCHECK SHELL".split()
)


def looks_like_dockerfile(keywords: Sequence[str]) -> bool:
    """Whether instructions with these keywords are a Dockerfile: FROM first, two or more, and all known.

    A keyword with a hole may be anything.
    """
    known = [keyword for keyword in keywords if UNKNOWN_TEXT not in keyword]
    first = next((keyword for keyword in known if keyword != "ARG"), "")
    return len(known) > 1 and first == "FROM" and KEYWORDS.issuperset(known)


def only_dockerfiles(found: Iterable[Embedded]) -> list[Embedded]:
    """Those whose text reads as a Dockerfile."""
    from dfix.syntax import parse
    from dfix.text import Source

    kept = []
    for one in found:
        if b"FROM" not in one.data.upper():
            continue
        instructions = parse(Source(one.data)).instructions
        if one.is_sure or looks_like_dockerfile([instruction.keyword for instruction in instructions]):
            kept.append(one)
    return kept
