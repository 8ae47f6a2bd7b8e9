"""What registries do wrong: each is one clear line, nothing half-written, and no credential in it or on the way."""

import base64
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from fake_registry import PASSWORD, USER, Registry, serving
from image import layer
from oci import Made, oci_folder
from roots import alpine

from dfix.cli import main
from dfix.lock.error import LockError, NotThereError
from dfix.lock.sources import Network, Sources, digest_in, measure

Before = Callable[[Any, int], bool]
GIB = 1 << 30


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """A registry with one image, and a user who has no credentials."""
    for name in ("DOCKER_CONFIG", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    files = {**alpine(), "usr/share/data": Random(1).randbytes(5_000)}
    oci_folder(tmp_path / "image", [Made([layer(files), layer({"usr/bin/.wh.wget": b""})])])
    with serving() as one:
        one.add("corp/base", "1", tmp_path / "image")
        yield one


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited."""
    found: list[float] = []
    monkeypatch.setattr("dfix.lock.registry.client.time.sleep", found.append)
    return found


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def log_in(tmp_path: Path, registry: Registry, password: str = PASSWORD) -> None:
    auth = base64.b64encode(f"{USER}:{password}".encode()).decode()
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home/config.json").write_text(json.dumps({"auths": {registry.address: {"auth": auth}}}))


def ask(
    registry: Registry, cache: Path, most: int = GIB, reference: str = "corp/base:1", **network: Any
) -> dict[str, Any]:
    sources = Sources(network=Network(max_download=most, cache=str(cache), **network))
    (entry,) = measure(sources, f"{registry.address}/{reference}", (), ())
    return entry


def fails(registry: Registry, cache: Path, **how: Any) -> str:
    """The one line that is said; nothing of a blob that failed is left."""
    with pytest.raises(LockError) as error:
        ask(registry, cache, **how)
    assert not list(cache.glob(".part*"))
    assert PASSWORD not in error.value.whole
    assert "\n" not in error.value.whole
    return error.value.whole.replace(registry.address, "HOST")


def on(word: str, *numbers: int, do: Callable[[Any], None]) -> Before:
    """Do something at the n-th requests whose path contains a word; without numbers at all of them."""
    count = 0

    def before(request: Any, _number: int) -> bool:
        nonlocal count
        count += word in request.path
        fits = word in request.path and (not numbers or count in numbers)
        if fits:
            do(request)
        return fits

    return before


def status(code: int, **headers: str) -> Callable[[Any], None]:
    return lambda request: request.answer(
        code, b"{}", {name.replace("_", "-"): value for name, value in headers.items()}
    )


def test_it_is_read(registry: Registry, cache: Path) -> None:
    """Plain HTTP on this machine, since TLS is not spoken; a second time the blobs come from the cache."""
    entry = ask(registry, cache)
    assert (entry["os"]["id"], entry["programs"]) == ("alpine", {"/sbin": "apk ldconfig", "/bin": "busybox sh"})
    registry.requests.clear()
    assert ask(registry, cache) == entry
    assert registry.paths("/blobs/") == []


def test_a_damaged_cache_is_fetched_again(registry: Registry, cache: Path) -> None:
    entry = ask(registry, cache)
    for blob in cache.iterdir():
        blob.write_bytes(b"damaged")
    assert ask(registry, cache) == entry


WAITS = {
    "429 with a number": (status(429, Retry_After="7"), (2, 3), [7.0, 7.0]),
    "429 with a date": (status(429, Retry_After="Fri, 31 Dec 1999 23:59:59 GMT"), (2,), [1.0]),
    "503": (status(503), (2, 3), [1.0, 2.0]),
    "a connection that is closed": (lambda request: request.connection.shutdown(socket.SHUT_RDWR), (2,), [1.0]),
}


@pytest.mark.parametrize(("do", "numbers", "expected"), WAITS.values(), ids=WAITS)
@pytest.mark.parametrize("word", ["/manifests/1", "/blobs/"])
def test_it_is_waited(
    do: Callable[[Any], None],
    numbers: tuple[int, ...],
    expected: list[float],
    word: str,
    registry: Registry,
    cache: Path,
    waits: list[float],
) -> None:
    registry.before = on(word, *(number - 1 for number in numbers), do=do)
    assert ask(registry, cache)["os"]["id"] == "alpine"
    assert waits == expected


@pytest.mark.parametrize("ranges", [True, False], ids=["with ranges", "without"])
def test_a_transfer_that_is_cut_goes_on(*, ranges: bool, registry: Registry, cache: Path, waits: list[float]) -> None:
    blobs = [blob for blob in registry.blobs if len(registry.blobs[blob]) > 1000]

    def cut(request: Any) -> None:
        data = registry.blobs[request.path.rpartition("/")[2]]
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data[: len(data) // 2])
        request.close_connection = True

    def before(request: Any, _number: int) -> bool:
        is_first = any(blob in request.path for blob in blobs) and len(registry.paths(request.path)) == 1
        if is_first:
            cut(request)
        elif not ranges and "Range" in request.headers:
            request.answer(200, registry.blobs[request.path.rpartition("/")[2]])
            return True
        return is_first

    registry.before = before
    assert ask(registry, cache)["os"]["id"] == "alpine"
    asked = [headers.get("range") for path, headers in registry.requests if blobs[0] in path]
    assert asked == [None, f"bytes={len(registry.blobs[blobs[0]]) // 2}-"]
    assert waits


def _larger(request: Any) -> None:
    request.answer(200, b"x" * 100_000)


def _endless(request: Any) -> None:
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    try:
        while True:
            request.wfile.write(b"10000\r\n" + b"{" * 0x10000 + b"\r\n")
    except OSError:
        request.close_connection = True


MANIFEST = "application/vnd.oci.image.manifest.v1+json"
FAULTS: dict[str, tuple[str, Callable[[Any], None], str]] = {
    "500": ("/manifests/", status(500), "HOST: it answers 500 Internal Server Error"),
    "429 for an hour": ("/manifests/", status(429, Retry_After="3600"), "HOST: it answers 429 Too Many Requests; try again in 3600 seconds"),
    "404": ("/manifests/", status(404), "HOST has no such image: corp/base"),
    "a blob that is not there": ("/blobs/", status(404), "HOST has no blob sha256:"),
    "403": ("/manifests/", status(403), "HOST does not let corp/base be read with these credentials (there are none); run `docker login HOST`"),
    "401 without a challenge": ("/manifests/", status(401), "does not let corp/base be read"),
    "an unknown challenge": ("/manifests/", status(401, WWW_Authenticate="Negotiate abc"), "does not let corp/base be read"),
    "a blob of another content": ("/blobs/", lambda request: request.answer(200, bytes(len(request.registry.blobs[request.path.rpartition("/")[2]]))), "has another content than its digest says"),
    "a blob that is too large": ("/blobs/", _larger, "is larger than its manifest says"),
    "a blob that does not end": ("/blobs/", _endless, "is larger than its manifest says"),
    "a manifest that does not end": ("/manifests/", _endless, "it sends a manifest that does not end"),
    "a manifest of another content": ("/manifests/", lambda request: request.answer(200, b'{"layers": []}', {"Docker-Content-Digest": "sha256:" + "0" * 64}), "another content than its digest says"),
    "no JSON": ("/manifests/", lambda request: request.answer(200, b"<html>"), "it sends a manifest that is no JSON"),
    "deep JSON": ("/manifests/", lambda request: request.answer(200, b"[" * 100_000), "it sends a manifest that is no JSON"),
    "another JSON": ("/manifests/", lambda request: request.answer(200, b"3"), "its manifest is of a kind that dfix does not read"),
    "schema 1": ("/manifests/", lambda request: request.answer(200, b'{"schemaVersion": 1, "fsLayers": []}'), "of a kind that dfix does not read (schema 1)"),
    "a path for a digest": ("/manifests/", lambda request: request.answer(200, b'{"layers": [], "config": {"digest": "sha256:../../etc/passwd"}}'), "which is no digest"),
    "an endless index": ("/manifests/", lambda request: request.answer(200, json.dumps({"manifests": [{"digest": "sha256:" + "0" * 64, "size": 1, "platform": {"os": "linux", "architecture": "amd64"}}]}).encode()), "another content than its digest says"),
    "many layers": ("/manifests/", lambda request: request.answer(200, json.dumps({"layers": [{}] * 1001}).encode()), "it has more than 1000 layers"),
    "a circle of redirects": ("/blobs/", lambda request: request.answer(307, b"", {"Location": request.path}), "HOST: it redirects in a circle"),
    "a redirect to a file": ("/blobs/", status(302, Location="file:///etc/passwd"), "redirects to where nothing is fetched from"),
    "a redirect with a password": ("/blobs/", status(302, Location="https://a:b@example.com/"), "redirects to where nothing is fetched from"),
    "a redirect to nowhere": ("/blobs/", status(302), "redirects to where nothing is fetched from"),
    "a redirect to nonsense": ("/blobs/", status(302, Location="http://a:b/"), "HOST: it cannot be reached: Invalid URL in location header"),
}  # fmt: skip


@pytest.mark.parametrize(("word", "do", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_one_line(
    word: str, do: Callable[[Any], None], message: str, registry: Registry, cache: Path, waits: list[float]
) -> None:
    registry.before = on(word, do=do)
    assert message in fails(registry, cache)


def test_a_port_where_nobody_listens(registry: Registry, cache: Path, waits: list[float]) -> None:
    with pytest.raises(LockError, match="it cannot be reached"):
        measure(Sources(network=Network(max_download=GIB)), "127.0.0.1:9/corp/base:1", (), ())
    assert waits == []


@pytest.mark.parametrize("most", [10, 3000])
def test_the_most_that_is_downloaded(most: int, registry: Registry, cache: Path) -> None:
    assert "--max-download" in fails(registry, cache, most=most)


@pytest.mark.parametrize("auth", ["basic", "token"])
def test_credentials(auth: str, registry: Registry, cache: Path, tmp_path: Path) -> None:
    registry.auth = auth
    log_in(tmp_path, registry)
    assert ask(registry, cache)["os"]["id"] == "alpine"
    first = registry.requests[[path for path, _ in registry.requests].index("/v2/corp/base/manifests/1")][1]
    assert "authorization" not in first


@pytest.mark.parametrize("auth", ["basic", "token"])
def test_a_wrong_password(auth: str, registry: Registry, cache: Path, tmp_path: Path) -> None:
    registry.auth = auth
    log_in(tmp_path, registry, "another-password")
    said = fails(registry, cache)
    assert "HOST does not let corp/base be read with these credentials (those of" in said
    assert "another-password" not in said
    assert len(registry.requests) < 6


def test_a_token_that_expires(registry: Registry, cache: Path, tmp_path: Path) -> None:
    registry.auth = "token"
    log_in(tmp_path, registry)

    def before(request: Any, _number: int) -> bool:
        if "/blobs/" in request.path and len(registry.paths("/blobs/")) == 1:
            registry.tokens.clear()
        return False

    registry.before = before
    assert ask(registry, cache)["os"]["id"] == "alpine"
    assert registry.given == 2


def test_a_token_that_is_never_good(registry: Registry, cache: Path, tmp_path: Path) -> None:
    registry.auth = "token"
    log_in(tmp_path, registry)
    registry.before = lambda _request, _number: registry.tokens.clear() or False
    assert "does not let corp/base be read" in fails(registry, cache)
    assert registry.given == 2


@pytest.mark.parametrize(
    ("realm", "message"),
    [
        ("ftp://example.com/token", "it names an address for tokens that is not safe"),
        ("http://a:b/", "it names no address for tokens"),
        ("", "it names an address for tokens that is not safe"),
    ],
)
def test_realms(realm: str, message: str, registry: Registry, cache: Path, tmp_path: Path) -> None:
    log_in(tmp_path, registry)
    registry.before = on("/manifests/", do=status(401, WWW_Authenticate=f'Bearer realm="{realm}"'))
    assert message in fails(registry, cache)


def test_a_redirect_takes_no_credentials_along(registry: Registry, cache: Path, tmp_path: Path) -> None:
    """To another port of the same machine, which is another server."""
    registry.auth = "basic"
    log_in(tmp_path, registry)
    with serving() as other:
        other.blobs = registry.blobs

        def redirect(request: Any) -> None:
            location = f"http://{other.address}{request.path}?signature=1"
            request.answer(307, b"", {"Location": location, "Set-Cookie": "session=abc"})

        other.before = lambda request, _: (
            bool(request.blob(other.blobs[request.path.partition("?")[0].rpartition("/")[2]])) or True
        )
        registry.before = on("/blobs/", do=redirect)
        assert ask(registry, cache)["os"]["id"] == "alpine"
        assert other.requests
        assert not any({"authorization", "cookie"} & headers.keys() for _, headers in other.requests)


def test_a_server_that_says_the_password(registry: Registry, cache: Path, tmp_path: Path) -> None:
    log_in(tmp_path, registry)
    answer = json.dumps({"errors": [{"message": f"no {PASSWORD} {USER} https://u:{PASSWORD}@proxy/"}]}).encode()
    registry.before = on("/manifests/", do=lambda request: request.answer(418, answer))
    assert "it answers 418" in fails(registry, cache)


def test_a_mirror_comes_first_and_the_registry_where_it_fails(
    registry: Registry, cache: Path, waits: list[float]
) -> None:
    with serving() as mirror:
        mirror.blobs, mirror.manifests = (
            registry.blobs,
            {f"cache/{key}": value for key, value in registry.manifests.items()},
        )
        mirrors = ((registry.address, f"http://{mirror.address}/cache"),)
        assert ask(registry, cache, mirrors=mirrors)["os"]["id"] == "alpine"
        assert registry.requests == []
        mirror.before = on("", do=status(500))
        assert ask(registry, cache, mirrors=mirrors)["os"]["id"] == "alpine"
        assert registry.requests


def test_the_digest_alone(registry: Registry, cache: Path) -> None:
    sources = Sources(network=Network(max_download=GIB))
    digest = digest_in(sources, f"{registry.address}/corp/base:1")
    assert digest.startswith("sha256:")
    assert registry.paths("/blobs/") == []
    with pytest.raises(LockError, match="has no such image"):
        digest_in(sources, f"{registry.address}/corp/base:2")
    assert ask(registry, cache, reference=f"corp/base@{digest}")["digest"] == digest


def test_what_is_not_there_may_be_elsewhere(registry: Registry, cache: Path, tmp_path: Path) -> None:
    """The next place is asked only where the first one does not have the image."""
    reference = f"{registry.address}/corp/other:1"
    places = ("registry", f"{reference}={tmp_path / 'image'}")
    network = Network(max_download=GIB, cache=str(cache))
    assert measure(Sources(places, network), reference, (), ())[0]["os"]["id"] == "alpine"
    registry.before = on("/manifests/", do=status(403))
    with pytest.raises(LockError) as error:
        measure(Sources(places, network), reference, (), ())
    assert not isinstance(error.value, NotThereError)


@pytest.fixture
def named(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> str:
    """The registry under a name that does not look like this machine's, so that TLS is expected of it."""
    find = socket.getaddrinfo

    def found(host: Any, *rest: Any, **more: Any) -> Any:
        return find("127.0.0.1" if host in ("registry.corp", b"registry.corp") else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return f"registry.corp:{registry.address.partition(':')[2]}"


def test_plain_http_is_spoken_only_where_it_is_allowed(
    named: str, waits: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["images", "--ask", "--no-cache", f"{named}/corp/base:1"]
    assert CliRunner().invoke(main, words).exit_code != 0
    shown = CliRunner().invoke(main, [*words, "--plain-http", named])
    assert (shown.exit_code, shown.stdout.splitlines()[0]) == (0, f"{named}/corp/base:1: Alpine 3.20, musl 1.2.5")


def test_what_decides_which_images_are_locked(named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The argument of FROM, and the configuration, which skips a directory."""
    monkeypatch.chdir(tmp_path)
    for folder, text in (("a", f"ARG TAG=9\nFROM {named}/corp/base:$TAG\n"), ("b", f"FROM {named}/corp/gone:1\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Dockerfile").write_text(text)
    (tmp_path / "own.toml").write_text('exclude = ["b/"]\n')
    words = ["lock", "--no-cache", "--plain-http", named, "--build-arg", "TAG=1", "."]
    assert "corp/gone:1" in CliRunner().invoke(main, words).stderr
    shown = CliRunner().invoke(main, [*words, "--config", "own.toml"])
    assert shown.exit_code == 0, shown.output
    assert [one["image"] for one in json.loads((tmp_path / "dfix.lock").read_text())["images"]] == [
        f"{named}/corp/base:1"
    ]
