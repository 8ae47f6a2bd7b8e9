"""A file or directory of a build context, opened part by part so that no link leads out of it.

Where the system opens directories (POSIX), each part is opened below the handle of the one before. Where it does not
(Windows), paths are used: a part that is a link, or no plain name, is refused.
"""

import errno
import os
import stat

from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

# A link is refused, and a pipe is not waited for.
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
HAS_HANDLES = os.open in os.supports_dir_fd
# FILE_ATTRIBUTE_REPARSE_POINT: a link, a junction, a mount point (Microsoft's "File Attribute Constants").
REPARSE_POINT = 0x400


class Opened:
    """``handle`` is a descriptor, or a path where directories cannot be opened."""

    __slots__ = ("handle",)

    def __init__(self, handle: int | str) -> None:
        self.handle = handle

    @property
    def status(self) -> os.stat_result:
        """What the system says of it."""
        return os.fstat(self.handle) if isinstance(self.handle, int) else os.lstat(self.handle)

    @property
    def is_directory(self) -> bool:
        """Whether it is a directory."""
        return stat.S_ISDIR(self.status.st_mode)

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file."""
        return stat.S_ISREG(self.status.st_mode)

    def below(self, name: str) -> "Opened":
        """What has that name in this directory.

        Raises:
            OSError: there is nothing, or a link.
        """
        if isinstance(self.handle, int):
            return Opened(os.open(name, FLAGS, dir_fd=self.handle))
        if any(mark in name for mark in '\\/:*?"<>|') or name in ("", ".", ".."):
            raise OSError(errno.EINVAL, "it is no plain name", name)
        path = os.path.join(self.handle, name)
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode) or getattr(status, "st_file_attributes", 0) & REPARSE_POINT:
            raise OSError(errno.ELOOP, "it is a link", path)
        return Opened(path)

    def file(self) -> "BinaryIO":
        """Its bytes, from the beginning."""
        if isinstance(self.handle, str):
            return open(self.handle, "rb")
        file = os.fdopen(os.dup(self.handle), "rb")
        file.seek(0)
        return file

    def close(self) -> None:
        """Let it go."""
        if isinstance(self.handle, int):
            os.close(self.handle)


def opened(path: str) -> Opened:
    """A directory that may be reached through links.

    Raises:
        OSError: it cannot be opened.
    """
    return Opened(os.open(path, os.O_RDONLY) if HAS_HANDLES else path)


def may_execute(status: os.stat_result) -> bool:
    """Whether a file of the context may be executed in the image.

    On Windows files have no such bit, and the builder sets it for all (BuildKit's fsutil, ``stat.go``).
    """
    return os.name == "nt" or bool(status.st_mode & 0o111)
