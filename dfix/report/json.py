"""Findings for programs: one JSON object; keys may be added, none is ever renamed."""

import json
from collections.abc import Iterable, Mapping

from dfix.engine import Analysis
from dfix.findings import Finding, Fix, Place
from dfix.text import Edit, Source, Span, readable

VERSION = 1


def render(files: Iterable[Mapping[str, object]]) -> str:
    """The whole output from the objects that ``file_object`` and ``error_object`` make."""
    return json.dumps({"version": VERSION, "files": list(files)}, indent=2, ensure_ascii=True) + "\n"


def error_object(path: str, message: str, help_text: str) -> dict[str, object]:
    """A file that could not be read."""
    return {"path": path, "error": f"{message}; {help_text}" if help_text else message, "findings": []}


def file_object(path: str, analysis: Analysis) -> dict[str, object]:
    """One file with its findings."""
    return {"path": path, "error": None, "findings": [_finding(analysis.source, f) for f in analysis.findings]}


def _finding(source: Source, finding: Finding) -> dict[str, object]:
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
