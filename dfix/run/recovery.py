"""Puts back the text of a file whose writer was killed while it wrote in place (``replace.py``).

Such a writer leaves two files beside it: the old text, and the new one. Where the file holds a beginning of the new
text and the rest of the old one, nobody has changed it since. Then the old text goes back. Where it holds anything
else, somebody has: it is left, and so is the copy.
"""

import os
import re
from collections.abc import Iterable
from contextlib import suppress

from dfix.config.regular_file import read_regular
from dfix.run.replace import BINARY, MOST, PLAIN, fill, is_running, lock
from dfix.values import NamedTuple

# A copy of an old text: the process that made it, and the number of the file whose text it was.
COPY = re.compile(r"\.dfix-(\d+)-(\d+)-[0-9a-f]{16}\.old")


class Torn(NamedTuple):
    """A half-written file; ``old`` and ``new`` are the paths of the copies."""

    path: str
    old: str
    new: str

    def put_back(self) -> None:
        """Give the file its old text; the copies go when that is on the disk.

        Raises:
            OSError: it cannot be written; the copies are still there.
        """
        text = read_regular(self.old, MOST)
        handle = os.open(self.path, os.O_RDWR | BINARY)
        try:
            fill(handle, text)
        finally:
            os.close(handle)
        self.remove()

    def remove(self) -> None:
        """Remove the copies."""
        for copy in (self.old, self.new):
            with suppress(OSError):
                os.unlink(copy)


def torn(path: str, names: Iterable[str]) -> Torn | None:
    """The file if a dead process left it half-written; ``names`` are the copies of old texts in its directory.

    Copies of a file that holds all of the old text, or the new one, are of no use, and are removed.
    """
    directory, number = os.path.dirname(path), str(os.stat(path).st_ino)
    for name in names:
        match = COPY.fullmatch(name)
        if match is None or match[2] != number or is_running(int(match[1])):
            continue
        found = Torn(path, os.path.join(directory, name), os.path.join(directory, f"{name.removesuffix('old')}next"))
        with suppress(OSError):
            old, new, text = (read_regular(one, MOST) for one in (found.old, found.new, path))
            if _is_held(found.old):
                continue
            if text not in (old, new) and (is_mixed(text, old, new) or is_mixed(text, new, old)):
                return found
            if text == new or text.startswith(old):
                found.remove()
    return None


def _is_held(path: str) -> bool:
    """Whether a process has the copy open: one in another container has a number that means nothing here."""
    handle = os.open(path, os.O_RDWR | PLAIN)
    try:
        return not lock(handle)
    finally:
        os.close(handle)


def is_mixed(text: bytes, old: bytes, new: bytes) -> bool:
    """Whether a text is what writing ``new`` over ``old`` leaves when it is cut short; zeros are reserved space."""
    if not min(len(old), len(new)) <= len(text) <= max(len(old), len(new)):
        return False
    shorter = min(len(text), len(new))
    done = next((at for at in range(shorter) if text[at] != new[at]), shorter)
    return text[done:] == old.ljust(len(text), b"\0")[done : len(text)]
