"""Reads files that a repository may have put there: no device, pipe or endless file is waited for."""

import errno
import os
import stat

from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_regular(path: str, most: int) -> bytes:
    """The bytes of a file.

    Raises:
        OSError: it cannot be read, is no regular file, or has more than ``most`` bytes.
    """
    with open_regular(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most} bytes", path)
    return data


def open_regular(path: str) -> "BinaryIO":
    """A file, open to be read.

    Raises:
        OSError: it cannot be opened, or is no regular file.
    """
    file = os.fdopen(os.open(path, FLAGS), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is no regular file", path)
    return file
