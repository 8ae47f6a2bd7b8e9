"""A folder read as a root filesystem, without following a link of it."""

import os
import stat

from dfix.context.binary import HEAD, sniff
from dfix.context.script import LONGEST, read_shebang
from dfix.inspect.reading import binary_entry, is_text, text_entry
from dfix.inspect.tree import Entry, Kind, Root
from dfix.text.system_paths import slashed
from dfix.text.wording import reason

MOST = 1_000_000
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class InspectError(Exception):
    """Something cannot be read; the message says what and why."""


def read_folder(path: str) -> Root:
    """Every file below a folder.

    Raises:
        InspectError: it cannot be read.
    """
    entries: dict[str, Entry] = {"/": Entry(Kind.DIRECTORY)}
    device = os.stat(path).st_dev
    for directory, directories, files in os.walk(path, onerror=_fail):
        below = "/" + slashed(os.path.relpath(directory, path)).strip(".")
        below = below.rstrip("/")
        # Another file system (/proc, a mounted disk) is no part of this one.
        directories[:] = [one for one in directories if _device(os.path.join(directory, one)) == device]
        for name in (*directories, *files):
            entries[f"{below}/{name}"] = _entry(os.path.join(directory, name), f"{below}/{name}")
        if len(entries) > MOST:
            raise InspectError(f"{path} holds more than {MOST} files")
    return Root(entries)


def read_file(path: str) -> Entry:
    """One file.

    Raises:
        InspectError: it cannot be read.
    """
    try:
        return _read(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "")
    except OSError as error:
        raise InspectError(reason(error)) from None


def _fail(error: OSError) -> None:
    raise InspectError(f"{error.filename}: {reason(error)}") from None


def _device(path: str) -> int:
    try:
        return os.lstat(path).st_dev
    except OSError:
        return -1


def _entry(path: str, name: str) -> Entry:
    try:
        return _looked_at(path, name)
    except OSError as error:
        return Entry(Kind.OTHER, unread=reason(error))


def _looked_at(path: str, name: str) -> Entry:
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode):
        return Entry(Kind.LINK, target=os.readlink(path))
    if stat.S_ISDIR(status.st_mode):
        return Entry(Kind.DIRECTORY)
    if not stat.S_ISREG(status.st_mode):
        return Entry(Kind.OTHER)
    return _read(os.open(path, FLAGS), name)


def _read(descriptor: int, name: str) -> Entry:
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            return Entry(Kind.OTHER)
        executable = bool(status.st_mode & 0o111)
        if is_text(name):
            return text_entry(name, file, executable=executable)
        head = file.read(LONGEST)
        if not sniff(head[:HEAD]):
            return Entry(Kind.FILE, executable, shebang=read_shebang(head))
        file.seek(0)
        return binary_entry(file, executable=executable)
