"""Strings the parts together: text to findings, findings to fixes, and the proof that a fix is one.

A fix is accepted only when the analysis of the fixed text agrees: its finding is gone and nothing
new has come.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from dfix.build import BuildOptions, plan
from dfix.context import Folder
from dfix.findings import Applicability, Confidence, Finding, Fix, Severity
from dfix.rules import Rule, rules
from dfix.syntax import parse
from dfix.text import Source, apply_edits, overlap
from dfix.trace.interpret import trace
from dfix.trace.stage_trace import Trace

# What a fix is refused under: its finding's identity and its own title.
FixKey: TypeAlias = "tuple[tuple[str, str, str], str]"


class Options(NamedTuple):
    """What to look for. ``select`` and ``ignore`` are codes or their beginnings (``DF1``).

    ``context`` is the build context, None where it is not to be read.
    """

    build: BuildOptions = BuildOptions()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_confidence: Confidence = Confidence.LIKELY
    context: Folder | None = None


class Analysis(NamedTuple):
    """A file's findings in the order of the file."""

    source: Source
    trace: Trace
    findings: tuple[Finding, ...]


class Refusal(NamedTuple):
    """A fix that was tried and not made, and why."""

    finding: Finding
    fix: Fix
    reason: str


class FixResult(NamedTuple):
    """The text after all fixes; ``remaining`` are the findings in it."""

    data: bytes
    applied: tuple[tuple[Finding, Fix], ...]
    refused: tuple[Refusal, ...]
    remaining: Analysis


def analyse(data: bytes, options: Options = Options()) -> Analysis:
    """The findings of one Dockerfile.

    Raises:
        dfix.build.BuildError: ``options.build.target`` names no stage.
    """
    source = Source(data)
    dockerfile = parse(source)
    traced = trace(plan(dockerfile, options.build), options.context)
    found = [f for rule in chosen_rules(options) for f in rule.check(source, traced)]
    kept = (f for f in found if f.confidence >= options.min_confidence)
    return Analysis(source, traced, tuple(sorted(set(kept), key=lambda f: (f.span, f.code))))


def chosen_rules(options: Options) -> Iterator[Rule]:
    """The rules that ``select`` and ``ignore`` leave."""
    for rule in rules():
        wanted = not options.select or rule.code.startswith(options.select)
        if wanted and not (options.ignore and rule.code.startswith(options.ignore)):
            yield rule


def fix(data: bytes, options: Options = Options(), allowed: Applicability = Applicability.SAFE) -> FixResult:
    """Make every fix that ``allowed`` admits, each finding's best one first, and prove each.

    Raises:
        dfix.build.BuildError: ``options.build.target`` names no stage.
    """
    analysis = analyse(data, options)
    applied: list[tuple[Finding, Fix]] = []
    refused: dict[FixKey, Refusal] = {}
    # It ends: each round leaves fewer findings, or one more fix refused.
    while batch := _batch(analysis.findings, allowed, refused):
        after = _proved(analysis, batch, options)
        if after is None and len(batch) > 1:
            batch = batch[:1]
            after = _proved(analysis, batch, options)
        if after is None:
            finding, tried = batch[0]
            refused[finding.identity, tried.title] = Refusal(finding, tried, "the fixed text still has faults")
            continue
        applied += batch
        analysis = after
    return FixResult(analysis.source.data, tuple(applied), tuple(refused.values()), analysis)


def _batch(
    findings: Iterable[Finding], allowed: Applicability, refused: Container[FixKey]
) -> list[tuple[Finding, Fix]]:
    """The best admitted fix of each finding, as far as they do not overlap."""
    batch: list[tuple[Finding, Fix]] = []
    for finding in findings:
        best = next(_admitted(finding, allowed, refused), None)
        if best is None:
            continue
        taken = [edit for _, other in batch for edit in other.edits]
        if not any(overlap(mine, theirs) for mine in best.edits for theirs in taken):
            batch.append((finding, best))
    return batch


def _admitted(finding: Finding, allowed: Applicability, refused: Container[FixKey]) -> Iterator[Fix]:
    for candidate in finding.fixes:
        admitted = allowed <= candidate.applicability and candidate.applicability > Applicability.DISPLAY
        if admitted and (finding.identity, candidate.title) not in refused:
            yield candidate


def _proved(before: Analysis, batch: list[tuple[Finding, Fix]], options: Options) -> Analysis | None:
    """The analysis after the batch, or None when a finding stayed or a new one came.

    Advice may come in place of what was cured; it has a fix of its own.
    """
    edits = [edit for _, chosen in batch for edit in chosen.edits]
    data = apply_edits(before.source.data, edits)
    if data == before.source.data:
        return None
    after = analyse(data, options)
    old = Counter(finding.identity for finding in before.findings)
    new = Counter(finding.identity for finding in after.findings)
    cured = Counter(finding.identity for finding, _ in batch)
    worse = {finding.identity for finding in after.findings if finding.severity is not Severity.INFO}
    stays = any(new[key] > old[key] - cured[key] for key in new if key in worse or key in old)
    return None if stays or new.total() > old.total() else after
