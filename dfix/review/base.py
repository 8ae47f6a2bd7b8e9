"""The files of a repository as they were before a change, told by the change itself."""

import errno
import os
from collections.abc import Callable, Collection, Iterable

from dfix.config.file import LOCK, NAMES
from dfix.config.regular_file import read_regular
from dfix.review.changes import NOTHING, Change, DiffError, read_diff
from dfix.review.git import LARGEST_TEXT
from dfix.text.diff import unified_diff
from dfix.values import NamedTuple, TypeAlias

# A file as it was before the change, by its path from the top; None where nobody can tell.
Before: TypeAlias = Callable[[str], "bytes | None"]


def unknown(_: str) -> bytes | None:
    """None: there is the diff alone."""
    return None


class BaseFiles:
    """Reads files as they were. ``top`` is the directory that the change's paths are relative to.

    ``before`` is asked where the change does not fit the file: an attribute (``filter``, ``eol``) lets git compare
    another text than the one that is there. ``asked`` are the files of the change that were read, or were not there.
    """

    def __init__(self, top: str, changes: Iterable[Change], before: Before = unknown) -> None:
        self._top = os.path.realpath(top)
        self._text_before = before
        self._before: dict[str, Change | None] = {}
        self.asked: set[str] = set()
        for change in changes:
            if change.path != NOTHING:
                self._before[change.path] = None
        for change in changes:
            if change.old_path is not None:
                self._before[change.old_path] = change

    def read(self, path: str, most: int) -> bytes:
        """The bytes of a file before the change.

        Raises:
            OSError: it was not there, is no regular file, or has more than ``most`` bytes now.
            DiffError: the change is not one to it.
        """
        name = self._name(os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)))
        if name not in self._before:
            # It may be a link to a file that the change touches.
            name = self._name(os.path.realpath(path))
        if name not in self._before:
            return read_regular(path, most)
        change = self._before[name]
        self.asked.add(name)
        if change is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return self._old_text(name, change, most)

    def _name(self, path: str) -> str:
        return os.path.relpath(path, self._top)

    def _old_text(self, name: str, change: Change, most: int) -> bytes:
        if change.path == NOTHING:
            return "".join(line for hunk in change.hunks for line in hunk.old).encode("latin-1")
        try:
            return change.before(read_regular(os.path.join(self._top, change.path), most))
        except DiffError:
            text = self._text_before(name)
            if text is None:
                raise
            return text


class Versions(NamedTuple):
    """Files as commits have them, whatever attributes say: before the change, and after it."""

    before: Before = unknown
    after: Before = unknown


def fitting(change: Change, after: bytes, versions: Versions) -> tuple[Change, bytes]:
    """A change and the text after it that fit each other: the file's, else that of the commit.

    An attribute lets the file differ from the commit, which is what a forge shows. Where the change fits neither, it is
    made anew.

    Raises:
        DiffError: it does not fit, and nobody can tell what the file was.
    """
    committed = versions.after(change.path)
    for text in filter(None, (after, committed)):
        try:
            change.before(text)
        except DiffError:
            continue
        return change, text
    old = versions.before(change.old_path) if change.old_path else b""
    if old is None or len(after) > LARGEST_TEXT:
        change.before(after)
        return change, after
    after = committed or after
    made = read_diff(unified_diff(old, after, change.path))
    return change._replace(hunks=made[0].hunks if made else ()), after


def changed_settings(changes: Iterable[Change], asked: Collection[str]) -> tuple[str, ...]:
    """The files that a change touches and by which dfix is configured: ``asked``, and those of such a name."""
    paths = (path for change in changes for path in (change.old_path, change.path) if path)
    return tuple(dict.fromkeys(path for path in paths if path in asked or path.rpartition("/")[2] in (*NAMES, LOCK)))
