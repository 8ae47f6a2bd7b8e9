"""Mirrors that the machine's configuration names: containers' registries.conf and docker's daemon.json.

Sources: containers-registries.conf(5), format 2; docker's "daemon configuration file" (registry-mirrors).
"""

import json
import os
import sys
from collections.abc import Iterator

from dfix.config.regular_file import read_regular
from dfix.images.reference import DEFAULT_REGISTRY
from dfix.lock.oci import Json, table_of
from dfix.values import NamedTuple

LARGEST = 1024 * 1024
DAEMON = "/etc/docker/daemon.json"
SYSTEM = "/etc/containers/registries.conf"


class Mirror(NamedTuple):
    """An address (``host`` or ``host/path``) that is asked in a registry's place."""

    address: str
    plain_http: bool = False


def configured_mirrors(registry: str, path: str) -> Iterator[Mirror]:
    """The mirrors for an image, in the configuration's order."""
    yield from _of_containers(registry, path)
    if registry == DEFAULT_REGISTRY:
        for address in _list(_json(DAEMON).get("registry-mirrors")):
            if isinstance(address, str) and address.startswith(("http://", "https://")):
                yield Mirror(address.partition("://")[2].rstrip("/"), address.startswith("http://"))


def _of_containers(registry: str, path: str) -> Iterator[Mirror]:
    """The mirrors of the entry whose prefix fits best; the user's file replaces the system's."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    named = os.environ.get("CONTAINERS_REGISTRIES_CONF")
    files = (named,) if named else (os.path.join(home, "containers", "registries.conf"), SYSTEM)
    table = next((one for file in files if (one := _toml(file))), {})
    image, best, mirrors = f"{registry}/{path}", "", list[Mirror]()
    for entry in map(table_of, _list(table.get("registry"))):
        prefix = str(entry.get("prefix") or entry.get("location") or "")
        if prefix and f"{image}/".startswith(f"{prefix}/") and len(prefix) > len(best):
            rest = image[len(prefix) :]
            listed = map(table_of, _list(entry.get("mirror")))
            best = prefix
            mirrors = [
                Mirror(f"{one['location']}{rest}", bool(one.get("insecure"))) for one in listed if one.get("location")
            ]
    yield from mirrors


def _toml(path: str) -> Json:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return table_of(tomllib.loads(read_regular(path, LARGEST).decode("utf-8")))
    except (OSError, ValueError, RecursionError):
        return {}


def _json(path: str) -> Json:
    try:
        return table_of(json.loads(read_regular(path, LARGEST)))
    except (OSError, ValueError, RecursionError):
        return {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
