"""A registry in this process that does what tests tell it to: fail, cut, redirect, send what it should not."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

USER, PASSWORD = "user", "s3cret-password"
IDENTITY = "1dentity-token"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class Registry:
    """The images of OCI folders by repository and tag, and what happens to requests.

    ``before`` is called with each request and its number; where it answers it returns True. ``requests`` are those that
    came: path and headers. ``root`` is the path below which the registry is.
    """

    def __init__(self) -> None:
        self.manifests: dict[str, tuple[str, bytes]] = {}
        self.blobs: dict[str, bytes] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.before: Callable[[Any, int], bool] = lambda _request, _number: False
        self.forms: list[dict[str, str]] = []
        self.tokens: set[str] = set()
        self.auth = ""
        self.given = 0
        self.root = ""
        self.address = ""

    def add(self, repository: str, tag: str, folder: Path) -> None:
        """Take the image of an OCI folder."""
        top = json.loads((folder / "index.json").read_text())["manifests"][0]
        for blob in (folder / "blobs/sha256").iterdir():
            self.blobs[f"sha256:{blob.name}"] = blob.read_bytes()
            self.manifests[f"{repository}/sha256:{blob.name}"] = (f"sha256:{blob.name}", blob.read_bytes())
        self.manifests[f"{repository}/{tag}"] = (top["digest"], self.blobs[top["digest"]])

    def paths(self, word: str = "") -> list[str]:
        """The paths that were asked for and contain a word."""
        return [path for path, _ in self.requests if word in path]


class Handler(BaseHTTPRequestHandler):
    """Answers as the distribution specification says, unless a test says otherwise."""

    registry: Registry
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """What was asked for, after what a test wants done with it."""
        registry = self.registry
        self.path = self.path.removeprefix(registry.root) if self.path.startswith(f"{registry.root}/") else "/none"
        registry.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        if registry.before(self, len(registry.requests)):
            return
        if self.path.startswith("/token"):
            self.token()
        elif not self.allowed():
            self.challenge()
        elif self.path == "/v2/":
            self.answer(200, b"{}")
        elif "/manifests/" in self.path:
            self.manifest()
        elif "/blobs/" in self.path:
            self.blob(self.registry.blobs.get(self.path.rpartition("/")[2]))
        else:
            self.answer(404)

    def do_POST(self) -> None:
        """A token for a refresh token, as OAuth2 has it."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.registry.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.registry.forms.append({name: values[0] for name, values in form.items()})
        if self.registry.before(self, len(self.registry.requests)):
            return
        if form.get("grant_type") != ["refresh_token"] or form.get("refresh_token") != [IDENTITY]:
            self.answer(401, b'{"errors": [{"message": "wrong"}]}')
        else:
            self.give("access_token", form["service"][0])

    def do_HEAD(self) -> None:
        """The same without a body."""
        self.do_GET()

    def allowed(self) -> bool:
        """Whether the request has what the registry asks for."""
        told = self.headers.get("Authorization", "")
        if self.registry.auth == "basic":
            return told == BASIC
        return self.registry.auth == "" or told.removeprefix("Bearer ") in self.registry.tokens

    def challenge(self) -> None:
        """Ask for credentials."""
        scheme = f'Bearer realm="http://{self.registry.address}/token",service="test",scope="repository:corp/base:pull"'
        self.answer(401, b"{}", {"WWW-Authenticate": scheme if self.registry.auth == "token" else 'Basic realm="test"'})

    def token(self) -> None:
        """Give a token for the right password."""
        if self.headers.get("Authorization") not in (BASIC,):
            self.answer(401, b'{"errors": [{"message": "wrong"}]}')
            return
        self.give("token", parse_qs(urlsplit(self.path).query)["service"][0])

    def give(self, key: str, service: str) -> None:
        """Answer with a fresh token."""
        self.registry.given += 1
        token = f"token-{self.registry.given}-{service}"
        self.registry.tokens.add(token)
        self.answer(200, json.dumps({key: token}).encode())

    def manifest(self) -> None:
        """A manifest by its tag or digest."""
        repository, _, target = self.path.removeprefix("/v2/").partition("/manifests/")
        found = self.registry.manifests.get(f"{repository}/{target}")
        if found is None:
            self.answer(404, b'{"errors": [{"code": "MANIFEST_UNKNOWN", "message": "unknown"}]}')
        else:
            self.answer(200, found[1], {"Docker-Content-Digest": found[0]})

    def blob(self, data: bytes | None) -> None:
        """A blob, or the rest of one."""
        first = self.headers.get("Range", "").removeprefix("bytes=").rstrip("-")
        if data is None:
            self.answer(404)
        elif first:
            self.answer(206, data[int(first) :])
        else:
            self.answer(200, data)

    def answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Registry]:
    """A registry that listens on a free port of this machine."""
    registry = Registry()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"registry": registry}))
    server.daemon_threads = True
    registry.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
