"""Checkstyle's XML, which many CI servers read.

Source: Checkstyle's ``XMLLogger``.
"""

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from dfix.report.escape import harmless
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.place import region


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """One ``file`` element a file, one ``error`` element a finding."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<checkstyle version="4.3">']
    for report in reports:
        lines += [f"  <file name={_attribute(report.path)}>", *_errors(report), "  </file>"]
    return "\n".join([*lines, "</checkstyle>", ""])


def _errors(report: FileReport) -> list[str]:
    if report.error:
        return [f'    <error severity="error" message={_attribute(report.whole_error)} source="dfix"/>']
    lines = []
    for finding in report.findings:
        at = region(report.source, finding.span)
        said = _attribute(f"{finding.message} ({finding.why})")
        place = f'line="{at.line}" column="{at.column}" severity="{finding.severity.value}"'
        lines.append(f'    <error {place} message={said} source="dfix.{finding.code}"/>')
    return lines


def _attribute(text: str) -> str:
    return quoteattr(harmless(text))
