"""Puts a new text in a file's place, whole or not at all; nothing else about the file changes.

The new text is complete in another file of the same directory before the old one is touched. Where only writing in
place keeps what the file is (hard links, an owner or attributes that this user cannot give), the space is reserved
first, and a copy of the old text lies beside the file until all is done.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from dfix.config.regular_file import read_regular

MOST = 1024 * 1024 * 1024
TEMPORARY = re.compile(r"\.dfix-(\d+)-(?:\d+-)?[0-9a-f]{16}\.(?:new|next)")
# An attribute of the system's own, which the new file has got already or which nobody may set.
OF_SYSTEM = ("security.", "trusted.", "system.nfs4", "com.apple.")
UNSUPPORTED = frozenset({errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS})
FORBIDDEN = frozenset({errno.EPERM, errno.EACCES, errno.EROFS})
# Windows writes CRLF for a line feed unless it is told not to, and neither renames nor removes a file that is open.
BINARY = getattr(os, "O_BINARY", 0)
CLOSES_FIRST = os.name == "nt"
PLAIN = BINARY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class ChangedError(OSError):
    """Somebody else wrote the file meanwhile; it was left as it is."""


class DamagedError(OSError):
    """The file could neither be written nor be put back; ``copy`` is a file with its old text."""

    def __init__(self, error: OSError, copy: str) -> None:
        """Keep the cause and the copy's path."""
        super().__init__(error.errno, error.strerror)
        self.copy = copy


def create(path: str, data: bytes) -> None:
    """Make a file that is not there.

    Raises:
        OSError: it cannot be made, and is not there.
    """
    _remove_leftovers(os.path.dirname(path))
    with _new_file(path, 0o666) as handle:
        fill(handle, data)


def replace(path: str, before: bytes, after: bytes) -> None:
    """Replace the text of a file; ``path`` is no link.

    Raises:
        ChangedError: its text is not ``before``.
        DamagedError: only a copy has the old text.
        OSError: nothing was written.
    """
    _expect(path, before)
    _remove_leftovers(os.path.dirname(path))
    status = os.stat(path)
    if status.st_nlink > 1:
        _overwrite(path, before, after)
        return
    try:
        _exchange(path, before, after, status)
    except OSError as error:
        if error.errno not in FORBIDDEN:
            raise
        _overwrite(path, before, after)


def _exchange(path: str, before: bytes, after: bytes, status: os.stat_result) -> None:
    """Make a new file and give it the old one's name."""
    with _new_file(path, 0o600) as handle:
        _keep(handle, path, status)
        fill(handle, after)
        _expect(path, before)


@contextmanager
def _new_file(path: str, mode: int) -> Iterator[int]:
    """A new file that gets the path's name when all is done; what fails before leaves nothing of it."""
    temporary, handle = _temporary(os.path.dirname(path), os.urandom(8).hex(), "new", mode)
    with _closed_after(handle) as let_go:
        try:
            yield handle
            let_go()
            os.replace(temporary, path)
        except BaseException:
            let_go()
            _remove(temporary)
            raise
    _sync_directory(path)


@contextmanager
def _closed_after(handle: int) -> Iterator[Callable[[], None]]:
    """Closes an open file at the end; or when the function is called, where nothing can be done with it before."""
    is_open = True

    def let_go() -> None:
        nonlocal is_open
        if CLOSES_FIRST and is_open:
            is_open = False
            os.close(handle)

    try:
        yield let_go
    finally:
        if is_open:
            os.close(handle)


def _overwrite(path: str, before: bytes, after: bytes) -> None:
    """Write into the file itself, while copies of its old text and of the new one are there."""
    handle = os.open(path, os.O_RDWR | BINARY)
    try:
        with _copies(path, os.fstat(handle).st_ino, before, after) as copy:
            _expect(path, before)
            try:
                _reserve(handle, len(before), len(after))
                fill(handle, after)
            except BaseException:
                _put_back(handle, before, copy)
                raise
    finally:
        os.close(handle)


def _put_back(handle: int, before: bytes, copy: str) -> None:
    try:
        fill(handle, before)
    except OSError as error:
        raise DamagedError(error, copy) from None


