"""Where the machine's configuration says that a registry's images are: containers', docker's and containerd's files.

Sources: containers-registries.conf(5), format 2; docker's "daemon configuration file" (registry-mirrors,
insecure-registries); containerd's "Registry Configuration" (hosts.toml). What of them would switch off the check of a
certificate is not followed.
"""

import json
import os
import sys
from collections.abc import Iterator

from dfix.config.regular_file import read_regular
from dfix.images.reference import DEFAULT_REGISTRY
from dfix.lock.error import LockError
from dfix.lock.oci import Json, table_of
from dfix.values import NamedTuple

LARGEST = 1024 * 1024
DAEMONS = ("~/.config/docker/daemon.json", "/etc/docker/daemon.json")
SYSTEM = "/etc/containers/registries.conf"
CONTAINERD = "/etc/containerd/certs.d"
MOST_DROPPED_IN = 100


class Place(NamedTuple):
    """A registry that is asked for a repository.

    ``host`` may have a path behind it, below which ``/v2/`` is. ``scheme`` is ``https``, ``http``, or ``any``: the
    user's configuration says that plain HTTP will do; empty: as usual. ``ca`` are files of further certificates.
    """

    host: str
    path: str
    scheme: str = ""
    ca: tuple[str, ...] = ()


class Places(NamedTuple):
    """The mirrors in the order in which they are asked, and what stands in the registry's own place, if it is told."""

    mirrors: tuple[Place, ...] = ()
    own: Place | None = None


def configured_places(registry: str, path: str, *, by_digest: bool = False) -> Places:
    """Where an image may be asked for; ``by_digest``: the reference names a digest.

    Raises:
        LockError: the configuration forbids to ask for it.
    """
    told = _of_containers(registry, path, by_digest=by_digest)
    daemons = [_json(file) for file in DAEMONS]
    mirrors = (*told.mirrors, *_of_docker(daemons, registry, path), *_of_containerd(registry, path))
    is_insecure = any(registry in _list(one.get("insecure-registries")) for one in daemons)
    return Places(mirrors, told.own or (Place(registry, path, "any") if is_insecure else None))


def _of_docker(daemons: list[Json], registry: str, path: str) -> Iterator[Place]:
    """What docker's daemon asks in the place of docker.io."""
    for address in _list(next((one["registry-mirrors"] for one in daemons if "registry-mirrors" in one), None)):
        if registry == DEFAULT_REGISTRY and isinstance(address, str):
            scheme, sign, rest = address.rstrip("/").partition("://")
            host, _, prefix = rest.partition("/")
            if sign and scheme in ("http", "https") and host:
                yield Place(host, f"{prefix}/{path}".lstrip("/"), scheme)


def _of_containers(registry: str, path: str, *, by_digest: bool) -> Places:
    """What the entry says whose prefix fits best."""
    image, best, chosen = f"{registry}/{path}", "", Json()
    for prefix, entry in _entries().items():
        if _fits(image, prefix) and len(prefix) > len(best):
            best, chosen = prefix, entry
    if not best:
        return Places()
    if chosen.get("blocked") is True:
        raise LockError(f"registries.conf blocks {best}")
    rest = "" if best.startswith("*.") else image[len(best) :]
    whole = image if best.startswith("*.") else ""
    mirrors = []
    for one in map(table_of, _list(chosen.get("mirror"))):
        when = one.get("pull-from-mirror", "digest-only" if chosen.get("mirror-by-digest-only") is True else "all")
        is_meant = when == "all" or (when == "digest-only") == by_digest
        place = _place(f"{one.get('location') or ''}{rest}", one) if is_meant else None
        mirrors += [place] if place else []
    location = chosen.get("location")
    own = _place(f"{location}{rest}" if isinstance(location, str) else whole or image, chosen)
    return Places(tuple(mirrors), own)


def _place(address: str, table: Json) -> Place | None:
    """``host/path`` of a table of registries.conf; None where there is no host."""
    host, _, path = address.partition("/")
    return Place(host, path, "any" if table.get("insecure") is True else "") if host and path else None


def _fits(image: str, prefix: str) -> bool:
    """Whether an entry is about an image: ``*.corp`` is all hosts below that name."""
    if prefix.startswith("*."):
        return image.partition("/")[0].endswith(prefix[1:])
    return f"{image}/".startswith(f"{prefix}/")


def _entries() -> dict[str, Json]:
    """The entries of registries.conf by prefix; the user's file replaces the system's, those dropped in come later."""
    home = os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config"), "containers")
    named = os.environ.get("CONTAINERS_REGISTRIES_CONF")
    main = (named,) if named else (os.path.join(home, "registries.conf"), SYSTEM)
    tables = [next((one for file in main if (one := _toml(file))), Json())]
    for folder in () if named else (f"{SYSTEM}.d", os.path.join(home, "registries.conf.d")):
        tables += map(_toml, _configurations(folder))
    found: dict[str, Json] = {}
    for table in tables:
        for entry in map(table_of, _list(table.get("registry"))):
            prefix = entry.get("prefix") or entry.get("location")
            if isinstance(prefix, str) and prefix:
                found[prefix] = entry
    return found


def _configurations(folder: str) -> list[str]:
    """The files that are dropped into a folder, in the order of their names."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".conf"))
    except OSError:
        return []
    return [os.path.join(folder, name) for name in names[:MOST_DROPPED_IN]]


def _of_containerd(registry: str, path: str) -> Iterator[Place]:
    """The hosts of containerd's file for a registry that may be asked for tags and blobs; else of its default."""
    folders = (os.path.join(CONTAINERD, name) for name in (registry, "_default"))
    folder = next((one for one in folders if os.path.isfile(os.path.join(one, "hosts.toml"))), "")
    hosts = table_of(_toml(os.path.join(folder, "hosts.toml")).get("host")) if folder else {}
    for address, told in ((address, table_of(table)) for address, table in hosts.items()):
        scheme, sign, rest = address.rstrip("/").partition("://")
        host, _, prefix = rest.partition("/")
        able = _list(told.get("capabilities")) or ["pull", "resolve"]
        if not (sign and host and scheme in ("http", "https") and "pull" in able and "resolve" in able):
            continue
        files = told.get("ca") if isinstance(told.get("ca"), list) else [told.get("ca")]
        ca = tuple(os.path.join(folder, file) for file in _list(files) if isinstance(file, str) and file)
        if told.get("override_path") is True:
            # The address is what stands before the repository, ``/v2`` included.
            if f"{prefix}/".startswith("v2/"):
                yield Place(host, f"{prefix[3:]}/{path}".lstrip("/"), scheme, ca)
        else:
            yield Place(f"{host}/{prefix}".rstrip("/"), path, scheme, ca)


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
        return table_of(json.loads(read_regular(os.path.expanduser(path), LARGEST)))
    except (OSError, ValueError, RecursionError):
        return {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
