"""SARIF 2.1.0: findings with the chain as a code flow and the fixes as replacements.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0". Columns count Unicode code
points; a column's end is exclusive (3.30).
"""

import os
from collections.abc import Sequence
from urllib.parse import quote

from dfix.engine.fingerprint import fingerprints
from dfix.findings import Applicability, Finding, Fix, Severity
from dfix.report.escape import harmless, json_text
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.place import Region, region, replacements
from dfix.text import Source, Span, readable

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# What code scanning shows as precision: how sure the finding is.
RANKS = {1: 20.0, 2: 60.0, 3: 95.0}

Json = dict[str, object]


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """One log with one run."""
    from dfix.rules import rules

    codes = sorted({finding.code for report in reports for finding in report.findings})
    told = [rule for rule in rules() if rule.code in codes]
    driver: Json = {
        "name": "dfix",
        "rules": [_rule(rule.code, rule.name, rule.page, options) for rule in told],
    }
    if options.version:
        driver["version"] = options.version
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the directory in which dfix ran"}}},
        "results": [result for report in reports for result in _results(report, codes)],
        "invocations": [_invocation(reports)],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(code: str, name: str, page: str, options: RenderOptions) -> Json:
    first = page.split("\n", 1)[0]
    rule: Json = {
        "id": code,
        "name": "".join(part.capitalize() for part in name.split("-")),
        "shortDescription": {"text": first},
        "fullDescription": {"text": page.partition("## Fix safety")[0].replace("## Why\n", "").strip()},
        "help": {"text": page, "markdown": page},
        "properties": {"tags": ["docker", "correctness"]},
    }
    if address := options.page(code):
        rule["helpUri"] = address
    return rule


def _invocation(reports: Sequence[FileReport]) -> Json:
    failed = [report for report in reports if report.error]
    notes = [
        {
            "level": "error",
            "message": {"text": harmless(report.whole_error)},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(report.slashed_path)}}],
        }
        for report in failed
    ]
    notes += [
        {
            "level": "note",
            "message": {"text": harmless(note)},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(report.slashed_path)}}],
        }
        for report in reports
        for note in report.notes
    ]
    return {"executionSuccessful": not failed, "toolExecutionNotifications": notes}


def _results(report: FileReport, codes: Sequence[str]) -> list[Json]:
    prints = fingerprints(report.source, report.findings)
    return [_result(report, f, codes, own) for f, own in zip(report.findings, prints, strict=True)]


def _result(report: FileReport, finding: Finding, codes: Sequence[str], fingerprint: str) -> Json:
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": LEVELS[finding.severity],
        "rank": RANKS[int(finding.confidence)],
        "message": {"text": harmless(f"{finding.message}. {finding.confidence.word}: {finding.why}.")},
        "locations": [_location(report, finding.span)],
        "partialFingerprints": {"dfix/v1": fingerprint},
        "properties": {"confidence": finding.confidence.word},
    }
    if finding.chain:
        result["codeFlows"] = [{"threadFlows": [{"locations": _flow(report, finding)}]}]
    fixes = [_fix(report, fix) for fix in finding.fixes if fix.applicability > Applicability.DISPLAY and fix.edits]
    if fixes:
        result["fixes"] = fixes
    return result


def _flow(report: FileReport, finding: Finding) -> list[Json]:
    steps: list[Json] = []
    for place in finding.chain:
        location = _location(report, place.span)
        location["message"] = {"text": harmless(place.note)}
        steps.append({"location": location})
    return steps


def _location(report: FileReport, span: Span) -> Json:
    physical: Json = {"artifactLocation": _artifact(report.slashed_path), "region": _region(report.source, span)}
    return {"physicalLocation": physical}


def _region(source: Source, span: Span) -> Json:
    at: Json = dict(_columns(region(source, span)))
    return {**at, "snippet": {"text": readable(source.text[span.start : span.end])}}


def _columns(at: Region) -> dict[str, int]:
    return {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column}


def _fix(report: FileReport, fix: Fix) -> Json:
    changes = [
        {"deletedRegion": _columns(at), "insertedContent": {"text": text}}
        for at, text in replacements(report.source, fix)
    ]
    return {
        "description": {"text": harmless(f"{fix.title} ({fix.applicability.word}). Cost: {fix.cost}.")},
        "artifactChanges": [{"artifactLocation": _artifact(report.slashed_path), "replacements": changes}],
    }


def _artifact(path: str) -> Json:
    """A path as a URI: relative to where dfix ran, unless it is absolute."""
    quoted = quote(path.removeprefix("./").encode("utf-8", "surrogateescape"))
    if os.path.isabs(path):
        return {"uri": f"file:///{quoted.lstrip('/')}"}
    # A colon in the first part would be read as a scheme (RFC 3986, 4.2); quote() has escaped it.
    return {"uri": quoted, "uriBaseId": "SRCROOT"}
