"""What `dfix lock` takes for a large image: ``python benchmarks/lock_memory.py 2`` makes one of two gigabytes.

Its layers do not compress: programs of random bytes, half a gigabyte each, and ten thousand small files beside them.
They are read from an OCI folder, as from a registry. Printed are the size of the image, the seconds of a processor and
of the clock, and the peak of the process's memory. Needs as much room in the temporary directory as the image has.
"""

import argparse
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

GIGABYTE = 10**9
PART = GIGABYTE // 2
SMALL_FILES = 10_000
# No compression finds a repetition so far back.
BLOCK = 1 << 20
# A program for glibc on amd64 begins so; the rest of it is random.
PROGRAM = bytes.fromhex("7f454c4602010100000000000000000002003e00010000000000000000000000")
MEASURED = """
import sys, time
from dfix.cli import main
try:
    main()
finally:
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(f"{time.process_time():.1f} s of a processor, peak {int(peak) // 1000} MB", file=sys.stderr)
"""


class Hashed:
    """A file whose digest and size are known once it is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """The next bytes."""
        self.digest.update(data)
        self.size += len(data)
        return self.file.write(data)

    def flush(self) -> None:
        """Nothing waits here."""


class Random:
    """A program of random bytes; they repeat themselves where no compression of a layer looks back to."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.data = PROGRAM + os.urandom(BLOCK)
        self.at = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        wanted = min(size if size >= 0 else BLOCK, self.left)
        data = (self.data[self.at :] + self.data)[:wanted]
        self.at = (self.at + wanted) % len(self.data)
        self.left -= len(data)
        return data


def put(folder: Path, data: bytes) -> dict[str, object]:
    """A blob of some bytes."""
    digest = hashlib.sha256(data).hexdigest()
    (folder / "blobs/sha256" / digest).write_bytes(data)
    return {"digest": f"sha256:{digest}", "size": len(data)}


def layers(folder: Path, size: int) -> Iterator[dict[str, object]]:
    """The layers, half a gigabyte each."""
    for number in range(max(1, size // PART)):
        path = folder / f"layer-{number}"
        with path.open("wb") as plain:
            hashed = Hashed(plain)
            # Random bytes stay as they are at any level; this one does not try.
            with (
                gzip.GzipFile(fileobj=hashed, mode="wb", compresslevel=0) as packed,  # type: ignore[call-overload]
                tarfile.open(fileobj=packed, mode="w|") as tar,
            ):
                for name, content, length in files(number, min(size, PART)):
                    member = tarfile.TarInfo(name)
                    member.size, member.mode = length, 0o755
                    tar.addfile(member, content)
        path.rename(folder / "blobs/sha256" / hashed.digest.hexdigest())
        yield {"digest": f"sha256:{hashed.digest.hexdigest()}", "size": hashed.size}


def files(number: int, size: int) -> Iterator[tuple[str, IO[bytes], int]]:
    """What a layer holds."""
    for one in range(SMALL_FILES if number == 0 else 0):
        yield f"usr/share/data/{one}", BytesIO(os.urandom(100)), 100
    yield f"usr/bin/large-{number}", Random(size), size  # type: ignore[misc]  # it is only read


def image(folder: Path, size: int) -> int:
    """Write the image; its size."""
    (folder / "blobs/sha256").mkdir(parents=True)
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    made = list(layers(folder, size))
    config = put(folder, json.dumps({"os": "linux", "architecture": "amd64"}).encode())
    manifest = put(folder, json.dumps({"config": config, "layers": made}).encode())
    (folder / "index.json").write_text(json.dumps({"manifests": [manifest]}))
    return sum(int(str(one["size"])) for one in made)


def main() -> None:
    """Make it, lock it, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gigabytes", type=float, nargs="?", default=2.0)
    size = int(parser.parse_args().gigabytes * GIGABYTE)
    with tempfile.TemporaryDirectory() as folder:
        packed = image(Path(folder) / "image", size)
        print(f"{packed / 1e6:.0f} MB compressed", file=sys.stderr)
        (Path(folder) / "Dockerfile").write_text("FROM corp/large:1\n")
        place = f"corp/large:1={folder}/image"
        call = [sys.executable, "-c", MEASURED, "lock", "--isolated", "--from", place, folder]
        raise SystemExit(subprocess.run(call, check=False).returncode)


if __name__ == "__main__":
    main()
