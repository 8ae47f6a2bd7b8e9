"""A build context on disk, read lazily, never followed outside, bounded in size."""

import os
import stat
from collections.abc import Callable
from typing import NamedTuple, TypeVar

LARGEST = 1024 * 1024
MOST_NAMES = 2_000
# Neither a link nor a pipe can lead astray or hang: the first is refused, the second not waited for.
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

T = TypeVar("T")


class Folder(NamedTuple):
    """The directory that is sent to the builder."""

    path: str

    def read(self, name: str) -> str | None:
        """The byte text (latin-1) of a regular file of the context, ``name`` relative to it with slashes.

        None when it is missing, a link or below one, larger than a mebibyte, or leads outside.
        """
        return self._with(name, _text)

    def names(self, name: str) -> tuple[str, ...]:
        """What a directory of the context holds, sorted; nothing for what is no directory in it, or a huge one."""
        return self._with(name, _names) or ()

    def _with(self, name: str, use: Callable[[int], T | None]) -> T | None:
        """Open a path part by part, and use its descriptor."""
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if ".." in parts or "\0" in name:
            return None
        opened: list[int] = []
        try:
            # The context itself may be reached through links; what is in it may not.
            opened.append(os.open(self.path or ".", os.O_RDONLY))
            for part in parts:
                opened.append(os.open(part, FLAGS, dir_fd=opened[-1]))
            return use(opened[-1])
        except (OSError, ValueError):
            return None
        finally:
            for descriptor in opened:
                os.close(descriptor)


def _names(descriptor: int) -> tuple[str, ...] | None:
    if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
        return None
    found = os.listdir(descriptor)
    return tuple(sorted(found)) if len(found) <= MOST_NAMES else None


def _text(descriptor: int) -> str | None:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
        return None
    with os.fdopen(os.dup(descriptor), "rb") as file:
        data = file.read(LARGEST + 1)
    return data.decode("latin-1") if len(data) <= LARGEST else None
