"""One call of ``dfix prove``: findings against what is built, and fixes against what is built of them."""

from collections.abc import Callable, Iterator

from dfix.engine import Batch, Options, PlainFile, Refusals, analyse_all, fix_document, fix_key
from dfix.engine.analysis import Analysis
from dfix.findings import Applicability, Finding, Fix
from dfix.inspect.judge import Verdict
from dfix.prove.proof import Outcome, Proof
from dfix.prove.workshop import Built, Failed, Workshop
from dfix.values import NamedTuple


class Tried(NamedTuple):
    """A fix that was built: ``holds`` where it builds and cures; ``reason`` and ``log`` say more."""

    finding: Finding
    fix: Fix
    holds: bool
    reason: str
    log: str = ""
    status: int | None = None


class Proved(NamedTuple):
    """A finding, and what the image of its stage says of it."""

    finding: Finding
    proof: Proof
    log: str = ""


class Report(NamedTuple):
    """What a call found. ``surprises`` are programs that fail and that no finding speaks of, by stage.

    ``text`` is the Dockerfile after the fixes that hold, ``statuses`` the exit statuses of the user's command in
    each stage before them.
    """

    analysis: Analysis
    proved: tuple[Proved, ...]
    surprises: tuple[tuple[str, Verdict], ...]
    failures: tuple[tuple[str, Failed], ...]
    tried: tuple[Tried, ...]
    text: bytes
    statuses: tuple[tuple[str, int], ...] = ()
    built: int = 0

    @property
    def nothing_built(self) -> bool:
        """Whether no stage could be built."""
        return bool(self.failures) and self.built == 0

    @property
    def left(self) -> tuple[Proved, ...]:
        """The findings that are proved and that no fix cures."""
        cured = {one.finding.identity for one in self.tried if one.holds}
        return tuple(
            one for one in self.proved if one.proof.outcome is Outcome.FAILS and one.finding.identity not in cured
        )


class _One(NamedTuple):
    """Chooses one fix of one finding, once."""

    finding: Finding
    fix: Fix

    def __call__(self, analysis: Analysis, refused: Refusals) -> Batch:
        """The fix, while its finding is there and it was not refused."""
        key = fix_key(self.finding, self.fix)
        if key in refused:
            return ()
        pairs = ((finding, fix) for finding in analysis.findings for fix in finding.fixes)
        return [pair for pair in pairs if fix_key(*pair) == key][:1]


class Session:
    """Builds and judges; ``tell`` is told what is done, in a line for people."""

    def __init__(self, workshop: Workshop, options: Options, tell: Callable[[str], None]) -> None:
        self.workshop, self.options, self.tell = workshop, options, tell

    def prove(self, text: bytes, allowed: Applicability | None) -> Report:
        """Prove the findings of a text; where ``allowed`` is given, its fixes that are at least so safe too."""
        analysis = analyse_all(text, self.options)
        stages = _stages(analysis)
        built = {stage: self._build(text, stage) for stage in stages}
        proved = tuple(_proved(finding, built) for finding in analysis.findings)
        tried: list[Tried] = []
        after = text
        if allowed is not None:
            for one in proved:
                if one.proof.outcome is Outcome.FAILS:
                    after = self._repair(after, one.finding, allowed, tried)
        good = [(stage, one) for stage, one in built.items() if isinstance(one, Built)]
        return Report(
            analysis,
            proved,
            tuple(_surprises(analysis, good)),
            tuple((stage, one) for stage, one in built.items() if isinstance(one, Failed)),
            tuple(tried),
            after,
            tuple((stage, one.status) for stage, one in good if one.status is not None),
            len(good),
        )

    def _build(self, text: bytes, stage: str, what: str = "") -> Built | Failed:
        self.tell(f"building stage {stage}{what} with {self.workshop.builder.name}")
        return self.workshop.build(text, stage)

    def _repair(self, text: bytes, finding: Finding, allowed: Applicability, tried: list[Tried]) -> bytes:
        """The text after the first fix of a finding that holds; the text itself where none does."""
        analysis = analyse_all(text, self.options)
        same = next((one for one in analysis.findings if one.identity == finding.identity), None)
        if same is None:
            return text  # another finding's fix cured it, in the analysis; building judged that one
        for fix in sorted(same.fixes, key=lambda one: -one.applicability):
            if fix.obstacle or fix.applicability < allowed:
                continue
            outcome, repaired = self._try(text, same, fix)
            tried.append(outcome)
            if outcome.holds:
                return repaired
        return text

    def _try(self, text: bytes, finding: Finding, fix: Fix) -> tuple[Tried, bytes]:
        result = fix_document(PlainFile(text), _One(finding, fix), self.options)
        if not result.applied:
            reason = result.refused[0].reason if result.refused else "it cannot be made"
            return Tried(finding, fix, holds=False, reason=reason), text
        built = self._build(result.data, finding.stage, f" after `{fix.title}`")
        if isinstance(built, Failed):
            return Tried(finding, fix, holds=False, reason=f"it does not build: {built.reason}", log=built.log), text
        reason = self._objection(text, finding, built)
        return Tried(finding, fix, not reason, reason or "it builds and runs", status=built.status), result.data

    def _objection(self, text: bytes, finding: Finding, built: Built) -> str:
        """Why the image after a fix of the text is no cure of the finding; empty where it is one."""
        before = self.workshop.build(text, finding.stage)
        known = {one.path for one in before.image.failing} if isinstance(before, Built) else set()
        worse = next((one for one in built.image.failing if one.path not in known), None)
        if worse is not None:
            return f"it breaks {worse.path}: {worse.problems[0]}"
        proof = built.image.proof(finding)
        if proof.outcome is not Outcome.RUNS:
            return proof.reason
        return f"the command ends with {built.status}" if built.status else ""


def _stages(analysis: Analysis) -> tuple[str, ...]:
    """The stages in which something is found; without a finding, those that are shipped."""
    found = dict.fromkeys(finding.stage for finding in analysis.findings if finding.stage)
    return tuple(found) or tuple(stage.stage.label for stage in analysis.trace.landing)


def _proved(finding: Finding, built: dict[str, Built | Failed]) -> Proved:
    stage = built.get(finding.stage)
    if stage is None:
        return Proved(finding, Proof(Outcome.UNDECIDED, "it is about the whole file"))
    if isinstance(stage, Failed):
        return Proved(finding, Proof(Outcome.UNDECIDED, f"its stage does not build: {stage.reason}"), stage.log)
    return Proved(finding, stage.image.proof(finding))


def _surprises(analysis: Analysis, built: list[tuple[str, Built]]) -> Iterator[tuple[str, Verdict]]:
    for stage, one in built:
        expected = tuple(path for finding in analysis.findings if finding.stage == stage for path in finding.files)
        for verdict in one.image.failing:
            if not any(f"{verdict.path}/".startswith(f"{path.rstrip('/')}/") for path in expected):
                yield stage, verdict
