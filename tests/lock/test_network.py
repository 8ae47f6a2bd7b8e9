"""The ways to a registry: proxies, mirrors that the machine's configuration names, certificates, tokens for tokens."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_registry import IDENTITY, Registry, serving
from image import layer
from oci import Made, oci_folder
from proxy import proxying
from real_registry import RealRegistry, make_certificate, missing, running
from roots import alpine

from dfix.lock.error import LockError
from dfix.lock.sources import Network, Sources, digest_in, measure

GIB = 1 << 30
NAME = "registry.test"
VARIABLES = "HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY REGISTRY_AUTH_FILE XDG_RUNTIME_DIR CONTAINERS_REGISTRIES_CONF"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing is configured."""
    for name in VARIABLES.split():
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("DOCKER_CONFIG", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for module, name, value in (
        ("mirrors", "DAEMONS", (str(tmp_path / "etc/docker/daemon.json"),)),
        ("mirrors", "SYSTEM", str(tmp_path / "etc/containers/registries.conf")),
        ("mirrors", "CONTAINERD", str(tmp_path / "etc/containerd/certs.d")),
        ("trust", "CERTIFICATES", (str(tmp_path / "etc/docker/certs.d"),)),
    ):
        monkeypatch.setattr(f"dfix.lock.registry.{module}.{name}", value)
    monkeypatch.setattr("dfix.lock.registry.client.time.sleep", lambda _: None)
    return tmp_path


@pytest.fixture
def registry(home: Path) -> Iterator[Registry]:
    """A registry with one image."""
    oci_folder(home / "image", [Made([layer(alpine())])])
    with serving() as one:
        one.add("corp/base", "1", home / "image")
        yield one


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def ask(reference: str, **network: Any) -> str:
    """The system of an image, as its registry tells it."""
    sources = Sources(network=Network(max_download=GIB, **network))
    (entry,) = measure(sources, reference, (), ())
    return str(entry["os"]["id"])


# Proxies.


def test_a_proxy_of_http(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxying({NAME: registry.address}) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.address}")
        assert ask(f"{NAME}/corp/base:1", plain_http=frozenset({NAME})) == "alpine"
        assert all(f"http://{NAME}/v2/corp/base/" in one for one in proxy.seen)
        assert len(proxy.seen) == len(registry.requests) > 2


def test_no_proxy_for_names_that_need_none(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxying({NAME: registry.address}) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.address}")
        monkeypatch.setenv("NO_PROXY", f"other.test,{NAME}")
        with pytest.raises(LockError, match="it cannot be reached"):
            ask(f"{NAME}/corp/base:1", plain_http=frozenset({NAME}))
        assert proxy.seen == []


def test_a_registry_on_this_machine_needs_no_proxy(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """As docker does; nobody writes localhost into NO_PROXY."""
    with proxying({}) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.address}")
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.address}")
        assert ask(f"{registry.address}/corp/base:1") == "alpine"
        assert proxy.seen == []


