"""`dfix lock` against a real registry that gives tokens, redirects, is overloaded, cuts what it sends, or holds traps.

What no registry does on demand, a server in front of it does: it hands everything else through.
"""

import base64
import gzip
import http.server
import json
import os
import ssl
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from image import layer
from oci import Made, oci_folder
from real_registry import PASSWORD, USER, RealRegistry, environment, make_certificate, missing, running
from roots import alpine, debian

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"{missing()} is not installed")

MEGABYTE = 1 << 20
# What the process took at most, in kB, on its last line.
MEASURED = """
import sys
from dfix.cli import main
try:
    main()
finally:
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""


@contextmanager
def serving(handler: type[http.server.BaseHTTPRequestHandler], certificate: Path | None = None) -> Iterator[str]:
    """A server on a free port, with TLS where a certificate is given; its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate / "certs/ca.crt", certificate / "server.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Quiet(http.server.BaseHTTPRequestHandler):
    """Answers without a log; ``seen`` are the requests that came: path and headers."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[tuple[str, dict[str, str]]]]

    def note(self) -> None:
        """Keep what was asked."""
        self.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        told = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        """The same without a body."""
        self.do_GET()

    def do_GET(self) -> None:
        """Of each server its own."""
        raise NotImplementedError

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class User:
    """Somebody who runs `dfix lock` in a project of one Dockerfile; no output shows the password."""

    def __init__(self, folder: Path, registry: RealRegistry) -> None:
        self.folder, self.home, self.registry = folder / "project", folder / "home", registry
        self.folder.mkdir()

    def lock(self, reference: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run it for an image; the last line on standard error is the memory that it took."""
        (self.folder / "Dockerfile").write_text(f"FROM {reference}\n")
        env = {**environment(self.home), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        call = [sys.executable, "-c", MEASURED, "lock", "--ca", self.registry.ca, *words]
        done = subprocess.run(call, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        assert PASSWORD not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert int(done.stderr.split()[-1]) < 150_000
        assert not list(self.home.glob("cache/dfix/blobs/.part*"))
        return done

    def fails(self, reference: str, *words: str) -> str:
        """The one line of the error; no lock file is there."""
        done = self.lock(reference, *words)
        assert done.returncode == 2
        assert not (self.folder / "dfix.lock").exists()
        (line,) = (one for one in done.stderr.splitlines() if one.startswith("error:"))
        return line

    @property
    def systems(self) -> list[str]:
        """The systems of the locked images."""
        return [one["os"]["id"] for one in json.loads((self.folder / "dfix.lock").read_text())["images"]]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealRegistry]:
    with running(tmp_path_factory.mktemp("registry") / "files") as one:
        oci_folder(one.folder / "image", [Made([layer({**debian(), "usr/share/data": os.urandom(MEGABYTE)})])])
        one.push(one.folder / "image", "corp/base:1")
        yield one


@pytest.fixture
def user(tmp_path: Path, registry: RealRegistry) -> User:
    return User(tmp_path, registry)


# Tokens.


def _url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(folder: Path, name: str, begins: int) -> str:
    """A token as the distribution project's "Token Authentication Implementation" has it, good for five minutes."""
    der = ssl.PEM_cert_to_DER_cert((folder / "certs/ca.crt").read_text())
    head = {"typ": "JWT", "alg": "RS256", "x5c": [base64.b64encode(der).decode()]}
    access = [{"type": "repository", "name": name, "actions": ["pull"]}]
    times = {"nbf": begins, "iat": begins, "exp": begins + 300}
    body = {"iss": "test", "sub": USER, "aud": "registry", "jti": str(begins), "access": access, **times}
    text = f"{_url64(json.dumps(head).encode())}.{_url64(json.dumps(body).encode())}"
    call = ["openssl", "dgst", "-sha256", "-sign", str(folder / "server.key")]
    signed = subprocess.run(call, input=text.encode(), capture_output=True, check=True).stdout
    return f"{text}.{_url64(signed)}"


def tokens(folder: Path, ages: list[int]) -> type[Quiet]:
    """A server of tokens: those that it gives began so many seconds ago, the last for all that are asked for later."""

    class Tokens(Quiet):
        seen: ClassVar[list[tuple[str, dict[str, str]]]] = []

        def do_GET(self) -> None:
            self.note()
            asked = parse_qs(urlsplit(self.path).query)
            assert asked["scope"] == ["repository:corp/base:pull"]
            age = ages[min(len(self.seen), len(ages)) - 1]
            told = {"token": token(folder, "corp/base", int(time.time()) - age)}
            self.answer(200, json.dumps(told).encode())

    return Tokens


@pytest.mark.parametrize(
    ("ages", "given", "error"),
    [
        ([0], 1, ""),
        ([3600, 0], 2, ""),
        ([3600], 2, "does not let corp/base be read with these credentials (those of"),
    ],
    ids=["a good one", "one that has expired", "none but expired ones"],
)
def test_tokens(ages: list[int], given: int, error: str, registry: RealRegistry, tmp_path: Path) -> None:
    """The registry says of an expired one that it is invalid; another one is asked for once."""
    make_certificate(tmp_path / "signer/certs", "signer")
    server = tokens(tmp_path / "signer", ages)
    with serving(server, registry.folder) as address:
        auth = {"token": {"realm": f"https://{address}/token", "service": "registry", "issuer": "test", "rootcertbundle": str(tmp_path / "signer/certs/ca.crt")}}  # fmt: skip
        with registry.again(auth=auth) as one:
            user = User(tmp_path, one)
            one.log_in(user.home)
            said = user.fails(f"{one.address}/corp/base:1") if error else user.lock(f"{one.address}/corp/base:1").stdout
            assert error in said
    assert len(server.seen) == given
    assert all(headers["authorization"].startswith("Basic ") for _, headers in server.seen)


# Blobs elsewhere.


def test_blobs_of_another_host(registry: RealRegistry, tmp_path: Path) -> None:
    """The registry itself redirects, as one on an object store does; no credential goes along."""

    class Files(Quiet):
        seen: ClassVar[list[tuple[str, dict[str, str]]]] = []

        def do_GET(self) -> None:
            self.note()
            path = registry.folder / "data" / urlsplit(self.path).path.lstrip("/")
            self.answer(200, path.read_bytes())

    with serving(Files, registry.folder) as address:
        storage = [{"name": "redirect", "options": {"baseurl": f"https://{address}/"}}]
        with registry.again(middleware={"storage": storage}) as one:
            user = User(tmp_path, one)
            one.log_in(user.home)
            assert user.lock(f"{one.address}/corp/base:1").returncode == 0
    assert user.systems == ["debian"]
    assert len(Files.seen) == 2
    assert not any({"authorization", "cookie"} & headers.keys() for _, headers in Files.seen)


# What goes wrong on the way.

Fault = Callable[[Quiet, int, dict[str, str], bytes], None]


def front(registry: RealRegistry, word: str, fault: Fault, times: int = 1) -> type[Quiet]:
    """A server in front of a registry: the first requests whose path has a word and that succeed go wrong."""

    class Front(Quiet):
        seen: ClassVar[list[tuple[str, dict[str, str]]]] = []
        done = 0

        def do_GET(self) -> None:
            self.note()
            context = ssl.create_default_context(cafile=registry.ca)
            connection = HTTPSConnection(registry.address, context=context)
            connection.request(self.command, self.path, headers={**dict(self.headers), "Host": registry.address})
            answer = connection.getresponse()
            body = answer.read()
            headers = {name: value for name, value in answer.getheaders() if name.lower() != "transfer-encoding"}
            connection.close()
            if word in self.path and answer.status < 300 and type(self).done < times:
                type(self).done += 1
                fault(self, answer.status, headers, body)
                return
            self.answer(answer.status, body, **{name.replace("-", "_"): value for name, value in headers.items()})

    return Front


def busy(status: int, wait: str = "") -> Fault:
    headers = {"Retry_After": wait} if wait else {}
    return lambda request, _status, _headers, _body: request.answer(status, b"", **headers)


def cut(request: Quiet, status: int, headers: dict[str, str], body: bytes) -> None:
    """Half of it comes."""
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body[: len(body) // 2])
    request.close_connection = True


def other(request: Quiet, status: int, headers: dict[str, str], body: bytes) -> None:
    """As many bytes, and others."""
    request.answer(status, body[:-1] + bytes([body[-1] ^ 1]), **{n.replace("-", "_"): v for n, v in headers.items()})


OVERCOME: dict[str, tuple[str, Fault, int]] = {
    "429 for a second": ("/manifests/", busy(429, "1"), 1),
    "429 for a blob": ("/blobs/", busy(429, "1"), 2),
    "503": ("/manifests/", busy(503), 1),
    "502 for a blob": ("/blobs/", busy(502), 1),
    "a cut manifest": ("/manifests/", cut, 1),
    "a cut blob": ("/blobs/", cut, 2),
}


@pytest.mark.parametrize(("word", "fault", "times"), OVERCOME.values(), ids=OVERCOME)
def test_what_is_overcome(word: str, fault: Fault, times: int, registry: RealRegistry, user: User) -> None:
    """With the real waits."""
    server = front(registry, word, fault, times)
    with serving(server) as address:
        registry._replace(address=address).log_in(user.home)
        done = user.lock(f"{address}/corp/base:1")
        assert (done.returncode, user.systems) == (0, ["debian"]), done.stderr
    assert server.done == times  # type: ignore[attr-defined]  # its own


SAID: dict[str, tuple[str, Fault, str]] = {
    "429 for hours": ("/manifests/", busy(429, "7200"), "HOST: it answers 429 Too Many Requests; try again in 7200 seconds"),
    "404": ("/blobs/", busy(404), "HOST has no blob sha256:"),
    "403": ("/blobs/", busy(403), "HOST does not let corp/base be read with these credentials"),
    "another manifest": ("/manifests/", other, "the manifest 1 has another content than its digest says"),
    "another blob": ("/blobs/", other, "has another content than its digest says"),
}  # fmt: skip


@pytest.mark.parametrize(("word", "fault", "message"), SAID.values(), ids=SAID)
def test_what_is_said(word: str, fault: Fault, message: str, registry: RealRegistry, user: User) -> None:
    with serving(front(registry, word, fault, 99)) as address:
        registry._replace(address=address).log_in(user.home)
        assert message in user.fails(f"{address}/corp/base:1").replace(address, "HOST")


def test_what_could_not_be_asked_keeps_its_entry(registry: RealRegistry, user: User) -> None:
    """An upgrade that fails changes nothing."""
    registry.log_in(user.home)
    reference = f"{registry.address}/corp/base:1"
    assert user.lock(reference).returncode == 0
    before = (user.folder / "dfix.lock").read_bytes()
    registry.log_in(user.home, "wrong")
    assert user.lock(reference, "--upgrade-all", "--no-cache").returncode == 2
    assert user.lock(reference, "--check").returncode == 2
    assert (user.folder / "dfix.lock").read_bytes() == before


# Hostile layers, as a registry hands them out.


def _member(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    header = tarfile.TarInfo(name)
    header.size, header.type, header.linkname, header.mode = size, kind, link, 0o755
    return header.tobuf(tarfile.GNU_FORMAT)


def _bomb() -> bytes:
    """Two gigabytes of zeros in two megabytes, where 64 gigabytes are announced: a stream of many streams."""
    sixteen = gzip.compress(bytes(16 * MEGABYTE), 9, mtime=0)
    return gzip.compress(_member("zeros", 64 << 30), mtime=0) + sixteen * 128


TRAPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (_bomb, "its layer 1 cannot be read: it unpacks to more than"),
    "a name of gigabytes": (lambda: gzip.compress(_member("././@LongLink", 1 << 32, tarfile.GNUTYPE_LONGNAME) + bytes(MEGABYTE)), "a header claims 4294967296 bytes"),
    "a header of gigabytes": (lambda: gzip.compress(_member("x", 1 << 33, tarfile.XHDTYPE) + bytes(MEGABYTE)), "a header claims 8589934592 bytes"),
    "headers of headers": (lambda: gzip.compress((_member("././@LongLink", 2, tarfile.GNUTYPE_LONGNAME) + b"x".ljust(512, b"\0")) * 100_000, 1), "its layer 1 cannot be read"),
    "no archive": (lambda: os.urandom(MEGABYTE), "its layer 1 cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize(("made", "message"), TRAPS.values(), ids=TRAPS)
def test_a_trap_is_one_line(
    made: Callable[[], bytes], message: str, registry: RealRegistry, user: User, tmp_path: Path
) -> None:
    oci_folder(tmp_path / "image", [Made([made()])], compression="packed")
    registry.push(tmp_path / "image", "corp/trap:1")
    registry.log_in(user.home)
    said = user.fails(f"{registry.address}/corp/trap:1")
    assert message in said
    assert len(said) < 300


def test_nothing_is_written_outside(registry: RealRegistry, user: User, tmp_path: Path) -> None:
    """Names and links that lead out stay in the image's root, and nothing of it reaches the disk."""
    mark = tmp_path / "outside"
    files = {
        **alpine(),
        f"../../../../../../../..{mark}": b"1",
        str(mark): b"2",
        "up": "/",
        f"up{mark}": b"3",
        "etc/passwd": "/etc/passwd",
    }
    oci_folder(tmp_path / "image", [Made([layer(files)])])
    registry.push(tmp_path / "image", "corp/outside:1")
    registry.log_in(user.home)
    assert user.lock(f"{registry.address}/corp/outside:1").returncode == 0
    assert user.systems == ["alpine"]
    assert not mark.exists()
