"""What a server reads of a message without end."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from dfix.run import messages
from dfix.run.messages import Messages

INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}
HELLO = json.dumps(INITIALIZE).encode()


@pytest.fixture
def ten_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LONGEST", 10)


@pytest.mark.usefixtures("ten_bytes")
@pytest.mark.parametrize(
    ("data", "length", "read"),
    [
        (b"head\nbody", 4, b"body"),
        (b"head\n" + b"b" * 10, 10, b"b" * 10),
        (b"head\n" + b"b" * 11, 11, None),
        (b"head\n", 10**18, None),
        (b"h" * 11, 1, None),
    ],
)
def test_lines_and_lengths(data: bytes, length: int, read: bytes | None) -> None:
    stream = Messages(io.BytesIO(data))
    assert (stream.readline() and stream.read(length)) == (read or b"")
    assert stream.too_long is bool(stream.complaint) is (read is None)


@pytest.mark.usefixtures("ten_bytes")
@pytest.mark.parametrize(
    ("data", "lines", "too_long"),
    [
        (b"one\ntwo\n" * 9, ["one\n", "two\n"] * 9, False),
        (b"0123456789\nab", ["0123456789\n", "ab"], False),
        (b"ab\n" + b"x" * 30, ["ab\n", "xxxx"], True),
    ],
)
def test_lines_as_text(data: bytes, lines: list[str], too_long: bool) -> None:
    class Slow(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            return super().read1(min(4, size or 4) if size and size > 0 else 4)

    stream = Messages(Slow(data))
    assert [line[:4] if too_long else line for line in io.TextIOWrapper(stream, "utf-8")] == lines
    assert stream.too_long is too_long


def endless() -> Iterator[bytes]:
    """More than a server takes, and less than would harm this machine."""
    for _ in range(messages.LONGEST // 1024 // 1024 + 16):
        yield b"x" * 1024 * 1024


@pytest.mark.parametrize(
    ("server", "module", "before"),
    [
        ("mcp", "mcp", b""),
        ("lsp", "pygls", b"Content-Length: %d\r\n\r\n" % len(HELLO) + HELLO),
        ("lsp", "pygls", b"Content-Length: 100000000000\r\n\r\n"),
    ],
)
def test_a_server_ends_at_a_message_without_end(server: str, module: str, before: bytes) -> None:
    pytest.importorskip(module)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-m", "dfix", server],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdin
        assert process.stderr
        try:
            process.stdin.write(before)
            for part in endless():
                process.stdin.write(part)
        except BrokenPipeError:
            pass
        said = process.stderr.read().decode()
        assert "a message is longer than 64 MiB; the server has ended" in said
        assert "Traceback" not in said
        assert process.wait() != 0
