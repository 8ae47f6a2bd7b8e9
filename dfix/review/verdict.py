"""What a change made wrong: findings on its lines, and those elsewhere that were not there before."""

from dfix.engine import Options
from dfix.findings import Finding
from dfix.review.changes import Change, DiffError
from dfix.review.judge import Judged, judge
from dfix.text import Source
from dfix.values import NamedTuple


class Verdict(NamedTuple):
    """One finding that belongs into the review.

    ``anchor`` is the line of the new file to comment on, from one; the change shows it.
    ``is_moved``: the fault lies elsewhere, and the change is what made it one.
    """

    finding: Finding
    anchor: int
    is_moved: bool
    fingerprint: str


class Reviewed(NamedTuple):
    """One changed file, judged, and the verdicts on it."""

    change: Change
    judged: Judged
    verdicts: tuple[Verdict, ...]

    @property
    def source(self) -> Source:
        """The file's text after the change."""
        return self.judged.source


def review_file(change: Change, after: bytes, options: Options) -> Reviewed:
    """Compare a Dockerfile, or a file that carries some, with what it was.

    Raises:
        DiffError: the diff is not one to this text.
        dfix.hosts.HostError: it is not well-formed.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    judged = judge(change.path, after, options)
    old = _prints_before(change, after, options)
    verdicts = []
    for finding, own in zip(judged.findings, judged.fingerprints, strict=True):
        touched = sorted(_lines(judged.source, finding) & change.added)
        if touched:
            verdicts.append(Verdict(finding, touched[0], is_moved=False, fingerprint=own))
        elif own not in old:
            anchor = _anchor(judged.source, finding, change)
            verdicts.append(Verdict(finding, anchor, is_moved=True, fingerprint=own))
    return Reviewed(change, judged, tuple(verdicts))


def _prints_before(change: Change, after: bytes, options: Options) -> frozenset[str]:
    if change.old_path is None:
        return frozenset()
    from dfix.hosts import HostError
    from dfix.plan import BuildError

    before = change.before(after)
    try:
        return frozenset(judge(change.old_path, before, options).fingerprints)
    except (BuildError, HostError):  # the stage that is built is new, or the file could not be read
        return frozenset()


def _lines(source: Source, finding: Finding) -> set[int]:
    """The lines that the finding is on, from one."""
    last = source.line_of(max(finding.span.start, finding.span.end - 1))
    return set(range(source.line_of(finding.span.start) + 1, last + 2))


def _anchor(source: Source, finding: Finding, change: Change) -> int:
    """The changed line that led to the finding: the last one of its chain, else the one nearest to it."""
    chain = [source.line_of(place.span.start) + 1 for place in finding.chain]
    changed = [line for line in chain if line in change.added]
    if changed:
        return changed[-1]
    here = source.line_of(finding.span.start) + 1
    return min(change.touched or {1}, key=lambda line: (abs(line - here), line))


__all__ = ["DiffError", "Reviewed", "Verdict", "review_file"]
