"""What is no proper request: each request is answered, with a result or an error, and the server goes on."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from queue import Empty, Queue

import pytest

pytest.importorskip("pygls", reason='the language server needs the extra: pip install ".[test]"')

URI = "file:///tmp/none/Dockerfile"
TEXT = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
SECONDS = 30


class Server:
    """A server, spoken to in bytes."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dfix", "lsp"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
        self.heard: Queue[dict[str, object]] = Queue()
        self._number = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            if header.lower().startswith(b"content-length:"):
                size = int(header.split(b":")[1])
                while stream.readline().strip():
                    pass
                self.heard.put(json.loads(stream.read(size)))

    def send(self, body: bytes) -> None:
        """Send a message, whatever it is."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def tell(self, method: str, params: object = None) -> None:
        """Send a notification."""
        self.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())

    def ask(self, method: str, params: object = None, **more: object) -> dict[str, object]:
        """The answer to a request."""
        self._number += 1
        self.send(
            json.dumps({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params, **more}).encode()
        )
        return self.answer(self._number)

    def answer(self, number: object) -> dict[str, object]:
        """What the server answers to the request of that number."""
        while True:
            try:
                message = self.heard.get(timeout=SECONDS)
            except Empty:
                raise AssertionError(f"no answer; the server ended with {self.process.poll()}") from None
            if message.get("id") == number and "method" not in message:
                return message

    def begin(self) -> None:
        """Initialize, and open a document."""
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})
        self.open(URI, TEXT)

    def open(self, uri: str, text: str) -> None:
        """Open a document."""
        document = {"uri": uri, "languageId": "dockerfile", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def is_well(self) -> bool:
        """Whether it still does its work."""
        shown = self.ask("textDocument/hover", at(3, 20))
        return "error" not in shown and "result" in shown and "app" in json.dumps(shown["result"])


def at(line: int, character: int, uri: str = URI) -> dict[str, object]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def between(start: tuple[int, int], end: tuple[int, int]) -> dict[str, object]:
    first, last = ({"line": line, "character": character} for line, character in (start, end))
    return {"textDocument": {"uri": URI}, "range": {"start": first, "end": last}, "context": {"diagnostics": []}}


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.process.kill()
    one.process.communicate()


POSITIONS = [(0, 0), (3, 10**6), (10**6, 0), (2**31 - 1, 2**31 - 1), (4, 0), (0, 2**31 - 1)]
AT_PLACE = ("hover", "definition", "references", "prepareRename", "rename", "codeAction", "inlayHint")


def test_every_request_for_every_place_is_answered(server: Server) -> None:
    server.begin()
    for method in AT_PLACE:
        for line, character in POSITIONS:
            words = {**at(line, character), "context": {"includeDeclaration": True}, "newName": "x"}
            if method in ("codeAction", "inlayHint"):
                words = between((line, character), (line, character))
            answer = server.ask(f"textDocument/{method}", words)
            assert "result" in answer or "error" in answer, (method, line, character)
            if method not in ("rename", "prepareRename"):
                assert "error" not in answer, (method, line, character, answer)
    assert server.ask("textDocument/codeAction", between((3, 5), (0, 0)))["id"]
    assert server.is_well()


MALFORMED = [
    ("textDocument/hover", None),
    ("textDocument/hover", []),
    ("textDocument/hover", "x"),
    ("textDocument/hover", {}),
    ("textDocument/hover", {"textDocument": {}, "position": {}}),
    ("textDocument/hover", at(-1, -5)),
    ("textDocument/hover", {"textDocument": {"uri": 5}, "position": {"line": "a", "character": None}}),
    ("textDocument/hover", at(10**30, 0)),
    ("textDocument/codeAction", {"textDocument": {"uri": URI}, "range": None, "context": {}}),
    ("textDocument/codeAction", between((-1, 0), (0, -1))),
    ("textDocument/rename", {**at(0, 18), "newName": 7}),
    ("textDocument/rename", {**at(0, 18), "newName": "a b\n$(x)"}),
    ("textDocument/formatting", {"textDocument": {"uri": URI}}),
    ("workspace/executeCommand", {"command": "rm", "arguments": [1]}),
    ("workspace/executeCommand", {}),
    ("workspace/symbol", {"query": None}),
    ("completionItem/resolve", {}),
    ("dfix/unknown", {"a": 1}),
    ("", {}),
    ("$/unknown", None),
    ("initialize", {"processId": None, "rootUri": None, "capabilities": {}}),
    ("textDocument/hover", at(0, 0, "file:///not/open")),
    ("textDocument/hover", at(0, 0, "untitled:x")),
    ("textDocument/hover", at(0, 0, "\0")),
    ("textDocument/hover", at(0, 0, "file://%zz/%00")),
    ("textDocument/hover", at(0, 0, "http://[::1")),
]


def test_what_is_malformed_is_answered(server: Server) -> None:
    server.begin()
    for method, words in MALFORMED:
        answer = server.ask(method, words)
        assert "result" in answer or "error" in answer, (method, words)
        assert "Traceback" not in json.dumps(answer)
    assert server.is_well()


NO_MESSAGES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"7",
    b'"x"',
    b"{}",
    b"\xff\xfe",
    b'{"jsonrpc": "2.0"}',
    b'{"jsonrpc": "1.0", "id": 900, "method": "x"}',
    b'{"jsonrpc": "2.0", "id": {"a": 1}, "method": "x"}',
    b'{"jsonrpc": "2.0", "id": 901, "method": 5}',
    b'{"jsonrpc": "2.0", "id": 902, "result": 5}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": 5}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///x", "version": 1}, "contentChanges": [{"text": "FROM a"}]}}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didClose", "params": {"textDocument": {"uri": "file:///never"}}}',
    b'{"jsonrpc": "2.0", "method": "workspace/didChangeConfiguration", "params": {"settings": [[[]]]}}',
    b'{"jsonrpc": "2.0", "method": "workspace/didChangeWatchedFiles", "params": {"changes": 5}}',
    b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 12345}}',
    b"[" * 100_000,
]


def test_what_is_no_message_ends_nothing(server: Server) -> None:
    server.begin()
    for message in NO_MESSAGES:
        server.send(message)
        assert server.is_well(), message[:80]


def test_a_request_before_initialize_is_an_error(server: Server) -> None:
    answer = server.ask("textDocument/hover", at(0, 0))
    assert "error" in answer, answer
    server.begin()
    assert server.is_well()


def test_a_request_after_shutdown_is_an_error(server: Server) -> None:
    server.begin()
    assert "error" not in server.ask("shutdown")
    assert "error" in server.ask("textDocument/hover", at(0, 0))
    server.tell("exit")
    assert server.process.wait(SECONDS) == 0


def test_documents_that_are_too_large_or_binary_are_answered(server: Server) -> None:
    server.begin()
    texts = {
        "large": "FROM alpine:3.20\n" + "# x\n" * 4_500_000,
        "nul": "FROM a\0b\n",
        "lone": "FROM \ud800\n",
        "empty": "",
    }
    for name, text in texts.items():
        uri = f"file:///tmp/none/{name}"
        server.open(uri, text)
        for method in ("hover", "definition", "documentSymbol", "formatting"):
            words = {**at(0, 6, uri), "options": {"tabSize": 4, "insertSpaces": True}}
            assert "error" not in server.ask(f"textDocument/{method}", words), (name, method)
    assert server.is_well()
