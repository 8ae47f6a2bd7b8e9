"""Unified diffs, as git and diff write them: which lines of which files changed, and the text before the change."""

import re
from collections.abc import Iterator

from dfix.values import NamedTuple

HUNK = re.compile(r"@@ -([0-9]{1,9})(?:,([0-9]{1,9}))? \+([0-9]{1,9})(?:,([0-9]{1,9}))? @@")
ESCAPE = re.compile(r"\\([abtnvfr\"\\]|[0-3][0-7]{2})")
NAMED_ESCAPES = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}
NOTHING = "/dev/null"


class DiffError(ValueError):
    """The text is no unified diff, or does not fit the file."""


class Hunk(NamedTuple):
    """One ``@@`` part. Lines count from one; ``old`` and ``new`` are byte text with line ends.

    ``origins`` are the old numbers of the lines in ``new``, None for an added one.
    """

    old_start: int
    new_start: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    origins: tuple[int | None, ...]

    @property
    def added(self) -> frozenset[int]:
        """The numbers of its added lines."""
        return frozenset(number for number, origin in zip(self.shown, self.origins, strict=True) if origin is None)

    @property
    def beside(self) -> frozenset[int]:
        """The numbers of the lines that follow removed ones (the last line where nothing follows)."""
        expected, found = self.old_start, set()
        for number, origin in zip(self.shown, self.origins, strict=True):
            if origin is not None:
                if origin != expected:
                    found.add(number)
                expected = origin + 1
        if expected != self.old_start + len(self.old) and self.shown:
            found.add(self.shown[-1])
        return frozenset(found)

    @property
    def shown(self) -> range:
        """The lines of the new file that the hunk shows: a comment may be on each."""
        return range(self.new_start, self.new_start + len(self.new))


