"""The proof that a fix is one: its finding is gone, nothing new has come, and nothing else has changed."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from dfix.findings import Finding, Severity
from dfix.syntax import Instruction
from dfix.text import Edit, Source, Span, readable


def objection(before: Sequence[Finding], after: Sequence[Finding], cured: Iterable[Finding]) -> str | None:
    """Why edits with these findings before and after are no repair of ``cured``; None when they are one.

    Advice may come in place of what was cured; it has a fix of its own.
    """
    old = Counter(finding.identity for finding in before)
    new = Counter(finding.identity for finding in after)
    gone = Counter(finding.identity for finding in cured)
    for finding in after:
        key = finding.identity
        if new[key] <= old[key] - gone[key]:
            continue
        if key in gone:
            return "the finding would still be there"
        if finding.severity is not Severity.INFO or key in old:
            return f"it would bring {finding.code}: {finding.message}"
    if new.total() > old.total():
        return "it would bring more findings than it takes away"
    return None


def touched_besides(
    source: Source, edits: Sequence[Edit], before: Sequence[Instruction], after: Sequence[Instruction], result: Source
) -> str | None:
    """The first instruction that no edit touches and that is not read as before; None when there is none."""
    spans = sorted({edit.span for edit in edits})
    kept = [one for one in before if not _touches(spans, one.span)]
    texts = iter([result.text[one.span.start : one.span.end] for one in after])
    for one in kept:
        wanted = source.text[one.span.start : one.span.end]
        if wanted not in texts:
            return f"line {one.first_line + 1} would be read in another way: {readable(wanted[:40])}"
    return None


def _touches(spans: Sequence[Span], place: Span) -> bool:
    """Whether one of the spans, which are sorted and do not overlap, meets or adjoins the place."""
    last = bisect_right(spans, place.end, key=lambda span: span.start) - 1
    return last >= 0 and spans[last].end >= place.start
