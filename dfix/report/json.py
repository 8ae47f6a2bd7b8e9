"""Findings for programs: one JSON object; keys may be added, none is ever renamed.

Its schema is ``data/output.schema.json``.
"""

from collections.abc import Sequence

from dfix.findings import Applied, Finding, Fix
from dfix.report.escape import harmless, json_text
from dfix.report.file_report import FileReport, RenderOptions
from dfix.text import Edit, Source, Span, readable
from dfix.trace.state.artifact import Place

VERSION = 1


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """The whole output."""
    files = [file_object(report) for report in reports]
    return json_text({"version": VERSION, "files": files}) + "\n"


def file_object(report: FileReport) -> dict[str, object]:
    """One file with its findings, or with what is wrong with it."""
    return {
        "path": report.path,
        "error": report.whole_error or None,
        "notes": [harmless(note) for note in report.notes],
        "findings": [finding_object(report.source, finding) for finding in report.findings],
        "applied": [_applied(one) for one in report.applied],
    }


def finding_object(source: Source, finding: Finding) -> dict[str, object]:
    """One finding with its chain and its fixes."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "confidence": finding.confidence.word,
        "message": finding.message,
        "why": finding.why,
        **_range(source, finding.span),
        "stage": finding.stage,
        "chain": [_place(source, place) for place in finding.chain],
        "fixes": [_fix(source, fix) for fix in finding.fixes],
    }


def _applied(one: Applied) -> dict[str, object]:
    """A repair that was made; the line is that of the finding before."""
    return {
        "code": one.finding.code,
        "message": one.finding.message,
        "line": one.line,
        "fix": {
            "id": one.fix.repair.id,
            "title": one.fix.title,
            "applicability": one.fix.applicability.word,
            "cure": one.fix.cure.word,
            "cost": one.fix.cost,
        },
    }


def _place(source: Source, place: Place) -> dict[str, object]:
    return {"line": source.line_of(place.span.start) + 1, "text": place.note}


def _fix(source: Source, fix: Fix) -> dict[str, object]:
    return {
        "id": fix.repair.id,
        "title": fix.title,
        "family": fix.family.value if fix.family else None,
        "cure": fix.cure.word,
        "obstacle": fix.obstacle or None,
        "applicability": fix.applicability.word,
        "cost": fix.cost,
        "edits": [_edit(source, edit) for edit in fix.edits],
    }


def _edit(source: Source, edit: Edit) -> dict[str, object]:
    return {**_range(source, edit.span), "text": readable(edit.new)}


def _range(source: Source, span: Span) -> dict[str, object]:
    """Line and column from one, columns in code points, the end exclusive."""
    start, end = source.position(span.start), source.position(span.end)
    return {
        "start": {"line": start.line + 1, "column": start.column + 1},
        "end": {"line": end.line + 1, "column": end.column + 1},
    }
