"""The proof of a fix: its finding is gone, no new one has come, and only what was meant has changed.

What has changed is read twice, by our own reader and by ``second_reader.py``.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dfix.engine.analysis import Analysis, analyse_all
from dfix.engine.options import Options
from dfix.findings import Finding, Fix, Severity
from dfix.syntax import Dockerfile
from dfix.text import Edit, Span, apply_edits, readable


def proved(before: Analysis, batch: Sequence[tuple[Finding, Fix]], options: Options) -> Analysis | str:
    """The analysis after a batch of fixes, or why the batch is no repair; the fixes' edits do not overlap.

    Every rule is run, whatever ``options`` select: a repair for one must not break another.
    """
    edits = [edit for _, chosen in batch for edit in chosen.edits]
    data = apply_edits(before.source.data, edits)
    if data == before.source.data:
        return "it changes nothing"
    after = analyse_all(data, options)
    from dfix.engine.second_reader import second_objection  # a run that only analyses does not need it

    old, new = before.trace.build, after.trace.build
    cured = [finding for finding, _ in batch]
    reason = (
        objection((*before.findings, *before.others), (*after.findings, *after.others), cured)
        or changed_elsewhere(old.dockerfile, edits, new.dockerfile)
        or second_objection(old, new)
    )
    return reason or after


def objection(before: Sequence[Finding], after: Sequence[Finding], cured: Sequence[Finding]) -> str | None:
    """Why edits with these findings before and after are no repair of ``cured``; None when they are one.

    Advice may come in place of a worse finding that is cured; it has a fix of its own. So each
    repair leaves fewer findings, or as many of which more are advice.
    """
    old, gone = ({finding.identity for finding in findings} for findings in (before, cured))
    for finding in _new(before, after, cured):
        if finding.identity in gone:
            return "the finding would still be there"
        if finding.severity is not Severity.INFO or finding.identity in old:
            return f"it would bring {finding.code}: {finding.message}"
    if len(after) > len(before):
        return "it would bring more findings than it takes away"
    if len(after) == len(before) and _advice(after) <= _advice(before):
        return "it would bring as much advice as it takes away"
    return None


def _new(before: Sequence[Finding], after: Sequence[Finding], cured: Sequence[Finding]) -> Iterator[Finding]:
    """The findings after edits of which there are more than those before, less the cured ones."""
    old, new, gone = (Counter(finding.identity for finding in findings) for findings in (before, after, cured))
    return (one for one in after if new[one.identity] > old[one.identity] - gone[one.identity])


def _advice(findings: Sequence[Finding]) -> int:
    return sum(finding.severity is Severity.INFO for finding in findings)


def changed_elsewhere(before: Dockerfile, edits: Iterable[Edit], after: Dockerfile) -> str | None:
    """The first instruction that no edit touches and whose text is not one of ``after``; None when there is none."""
    spans = sorted({edit.span for edit in edits})
    texts = iter([after.source.text[one.span.start : one.span.end] for one in after.instructions])
    for instruction in before.instructions:
        if _touches(spans, instruction.span):
            continue
        expected = before.source.text[instruction.span.start : instruction.span.end]
        # This consumes ``texts`` up to the text, so the order must be the same too.
        if expected not in texts:
            return f"line {instruction.first_line + 1} would be read in another way: {readable(expected[:40])}"
    return None


def _touches(spans: Sequence[Span], place: Span) -> bool:
    """Whether one of the spans, which are sorted and do not overlap, meets or adjoins the place."""
    last = bisect_right(spans, place.end, key=lambda span: span.start) - 1
    return last >= 0 and spans[last].end >= place.start
