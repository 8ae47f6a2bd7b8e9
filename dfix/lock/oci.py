"""Manifests and indexes of images, and how one is found for a platform.

Sources: OCI image specification (image-spec), "Image Manifest", "Image Index" and "Image Configuration"; Docker's
"Image Manifest Version 2, Schema 2". What a registry sends may be anything: it is checked before it is used.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from dfix.lock.error import LockError
from dfix.text.pattern import pattern
from dfix.values import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from dfix.inspect.reading import Readable

# JSON from outside: it may contain anything.
Json = dict[str, Any]

INDEXES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
MANIFESTS = (
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
DIGEST = pattern(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")
LARGEST_MANIFEST = 4 * 1024 * 1024
LARGEST_CONFIG = 8 * 1024 * 1024
MOST_LAYERS = 1_000
DEEPEST_INDEX = 4


class Descriptor(NamedTuple):
    """A blob as a manifest names it; ``size`` is in bytes, -1 where it is not told."""

    digest: str
    size: int = -1


class Image(NamedTuple):
    """One image of one platform.

    ``digest`` is that of its manifest, empty where a store has none; ``top`` that of the index which the reference
    names, empty for none. ``id`` is the digest of its configuration, ``config`` the configuration itself.
    """

    platform: str
    digest: str
    top: str
    id: str
    config: Json
    layers: tuple[Descriptor, ...]

    @property
    def size(self) -> int:
        """The bytes of all layers, as far as they are told."""
        return sum(max(layer.size, 0) for layer in self.layers)


class Store(Protocol):
    """Where an image is: a registry, a folder, an archive."""

    def top(self) -> tuple[str, bytes]:
        """The digest and the text of what the reference names: an index or a manifest."""

    def digest(self) -> str:
        """The digest of what the reference names now; empty where nobody knows it."""

    def text(self, blob: Descriptor, most: int) -> bytes:
        """A small blob, or a manifest."""

    def open(self, blob: Descriptor) -> "AbstractContextManager[Readable]":
        """A layer, as a stream."""


def images_of(store: Store, platforms: tuple[str, ...]) -> Iterator[Image]:
    """The images of a store for each of some platforms; of the only one, or Linux on amd64, where none is named.

    Raises:
        LockError: there is none for a platform, or the store cannot be read.
    """
    digest, text = store.top()
    found = list(_found(digest, text, "", 0))
    wanted = platforms or (default_platform([platform for platform, *_ in found]),)
    for platform in wanted:
        chosen = [one for one in found if fits(one[0], platform)] or ([] if _is_told(found) else found[:1])
        if not chosen:
            there = ", ".join(sorted({one[0] for one in found})) or "none"
            raise LockError(f"it has no image for {platform}; its platforms are: {there}")
        image = _image(store, *chosen[0])
        if not fits(image.platform, platform):
            raise LockError(f"it has no image for {platform}; its platform is {image.platform}")
        yield image


def default_platform(platforms: list[str]) -> str:
    """The platform that is taken where none is asked for; empty for whatever there is."""
    return "linux/amd64" if any(fits(one, "linux/amd64") for one in platforms) else platforms[0] if platforms else ""


def fits(platform: str, asked: str) -> bool:
    """Whether a platform is the one asked for: without a variant any variant is."""
    return not asked or platform == asked or platform.startswith(f"{asked}/") or (asked == f"{platform}/v8")


def _is_told(found: "list[tuple[str, str, str, Json]]") -> bool:
    """Whether the platforms are known before the configuration is read."""
    return any(platform for platform, *_ in found)


def _found(digest: str, text: bytes, index: str, depth: int) -> "Iterator[tuple[str, str, str, Json]]":
    """Platform, digest, index and manifest of each image; the platform is empty where no index tells it."""
    table = table_of(parsed(text, "a manifest"))
    listed = table.get("manifests")
    if not isinstance(listed, list):
        yield "", digest, index, table
        return
    if depth >= DEEPEST_INDEX:
        raise LockError("its indexes are nested too deeply")
    for one in map(table_of, listed[:MOST_LAYERS]):
        platform = platform_of(table_of(one.get("platform")))
        if not platform.startswith("unknown/"):
            inner = descriptor_of(one)
            yield platform, inner.digest, index or digest, {"descriptor": inner}


def _image(store: Store, platform: str, digest: str, index: str, manifest: Json) -> Image:
    """The image of a manifest, which is read where only its descriptor is known."""
    blob = manifest.get("descriptor")
    if isinstance(blob, Descriptor):
        inner = list(_found(blob.digest, store.text(blob, LARGEST_MANIFEST), index, 1))
        if len(inner) != 1 or "descriptor" in inner[0][3]:
            raise LockError("its index leads to another index")
        manifest = inner[0][3]
    if not isinstance(manifest.get("layers"), list):
        kind = manifest.get("mediaType") or f"schema {manifest.get('schemaVersion')}"
        raise LockError(f"its manifest is of a kind that dfix does not read ({str(kind)[:100]})")
    if len(manifest["layers"]) > MOST_LAYERS:
        raise LockError(f"it has more than {MOST_LAYERS} layers")
    config_blob = descriptor_of(table_of(manifest.get("config")))
    config = table_of(parsed(store.text(config_blob, LARGEST_CONFIG), "a configuration"))
    layers = tuple(descriptor_of(table_of(one)) for one in manifest["layers"])
    return Image(platform or platform_of(config), digest, index, config_blob.digest, config, layers)


def platform_of(told: Json) -> str:
    """``os/architecture/variant`` of a platform or a configuration, as docker writes it; empty where none is told."""
    if not isinstance(told.get("architecture"), str):
        return ""
    parts = [
        str(told.get("os") or "linux"),
        told["architecture"],
        *([str(told["variant"])] if told.get("variant") else []),
    ]
    platform = "/".join(parts)
    return "linux/arm64" if platform == "linux/arm64/v8" else platform[:100]


def descriptor_of(table: Json) -> Descriptor:
    """The blob that a descriptor names.

    Raises:
        LockError: its digest is none that dfix can verify.
    """
    digest, size = table.get("digest"), table.get("size", -1)
    if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
        raise LockError(f"its manifest names a blob by {str(digest)[:100]!r}, which is no digest")
    return Descriptor(digest, size if isinstance(size, int) and 0 <= size < 1 << 50 else -1)


def digest_of(data: bytes, algorithm: str = "sha256") -> str:
    """The digest of some bytes."""
    return f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"


def parsed(text: bytes, what: str) -> object:
    """The value of a JSON text.

    Raises:
        LockError: it is none.
    """
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        raise LockError(f"it sends {what} that is no JSON") from None
    return value


def table_of(value: object) -> Json:
    """A value as a table; empty for anything else."""
    return value if isinstance(value, dict) else {}
