"""Blobs on the disk by their digests; none is used that has not been verified.

A blob is written under another name until it is whole. The oldest are removed where the cache grows too large.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from dfix.inspect.members import BLOCK
from dfix.lock.error import LockError
from dfix.lock.oci import Descriptor
from dfix.text.wording import reason

LARGEST_CACHE = 8 * 1024 * 1024 * 1024


class BlobCache:
    """A directory of blobs; with an empty path, a temporary one that ``close`` removes."""

    def __init__(self, path: str) -> None:
        """Make the directory.

        Raises:
            LockError: it cannot be made.
        """
        self._temporary = None if path else tempfile.TemporaryDirectory(prefix="dfix-")
        self.path = self._temporary.name if self._temporary else path
        try:
            os.makedirs(self.path, mode=0o700, exist_ok=True)
        except OSError as error:
            raise LockError(f"{path}: {reason(error)}", "use --no-cache") from None

    def close(self) -> None:
        """Remove what is too much, or all."""
        if self._temporary:
            self._temporary.cleanup()
        else:
            self._prune()

    def has(self, blob: Descriptor) -> bool:
        """Whether a blob is here, and is what its digest says; one that is not is removed."""
        path = self._path(blob)
        try:
            with open(path, "rb") as file:
                if _digest(file, blob.digest) == blob.digest:
                    os.utime(path)
                    return True
            os.unlink(path)
        except OSError:
            return False
        return False

    def open(self, blob: Descriptor) -> IO[bytes]:
        """A blob that is here."""
        return open(self._path(blob), "rb")

    @contextmanager
    def fresh(self, blob: Descriptor) -> Iterator[IO[bytes]]:
        """A file to write a blob into, which gets its name where its digest is right.

        Raises:
            LockError: the digest is another one, or the file cannot be written.
        """
        try:
            with tempfile.NamedTemporaryFile(dir=self.path, prefix=".part-", delete=False) as file:
                try:
                    yield file
                    _verify(file, blob)
                    os.replace(file.name, self._path(blob))
                except BaseException:
                    os.unlink(file.name)
                    raise
        except OSError as error:
            raise LockError(f"{self.path}: {reason(error)}", "make room, or set XDG_CACHE_HOME") from None

    def _path(self, blob: Descriptor) -> str:
        return os.path.join(self.path, blob.digest.replace(":", "-"))

    def _prune(self) -> None:
        """Remove the blobs that were used longest ago, until the rest is small enough."""
        with contextlib.suppress(OSError), os.scandir(self.path) as found:
            files = [(entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in found if entry.is_file()]
            left = sum(size for _, size, _ in files)
            for _, size, path in sorted(files):
                if left <= LARGEST_CACHE:
                    return
                os.unlink(path)
                left -= size


def _verify(file: IO[bytes], blob: Descriptor) -> None:
    """Compare a blob that was written with its digest.

    Raises:
        LockError: it is another one.
    """
    file.flush()
    file.seek(0)
    if _digest(file, blob.digest) != blob.digest:
        raise LockError(f"the blob {blob.digest} has another content than its digest says")


def _digest(file: IO[bytes], like: str) -> str:
    """The digest of a file, by the algorithm of another one."""
    algorithm = like.partition(":")[0]
    made = hashlib.new(algorithm)
    while block := file.read(BLOCK):
        made.update(block)
    return f"{algorithm}:{made.hexdigest()}"
