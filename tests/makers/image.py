"""Image archives made in memory: as `docker save` writes them, and as an OCI layout."""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping, Sequence

# A file's bytes, a link's target (a text), or None for a directory.
Content = bytes | str | None


def layer(files: Mapping[str, Content]) -> bytes:
    """A layer; every file may be executed."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name.lstrip("/"))
            entry.mode = 0o755
            if isinstance(content, bytes):
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
                continue
            entry.type = tarfile.DIRTYPE if content is None else tarfile.SYMTYPE
            entry.linkname = content or ""
            tar.addfile(entry)
    return made.getvalue()


def docker_save(layers: Sequence[bytes], history: Sequence[str] = (), **config: object) -> bytes:
    """What `docker save` wrote before version 25: a folder a layer, the manifest last."""
    names = [f"{number:064x}/layer.tar" for number in range(len(layers))]
    told = {"architecture": "amd64", "config": config, "history": [{"created_by": one} for one in history]}
    manifest = [{"Config": "abc.json", "RepoTags": ["app:1"], "Layers": names}]
    files: dict[str, Content] = dict(zip(reversed(names), reversed(layers), strict=True))
    return layer({**files, "abc.json": json.dumps(told).encode(), "manifest.json": json.dumps(manifest).encode()})


def oci_layout(layers: Sequence[bytes], architecture: str = "amd64") -> dict[str, bytes]:
    """The files of an OCI layout with compressed layers and an index of two platforms."""
    files: dict[str, bytes] = {"oci-layout": b'{"imageLayoutVersion": "1.0.0"}'}

    def put(data: bytes) -> dict[str, object]:
        digest = hashlib.sha256(data).hexdigest()
        files[f"blobs/sha256/{digest}"] = data
        return {"digest": f"sha256:{digest}", "size": len(data)}

    config = put(json.dumps({"architecture": architecture, "config": {}}).encode())
    manifest = put(json.dumps({"config": config, "layers": [put(gzip.compress(one)) for one in layers]}).encode())
    attestation = {**put(b'{"layers": []}'), "platform": {"os": "unknown", "architecture": "unknown"}}
    image = {**manifest, "platform": {"os": "linux", "architecture": architecture}}
    files["index.json"] = json.dumps({"manifests": [attestation, image]}).encode()
    return files
