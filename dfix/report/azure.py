"""Azure Pipelines: logging commands, which the summary of a run shows with their places.

Source: "Logging commands" (task.logissue); the escapes are those of ``azure-pipelines-task-lib`` (``taskcommand.ts``).
"""

from collections.abc import Iterator, Sequence

from dfix.findings import Severity
from dfix.report.escape import harmless
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.place import region

# There are two types; what is for information is a warning there.
TYPES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "warning"}


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """One command a finding."""
    return "".join(f"{line}\n" for report in reports for line in _lines(report))


def _lines(report: FileReport) -> Iterator[str]:
    path = _property(report.slashed_path)
    if report.error:
        yield f"##vso[task.logissue type=error;sourcepath={path};]{_data(report.whole_error)}"
    for finding in report.findings:
        at = region(report.source, finding.span)
        place = f"sourcepath={path};linenumber={at.line};columnnumber={at.column};code={finding.code};"
        fix = next((f"; fix ({fix.applicability.word}): {fix.title}" for fix in finding.fixes if not fix.obstacle), "")
        said = _data(f"{finding.code} {finding.name}: {finding.message}{fix}")
        yield f"##vso[task.logissue type={TYPES[finding.severity]};{place}]{said}"


def _data(text: str) -> str:
    return harmless(text).replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace("]", "%5D").replace(";", "%3B")
