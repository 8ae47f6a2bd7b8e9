"""What was proved, as text for people and as JSON."""

from collections.abc import Iterator

from dfix.prove.proof import Outcome
from dfix.prove.session import Proved, Report, Tried
from dfix.report.escape import harmless
from dfix.text.wording import counted

VERSION = 1


def text(path: str, report: Report) -> Iterator[str]:
    """Lines."""
    for one in report.proved:
        yield from _finding(path, report, one)
    for stage, failure in report.failures:
        yield harmless(f"{path}: stage {stage} does not build: {failure.reason} (log: {failure.log})")
    for stage, verdict in report.surprises:
        yield f"{harmless(path)}: stage {harmless(stage)}: {harmless(verdict.path)} fails, and no finding predicted it"
        yield f"    {harmless(verdict.problems[0])}"
    for stage, status in report.statuses:
        yield f"{harmless(path)}: stage {harmless(stage)}: the command ends with {status}"
    yield _summary(report)


def _finding(path: str, report: Report, one: Proved) -> Iterator[str]:
    start = report.analysis.source.position(one.finding.span.start)
    head = f"{one.finding.code} {one.finding.name}, {one.finding.confidence.name.lower()}"
    yield f"{harmless(path)}:{start.line + 1}:{start.column + 1}: {head}: {one.proof.outcome.value}"
    yield f"    {harmless(one.proof.reason)}"
    for tried in report.tried:
        if tried.finding.identity == one.finding.identity:
            yield f"    {_tried(tried)}"


def _tried(tried: Tried) -> str:
    word = "holds" if tried.holds else "does not hold"
    log = f" (log: {tried.log})" if tried.log else ""
    return harmless(f"fix ({tried.fix.applicability.word}) {tried.fix.title}: {word}: {tried.reason}{log}")


def _summary(report: Report) -> str:
    outcomes = [one.proof.outcome for one in report.proved]
    counts = [f"{outcomes.count(outcome)} {word}" for outcome, word in WORDS.items() if outcome in outcomes]
    held = sum(one.holds for one in report.tried)
    fixes = f"; {held} of {counted(len(report.tried), 'fix')} tried hold" if report.tried else ""
    surprises = f"; {counted(len(report.surprises), 'program')} more fail" if report.surprises else ""
    return f"{counted(len(outcomes), 'finding')}{': ' if counts else ''}{', '.join(counts)}{fixes}{surprises}"


WORDS = {Outcome.FAILS: "proved", Outcome.RUNS: "disproved", Outcome.UNDECIDED: "not decided"}
KEYS = {Outcome.FAILS: "fails", Outcome.RUNS: "runs", Outcome.UNDECIDED: "undecided"}


def as_json(path: str, builder: str, report: Report, *, written: bool) -> dict[str, object]:
    """The JSON output; ``version`` is that of its shape. Lines and columns begin with 1, columns count code points."""
    return {
        "version": VERSION,
        "path": path,
        "builder": builder,
        "findings": [_found(report, one) for one in report.proved],
        "unpredicted": [
            {"stage": stage, "path": verdict.path, "problems": list(verdict.problems)}
            for stage, verdict in report.surprises
        ],
        "failures": [
            {"stage": stage, "reason": failure.reason, "log": failure.log} for stage, failure in report.failures
        ],
        "runs": [{"stage": stage, "status": status} for stage, status in report.statuses],
        "written": written,
    }


def _found(report: Report, one: Proved) -> dict[str, object]:
    start = report.analysis.source.position(one.finding.span.start)
    return {
        "code": one.finding.code,
        "line": start.line + 1,
        "column": start.column + 1,
        "stage": one.finding.stage,
        "message": one.finding.message,
        "outcome": KEYS[one.proof.outcome],
        "reason": one.proof.reason,
        "fixes": [
            {
                "id": tried.fix.repair.id,
                "title": tried.fix.title,
                "applicability": tried.fix.applicability.word,
                "holds": tried.holds,
                "reason": tried.reason,
                "log": tried.log or None,
                "status": tried.status,
            }
            for tried in report.tried
            if tried.finding.identity == one.finding.identity
        ],
    }
