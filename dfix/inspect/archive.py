"""An image archive (``docker save``, an OCI layout) or a root's own tar, read as one stream in bounded memory.

Layers are read as they come and applied in the manifest's order; whiteouts remove files (OCI image
specification, "Image Layer Filesystem Changeset"). ``members.py`` reads the members.
"""

import json
import os
import stat
import tarfile
from typing import Any

from dfix.config.regular_file import open_regular
from dfix.inspect.folder import InspectError
from dfix.inspect.members import FAULTS, Peekable, member_entry, member_path, members, opened
from dfix.inspect.tree import Entry, ImageFacts, Kind, Root
from dfix.text.pattern import pattern
from dfix.text.system_paths import slashed
from dfix.values import NamedTuple, cast

# Parts of an image: its layers, and the small texts that describe them.
PART = pattern(r"^(.*/)?(layer\.tar|blobs/[a-z0-9]+/[0-9a-f]{32,128}|[^/]+\.tar(\.gz|\.zst)?)$")
TEXT = pattern(r"^(.*/)?([^/]+\.json|oci-layout|repositories)$")
LARGEST_TEXT = 8 * 1024 * 1024

Layer = dict[str, Entry]
# JSON from outside: it may contain anything.
Json = dict[str, Any]


class _Parts(NamedTuple):
    """What one pass over the archive found, by member name."""

    layers: dict[str, Layer]
    texts: dict[str, bytes]
    links: dict[str, str]
    files: Layer


def is_archive(path: str) -> bool:
    """Whether a file begins as a tar archive, compressed or not; no header is read that claims to be very long."""
    try:
        with open_regular(path) as file, opened(file) as archive:
            archive.next()
    except FAULTS:
        return False
    return True


def read_archive(path: str, platform: str = "") -> Root:
    """The root filesystem that an archive holds; ``platform`` (``linux/arm64``) chooses among several.

    Raises:
        InspectError: it is no tar archive, is cut, or lacks a part.
    """
    try:
        with open_regular(path) as file, opened(file) as archive:
            parts = _read(archive)
    except FAULTS as error:
        raise InspectError(f"it cannot be read as a tar archive: {error}") from None
    return _image(parts, platform) or Root(parts.files)


def read_layout(folder: str, platform: str = "") -> Root:
    """The root filesystem of an OCI layout that lies in a folder.

    Raises:
        InspectError: it cannot be read, or lacks a part.
    """
    parts = _Parts({}, {}, {}, {})
    try:
        for directory, _, names in os.walk(folder):
            for name in names:
                full = os.path.join(directory, name)
                own = slashed(os.path.relpath(full, folder))
                status = os.lstat(full)
                if not stat.S_ISREG(status.st_mode) or not (TEXT.match(own) or PART.match(own)):
                    continue
                with open_regular(full) as file:
                    if TEXT.match(own):
                        parts.texts[own] = file.read(LARGEST_TEXT)
                    else:
                        _read_part(parts, own, status.st_size, Peekable(file))
    except FAULTS as error:
        raise InspectError(f"it cannot be read: {error}") from None
    root = _image(parts, platform)
    if root is None:
        raise InspectError("its index names no image")
    return root


def _image(parts: _Parts, platform: str) -> Root | None:
    """The image that the parts make; None where they make none."""
    found = _docker(parts) or _layout(parts, platform)
    if found is None:
        return None
    names, config, title = found
    facts = _facts(config, title, len(names))
    entries: Layer = {"/": Entry(Kind.DIRECTORY)}
    for number, name in enumerate(names):
        layer = parts.layers.get(_followed(parts, name))
        if layer is None:
            raise InspectError(f"the layer {name} is not in the archive, or is no tar archive")
        _apply(entries, layer, number)
    return Root(entries, facts)


def _docker(parts: _Parts) -> tuple[list[str], Json, str] | None:
    """The layers, the configuration and the name by ``manifest.json`` (``docker save``)."""
    first = _table(next(iter(_list(_json(parts, "manifest.json"))), None))
    if "Layers" not in first:
        return None
    config = _table(_json(parts, str(first.get("Config", ""))))
    name = next(iter(_list(first.get("RepoTags"))), "")
    return [str(one) for one in _list(first["Layers"])], config, str(name)


