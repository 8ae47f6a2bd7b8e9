"""The user's credentials for a registry, where docker and podman keep them. None of them is ever shown.

Sources: docker's "config.json" (auths, credHelpers, credsStore), "docker-credential-helpers"; containers-auth.json(5).
"""

import base64
import binascii
import json
import os
import shutil
import subprocess
from collections.abc import Iterator

from dfix.config.regular_file import read_regular
from dfix.images.reference import DEFAULT_REGISTRY
from dfix.lock.oci import Json, table_of
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

LARGEST = 1024 * 1024
HELPER = pattern(r"[A-Za-z0-9][\w.-]{0,99}")
HELPER_SECONDS = 30
# Under which names docker.io's credentials are kept.
OF_DOCKER = ("https://index.docker.io/v1/", "index.docker.io", "docker.io", "registry-1.docker.io")
TOKEN_USER = "<token>"  # noqa: S105 -- what a helper calls the user of a token


class Credentials(NamedTuple):
    """``user`` and ``password``, or a token: ``identity`` is exchanged for another one, ``bearer`` is sent as it is.

    ``source`` says where they were found.
    """

    user: str = ""
    password: str = ""
    identity: str = ""
    bearer: str = ""
    source: str = ""

    @property
    def basic(self) -> str:
        """The value of the header ``Authorization`` for user and password."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may contain."""
        return tuple(filter(None, (self.password, self.identity, self.bearer, self.basic.partition(" ")[2])))


def credentials_for(registry: str, path: str) -> Credentials | None:
    """The credentials for an image's path in a registry; None where there are none."""
    for file in _files():
        table = _read(file)
        found = _in_table(table, registry, path) if table else None
        if found:
            return found._replace(source=file)
    return None


def _files() -> Iterator[str]:
    """The files, in the order in which they count."""
    home, runtime = os.path.expanduser("~"), os.environ.get("XDG_RUNTIME_DIR")
    if os.environ.get("REGISTRY_AUTH_FILE"):
        yield os.environ["REGISTRY_AUTH_FILE"]
    yield os.path.join(os.environ.get("DOCKER_CONFIG") or os.path.join(home, ".docker"), "config.json")
    if runtime:
        yield os.path.join(runtime, "containers", "auth.json")
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    yield os.path.join(config, "containers", "auth.json")


def _read(path: str) -> Json:
    try:
        return table_of(json.loads(read_regular(path, LARGEST)))
    except (OSError, ValueError, RecursionError):
        return {}


def _in_table(table: Json, registry: str, path: str) -> Credentials | None:
    """What one file says: a helper for this registry, then its own entry, then the store for all."""
    names = list(_names(registry, path))
    helpers = table_of(table.get("credHelpers"))
    for name in names:
        if isinstance(helpers.get(name), str):
            return _helped(helpers[name], name)
    auths = table_of(table.get("auths"))
    listed = (_entry(table_of(auths[name])) for name in names if name in auths)
    found = next((one for one in listed if one), None)
    store = table.get("credsStore")
    if found is None and isinstance(store, str) and store:
        asked = OF_DOCKER[:1] if registry == DEFAULT_REGISTRY else (registry, f"https://{registry}")
        return next((one for name in asked if (one := _helped(store, name))), None)
    return found


def _names(registry: str, path: str) -> Iterator[str]:
    """The keys that may stand for a registry, the one for the longest part of the path first."""
    parts = path.split("/")
    for count in range(len(parts), 0, -1):
        yield "/".join((registry, *parts[:count]))
    hosts = OF_DOCKER if registry == DEFAULT_REGISTRY else (registry,)
    for host in hosts:
        bare = host.removeprefix("https://").removesuffix("/v1/")
        yield from (host, bare, f"https://{bare}", f"https://{bare}/", f"https://{bare}/v1/", f"https://{bare}/v2/")


def _entry(table: Json) -> Credentials | None:
    """An entry of ``auths``; an empty one says that a store has them."""
    identity, bearer = _text(table.get("identitytoken")), _text(table.get("registrytoken"))
    user, password = _text(table.get("username")), _text(table.get("password"))
    if isinstance(table.get("auth"), str):
        try:
            decoded = base64.b64decode(table["auth"], validate=False).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            decoded = ""
        user, _, password = decoded.rstrip("\0").partition(":")
    return Credentials(user, password, identity, bearer) if user or identity or bearer else None


def _helped(name: str, registry: str) -> Credentials | None:
    """What a credential helper answers; None where it is not there, or has none."""
    program = shutil.which(f"docker-credential-{name}") if HELPER.fullmatch(name) else None
    if program is None:
        return None
    try:
        done = subprocess.run(
            (program, "get"), input=registry.encode(), capture_output=True, timeout=HELPER_SECONDS, check=False
        )
        answer = table_of(json.loads(done.stdout)) if done.returncode == 0 else {}
    except (OSError, ValueError, RecursionError, subprocess.TimeoutExpired):
        return None
    user, secret = _text(answer.get("Username")), _text(answer.get("Secret"))
    if not secret:
        return None
    return Credentials(identity=secret) if user == TOKEN_USER else Credentials(user, secret)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