class Change(NamedTuple):
    """What a diff does to one file; ``old_path`` is None for a new one. Paths are as in the diff."""

    path: str
    old_path: str | None
    hunks: tuple[Hunk, ...]

    @property
    def added(self) -> frozenset[int]:
        """The lines of the new file that are new or changed, from one."""
        return frozenset().union(*(hunk.added for hunk in self.hunks))

    @property
    def touched(self) -> frozenset[int]:
        """The lines of the new file on which to comment: those added, else those next to removed ones."""
        return self.added or frozenset().union(*(hunk.beside for hunk in self.hunks))

    def hunk_of(self, first: int, last: int) -> Hunk | None:
        """The hunk that shows all these lines of the new file."""
        return next((hunk for hunk in self.hunks if first in hunk.shown and last in hunk.shown), None)

    def before(self, after: bytes) -> bytes:
        """The old text, from the new one.

        Raises:
            DiffError: the diff is not one to this text.
        """
        # git sees lines that end in LF alone, as the diff does.
        lines = after.decode("latin-1").split("\n")
        lines = [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
        for hunk in sorted(self.hunks, key=lambda one: one.new_start, reverse=True):
            # A hunk that leaves nothing is numbered by the line before it.
            start = hunk.new_start - 1 if hunk.new else hunk.new_start
            if tuple(lines[start : start + len(hunk.new)]) != hunk.new:
                raise DiffError(f"the diff of {self.path} does not fit the file at line {hunk.new_start}")
            lines[start : start + len(hunk.new)] = hunk.old
        return "".join(lines).encode("latin-1")


def read_diff(data: bytes) -> tuple[Change, ...]:
    """The files that a diff changes, in its order; one that it removes has the path ``/dev/null``.

    Raises:
        DiffError: it is no unified diff.
    """
    lines = data.decode("latin-1").removesuffix("\n").split("\n")
    changes = tuple(_changes(lines))
    if not changes and data.strip() and not any(line.startswith(("diff ", "--- ")) for line in lines):
        raise DiffError("this is no unified diff; make one with `git diff`")
    return changes


def _changes(lines: list[str]) -> Iterator[Change]:
    at, head = 0, _Head()
    while at < len(lines):
        heads = at + 1 < len(lines) and lines[at].startswith("--- ") and lines[at + 1].startswith("+++ ")
        if heads:
            old, new = _path(lines[at][4:], "a/"), _path(lines[at + 1][4:], "b/")
            at, hunks = _hunks(lines, at + 2)
            yield Change(new, None if old == NOTHING else old, tuple(hunks))
            head = _Head()
            continue
        if lines[at].startswith("diff --git "):
            yield from head.change()
            head = _Head(lines[at].removesuffix("\r").removeprefix("diff --git "))
        else:
            head = head.with_line(lines[at].removesuffix("\r"))
        at += 1
    yield from head.change()


class _Head(NamedTuple):
    """What git says of a file before its hunks; a file that is renamed or empty has no hunks."""

    names: str = ""
    renamed: str | None = None
    path: str | None = None
    is_new: bool = False
    is_gone: bool = False

    def with_line(self, line: str) -> "_Head":
        """What git says with one line more."""
        if line.startswith("rename from "):
            return self._replace(renamed=_path(line.removeprefix("rename from "), ""))
        if line.startswith(("rename to ", "copy to ")):
            return self._replace(path=_path(line.partition(" to ")[2], ""))
        if line.startswith("new file mode "):
            return self._replace(is_new=True)
        return self._replace(is_gone=True) if line.startswith("deleted file mode ") else self

    def change(self) -> Iterator[Change]:
        """The change, where the head alone tells one."""
        # Both names are the same, and so is their length.
        name = _path(self.names[: len(self.names) // 2], "a/")
        if self.path is not None:
            yield Change(self.path, self.renamed, ())
        elif self.is_new or self.is_gone:
            yield Change(NOTHING if self.is_gone else name, name if self.is_gone else None, ())


def _hunks(lines: list[str], at: int) -> tuple[int, list[Hunk]]:
    hunks = []
    while at < len(lines) and (match := HUNK.match(lines[at])):
        at, hunk = _hunk(lines, at + 1, match)
        hunks.append(hunk)
    if at < len(lines) and lines[at].startswith("@@ "):
        raise DiffError(f"line {at + 1} of the diff is no head of a hunk")
    return at, hunks


def _hunk(lines: list[str], at: int, head: re.Match[str]) -> tuple[int, Hunk]:
    left = [int(head[2] or 1), int(head[4] or 1)]
    old: list[str] = []
    new: list[str] = []
    origins: list[int | None] = []
    while at < len(lines) and (left != [0, 0] or lines[at].startswith("\\")):
        sign, text = lines[at][:1], lines[at][1:] + "\n"
        at += 1
        if sign == "\\":
            _cut_end(old, new, lines[at - 2][:1])
            continue
        if sign not in (" ", "", "-", "+"):
            raise DiffError(f"line {at} of the diff is in no hunk")
        if sign in (" ", "", "-"):
            old.append(text)
            left[0] -= 1
        if sign in (" ", "", "+"):
            new.append(text)
            origins.append(None if sign == "+" else int(head[1]) + len(old) - 1)
            left[1] -= 1
    if left != [0, 0]:
        raise DiffError(f"a hunk of the diff ends too soon, at line {at}")
    return at, Hunk(int(head[1]), int(head[3]), tuple(old), tuple(new), tuple(origins))


def _cut_end(old: list[str], new: list[str], sign: str) -> None:
    """Remove the last line's end: git's mark says that there is none."""
    for lines, signs in ((old, " -"), (new, " +")):
        if sign in signs and lines:
            lines[-1] = lines[-1].removesuffix("\n")


def _path(text: str, prefix: str) -> str:
    """A file's name in a head line: with git's prefix and quotes, or with diff's time stamp, taken away."""
    text = text.removesuffix("\r")
    is_quoted = text.startswith('"')
    text = ESCAPE.sub(_unescaped, text[1:].rpartition('"')[0]) if is_quoted else text.split("\t", 1)[0]
    text = text.encode("latin-1").decode("utf-8", "surrogateescape")
    return text if text == NOTHING else text.removeprefix(prefix)


def _unescaped(match: re.Match[str]) -> str:
    return NAMED_ESCAPES.get(match[1]) or chr(int(match[1], 8))
