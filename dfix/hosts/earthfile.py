"""Earthfiles as Dockerfiles: each target is a stage, ``COPY +target/artifact`` is a ``COPY --from``.

Source: Earthly's "Earthfile reference". A command without a counterpart in a Dockerfile (IF, FOR, DO,
WITH) becomes an unknown instruction. A command that only says what to keep or what else to build
(SAVE, BUILD) is left out.
"""

import re
from collections.abc import Iterator

from dfix.hosts.embedded import KEYWORDS, NOWHERE, UNKNOWN, Builder, Embedded, Part
from dfix.values import NamedTuple

TARGET = re.compile(rb"^([A-Za-z][\w.-]*):[ \t]*(?:#.*)?\r?\n?$")
COMMAND = re.compile(rb"^[ \t]*([A-Z]+)\b")
FROM = re.compile(rb"^([ \t]*FROM[ \t]+(?:--[^ \t\n]+[ \t]+)*)(\+?)([^\s#]+)")
COPIED = re.compile(rb"^([ \t]*COPY[ \t]+)((?:--[^ \t\n]+[ \t]+)*)\+([\w.-]+)/([^\s]+)([ \t]+[^\r\n]*)")
COPY_FLAGS = re.compile(rb"COPY[ \t]+(--dir[ \t]+|--if-exists[ \t]+)+")
SAVED = re.compile(rb"^[ \t]*SAVE[ \t]+ARTIFACT[ \t]+(?:--[^ \t\n]+[ \t]+)*(\S+)(?:[ \t]+(?!AS\b)(\S+))?")
LEFT_OUT = frozenset({b"SAVE", b"BUILD", b"CACHE", b"HOST", b"VERSION", b"IMPORT", b"PROJECT"})
BASE = b"base"


class _Line(NamedTuple):
    """A command with its continuation lines, and the offset at which it begins."""

    text: bytes
    start: int


def extract(data: bytes) -> list[Embedded]:
    """The whole file as one Dockerfile; none for a file without targets or commands."""
    targets = _targets(data)
    if len(targets) < 2 and not targets.get(BASE):
        return []
    saved = {name: dict(_saved(lines)) for name, lines in targets.items()}
    builder = Builder()
    indent = next((m[0] for m in re.finditer(rb"(?m)^[ \t]+(?=[A-Z])", data)), b"    ").decode("latin-1")
    owner = builder.part(Part(lambda new: new.replace("\n", f"\n{indent}")))
    for name, lines in targets.items():
        _stage(builder, owner, name, lines, saved)
    return [builder.build()] if builder.data else []


def _targets(data: bytes) -> dict[bytes, list[_Line]]:
    """The commands of each target; those before the first target are of ``base``."""
    targets: dict[bytes, list[_Line]] = {BASE: []}
    here, at, open_line = BASE, 0, False
    for line in data.splitlines(keepends=True):
        head = TARGET.match(line)
        if open_line:
            last = targets[here][-1]
            targets[here][-1] = last._replace(text=last.text + line)
        elif head:
            here = head[1]
            targets.setdefault(here, [])
        elif COMMAND.match(line):
            targets[here].append(_Line(line, at))
        is_command = open_line or (not head and bool(COMMAND.match(line)))
        open_line = is_command and line.rstrip(b"\r\n").endswith(b"\\")
        at += len(line)
    return targets


def _saved(lines: list[_Line]) -> Iterator[tuple[bytes, bytes]]:
    """The name and the path of each artifact that a target saves."""
    for line in lines:
        match = SAVED.match(line.text)
        if match:
            yield _name(match[2] or match[1].rsplit(b"/", 1)[-1], match[1]), match[1]


def _name(target: bytes, source: bytes) -> bytes:
    """The name by which another target copies it, from the root of the artifacts; a directory keeps the file's name."""
    name = target.lstrip(b"./")
    return name + source.rsplit(b"/", 1)[-1] if target.endswith(b"/") or not name else name


def _stage(
    builder: Builder, owner: int, name: bytes, lines: list[_Line], saved: dict[bytes, dict[bytes, bytes]]
) -> None:
    """Add a target as a stage; one without a FROM continues ``base``."""
    starts = ((line, match) for line in lines if (match := FROM.match(line.text)))
    start, match = next(starts, (None, None))
    if start and match:
        _from(builder, owner, name, start.start, match)
    elif name == BASE or not lines:
        return
    else:
        _synthetic(builder, b"FROM " + BASE + b" AS " + name + b"\n", lines[0].start)
    for line in lines:
        if line is not start:
            _command(builder, owner, line, saved)


def _from(builder: Builder, owner: int, name: bytes, at: int, match: "re.Match[bytes]") -> None:
    """Add a FROM that begins at the offset ``at``, with the target's name; ``FROM DOCKERFILE`` is unknown."""
    skip = len(match[1]) - len(match[1].lstrip(b" \t"))
    builder.plain(match[1][skip:], at + skip, owner)
    if match[3] == b"DOCKERFILE":
        _synthetic(builder, UNKNOWN, at + match.start(3))
    else:
        builder.plain(match[3], at + match.start(3), owner)
    _synthetic(builder, b" AS " + name + b"\n", at + match.end(3))


def _command(builder: Builder, owner: int, line: _Line, saved: dict[bytes, dict[bytes, bytes]]) -> None:
    match = COMMAND.match(line.text)
    keyword = match[1] if match else b""
    copied = COPIED.match(line.text)
    if copied:
        path = saved.get(copied[3], {}).get(copied[4].lstrip(b"/"), UNKNOWN)
        _synthetic(builder, b"COPY --from=" + copied[3] + b" ", line.start)
        builder.add(path, line.start + copied.start(4), line.start + copied.end(4), NOWHERE)
        builder.plain(copied[5].rstrip() + b"\n", line.start + copied.start(5), owner)
    elif keyword.decode("ascii") in KEYWORDS - {"FROM"}:
        _instruction(builder, owner, line)
    elif keyword not in LEFT_OUT:
        _synthetic(builder, UNKNOWN + b"\n", line.start)


def _instruction(builder: Builder, owner: int, line: _Line) -> None:
    """Add a command that a Dockerfile has too, without the flags of COPY that it does not have."""
    skip = len(line.text) - len(line.text.lstrip(b" \t"))
    builder.line(line.start)
    flags = COPY_FLAGS.match(line.text, skip)
    if flags:
        builder.plain(b"COPY ", line.start + skip, owner)
        skip = flags.end()
    builder.plain(line.text[skip:], line.start + skip, owner)
    if not line.text.endswith(b"\n"):
        _synthetic(builder, b"\n", line.start + len(line.text))


def _synthetic(builder: Builder, text: bytes, at: int) -> None:
    """Add text that is not in the Earthfile; its place is the nearest one."""
    builder.add(text, at, at, NOWHERE)