def _layout(parts: _Parts, platform: str) -> tuple[list[str], Json, str] | None:
    """The same by ``index.json`` (OCI image layout)."""
    index = _table(_json(parts, "index.json"))
    for _ in range(4):
        if "layers" in index:
            config = _table(_json(parts, _blob(index.get("config"))))
            return [_blob(one) for one in _list(index["layers"])], config, ""
        chosen = _chosen([_table(one) for one in _list(index.get("manifests"))], platform)
        if chosen is None:
            return None
        index = _table(_json(parts, _blob(chosen)))
    return None


def _chosen(manifests: list[Json], platform: str) -> Json | None:
    """The image for a platform, else the first that is no attestation."""
    images = [one for one in manifests if _table(one.get("platform")).get("os") != "unknown"]
    for one in images:
        told = _table(one.get("platform"))
        if platform and f"{told.get('os')}/{told.get('architecture')}" == platform:
            return one
    return images[0] if images else None


def _blob(descriptor: object) -> str:
    digest = str(_table(descriptor).get("digest", ""))
    return f"blobs/{digest.replace(':', '/')}"


def _json(parts: _Parts, name: str) -> object:
    text = parts.texts.get(_followed(parts, name))
    if text is None:
        return None
    try:
        return cast("object", json.loads(text))
    except (ValueError, RecursionError):
        return None


def _table(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _followed(parts: _Parts, name: str) -> str:
    """A member's name, or that of the one that it is a link to."""
    target = parts.links.get(name)
    if target is None:
        return name
    places = name.split("/")[:-1]
    for part in target.split("/"):
        places = places[:-1] if part == ".." else [*places, part]
    joined = "/".join(places)
    return joined if joined in parts.layers else target


def _facts(config: Json, title: str, layers: int) -> ImageFacts:
    told = _table(config.get("config"))
    pairs = (str(pair).partition("=") for pair in _list(told.get("Env")))
    words = [*_list(told.get("Entrypoint")), *_list(told.get("Cmd"))]
    history = [one for one in map(_table, _list(config.get("history"))) if not one.get("empty_layer")]
    made = tuple(str(one.get("created_by", "")) for one in history)
    return ImageFacts(
        title,
        str(config.get("architecture", "")),
        {name: value for name, _, value in pairs},
        tuple(str(word) for word in words),
        made if len(made) == layers else ("",) * layers,
    )


def _apply(entries: Layer, layer: Layer, number: int) -> None:
    """Apply one layer to those below it."""
    below: set[str] = set()
    for path in layer:
        folder, _, name = path.rpartition("/")
        if name == ".wh..wh..opq":
            below.add(f"{folder}/")
        elif name.startswith(".wh."):
            below.add(f"{folder}/{name[4:]}/")
            entries.pop(f"{folder}/{name[4:]}", None)
        elif layer[path].kind is not Kind.DIRECTORY and entries.get(path, layer[path]).kind is Kind.DIRECTORY:
            below.add(f"{path}/")
    if below:
        gone = tuple(below)
        for path in [path for path in entries if path.startswith(gone)]:
            del entries[path]
    for path, entry in layer.items():
        if not path.rpartition("/")[2].startswith(".wh."):
            entries[path] = entry._replace(layer=number)


def _read(archive: tarfile.TarFile) -> _Parts:
    """One pass over the outer archive."""
    parts = _Parts({}, {}, {}, {"/": Entry(Kind.DIRECTORY)})
    for member in members(archive):
        name = member_path(member.name).lstrip("/")
        if member.issym() or member.islnk():
            parts.links[name] = member.linkname
        content = archive.extractfile(member) if member.isreg() else None
        if content is not None and TEXT.match(name) and member.size <= LARGEST_TEXT:
            parts.texts[name] = content.read()
        elif content is not None and PART.match(name):
            _read_part(parts, name, member.size, Peekable(content))
        else:
            parts.files[member_path(member.name)] = member_entry(parts.files, member, content)
    return parts


def _read_part(parts: _Parts, name: str, size: int, content: Peekable) -> None:
    """A layer, or a small text under a digest's name."""
    if content.peek(1) in (b"{", b"["):
        if size <= LARGEST_TEXT:
            parts.texts[name] = content.read()
        return
    layer: Layer = {}
    try:
        with opened(content) as inner:
            for member in members(inner):
                file = inner.extractfile(member) if member.isreg() else None
                layer[member_path(member.name)] = member_entry(layer, member, file)
    except tarfile.ReadError:
        if not layer:
            return  # it is no layer
        raise
    parts.layers[name] = layer
