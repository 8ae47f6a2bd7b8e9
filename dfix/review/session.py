"""A whole review: read the change, judge its Dockerfiles, make the comments."""

import os
from collections.abc import Callable, Iterable, Sequence

from dfix.config import ConfigError, Finder, Settings
from dfix.config.file import Reader, read_found
from dfix.hosts import HostError
from dfix.plan import BuildError
from dfix.review.base import BaseFiles, Versions, changed_settings, fitting
from dfix.review.changes import Change, DiffError, read_diff
from dfix.review.comment import Comment, brought, comments, summary
from dfix.review.verdict import Reviewed, review_file
from dfix.run.baseline import BaselineError, load
from dfix.run.files import FileError, Selection, read
from dfix.run.work import notes_of_lock, options_of
from dfix.text.system_paths import is_inside
from dfix.values import NamedTuple


class Review(NamedTuple):
    """The result for a change: its Dockerfiles, the comments on them, and what could not be judged.

    ``settings`` are the files of dfix's configuration that the change touches, ``otherwise`` the number of comments by
    what it makes of them; None where that cannot be read.
    """

    files: tuple[Reviewed, ...]
    comments: tuple[Comment, ...]
    errors: tuple[FileError, ...] = ()
    settings: tuple[str, ...] = ()
    otherwise: int | None = None

    @property
    def summary(self) -> str:
        """The review's own text."""
        return summary(self.files, len(self.comments), self.settings, self.otherwise)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the change brings that speaks for it, for a run's log: it stands there where nothing is posted too."""
        return tuple(brought(self.files, self.settings, self.otherwise, str))

    def without(self, bodies: Iterable[str]) -> "Review":
        """The review without the comments that were posted before, recognised by their marks."""
        posted = "\n".join(bodies)
        new = tuple(comment for comment in self.comments if comment.mark not in posted)
        kept = {comment.path for comment in new}
        return self._replace(files=tuple(one for one in self.files if one.change.path in kept), comments=new)


class Trust(NamedTuple):
    """By which configuration a change is judged: that of before it, unless the user trusts what it brings.

    ``config`` is a configuration file that the user named, ``isolated``: none is read. ``versions`` tell the text of
    a file in the commits.
    """

    config: str | None = None
    isolated: bool = False
    head: bool = False
    versions: Versions = Versions()


def review(top: str, diff: bytes, given: Settings, trust: Trust, is_selected: Callable[[str], bool]) -> Review:
    """Judge the Dockerfiles that a diff changes; ``top`` is the directory that its paths are relative to.

    Raises:
        DiffError: it is no diff.
        dfix.config.ConfigError: a configuration file is wrong.
    """
    changes = read_diff(diff)
    base = BaseFiles(top, changes, trust.versions.before)
    judge = _Judge(top, given, trust, read_found if trust.head else base.read)
    found = judge.review(changes, is_selected)
    touched = () if trust.head or trust.isolated else changed_settings(changes, base.asked)
    if not touched:
        return found
    return found._replace(settings=touched, otherwise=_by_head(judge, changes, is_selected))


def _by_head(judge: "_Judge", changes: Sequence[Change], is_selected: Callable[[str], bool]) -> int | None:
    """How many comments there would be by the configuration that the change brings; None where it cannot be read."""
    try:
        return len(judge._replace(read=read_found).review(changes, is_selected).comments)
    except (ConfigError, DiffError):
        return None


class _Judge(NamedTuple):
    """By what the files of a change are judged; ``read`` reads configuration files and baselines."""

    top: str
    given: Settings
    trust: Trust
    read: Reader

    def review(self, changes: Sequence[Change], is_selected: Callable[[str], bool]) -> Review:
        """The review of the files that dfix looks at."""
        finder = Finder(self.trust.config, isolated=self.trust.isolated, read=self.read)
        files, errors = [], []
        for change in changes:
            path = os.path.normpath(os.path.join(self.top, change.path))
            if not _is_inside(path, self.top) or not os.path.isfile(path):
                continue
            settings = self.given.over(finder.for_directory(os.path.dirname(path)).for_file(path))
            selection = Selection(settings.include or (), settings.exclude or ())
            if selection.wants(path) and not selection.skips(path) and is_selected(path):
                judged = self._judged(change, path, settings)
                if isinstance(judged, FileError):
                    errors.append(judged)
                else:
                    files.append(judged)
        return Review(tuple(files), tuple(comment for one in files for comment in comments(one)), tuple(errors))

    def _judged(self, change: Change, path: str, settings: Settings) -> Reviewed | FileError:
        """The verdicts on one file; an error concerns this file alone."""
        try:
            after = read(path)
            if os.path.islink(path):
                # The diff shows where it leads: all that is there counts as new.
                change = change._replace(old_path=None, hunks=())
            else:
                change, after = fitting(change, after, self.trust.versions)
            options = options_of(settings, path, self._known(path, settings), after)
            notes_of_lock(path, after, settings, options)
            return review_file(change, after, options)
        except FileError as error:
            return FileError(change.path, str(error), error.help)
        except BuildError as error:
            return FileError(change.path, str(error), "see --target")
        except HostError as error:
            return FileError(change.path, str(error), "correct it")
        except DiffError as error:
            return FileError(change.path, str(error), "make the diff from the files as they are")

    def _known(self, path: str, settings: Settings) -> frozenset[str]:
        """The fingerprints that the baseline of the configuration holds for a file."""
        if not settings.baseline:
            return frozenset()
        try:
            return load(settings.baseline, self.read).known(path)
        except BaselineError as error:
            raise FileError(settings.baseline, str(error), "make it with --write-baseline") from None


def _is_inside(path: str, top: str) -> bool:
    """Whether a path of a diff leads to a file of the tree, links followed."""
    return is_inside(os.path.realpath(path), os.path.realpath(top))
