"""reviewdog's diagnostic format, as one object (rdjson) or one line a finding (rdjsonl).

Source: reviewdog, ``proto/rdf/reviewdog.proto``: lines and columns from one, columns in bytes of UTF-8, the
end exclusive.
"""

from collections.abc import Iterator, Sequence

from dfix.findings import Applicability, Finding, Severity
from dfix.report.escape import harmless, json_text
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.place import Region, one_replacement, region
from dfix.text import Unit

SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
MOST_LINES = 30


def render_rdjson(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """One object with all of them."""
    diagnostics = [entry for report in reports for entry in _entries(report, options)]
    return json_text({"source": {"name": "dfix"}, "diagnostics": diagnostics}) + "\n"


def render_rdjsonl(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """One object a line."""
    return "".join(json_text(entry, None) + "\n" for report in reports for entry in _entries(report, options))


def _entries(report: FileReport, options: RenderOptions) -> Iterator[dict[str, object]]:
    path = report.slashed_path.removeprefix("./")
    if report.error:
        yield {
            "message": harmless(report.whole_error),
            "location": {"path": path},
            "severity": "ERROR",
            "source": {"name": "dfix"},
        }
    for finding in report.findings:
        code: dict[str, object] = {"value": finding.code}
        if page := options.page(finding.code):
            code["url"] = page
        yield {
            "message": harmless(f"{finding.message} ({finding.confidence.word}: {finding.why})"),
            "location": {"path": path, "range": _range(region(report.source, finding.span, Unit.BYTE))},
            "severity": SEVERITIES[finding.severity],
            "source": {"name": "dfix"},
            "code": code,
            "suggestions": list(_suggestions(report, finding)),
        }


def _suggestions(report: FileReport, finding: Finding) -> Iterator[dict[str, object]]:
    """The best fix that can be made: reviewdog offers each suggestion by itself, so the edits are joined."""
    best = next((fix for fix in finding.fixes if not fix.obstacle and fix.applicability > Applicability.DISPLAY), None)
    if best is None:
        return
    place, text = one_replacement(report.source, best, Unit.BYTE)
    if place.end_line - place.line <= MOST_LINES:
        yield {"range": _range(place), "text": text}


def _range(at: Region) -> dict[str, object]:
    return {
        "start": {"line": at.line, "column": at.column},
        "end": {"line": at.end_line, "column": at.end_column},
    }
