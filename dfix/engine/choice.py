"""Which fixes are made next without a question: those of an applicability, or those that are named."""

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence

from dfix.engine.analysis import Analysis
from dfix.findings import Applicability, Finding, Fix
from dfix.text import Edit, fits
from dfix.values import NamedTuple, TypeAlias

# Fixes that are made together, each with the finding that it cures.
Batch: TypeAlias = Sequence[tuple[Finding, Fix]]
# What a refused fix is known by: its finding's identity and its own title.
FixKey: TypeAlias = "tuple[tuple[str, str, str], str]"


class Refusal(NamedTuple):
    """A fix that was tried and not made, and why."""

    finding: Finding
    fix: Fix
    reason: str


Refusals: TypeAlias = Mapping[FixKey, Refusal]


def fix_key(finding: Finding, fix: Fix) -> FixKey:
    """What a fix of a finding is known by, whatever text around them changes."""
    return finding.identity, fix.title


class Choice(NamedTuple):
    """Which fixes may be made: all of an applicability, or those that are named.

    A name is a repair's id (``cgo-off``), or a rule's code with the fix's number or id behind a
    colon (``DF101:2``, ``DF101:cgo-off``); a named fix may be unsafe. Findings of the rules whose
    codes are in ``excluded`` are not repaired.
    """

    allowed: Applicability = Applicability.SAFE
    names: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()

    def admits(self, finding: Finding, number: int, fix: Fix) -> bool:
        """Whether the fix, the ``number``-th of its finding from one, may be made."""
        if fix.obstacle or fix.applicability is Applicability.DISPLAY:
            return False
        if self.names:
            own = (fix.repair.id, f"{finding.code}:{number}", f"{finding.code}:{fix.repair.id}")
            return any(name in own for name in self.names)
        return self.allowed <= fix.applicability

    def __call__(self, analysis: Analysis, refused: Refusals) -> Batch:
        """The best admitted fix of each finding, as far as their edits are apart; empty when none is left.

        A finding whose fix does not fit into this batch has its turn in a later one.
        """
        batch = _Batch()
        for finding in analysis.findings:
            best = next(self._admitted(finding, refused), None)
            if best is not None:
                batch.add(finding, best)
        return batch.fixes

    def _admitted(self, finding: Finding, refused: Refusals) -> Iterator[Fix]:
        if finding.code in self.excluded:
            return
        for number, candidate in enumerate(finding.fixes, 1):
            if self.admits(finding, number, candidate) and fix_key(finding, candidate) not in refused:
                yield candidate


class _Batch:
    """Collects fixes that can be made together.

    The very same edits may cure several findings. A fix that changes what is built or where it runs
    goes together with its own kind only: one of another kind may have become needless.
    """

    def __init__(self) -> None:
        self.fixes: list[tuple[Finding, Fix]] = []
        self._kind = ""
        self._taken: set[frozenset[Edit]] = set()
        self._ordered: list[Edit] = []

    def add(self, finding: Finding, fix: Fix) -> None:
        """Take the fix, unless it is of another kind or its edits overlap those of the batch."""
        edits = frozenset(fix.edits)
        if edits not in self._taken:
            kind = fix.repair.id if fix.family else ""
            if (self.fixes and kind != self._kind) or not all(fits(edit, self._ordered) for edit in edits):
                return
            self._kind = kind
            self._taken.add(edits)
            for edit in edits:
                insort(self._ordered, edit)
        self.fixes.append((finding, fix))
