"""Findings to repaired text: the fixes that are admitted are made, and each is proved.

A fix is accepted only when the analysis of the fixed text agrees: its finding is gone and nothing
new has come.
"""

from bisect import insort
from collections.abc import Container, Iterable, Iterator, Sequence

from dfix.engine.analysis import Analysis, Options, analyse_all
from dfix.engine.proof import objection, touched_besides
from dfix.findings import Applicability, Finding, Fix
from dfix.text import Edit, apply_edits, fits
from dfix.values import NamedTuple, TypeAlias

# What a fix is refused under: its finding's identity and its own title.
FixKey: TypeAlias = "tuple[tuple[str, str, str], str]"


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

    @property
    def text(self) -> str:
        """The repaired text; bytes that are no UTF-8 are kept as surrogates."""
        return self.data.decode("utf-8", "surrogateescape")


class Choice(NamedTuple):
    """Which fixes may be made: all of an applicability, or those that are named.

    A name is a repair's id (``cgo-off``), or a rule's code with the fix's number or id behind a
    colon (``DF101:2``, ``DF101:cgo-off``); a fix that is named may be unsafe.
    """

    allowed: Applicability = Applicability.SAFE
    names: tuple[str, ...] = ()

    def admits(self, finding: Finding, number: int, fix: Fix) -> bool:
        """Whether the fix, the ``number``-th of its finding from one, may be made."""
        if fix.obstacle or fix.applicability is Applicability.DISPLAY:
            return False
        if self.names:
            own = (fix.repair.id, f"{finding.code}:{number}", f"{finding.code}:{fix.repair.id}")
            return any(name in own for name in self.names)
        return self.allowed <= fix.applicability


def fix(
    text: bytes | str,
    options: Options = Options(),
    allowed: Applicability = Applicability.SAFE,
    names: tuple[str, ...] = (),
) -> FixResult:
    """Make the fixes that are admitted (see ``Choice``), each finding's best one first, and prove each.

    Raises:
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    choice = Choice(allowed, names)
    analysis = analyse_all(text, options)
    applied: list[tuple[Finding, Fix]] = []
    refused: dict[FixKey, Refusal] = {}
    # It ends: each round leaves fewer findings, or one more fix refused.
    while batch := _batch(analysis.findings, choice, refused):
        after = proved(analysis, batch, options)
        while isinstance(after, str) and len(batch) > 1:
            batch = batch[: len(batch) // 2]
            after = proved(analysis, batch, options)
        if isinstance(after, str):
            finding, tried = batch[0]
            refused[finding.identity, tried.title] = Refusal(finding, tried, after)
            continue
        applied += batch
        analysis = after
    return FixResult(analysis.source.data, tuple(applied), tuple(refused.values()), analysis)


def proved(before: Analysis, batch: Sequence[tuple[Finding, Fix]], options: Options) -> Analysis | str:
    """The analysis after the batch, or why it is no repair.

    Every rule is asked, whatever ``options`` select: what is repaired for one must not break another.
    """
    edits = [edit for _, chosen in batch for edit in chosen.edits]
    data = apply_edits(before.source.data, edits)
    if data == before.source.data:
        return "it changes nothing"
    after = analyse_all(data, options)
    reason = objection(
        (*before.findings, *before.others), (*after.findings, *after.others), [finding for finding, _ in batch]
    ) or touched_besides(
        before.source,
        edits,
        before.trace.build.dockerfile.instructions,
        after.trace.build.dockerfile.instructions,
        after.source,
    )
    return reason or after


def _batch(findings: Iterable[Finding], choice: Choice, refused: Container[FixKey]) -> list[tuple[Finding, Fix]]:
    """The best admitted fix of each finding, as far as they are apart; the others have their turn later.

    The very same edits may cure several findings. A fix that changes what is built or where it runs
    goes together with its own kind only: one of another kind may have become needless.
    """
    batch: list[tuple[Finding, Fix]] = []
    taken: set[frozenset[Edit]] = set()
    ordered: list[Edit] = []
    kind = ""
    for finding in findings:
        best = next(_admitted(finding, choice, refused), None)
        if best is None:
            continue
        edits = frozenset(best.edits)
        own_kind = best.repair.id if best.family else ""
        if edits not in taken:
            if (batch and kind != own_kind) or not all(fits(edit, ordered) for edit in edits):
                continue
            taken.add(edits)
            kind = own_kind
            for edit in edits:
                insort(ordered, edit)
        batch.append((finding, best))
    return batch


def _admitted(finding: Finding, choice: Choice, refused: Container[FixKey]) -> Iterator[Fix]:
    for number, candidate in enumerate(finding.fixes, 1):
        if choice.admits(finding, number, candidate) and (finding.identity, candidate.title) not in refused:
            yield candidate