@pytest.mark.parametrize("known", [True, False], ids=["its password", "another one"])
def test_a_proxy_with_a_password(*, known: bool, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxying({NAME: registry.address}, "pr0xy-password") as proxy:
        who = "user:pr0xy-password@" if known else ""
        monkeypatch.setenv("HTTP_PROXY", f"http://{who}{proxy.address}")
        if known:
            assert ask(f"{NAME}/corp/base:1", plain_http=frozenset({NAME})) == "alpine"
            return
        with pytest.raises(LockError, match="it answers 407 Proxy Authentication Required"):
            ask(f"{NAME}/corp/base:1", plain_http=frozenset({NAME}))


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("socks5://user:pr0xy-password@127.0.0.1:9", "the proxy of the environment cannot be used: .*socks"),
        ("ftp://user:pr0xy-password@127.0.0.1", "the proxy of the environment cannot be used: Unknown scheme"),
        ("http://user:pr0xy-password@127.0.0.1:9", "it cannot be reached: .*refused"),
    ],
)
def test_a_proxy_that_cannot_be_used(
    address: str, message: str, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", address)
    with pytest.raises(LockError, match=message) as error:
        ask(f"{NAME}/corp/base:1")
    assert "pr0xy-password" not in error.value.whole


# What the machine's configuration names.


def test_mirrors_of_dockers_daemon(registry: Registry, home: Path) -> None:
    registry.add("library/base", "1", home / "image")
    write(home / "etc/docker/daemon.json", json.dumps({"registry-mirrors": [f"http://{registry.address}"]}))
    assert ask("base:1") == "alpine"
    assert ask("docker.io/corp/base:1") == "alpine"


def test_a_registry_that_docker_calls_insecure(registry: Registry, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain HTTP is spoken to it, where it speaks no TLS."""
    with proxying({NAME: registry.address, f"{NAME}:443": registry.address}) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.address}")
        with pytest.raises(LockError, match="it cannot be reached"):
            ask(f"{NAME}/corp/base:1")
        assert {one.partition(" ")[0] for one in proxy.seen} == {"CONNECT"}
        write(home / "etc/docker/daemon.json", json.dumps({"insecure-registries": [NAME]}))
        assert ask(f"{NAME}/corp/base:1") == "alpine"


CONF = '[[registry]]\nprefix = "{prefix}"\n{more}\n'
MIRROR = '[[registry.mirror]]\nlocation = "{address}/corp"\n'
REGISTRIES: dict[str, tuple[str, str, bool]] = {
    "a mirror": (CONF.format(prefix=NAME, more=MIRROR), f"{NAME}/base:1", True),
    "another place": (CONF.format(prefix=f"{NAME}/team", more='location = "{address}/corp"'), f"{NAME}/team/base:1", True),
    "a wildcard": (CONF.format(prefix="*.test", more=MIRROR.replace("/corp", "/corp/base")), f"{NAME}/any/thing:1", True),
    "a mirror for digests": (CONF.format(prefix=NAME, more=MIRROR + 'pull-from-mirror = "digest-only"\n'), f"{NAME}/base:1", False),
    "docker.io": (CONF.format(prefix="docker.io/library", more=MIRROR), "base:1", True),
}  # fmt: skip


@pytest.mark.parametrize(("text", "reference", "found"), REGISTRIES.values(), ids=REGISTRIES)
@pytest.mark.parametrize(
    "place",
    ["etc/containers/registries.conf", "etc/containers/registries.conf.d/1.conf", "home/containers/registries.conf"],
)
def test_registries_conf(text: str, reference: str, place: str, *, found: bool, registry: Registry, home: Path) -> None:
    write(home / place, text.replace("{address}", registry.address))
    if found:
        assert ask(reference) == "alpine"
        return
    with pytest.raises(LockError, match="it cannot be reached"):
        ask(reference)
    assert registry.requests == []


def test_a_blocked_registry(home: Path) -> None:
    write(home / "home/containers/registries.conf", CONF.format(prefix=NAME, more="blocked = true"))
    with pytest.raises(LockError, match=f"{NAME}/base:1: registries.conf blocks {NAME}"):
        ask(f"{NAME}/base:1")


HOSTS: dict[str, tuple[str, bool]] = {
    "a host": ('[host."http://{address}"]\n', True),
    "what it can do": ('[host."http://{address}"]\ncapabilities = ["pull", "resolve"]\n', True),
    "one for blobs alone": ('[host."http://{address}"]\ncapabilities = ["pull"]\n', False),
    "below a path": ('[host."http://{address}/v2/cache"]\noverride_path = true\n', True),
    "a path before": ('[host."http://{address}/hub"]\n', True),
}


@pytest.mark.parametrize(("text", "found"), HOSTS.values(), ids=HOSTS)
@pytest.mark.parametrize("folder", [NAME, "_default"])
def test_containerds_hosts(text: str, folder: str, *, found: bool, registry: Registry, home: Path) -> None:
    registry.add("cache/corp/base", "1", home / "image")
    registry.root = "/hub" if "/hub" in text else ""
    write(home / "etc/containerd/certs.d" / folder / "hosts.toml", text.replace("{address}", registry.address))
    if found:
        assert ask(f"{NAME}/corp/base:1") == "alpine"
        return
    with pytest.raises(LockError, match="it cannot be reached"):
        ask(f"{NAME}/corp/base:1")
    assert registry.requests == []


@pytest.mark.parametrize("text", ["", "{", "[host]\n", "host = 3\n", '[host."http://"]\n', '[host."::"]\nca = [3]\n'])
def test_nonsense_names_no_mirror(text: str, home: Path) -> None:
    for place in (
        "etc/docker/daemon.json",
        "etc/containers/registries.conf",
        f"etc/containerd/certs.d/{NAME}/hosts.toml",
    ):
        write(home / place, text)
    with pytest.raises(LockError, match=f"{NAME}: it cannot be reached"):
        ask(f"{NAME}/corp/base:1")


# Tokens.


def log_in_with_identity(home: Path, registry: Registry, identity: str = IDENTITY, *, helper: bool = False) -> None:
    """Write what docker keeps after a login that gave an identity token."""
    if helper:
        program = write(
            home / "bin/docker-credential-test",
            f'#!/bin/sh\necho \'{{"Username": "<token>", "Secret": "{identity}"}}\'\n',
        )
        program.chmod(0o755)
        config: dict[str, Any] = {"credHelpers": {registry.address: "test"}}
    else:
        config = {"auths": {registry.address: {"auth": "", "identitytoken": identity}}}
    write(home / "home/config.json", json.dumps(config))


@pytest.mark.parametrize("helper", [False, True], ids=["an entry", "a helper"])
def test_an_identity_token(*, helper: bool, registry: Registry, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is exchanged for a token, which is asked for again once it has expired."""
    monkeypatch.setenv("PATH", f"{home / 'bin'}:/usr/bin:/bin")
    registry.auth = "token"
    log_in_with_identity(home, registry, helper=helper)

    def before(request: Any, _number: int) -> bool:
        if "/blobs/" in request.path and len(registry.paths("/blobs/")) == 1:
            registry.tokens.clear()
        return False

    registry.before = before
    assert ask(f"{registry.address}/corp/base:1") == "alpine"
    form = {"grant_type": "refresh_token", "refresh_token": IDENTITY, "service": "test", "client_id": "dfix"}
    assert registry.forms == [{**form, "scope": "repository:corp/base:pull"}] * 2
    assert all(IDENTITY not in json.dumps(headers) for _, headers in registry.requests)


def test_a_wrong_identity_token(registry: Registry, home: Path) -> None:
    registry.auth = "token"
    log_in_with_identity(home, registry, "an0ther-identity")
    with pytest.raises(LockError, match="does not let corp/base be read with these credentials") as error:
        ask(f"{registry.address}/corp/base:1")
    assert "an0ther-identity" not in error.value.whole


@pytest.mark.parametrize(
    ("headers", "expected"),
    [({"Retry-After": "7"}, [7.0]), ({}, [1.0]), ({"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}, [1.0])],
)
def test_a_busy_server_of_tokens(
    headers: dict[str, str], expected: list[float], registry: Registry, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("dfix.lock.registry.client.time.sleep", waits.append)
    registry.auth = "token"
    log_in_with_identity(home, registry)

    def before(request: Any, _number: int) -> bool:
        is_first = "/token" in request.path and len(registry.paths("/token")) == 1
        if is_first:
            request.answer(429, b"", headers)
        return is_first

    registry.before = before
    assert ask(f"{registry.address}/corp/base:1") == "alpine"
    assert waits == expected


@pytest.mark.parametrize("word", ["/token", "/manifests/"])
def test_a_limit_until_a_day_far_away(word: str, registry: Registry, home: Path) -> None:
    """Docker Hub's limit lasts for hours: nobody waits for it, and the line says until when."""
    registry.auth = "token"
    log_in_with_identity(home, registry)

    def before(request: Any, _number: int) -> bool:
        if word in request.path and (word == "/token" or request.allowed()):
            request.answer(429, b"", {"Retry-After": "Fri, 31 Dec 2999 23:59:59 GMT"})
            return True
        return False

    registry.before = before
    with pytest.raises(LockError, match=r"answers 429 Too Many Requests|is busy") as error:
        ask(f"{registry.address}/corp/base:1")
    assert re.search(r"; try again in \d{11} seconds$", error.value.whole)


# What a person sees.


@pytest.mark.parametrize("quiet", [False, True])
def test_a_terminal_shows_the_progress(*, quiet: bool, registry: Registry, home: Path) -> None:
    """Bytes that came, of how many; the line is gone at the end."""
    pty = pytest.importorskip("pty")
    (home / "project").mkdir()
    (home / "project/Dockerfile").write_text(f"FROM {registry.address}/corp/base:1\n")
    outer, inner = pty.openpty()
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    call = [sys.executable, "-m", "dfix", "lock", *(["--quiet"] if quiet else [])]
    done = subprocess.run(call, cwd=home / "project", env=env, stdout=subprocess.PIPE, stderr=inner, check=False)
    os.close(inner)
    os.set_blocking(outer, False)
    try:
        said = os.read(outer, 65_536).decode()
    except OSError:
        said = ""
    os.close(outer)
    assert done.returncode == 0
    assert (" MB" in said, said.count("\x1b[K") > 1) == (not quiet, not quiet)


# Certificates, of a real registry.


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealRegistry]:
    if missing():
        pytest.skip(f"{missing()} is not installed")
    with running(tmp_path_factory.mktemp("registry") / "files") as one:
        oci_folder(one.folder / "image", [Made([layer(alpine())])])
        one.push(one.folder / "image", "corp/base:1")
        yield one


def test_a_proxy_of_tls(real: RealRegistry, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate is the registry's, and the password goes through the tunnel to nobody else."""
    port = real.address.partition(":")[2]
    real._replace(address=f"{NAME}:{port}").log_in(home / "home")
    with proxying({f"{NAME}:{port}": f"127.0.0.1:{port}"}) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.address}")
        assert ask(f"{NAME}:{port}/corp/base:1", ca=real.ca) == "alpine"
        assert set(proxy.seen) == {f"CONNECT {NAME}:{port}"}


def test_certificates_of_docker(real: RealRegistry, home: Path) -> None:
    real.log_in(home / "home")
    with pytest.raises(LockError, match="CERTIFICATE_VERIFY_FAILED"):
        digest_in(Sources(), f"{real.address}/corp/base:1")
    place = write(home / "etc/docker/certs.d" / real.address / "ca.crt", Path(real.ca).read_text())
    assert ask(f"{real.address}/corp/base:1") == "alpine"
    place.write_text("no certificate")
    with pytest.raises(LockError, match=r"ca\.crt holds no certificates"):
        digest_in(Sources(), f"{real.address}/corp/base:1")


def test_certificates_of_containerd(real: RealRegistry, home: Path) -> None:
    real.log_in(home / "home")
    folder = home / "etc/containerd/certs.d" / NAME
    write(folder / "hosts.toml", f'[host."https://{real.address}"]\nca = "ca.crt"\n')
    write(folder / "ca.crt", Path(real.ca).read_text())
    assert ask(f"{NAME}/corp/base:1") == "alpine"


def test_a_registry_that_asks_who_comes(home: Path) -> None:
    """TLS on both sides: without the user's certificate no connection, with docker's pair of files all of it."""
    if missing():
        pytest.skip(f"{missing()} is not installed")
    make_certificate(home / "client", "client.test")
    with running(home / "files", clients=str(home / "client/ca.crt")) as one:
        oci_folder(one.folder / "image", [Made([layer(alpine())])])
        one.log_in(home / "home")
        with pytest.raises(LockError, match="it cannot be reached"):
            digest_in(Sources(network=Network(ca=one.ca)), f"{one.address}/corp/base:1")
        folder = home / "etc/docker/certs.d" / one.address
        write(folder / "client.cert", (home / "client/ca.crt").read_text())
        write(folder / "client.key", (home / "server.key").read_text())
        with pytest.raises(LockError, match="has no such image"):
            digest_in(Sources(network=Network(ca=one.ca)), f"{one.address}/corp/base:1")
        (folder / "client.key").write_text("no key")
        with pytest.raises(LockError, match="are no certificate with its key"):
            digest_in(Sources(network=Network(ca=one.ca)), f"{one.address}/corp/base:1")
