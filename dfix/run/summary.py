"""The last line of a run: ``checked 12 files: 3 findings in 2 files (2 safe fixes: --write)``."""

from collections.abc import Iterator, Sequence

from dfix.report.file_report import FileReport
from dfix.text.wording import counted
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.findings import Applicability


class Manner(NamedTuple):
    """What a run does with what it finds.

    ``repairs``: it writes repairs, or asks about them. ``shows``: it shows as a diff what it would write.
    ``unsafe``: it makes the unsafe fixes too.
    """

    repairs: bool = False
    shows: bool = False
    unsafe: bool = False


def summary(done: Sequence[FileReport], manner: Manner) -> str:
    """Return one line without its end: how many files were checked, what was found, repaired and is left."""
    checked = [report for report in done if not report.error]
    parts = [*_repaired(checked, manner), *_left(checked, manner)]
    known = sum(report.known for report in checked)
    if known:
        parts.append(f"{counted(known, 'finding')} known from the baseline")
    if len(checked) < len(done):
        parts.append(f"{counted(len(done) - len(checked), 'file')} could not be checked")
    return f"checked {counted(len(checked), 'file')}: {'; '.join(parts)}"


def is_clean(done: Sequence[FileReport]) -> bool:
    """Whether there is nothing to say of any file."""
    return not any(report.error or report.findings or report.applied or report.known for report in done)


def _repaired(checked: Sequence[FileReport], manner: Manner) -> Iterator[str]:
    applied = [(report.path, one.fix.repair) for report in checked for one in report.applied]
    if not applied:
        return
    from dfix.findings import IGNORE

    for verb, suppresses in (("repair", False), ("suppress", True)):
        paths = [path for path, repair in applied if (repair == IGNORE) is suppresses]
        if paths:
            done = f"would {verb}" if manner.shows else f"{verb}ed"
            yield f"{done} {counted(len(paths), 'finding')} in {counted(len(set(paths)), 'file')}"


def _left(checked: Sequence[FileReport], manner: Manner) -> Iterator[str]:
    findings = [finding for report in checked for finding in report.findings]
    repaired = any(report.applied for report in checked)
    if not findings:
        yield "none left" if repaired else "no findings"
        return
    files = sum(1 for report in checked if report.findings)
    where = "left" if repaired or manner.repairs else f"in {counted(files, 'file')}"
    advice = ", ".join(_advice([_best(report, at) for report in checked for at in range(len(report.findings))], manner))
    yield f"{counted(len(findings), 'finding')} {where}{f' ({advice})' if advice else ''}"


def _best(report: FileReport, at: int) -> "Applicability":
    """The best applicability among the fixes of a finding."""
    from dfix.findings import Applicability

    fixes = report.findings[at].fixes
    return max((fix.applicability for fix in fixes), default=Applicability.DISPLAY)


def _advice(best: "Sequence[Applicability]", manner: Manner) -> Iterator[str]:
    """Which options would repair how many of the findings."""
    from dfix.findings import Applicability

    safe, unsafe = best.count(Applicability.SAFE), best.count(Applicability.UNSAFE)
    if safe and not manner.repairs:
        yield f"{counted(safe, 'safe fix')}: --write"
    if unsafe and not (manner.unsafe and manner.repairs):
        yield f"{counted(unsafe, 'unsafe fix')}: --write --unsafe-fixes"
