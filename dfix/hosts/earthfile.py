"""Earthfiles, read as far as they go: each target is a stage, ``COPY +target/artifact`` a ``COPY --from``.

Source: Earthly's "Earthfile reference". What has no counterpart in a Dockerfile (IF, FOR, DO, WITH)
may do anything; what only says what to keep or to build besides (SAVE, BUILD) is passed over.
"""

import re
from collections.abc import Iterator

from dfix.hosts.embedded import KEYWORDS, NOWHERE, Builder, Embedded, Part
from dfix.values import NamedTuple

TARGET = re.compile(rb"^([A-Za-z][\w.-]*):[ \t]*(?:#.*)?\r?\n?$")
COMMAND = re.compile(rb"^[ \t]*([A-Z]+)\b")
FROM = re.compile(rb"^([ \t]*FROM[ \t]+(?:--[^ \t\n]+[ \t]+)*)(\+?)([^\s#]+)")
COPIED = re.compile(rb"^([ \t]*COPY[ \t]+)((?:--[^ \t\n]+[ \t]+)*)\+([\w.-]+)/([^\s]+)([ \t]+[^\r\n]*)")
SAVED = re.compile(rb"^[ \t]*SAVE[ \t]+ARTIFACT[ \t]+(?:--[^ \t\n]+[ \t]+)*(\S+)(?:[ \t]+(?!AS\b)(\S+))?")
PASSED_OVER = frozenset({b"SAVE", b"BUILD", b"CACHE", b"HOST", b"VERSION", b"IMPORT", b"PROJECT"})
BASE = b"base"


class _Line(NamedTuple):
    """A command with its continuation lines, and where it begins."""

    text: bytes
    start: int


def extract(data: bytes) -> list[Embedded]:
    """The whole file as one Dockerfile."""
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
    """The commands of each target, those before the first under ``base``."""
    found: dict[bytes, list[_Line]] = {BASE: []}
    here, at, open_line = BASE, 0, False
    for line in data.splitlines(keepends=True):
        head = TARGET.match(line)
        if open_line:
            last = found[here][-1]
            found[here][-1] = last._replace(text=last.text + line)
        elif head:
            here = head[1]
            found.setdefault(here, [])
        elif COMMAND.match(line):
            found[here].append(_Line(line, at))
        is_command = open_line or (not head and bool(COMMAND.match(line)))
        open_line = is_command and line.rstrip(b"\r\n").endswith(b"\\")
        at += len(line)
    return found


def _saved(lines: list[_Line]) -> Iterator[tuple[bytes, bytes]]:
    """Each artifact's name, and the path that it is."""
    for line in lines:
        match = SAVED.match(line.text)
        if match:
            yield _name(match[2] or match[1].rsplit(b"/", 1)[-1], match[1]), match[1]


def _name(target: bytes, source: bytes) -> bytes:
    """How another target asks for it: relative to the artifacts' root; a directory keeps the file's name."""
    named = target.lstrip(b"./")
    return named + source.rsplit(b"/", 1)[-1] if target.endswith(b"/") or not named else named


def _stage(
    builder: Builder, owner: int, name: bytes, lines: list[_Line], saved: dict[bytes, dict[bytes, bytes]]
) -> None:
    start = next((line for line in lines if FROM.match(line.text)), None)
    match = FROM.match(start.text) if start else None
    if match is None or start is None:
        if name == BASE or not lines:
            return
        _synthetic(builder, b"FROM " + BASE + b" AS " + name + b"\n", lines[0].start)
    else:
        skip = len(match[1]) - len(match[1].lstrip(b" \t"))
        builder.plain(match[1][skip:], start.start + skip, owner)
        if match[3] == b"DOCKERFILE":
            _synthetic(builder, b"\0", start.start + match.start(3))
        else:
            builder.plain(match[3], start.start + match.start(3), owner)
        _synthetic(builder, b" AS " + name + b"\n", start.start + match.end(3))
    for line in lines:
        if line is not start:
            _command(builder, owner, line, saved)


def _command(builder: Builder, owner: int, line: _Line, saved: dict[bytes, dict[bytes, bytes]]) -> None:
    match = COMMAND.match(line.text)
    keyword = match[1] if match else b""
    copied = COPIED.match(line.text)
    if copied:
        path = saved.get(copied[3], {}).get(copied[4].lstrip(b"/"), b"\0")
        _synthetic(builder, b"COPY --from=" + copied[3] + b" ", line.start)
        builder.add(path, line.start + copied.start(4), line.start + copied.end(4), NOWHERE)
        builder.plain(copied[5].rstrip() + b"\n", line.start + copied.start(5), owner)
    elif keyword.decode("ascii") in KEYWORDS - {"FROM"}:
        skip = len(line.text) - len(line.text.lstrip(b" \t"))
        text = line.text[skip:]
        builder.line(line.start)
        directories = re.match(rb"COPY[ \t]+(--dir[ \t]+|--if-exists[ \t]+)+", text)
        if directories:
            builder.plain(b"COPY ", line.start + skip, owner)
            skip, text = skip + directories.end(), text[directories.end() :]
        builder.plain(text, line.start + skip, owner)
        if not text.endswith(b"\n"):
            _synthetic(builder, b"\n", line.start + len(line.text))
    elif keyword not in PASSED_OVER:
        _synthetic(builder, b"\0\n", line.start)


def _synthetic(builder: Builder, text: bytes, at: int) -> None:
    """What stands nowhere in the Earthfile, shown at the nearest place."""
    builder.add(text, at, at, NOWHERE)
