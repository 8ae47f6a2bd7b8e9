"""One line a finding: ``path:line:column: CODE message [safe fix]``."""

from collections.abc import Sequence

from dfix.findings import Applicability, Finding
from dfix.report.escape import harmless
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.place import region


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """All findings, in the order of the files."""
    return "".join(f"{line}\n" for report in reports for line in _lines(report))


def _lines(report: FileReport) -> list[str]:
    path = harmless(report.path)
    if report.error:
        return [f"{path}: error: {harmless(report.whole_error)}"]
    return [f"{path}:{_line(report, finding)}" for finding in report.findings]


def _line(report: FileReport, finding: Finding) -> str:
    at = region(report.source, finding.span)
    best = max((fix.applicability for fix in finding.fixes), default=Applicability.DISPLAY)
    mark = f" [{best.word} fix]" if best > Applicability.DISPLAY else ""
    said = harmless(finding.message)
    return f"{at.line}:{at.column}: {finding.severity.value} {finding.code} {finding.name}: {said}{mark}"
