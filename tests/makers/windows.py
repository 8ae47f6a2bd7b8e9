"""Runs dfix with the paths and the files of Windows: `python windows.py FOLDER WORDS…` is `dfix WORDS…` on drive C.

There is no Windows here. So ``os`` gets what Python has on Windows: ``ntpath`` for ``os.path``, drives, functions that
are missing there, directories that cannot be opened, files that cannot be replaced or removed while they are open, and
a text mode of file descriptors that writes CRLF. Drive C is FOLDER, the current directory ``project`` in it. A path without a drive is a file of this system:
Python's own.
"""

import builtins
import errno
import io
import ntpath
import os
import posixpath
import stat as stat_module
import sys
from importlib import import_module
from types import SimpleNamespace
from typing import Any

HERE = "C:\\project"
O_BINARY = 0x8000_0000
MISSING = (
    "fchmod fchown chown pread posix_fallocate sched_getaffinity listxattr getxattr setxattr fork getuid geteuid "
    "O_NOFOLLOW O_NONBLOCK O_CLOEXEC O_DIRECTORY"
).split()
PATHS = ("stat", "lstat", "listdir", "scandir", "access", "mkdir", "readlink")


class Windows:
    """The functions of ``os`` that Windows has in another way; ``root`` is where drive C is."""

    def __init__(self, root: str) -> None:
        self.root = posixpath.realpath(root)
        self.real = SimpleNamespace(**{name: getattr(os, name) for name in dir(os)}, io_open=io.open)
        self.text: set[int] = set()

    def place(self, path: Any) -> Any:
        """Where a path of Windows is on this system."""
        if isinstance(path, int) or path is None:
            return path
        text = os.fsdecode(path)
        drive, rest = ntpath.splitdrive(text)
        if not drive and rest[:1] not in ("/", "\\"):
            drive, rest = ntpath.splitdrive(ntpath.join(HERE, rest))
        top = {"": "", "C:": self.root}.get(drive.upper())
        if top is None:
            raise FileNotFoundError(errno.ENOENT, "The system cannot find the path specified", text)
        return (top + ntpath.normpath(rest).replace("\\", "/")) or "/"

    def name(self, place: str) -> str:
        """What Windows calls a place."""
        inside = place == self.root or place.startswith(f"{self.root}/")
        return "C:" + (place[len(self.root) :].replace("/", "\\") or "\\") if inside else place.replace("/", "\\")

    def realpath(self, path: Any, *, strict: bool = False) -> str:
        """As Windows follows links."""
        return self.name(posixpath.realpath(self.place(path), strict=strict))

    def open_handle(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        """``os.open``: no directory, none below another, and text unless it is said otherwise."""
        if dir_fd is not None:
            raise NotImplementedError("dir_fd unavailable on this platform")
        place = self.place(path)
        if posixpath.isdir(place):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        handle: int = self.real.open(place, flags & ~O_BINARY, mode)
        (self.text.discard if flags & O_BINARY else self.text.add)(handle)
        return handle

    def write(self, handle: int, data: Any) -> int:
        """``os.write``: a line feed becomes CRLF in text."""
        shown = bytes(data).replace(b"\n", b"\r\n") if handle in self.text else data
        self.real.write(handle, shown)
        return len(data)

    def dup(self, handle: int) -> int:
        """``os.dup``: of the same kind."""
        other: int = self.real.dup(handle)
        (self.text.add if handle in self.text else self.text.discard)(other)
        return other

    def free(self, path: Any) -> str:
        """The place of a path that no handle of this process is open at."""
        place = posixpath.realpath(self.place(path))
        for number in self.real.listdir("/proc/self/fd"):
            try:
                held = self.real.readlink(f"/proc/self/fd/{number}")
            except OSError:
                continue
            if held == place:
                raise PermissionError(errno.EACCES, "The process cannot access the file because it is being used", path)
        return place

    def replace(self, old: Any, new: Any) -> None:
        """``os.replace``."""
        self.real.replace(self.free(old), self.free(new))

    def unlink(self, path: Any) -> None:
        """``os.unlink``."""
        self.real.unlink(self.free(path))

    def kill(self, process: int, signal: int) -> None:
        """``os.kill``: 0 is CTRL_C_EVENT there, and others end the process."""
        raise AssertionError(f"signal {signal} would have been sent to {process}")

    def fstat(self, handle: int) -> os.stat_result:
        """``os.fstat``: no file may be executed, as its name does not end in .exe."""
        return _without_execution(self.real.fstat(handle))

    def stat(self, path: Any, **more: Any) -> os.stat_result:
        """``os.stat``, likewise."""
        return _without_execution(self.real.stat(self.place(path), **more))

    def install(self) -> None:
        """Put all that in the place of this system's."""
        for name in MISSING:
            if hasattr(os, name):
                delattr(os, name)
        for name in PATHS:
            setattr(os, name, self._placed(getattr(self.real, name)))
        own: dict[str, Any] = {
            "stat": self.stat, "fstat": self.fstat, "open": self.open_handle, "write": self.write, "dup": self.dup,
            "replace": self.replace, "rename": self.replace, "unlink": self.unlink, "remove": self.unlink,
            "kill": self.kill, "getcwd": lambda: HERE, "O_BINARY": O_BINARY, "name": "nt", "sep": "\\", "altsep": "/",
            "path": ntpath, "supports_dir_fd": set(), "supports_fd": set(),
        }  # fmt: skip
        for name, value in own.items():
            setattr(os, name, value)
        ntpath.realpath = self.realpath  # type: ignore[assignment]
        sys.modules["os.path"] = ntpath
        builtins.open = io.open = self._placed(self.real.io_open)  # type: ignore[assignment]

    def _placed(self, function: Any) -> Any:
        def call(path: Any = ".", *rest: Any, **more: Any) -> Any:
            if isinstance(path, int) and function not in (self.real.io_open, self.real.stat):
                raise TypeError("path should be string, bytes or os.PathLike, not int")
            return function(self.place(path), *rest, **more)

        return call


def _without_execution(status: os.stat_result) -> os.stat_result:
    if not stat_module.S_ISREG(status.st_mode):
        return status
    return os.stat_result((status.st_mode & ~0o111, *status[1:]))


def main() -> int:
    """Run dfix."""
    for name in ("click", "difflib", "json", "shutil", "tempfile"):
        import_module(name)  # what it imports must find this system

    Windows(sys.argv[1]).install()
    sys.argv = ["dfix", *sys.argv[2:]]
    from dfix.__main__ import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
