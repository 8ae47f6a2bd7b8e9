"""What a change made wrong: findings on its lines, and those elsewhere that were not there before."""

from dfix.engine import Analysis, Options, analyse
from dfix.engine.fingerprint import fingerprints
from dfix.findings import Finding
from dfix.review.changes import Change, DiffError
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
    """One changed Dockerfile: its analysis and the verdicts on it."""

    change: Change
    analysis: Analysis
    verdicts: tuple[Verdict, ...]


def review_file(change: Change, after: bytes, options: Options) -> Reviewed:
    """Compare a Dockerfile with what it was.

    Raises:
        DiffError: the diff is not one to this text.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    analysis = analyse(after, options)
    prints = fingerprints(analysis.source, analysis.findings)
    old = _prints_before(change, after, options)
    verdicts = []
    for finding, own in zip(analysis.findings, prints, strict=True):
        touched = sorted(_lines(analysis.source, finding) & change.added)
        if touched:
            verdicts.append(Verdict(finding, touched[0], is_moved=False, fingerprint=own))
        elif own not in old:
            anchor = _anchor(analysis.source, finding, change)
            verdicts.append(Verdict(finding, anchor, is_moved=True, fingerprint=own))
    return Reviewed(change, analysis, tuple(verdicts))


def _prints_before(change: Change, after: bytes, options: Options) -> frozenset[str]:
    if change.old_path is None:
        return frozenset()
    from dfix.plan import BuildError

    try:
        before = analyse(change.before(after), options)
    except BuildError:  # the stage that is built is new
        return frozenset()
    return frozenset(fingerprints(before.source, before.findings))


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