@contextmanager
def _copies(path: str, inode: int, before: bytes, after: bytes) -> Iterator[str]:
    """The path of a copy of the old text, which is held, and is gone afterwards unless the file is damaged.

    It lies beside the file, with the new text, so that ``recovery.py`` can tell what a killed process left; or where
    temporary files are if nothing can be made there.
    """
    tag = f"{inode}-{os.urandom(8).hex()}"
    try:
        new, handle = _temporary(os.path.dirname(path), tag, "next", 0o600)
    except OSError as error:
        if error.errno not in FORBIDDEN:
            raise
        from tempfile import gettempdir

        new, handle = _temporary(gettempdir(), tag, "next", 0o600)
    with _held(new, handle, after), _held(*_temporary(os.path.dirname(new), tag, "old", 0o600), before) as old:
        yield old


@contextmanager
def _held(path: str, handle: int, data: bytes) -> Iterator[str]:
    """A file with a text, which this process holds; it is removed, unless another one cannot do without it."""
    with _closed_after(handle) as let_go:
        try:
            fill(handle, data)
            yield path
        except DamagedError:
            raise
        except BaseException:
            let_go()
            _remove(path)
            raise
        else:
            let_go()
            _remove(path)


def _reserve(handle: int, old: int, new: int) -> None:
    """Reserve the blocks that a longer text needs (POSIX: a write into them does not lack space)."""
    if new <= old or not hasattr(os, "posix_fallocate"):
        return
    try:
        os.posix_fallocate(handle, 0, new)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise


def fill(handle: int, data: bytes) -> None:
    """Make the data the whole content of an open file, on the disk."""
    os.lseek(handle, 0, os.SEEK_SET)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.ftruncate(handle, len(data))
    os.fsync(handle)


def _expect(path: str, before: bytes) -> None:
    if read_regular(path, MOST) != before:
        raise ChangedError(errno.EBUSY, "the file changed while dfix was at work")


def _keep(handle: int, path: str, status: os.stat_result) -> None:
    """Give a new file the owner, mode, attributes and access list of the old one.

    Raises:
        PermissionError: this user cannot give one of them.
    """
    own = os.fstat(handle)
    if (status.st_uid, status.st_gid) != (own.st_uid, own.st_gid):
        os.fchown(handle, status.st_uid, status.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
    for name in _attributes(path):
        if not name.startswith(OF_SYSTEM):
            os.setxattr(handle, name, os.getxattr(path, name))


def _attributes(path: str) -> list[str]:
    """The names of the extended attributes; an access list is one (``system.posix_acl_access``)."""
    if not hasattr(os, "listxattr"):
        return []
    try:
        return os.listxattr(path)
    except OSError as error:
        if error.errno in UNSUPPORTED:
            return []
        raise


def _temporary(directory: str, tag: str, kind: str, mode: int) -> tuple[str, int]:
    """A new file of this process; its name is short whatever the other file's is, and no stale one has it."""
    path = os.path.join(directory, f".dfix-{os.getpid()}-{tag}.{kind}")
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | BINARY, mode)
    lock(handle)
    return path, handle


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def _remove_leftovers(directory: str) -> None:
    """Remove the new files of processes that have ended. A copy of an old text stays: somebody may need it."""
    with suppress(OSError):
        names = os.listdir(directory or ".")
        for name in names:
            match = TEMPORARY.fullmatch(name)
            is_needed = name.endswith(".next") and f"{name.removesuffix('next')}old" in names
            if match and not is_needed and not is_running(int(match[1])):
                with suppress(OSError):
                    _remove_unlocked(os.path.join(directory, name))


def is_running(process: int) -> bool:
    """Whether a process of that number is there; on Windows, where asking would be a ^C, it is taken to be."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _remove_unlocked(path: str) -> None:
    """Remove a file that no process holds: one in another container has a number that means nothing here."""
    handle = os.open(path, os.O_RDWR | PLAIN)
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode) and lock(handle):
            os.unlink(path)
    finally:
        os.close(handle)


def lock(handle: int) -> bool:
    """Whether this process holds the file now."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


def _sync_directory(path: str) -> None:
    """Have the new name on the disk too, where the system can."""
    with suppress(OSError):
        handle = os.open(os.path.dirname(path) or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
