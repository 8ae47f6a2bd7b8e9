"""``dfix.lock``: found, read, changed and written. The same facts always make the same bytes."""

import json
import os

from dfix.config.regular_file import read_regular
from dfix.images.lock import VERSION, LockFileError, read_lock
from dfix.images.user_images import Built
from dfix.lock.error import LockError
from dfix.lock.oci import Json, table_of
from dfix.run.files import write_new
from dfix.text.wording import reason

NAME = "dfix.lock"
LARGEST = 64 * 1024 * 1024


class LockFile:
    """The entries of a lock file by reference and platform, and how the project builds images of its own."""

    def __init__(self, path: str) -> None:
        """Read the file; none is an empty one.

        Raises:
            LockError: it is none that this dfix reads.
        """
        self.path = path
        self.entries: dict[tuple[str, str], Json] = {}
        self.built: dict[str, Built] = {}
        self.before = b""
        if os.path.lexists(path):
            self._read()

    def _read(self) -> None:
        try:
            self.before = read_regular(self.path, LARGEST)
            lock = read_lock(self.path, self.before)
        except OSError as error:
            raise LockError(f"{self.path}: {reason(error)}", "remove it, or name another one with --lock") from None
        except LockFileError as error:
            raise LockError(f"{self.path}: {error}", "remove it, and lock again") from None
        self.built = dict(lock.built)
        for entry in json.loads(self.before)["images"]:
            table = table_of(entry)
            self.entries[str(table.get("image")), str(table.get("platform"))] = table

    @property
    def text(self) -> bytes:
        """The file's text: one fact a line, in order."""
        built = {
            reference: {key: value for key, value in zip(one._fields, one, strict=True) if value}
            for reference, one in sorted(self.built.items())
        }
        images = [self.entries[key] for key in sorted(self.entries)]
        table = {"version": VERSION, **({"built": built} if built else {}), "images": images}
        return (json.dumps(table, indent=1, sort_keys=True) + "\n").encode()

    def write(self) -> bool:
        """Write the file where it changed; whether it did.

        Raises:
            dfix.run.files.FileError: it cannot be written; it is as it was then.
        """
        text = self.text
        if text == self.before:
            return False
        write_new(self.path, text)
        self.before = text
        return True
