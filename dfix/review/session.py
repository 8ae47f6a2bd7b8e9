"""A whole review: read the change, judge its Dockerfiles, make the comments."""

import os
from collections.abc import Callable, Iterable

from dfix.config import Finder, Settings
from dfix.plan import BuildError
from dfix.review.changes import read_diff
from dfix.review.comment import Comment, comments, summary
from dfix.review.verdict import Reviewed, review_file
from dfix.run.files import FileError, Selection, read
from dfix.run.work import options_of
from dfix.values import NamedTuple


class Review(NamedTuple):
    """The result for a change: its Dockerfiles, the comments on them, and what could not be judged."""

    files: tuple[Reviewed, ...]
    comments: tuple[Comment, ...]
    errors: tuple[FileError, ...] = ()

    @property
    def summary(self) -> str:
        """The review's own text."""
        return summary(self.files, len(self.comments))

    def without(self, bodies: Iterable[str]) -> "Review":
        """The review without the comments that were posted before, recognised by their marks."""
        posted = "\n".join(bodies)
        new = tuple(comment for comment in self.comments if comment.mark not in posted)
        kept = {comment.path for comment in new}
        return Review(tuple(one for one in self.files if one.change.path in kept), new, self.errors)


def review(top: str, diff: bytes, given: Settings, finder: Finder, is_selected: Callable[[str], bool]) -> Review:
    """Judge the Dockerfiles that a diff changes; ``top`` is the directory that its paths are relative to.

    Raises:
        DiffError: it is no diff, or not one to these files.
        dfix.config.ConfigError: a configuration file is wrong.
    """
    files, errors = [], []
    for change in read_diff(diff):
        path = os.path.normpath(os.path.join(top, change.path))
        if not _is_inside(path, top) or not os.path.isfile(path):
            continue
        settings = given.over(finder.for_directory(os.path.dirname(path)).for_file(path))
        selection = Selection(settings.include or (), settings.exclude or ())
        if selection.wants(path) and not selection.skips(path) and is_selected(path):
            try:
                files.append(review_file(change, read(path), options_of(settings, path)))
            except FileError as error:
                errors.append(FileError(change.path, str(error), error.help))
            except BuildError as error:
                errors.append(FileError(change.path, str(error), "see --target"))
    return Review(tuple(files), tuple(comment for one in files for comment in comments(one)), tuple(errors))


def _is_inside(path: str, top: str) -> bool:
    """Whether a path of a diff leads to a file of the tree, links followed."""
    real, root = os.path.realpath(path), os.path.realpath(top)
    return real.startswith(root.rstrip("/") + "/")
