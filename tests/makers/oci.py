"""Images as folders that follow the OCI image layout to the letter, so that skopeo takes them."""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

CONFIG = "application/vnd.oci.image.config.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"


class Made(NamedTuple):
    """One image of one platform: its layers as plain tar archives, and what its configuration says."""

    layers: Sequence[bytes]
    architecture: str = "amd64"
    config: Mapping[str, Any] = {}
    variant: str = ""
    created: str = "2026-01-02T03:04:05Z"
    system: str = "linux"


def oci_folder(folder: Path, images: Sequence[Made], name: str = "", compression: str = "gzip") -> str:
    """Write a layout, with an index where there are several images; the digest of what it names."""
    (folder / "blobs/sha256").mkdir(parents=True, exist_ok=True)
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    listed = [_image(folder, image, compression) for image in images]
    top = listed[0] if len(listed) == 1 else _put(folder, INDEX, _json({"schemaVersion": 2, "manifests": listed}))
    named = {**top, "annotations": {"org.opencontainers.image.ref.name": name}} if name else top
    (folder / "index.json").write_bytes(_json({"schemaVersion": 2, "manifests": [named]}))
    return str(top["digest"])


def _image(folder: Path, image: Made, compression: str) -> dict[str, Any]:
    diffs = [f"sha256:{hashlib.sha256(one).hexdigest()}" for one in image.layers]
    platform = {"os": image.system, "architecture": image.architecture}
    platform |= {"variant": image.variant} if image.variant else {}
    told = {
        **platform,
        "created": image.created,
        "config": image.config,
        "rootfs": {"type": "layers", "diff_ids": diffs},
    }
    kind = f"{LAYER}+{'gzip' if compression == 'packed' else compression}"
    layers = [_put(folder, kind, packed(one, compression)) for one in image.layers]
    config = _put(folder, CONFIG, _json(told))
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": layers}
    return {**_put(folder, MANIFEST, _json(manifest)), "platform": platform}


def packed(data: bytes, compression: str) -> bytes:
    """Some bytes, compressed; ``gzip`` in two streams, one behind the other, as lazily pulled layers are.

    ``packed``: they are compressed with gzip already.
    """
    if compression == "packed":
        return data
    if compression == "zstd":
        import zstandard

        return zstandard.ZstdCompressor().compress(data)
    half = len(data) // 2
    return gzip.compress(data[:half], 1, mtime=0) + gzip.compress(data[half:], 1, mtime=0)


def _put(folder: Path, kind: str, data: bytes) -> dict[str, Any]:
    digest = hashlib.sha256(data).hexdigest()
    (folder / "blobs/sha256" / digest).write_bytes(data)
    return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(data)}


def _json(value: object) -> bytes:
    return json.dumps(value).encode()
