"""A Dockerfile inside another file: its text, and the place in the file of each byte."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dfix.text import UNKNOWN_TEXT, Edit, Span
from dfix.values import NamedTuple

# The part of a byte that is not in the host: the host's language adds it (``"\n".join``).
NOWHERE = -1
# One byte for any text that nobody knows, such as a template's field.
UNKNOWN = UNKNOWN_TEXT.encode()


class Part(NamedTuple):
    """A piece of the host that holds text of the Dockerfile: a literal, a block of lines.

    ``write`` makes new text of the Dockerfile into text of the host; None where the host cannot
    hold it. ``reason`` says why nothing in the part can be changed; it is empty where it can.
    """

    write: Callable[[str], str | None]
    reason: str = ""


class Embedded(NamedTuple):
    """``data`` is the Dockerfile, with ``UNKNOWN`` for text that nobody knows.

    ``starts`` and ``ends`` are offsets of bytes in the host, one for each byte of ``data``; ``starts``
    has one more, for the end. ``owners`` has the number of each byte's part, ``NOWHERE`` for none.
    ``margins`` maps the offset of a line in ``data`` to that of the host's line, before its indentation.
    ``is_sure`` tells whether the host's language says that it is a Dockerfile.
    """

    data: bytes
    starts: Sequence[int]
    ends: Sequence[int]
    owners: Sequence[int]
    parts: tuple[Part, ...]
    margins: Mapping[int, int] = {}
    is_sure: bool = False

    def span(self, inner: Span) -> Span:
        """The span in the host of a span of the Dockerfile."""
        if not self.data:
            return Span(self.starts[0], self.starts[0])
        start = self.starts[min(inner.start, len(self.starts) - 1)]
        if inner.end <= inner.start:
            return Span(start, start)
        return Span(start, max(start, self.ends[min(inner.end, len(self.ends)) - 1]))

    def written(self, edit: Edit) -> Edit | str:
        """An edit of the Dockerfile as one of the host, or why it cannot be made exactly."""
        start, end = edit.span
        if UNKNOWN_TEXT in edit.new or UNKNOWN in self.data[start:end]:
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
            # The indentation of whole lines is deleted with them.
            return Edit(Span(self.margins[start], self.ends[end - 1]), "")
        return Edit(self._outer(start, end, number), new)

    def _outer(self, start: int, end: int, number: int) -> Span:
        if start == end:
            at = self.starts[start] if self._owner(start) == number else self.ends[start - 1]
            return Span(at, at)
        # What the host strips between two bytes (an indentation) is deleted with the first.
        last = self.starts[end] if self._owner(end) == number else self.ends[end - 1]
        return Span(self.starts[start], last)

    def _part(self, start: int, end: int) -> int | None:
        """The part that all of a span is in; for an insertion the part of the next byte, or of the one before."""
        if start == end:
            neighbours = [self._owner(start), self._owner(start - 1)]
            return next((owner for owner in neighbours if owner != NOWHERE), None)
        owners = set(self.owners[start:end])
        return owners.pop() if len(owners) == 1 and NOWHERE not in owners else None

    def _owner(self, at: int) -> int:
        if 0 <= at < len(self.owners):
            return self.owners[at]
        # The end of the text is inside the last part.
        return self.owners[-1] if self.owners and at == len(self.owners) else NOWHERE


class Builder:
    """Puts an ``Embedded`` together, byte by byte."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.data = bytearray()
        self.starts, self.ends, self.owners = (array("i") for _ in range(3))
        self.parts: list[Part] = []
        self.margins: dict[int, int] = {}
        self.end = 0

    def part(self, part: Part) -> int:
        """Begin a part, and return its number."""
        self.parts.append(part)
        return len(self.parts) - 1

    def add(self, text: bytes, start: int, end: int, owner: int) -> None:
        """Add the bytes that one character or escape of the host means, which is from ``start`` to ``end``."""
        for byte in text:
            self.data.append(byte)
            self.starts.append(start)
            self.ends.append(end)
            self.owners.append(owner)
        self.end = end

    def line(self, start: int) -> None:
        """Note that a line of the host begins at ``start``, with its indentation."""
        self.margins[len(self.data)] = start

    def plain(self, text: bytes, start: int, owner: int) -> None:
        """Add bytes that are in the host as they are, from ``start`` on."""
        self.data += text
        self.end = start + len(text)
        self.starts.extend(range(start, self.end))
        self.ends.extend(range(start + 1, self.end + 1))
        self.owners.extend([owner] * len(text))

    def build(self, *, is_sure: bool = False) -> Embedded:
        """The finished value."""
        starts = self.starts + array("i", (self.end,))
        return Embedded(bytes(self.data), starts, self.ends, self.owners, tuple(self.parts), self.margins, is_sure)


def without_margin(embedded: Embedded, margin: bytes) -> Embedded:
    """The same without ``margin`` at the beginning of each line; blank lines become empty (``textwrap.dedent``)."""
    kept: list[int] = []
    at = 0
    for line in embedded.data.splitlines(keepends=True):
        body = line.rstrip(b"\n")
        skip = len(margin) if line.startswith(margin) else 0
        if not body.strip():
            skip = len(body)
        kept += range(at + skip, at + len(line))
        at += len(line)
    return embedded._replace(
        data=bytes(embedded.data[offset] for offset in kept),
        starts=array("i", (*(embedded.starts[offset] for offset in kept), embedded.starts[-1])),
        ends=array("i", (embedded.ends[offset] for offset in kept)),
        owners=array("i", (embedded.owners[offset] for offset in kept)),
    )


def common_margin(data: bytes) -> bytes:
    """The blanks with which every line that has text begins."""
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


def only_dockerfiles(candidates: Iterable[Embedded]) -> Iterator[Embedded]:
    """Those whose text is a Dockerfile: the host's language says so, or it looks like one."""
    for one in candidates:
        if b"FROM" in one.data.upper() and (one.is_sure or looks_like_dockerfile(one.data)):
            yield one


def looks_like_dockerfile(data: bytes) -> bool:
    """Whether a text has two or more instructions, FROM first, and no keyword that a Dockerfile does not have.

    A keyword with unknown text may be any, so it does not count.
    """
    from dfix.syntax import parse
    from dfix.text import Source

    keywords = [instruction.keyword for instruction in parse(Source(data)).instructions]
    known = [keyword for keyword in keywords if UNKNOWN_TEXT not in keyword]
    first = next((keyword for keyword in known if keyword != "ARG"), "")
    return len(known) > 1 and first == "FROM" and KEYWORDS.issuperset(known)
