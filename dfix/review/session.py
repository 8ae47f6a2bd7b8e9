"""A whole review: read the change, judge its Dockerfiles, make the comments."""

import os
from collections.abc import Callable, Iterable, Sequence

from dfix.config import Finder, Settings
from dfix.hosts import HostError
from dfix.plan import BuildError
from dfix.review.base import BaseFiles, Before, changed_settings, fitting, unknown
from dfix.review.changes import Change, DiffError, read_diff
from dfix.review.comment import Comment, comments, summary
from dfix.review.verdict import Reviewed, review_file
from dfix.run.files import FileError, Selection, read
from dfix.run.work import notes_of_lock, options_of
from dfix.values import NamedTuple


class Review(NamedTuple):
    """The result for a change: its Dockerfiles, the comments on them, and what could not be judged.

    ``settings`` are the files of dfix's configuration that the change touches.
    """

    files: tuple[Reviewed, ...]
    comments: tuple[Comment, ...]
    errors: tuple[FileError, ...] = ()
    settings: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The review's own text."""
        return summary(self.files, len(self.comments), self.settings)

    def without(self, bodies: Iterable[str]) -> "Review":
        """The review without the comments that were posted before, recognised by their marks."""
        posted = "\n".join(bodies)
        new = tuple(comment for comment in self.comments if comment.mark not in posted)
        kept = {comment.path for comment in new}
        return Review(tuple(one for one in self.files if one.change.path in kept), new, self.errors, self.settings)


class Trust(NamedTuple):
    """By which configuration a change is judged: that of before it, unless the user trusts what it brings.

    ``config`` is a configuration file that the user named, ``isolated``: none is read. ``before`` tells the text of
    a file before the change.
    """

    config: str | None = None
    isolated: bool = False
    head: bool = False
    before: Before = unknown

    def finder(self, top: str, changes: Sequence[Change]) -> Finder:
        """What finds the configuration of each file."""
        if self.head:
            return Finder(self.config, isolated=self.isolated)
        return Finder(self.config, isolated=self.isolated, read=BaseFiles(top, changes, self.before).read)


def review(top: str, diff: bytes, given: Settings, trust: Trust, is_selected: Callable[[str], bool]) -> Review:
    """Judge the Dockerfiles that a diff changes; ``top`` is the directory that its paths are relative to.

    Raises:
        DiffError: it is no diff.
        dfix.config.ConfigError: a configuration file is wrong.
    """
    changes = read_diff(diff)
    finder = trust.finder(top, changes)
    files, errors = [], []
    for change in changes:
        path = os.path.normpath(os.path.join(top, change.path))
        if not _is_inside(path, top) or not os.path.isfile(path):
            continue
        settings = given.over(finder.for_directory(os.path.dirname(path)).for_file(path))
        selection = Selection(settings.include or (), settings.exclude or ())
        if selection.wants(path) and not selection.skips(path) and is_selected(path):
            judged = _judged(change, path, settings, trust.before)
            if isinstance(judged, FileError):
                errors.append(judged)
            else:
                files.append(judged)
    said = tuple(comment for one in files for comment in comments(one))
    return Review(tuple(files), said, tuple(errors), () if trust.head else changed_settings(changes))


def _judged(change: Change, path: str, settings: Settings, before: Before) -> Reviewed | FileError:
    """The verdicts on one file; an error concerns this file alone."""
    try:
        after = read(path)
        options = options_of(settings, path)
        notes_of_lock(path, after, settings, options)
        return review_file(fitting(change, after, before), after, options)
    except FileError as error:
        return FileError(change.path, str(error), error.help)
    except BuildError as error:
        return FileError(change.path, str(error), "see --target")
    except HostError as error:
        return FileError(change.path, str(error), "correct it")
    except DiffError as error:
        return FileError(change.path, str(error), "make the diff from the files as they are")


def _is_inside(path: str, top: str) -> bool:
    """Whether a path of a diff leads to a file of the tree, links followed."""
    real, root = os.path.realpath(path), os.path.realpath(top)
    return real.startswith(root.rstrip("/") + "/")
