"""JUnit's XML: a suite for each file, a failed case for each finding.

Source: the schema of Jenkins' xUnit plugin (``junit-10.xsd``).
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from dfix.findings import Finding
from dfix.report.escape import harmless
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.place import region


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """All files; one without findings has one case that passed."""
    tests = sum(max(len(report.findings), 1) for report in reports)
    failures = sum(len(report.findings) for report in reports)
    errors = sum(1 for report in reports if report.error)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<testsuites name="dfix" tests="{tests}" failures="{failures}" errors="{errors}">',
    ]
    for report in reports:
        lines += _suite(report)
    return "\n".join([*lines, "</testsuites>", ""])


def _suite(report: FileReport) -> list[str]:
    cases = [_case(report, finding) for finding in report.findings]
    if report.error:
        cases = [f"    <testcase {_named(report, 'read')}><error message={_attribute(report.whole_error)}/></testcase>"]
    counts = f'tests="{max(len(cases), 1)}" failures="{len(report.findings)}" errors="{int(bool(report.error))}"'
    head = f"  <testsuite name={_attribute(report.path)} {counts}>"
    return [head, *(cases or [f"    <testcase {_named(report, 'dfix')}/>"]), "  </testsuite>"]


def _case(report: FileReport, finding: Finding) -> str:
    at = region(report.source, finding.span)
    place = f"{report.path}:{at.line}:{at.column}"
    said = (place, f"{finding.confidence.word}: {finding.why}", *_fixes(finding))
    body = escape("\n".join(map(harmless, said)))
    failure = f"<failure type={_attribute(finding.code)} message={_attribute(finding.message)}>{body}</failure>"
    return (
        f"    <testcase {_named(report, f'{finding.code} {finding.name} {at.line}:{at.column}')}>{failure}</testcase>"
    )


def _fixes(finding: Finding) -> list[str]:
    return [f"fix ({fix.applicability.word}): {fix.title}" for fix in finding.fixes if not fix.obstacle]


def _named(report: FileReport, name: str) -> str:
    return f"classname={_attribute(report.path)} name={_attribute(name)}"


def _attribute(text: str) -> str:
    return quoteattr(harmless(text))
