"""The files of a repository as they were before a change, told by the change itself."""

import os
from collections.abc import Iterable

from dfix.config.file import NAMES
from dfix.config.regular_file import read_regular
from dfix.review.changes import NOTHING, Change


class BaseFiles:
    """Reads files as they were. ``top`` is the directory that the change's paths are relative to."""

    def __init__(self, top: str, changes: Iterable[Change]) -> None:
        self._top = os.path.realpath(top)
        self._before: dict[str, Change | None] = {}
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
        name = os.path.relpath(os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)), self._top)
        if name not in self._before:
            return read_regular(path, most)
        change = self._before[name]
        if change is None:
            raise FileNotFoundError(path)
        if change.path == NOTHING:
            return "".join(line for hunk in change.hunks for line in hunk.old).encode("latin-1")
        return change.before(read_regular(os.path.join(self._top, change.path), most))


def changed_settings(changes: Iterable[Change]) -> tuple[str, ...]:
    """The files that a change touches and by which dfix may be configured."""
    paths = (path for change in changes for path in (change.old_path, change.path) if path)
    return tuple(dict.fromkeys(path for path in paths if path.rpartition("/")[2] in NAMES))
