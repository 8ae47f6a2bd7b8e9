"""GitHub workflow commands: annotations on the lines of a commit.

Source: "Workflow commands for GitHub Actions"; the escapes are those of ``actions/toolkit``.
"""

from collections.abc import Iterator, Sequence

from dfix.findings import Finding, Severity
from dfix.report.escape import workflow_data, workflow_property
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.place import region

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """One command a finding."""
    return "".join(f"{line}\n" for report in reports for line in _lines(report, options))


def _lines(report: FileReport, options: RenderOptions) -> Iterator[str]:
    if report.error:
        yield f"::error file={workflow_property(report.slashed_path)},title=dfix::{workflow_data(report.whole_error)}"
    for note in report.notes:
        yield f"::notice file={workflow_property(report.slashed_path)},title=dfix::{workflow_data(note)}"
    for finding in report.findings:
        at = region(report.source, finding.span)
        # Columns are taken only where the annotation has one line.
        columns = f",col={at.column},endColumn={at.end_column}" if at.line == at.end_line else ""
        title = workflow_property(f"{finding.code} {finding.name}")
        place = f"file={workflow_property(report.slashed_path)},line={at.line},endLine={at.end_line}{columns}"
        yield f"::{COMMANDS[finding.severity]} {place},title={title}::{workflow_data(_said(finding, options))}"


def _said(finding: Finding, options: RenderOptions) -> str:
    fix = next((f"\nfix ({fix.applicability.word}): {fix.title}" for fix in finding.fixes if not fix.obstacle), "")
    page = options.page(finding.code)
    return "\n".join(part for part in (finding.message, f"{finding.confidence.word}: {finding.why}{fix}", page) if part)
