"""Makes a new input from known ones: bytes, words and lines are changed, doubled, swapped, joined, cut."""

from collections.abc import Callable, Sequence
from random import Random

# What parsers stumble over; the words of Dockerfiles, shells and manifests among it.
PIECES = (
    b"\\\n", b"\\", b"`", b"\n", b"\r\n", b"\r", b"\t", b" ", b"#", b"# escape=`\n", b"# syntax=a/b\n", b"<<EOF", b"<<-E\n",
    b"EOF\n", b"<<", b"$", b"${", b"${A:-", b"}", b"$(", b")", b"'", b'"', b"[", b"]", b"&&", b"||", b";", b"|", b"{", b"\xff",
    b"\xef\xbb\xbf", b"\xc3\xa9", b"\xe2\x84\xaa", b"\xf0\x9f\x98\x80", b"\x1b[2J", b"\xe2\x80\xae", b"--from=0 ", b"--from=b ",
    b"--mount=type=bind,from=0 ", b"--platform=$BUILDPLATFORM ", b"FROM ", b" AS b\n", b"COPY ", b"ADD ", b"RUN ", b"ARG A=1\n",
    b"ENV A=$A$A\n", b"WORKDIR ..\n", b"USER x\n", b"SHELL [\"a\"]\n", b"ONBUILD ", b"CMD [\"/app\"]\n", b"scratch", b"alpine:3.20",
    b"golang:1.22", b"debian:11", b"go build -o /app .", b"gcc -o /app a.c", b"apk add x", b"ldconfig", b"rm -rf /", b"cp -r / /x",
    b"cd ..", b"if ", b"then ", b"fi", b"for i in a b; do ", b"done", b"f() { f; }; f", b"# dfix: ignore=DF101\n", b"0", b"-1",
    b"99999999999999999999", b"{{", b"}}", b"{%", b"%}", b": ", b"- ", b"&a ", b"*a", b"<<: *a\n", b"[[package]]\n", b"= ", b"{}",
)  # fmt: skip
LONGEST = 60_000


def mutated(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """A new input; the same chance gives the same input."""
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        data = chance.choice(WAYS)(data, others, chance)
    return data[:LONGEST]


def _place(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(chance.expovariate(1 / 6)))


def _insert(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    start, end = _place(data, chance)
    return data[:start] + chance.choice(PIECES) + data[end if chance.random() < 0.5 else start :]


def _remove(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    start, end = _place(data, chance)
    return data[:start] + data[end:]


def _byte(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    start, _ = _place(data, chance)
    return data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :]


def _bit(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _repeat(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    start, end = _place(data, chance)
    return data[:start] + data[start:end] * chance.choice((2, 3, 50)) + data[end:]


def _lines(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """Lines are doubled, dropped, swapped, or taken from another input."""
    lines = data.split(b"\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    way = chance.randrange(4)
    if way == 0:
        lines.insert(to, lines[at])
    elif way == 1:
        del lines[at]
    elif way == 2:
        lines[at], lines[to] = lines[to], lines[at]
    else:
        other = chance.choice(others).split(b"\n")
        lines[at:at] = other[chance.randrange(len(other)) :][: chance.randrange(1, 6)]
    return b"\n".join(lines)


def _join(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    other = chance.choice(others)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _words(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    words = data.split(b" ")
    at, to = chance.randrange(len(words)), chance.randrange(len(words))
    words[at], words[to] = words[to], words[at]
    return b" ".join(words)


def _ends(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    return data.replace(b"\n", b"\r\n") if chance.random() < 0.5 else data.rstrip(b"\n")


WAYS: tuple[Callable[[bytes, Sequence[bytes], Random], bytes], ...] = (
    _insert, _insert, _insert, _remove, _byte, _bit, _repeat, _lines, _lines, _join, _words, _ends,
)  # fmt: skip
