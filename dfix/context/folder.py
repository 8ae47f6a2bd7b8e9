"""A build context on disk, read lazily, never followed outside, bounded in size."""

import os
import stat
from typing import NamedTuple

LARGEST = 1024 * 1024
# Neither a link nor a pipe can lead astray or hang: the first is refused, the second not waited for.
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Folder(NamedTuple):
    """The directory that is sent to the builder."""

    path: str

    def read(self, name: str) -> str | None:
        """The byte text (latin-1) of a regular file of the context, ``name`` relative to it with slashes.

        None when it is missing, a link or below one, larger than a mebibyte, or leads outside.
        """
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if not parts or ".." in parts or "\0" in name:
            return None
        opened: list[int] = []
        try:
            # The context itself may be reached through links; what is in it may not.
            opened.append(os.open(self.path or ".", os.O_RDONLY))
            for part in parts:
                opened.append(os.open(part, FLAGS, dir_fd=opened[-1]))
            return _text(opened[-1])
        except (OSError, ValueError):
            return None
        finally:
            for descriptor in opened:
                os.close(descriptor)


def _text(descriptor: int) -> str | None:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
        return None
    with os.fdopen(os.dup(descriptor), "rb") as file:
        data = file.read(LARGEST + 1)
    return data.decode("latin-1") if len(data) <= LARGEST else None
