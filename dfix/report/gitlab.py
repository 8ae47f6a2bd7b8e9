"""GitLab's code quality report.

Source: GitLab's documentation, "Code Quality", "Code Quality report format" (a subset of Code Climate's).
"""

from collections.abc import Iterator, Sequence

from dfix.engine.fingerprint import fingerprints
from dfix.findings import Severity
from dfix.report.escape import harmless, json_text
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.place import region

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """A JSON list."""
    return json_text([entry for report in reports for entry in _entries(report)]) + "\n"


def _entries(report: FileReport) -> Iterator[dict[str, object]]:
    if report.error:
        yield _entry(report, "dfix", report.whole_error, "critical", "error", (1, 1))
    prints = fingerprints(report.source, report.findings)
    for finding, own in zip(report.findings, prints, strict=True):
        at = region(report.source, finding.span)
        lines = (at.line, at.end_line)
        check = f"{finding.code} {finding.name}"
        yield _entry(report, check, f"{finding.message} ({finding.why})", SEVERITIES[finding.severity], own, lines)


def _entry(
    report: FileReport, check: str, said: str, severity: str, fingerprint: str, lines: tuple[int, int]
) -> dict[str, object]:
    from hashlib import sha256

    path = harmless(report.slashed_path).removeprefix("./")
    return {
        "description": harmless(said),
        "check_name": check,
        "fingerprint": sha256(f"{path}\0{fingerprint}".encode("utf-8", "surrogateescape")).hexdigest()[:32],
        "severity": severity,
        "location": {"path": path, "lines": {"begin": lines[0], "end": lines[1]}},
    }
