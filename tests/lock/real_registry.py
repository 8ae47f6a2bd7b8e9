"""Debian's docker-registry with TLS and a password on a free port, and skopeo, which fills it."""

import base64
import json
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

TOOLS = ("docker-registry", "skopeo", "openssl")
USER, PASSWORD = "user", "secretpass"
# Of the password, by bcrypt, as docker-registry wants it.
HASHED = "$2y$05$AA5/Nq8qk0Zqd0CcLwZYzO9qwX2Xb.F1iFiXtminAYlfrxV/Vwsom"
PATIENCE = 30.0


def missing() -> str:
    """Which program is not installed; empty where all are."""
    return next((name for name in TOOLS if shutil.which(name) is None), "")


class RealRegistry(NamedTuple):
    """A registry that runs: its address, and the folder with its certificate ``ca.crt``."""

    address: str
    folder: Path

    @property
    def ca(self) -> str:
        """The path of the certificate."""
        return str(self.folder / "certs/ca.crt")

    def push(self, layout: Path, name: str) -> None:
        """Push the image of an OCI layout, with all of its platforms."""
        call = ["skopeo", "copy", "--quiet", "--all", "--dest-creds", f"{USER}:{PASSWORD}"]
        call += ["--dest-cert-dir", str(self.folder / "certs"), f"oci:{layout}", f"docker://{self.address}/{name}"]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def log_in(self, home: Path, password: str = PASSWORD) -> None:
        """Write docker's configuration."""
        auth = base64.b64encode(f"{USER}:{password}".encode()).decode()
        home.mkdir(exist_ok=True)
        (home / "config.json").write_text(json.dumps({"auths": {self.address: {"auth": auth}}}))

    @contextmanager
    def again(self, **settings: Any) -> Iterator["RealRegistry"]:
        """Another registry with the same images and other settings."""
        with _serving(self.folder, settings) as address:
            yield self._replace(address=address)


@contextmanager
def running(folder: Path, clients: str = "") -> Iterator[RealRegistry]:
    """A registry that keeps its files in a folder; ``clients``: it admits those with certificates of that file."""
    make_certificate(folder / "certs", "localhost", "registry.test")
    (folder / "htpasswd").write_text(f"{USER}:{HASHED}\n")
    with _serving(folder, {"clients": [clients]} if clients else {}) as address:
        yield RealRegistry(address, folder)


@contextmanager
def _serving(folder: Path, others: dict[str, Any]) -> Iterator[str]:
    """The address of a registry that has started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    tls: dict[str, Any] = {"certificate": str(folder / "certs/ca.crt"), "key": str(folder / "server.key")}
    tls |= {"clientcas": others.pop("clients")} if "clients" in others else {}
    settings: dict[str, Any] = {
        "version": 0.1,
        "log": {"level": "error"},
        "storage": {"filesystem": {"rootdirectory": str(folder / "data")}, "delete": {"enabled": True}},
        "http": {"addr": f"127.0.0.1:{port}", "tls": tls},
        "auth": {"htpasswd": {"realm": "test", "path": str(folder / "htpasswd")}},
        **others,
    }
    (folder / f"{port}.json").write_text(json.dumps(settings))
    with (folder / f"{port}.log").open("w") as log:
        call = ["docker-registry", "serve", str(folder / f"{port}.json")]
        process = subprocess.Popen(call, stdout=log, stderr=log)
        try:
            _wait(port, folder / f"{port}.log")
            yield f"localhost:{port}"
        finally:
            process.terminate()
            process.wait()


def make_certificate(folder: Path, *names: str) -> None:
    """Write ``ca.crt`` into a folder, for some names, and its key ``server.key`` beside the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    call = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={names[0]}"]
    call += ["-addext", f"subjectAltName={','.join(f'DNS:{name}' for name in names)}"]
    call += ["-keyout", str(folder.parent / "server.key"), "-out", str(folder / "ca.crt")]
    subprocess.run(call, capture_output=True, check=True)


def _wait(port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    while time.monotonic() < end:
        if _speaks(port, context):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def _speaks(port: int, context: ssl.SSLContext) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as plain, context.wrap_socket(plain):
            return True
    except OSError:
        return False


def environment(home: Path) -> dict[str, str]:
    """What dfix is started with: a user who has nothing but docker's configuration."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "DOCKER_CONFIG": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "NO_COLOR": "1",
    }
