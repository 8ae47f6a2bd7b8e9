"""Reads files that a repository may have put there: no device, pipe or endless file is waited for."""

import errno
import os
import stat

FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_regular(path: str, most: int) -> bytes:
    """The bytes of a file.

    Raises:
        OSError: it cannot be read, is no regular file, or has more than ``most`` bytes.
    """
    descriptor = os.open(path, FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", path)
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most} bytes", path)
    return data
