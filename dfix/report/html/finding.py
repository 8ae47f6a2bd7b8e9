"""A finding as an article: what, where, why, the trace, the fixes."""

from collections.abc import Iterator, Sequence

from dfix.findings import Finding, Fix, Severity
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.html.change import change, patch_button
from dfix.report.html.markup import prose, text
from dfix.report.html.names import finding_id, line_id
from dfix.report.place import region
from dfix.text import Source
from dfix.trace.state.artifact import Place

SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "i"}
WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def article(report: FileReport, number: int, file: int, options: RenderOptions) -> Iterator[str]:
    """The finding of that number, from zero, of the file of that number."""
    finding = report.findings[number]
    at = region(report.source, finding.span)
    severity = finding.severity.value
    line = line_id(file, min(at.line, max(1, len(report.source.lines))))
    yield (
        f'<article class="finding {severity}" id="{finding_id(file, number)}" tabindex="-1" data-severity="{severity}" '
        f'data-confidence="{finding.confidence.word}" data-code="{text(finding.code)}">'
    )
    sign = f'<span aria-hidden="true">{SIGNS[finding.severity]}</span> {WORDS[finding.severity]}'
    yield f'<header><span class="badge {severity}">{sign}</span> '
    yield f'<span class="rule">{_code(finding, options)} {text(finding.name)}</span> '
    yield f'<span class="sure">{finding.confidence.word}</span> '
    yield f'<a class="where" href="#{line}">line {at.line}</a></header>'
    yield f'<h3 class="message">{prose(finding.message)}</h3>'
    yield f'<p class="why">{prose(finding.why)}</p>'
    if finding.chain:
        yield "<h4>How it comes about</h4>"
        yield from trace(report.source, finding.chain, file)
    yield from _fixes(report, finding, options)
    yield "</article>"


def trace(source: Source, chain: Sequence[Place], file: int) -> Iterator[str]:
    """The places that led there, in their order."""
    yield '<ol class="trace">'
    for place in chain:
        line = source.line_of(place.span.start)
        shown = source.line_text(line).strip()
        yield (
            f'<li data-line="{line + 1}"><a href="#{line_id(file, line + 1)}"><span class="number">{line + 1}</span>'
            f"<code>{text(shown if len(shown) <= 200 else f'{shown[:199]}…')}</code></a>"
            f'<span class="note">{prose(place.note)}</span></li>'
        )
    yield "</ol>"


def _code(finding: Finding, options: RenderOptions) -> str:
    page = options.page(finding.code)
    code = f"<b>{text(finding.code)}</b>"
    is_web = page.startswith(("https://", "http://"))
    return f'<a href="{text(page)}" rel="noreferrer">{code}</a>' if is_web else code


def _fixes(report: FileReport, finding: Finding, options: RenderOptions) -> Iterator[str]:
    """The fixes that can be made, the first one open; where there is none, the others with the reason."""
    made = [fix for fix in finding.fixes if not fix.obstacle and fix.edits]
    if made:
        yield f"<h4>{'How to repair it' if len(made) == 1 else f'{len(made)} ways to repair it'}</h4>"
    for number, fix in enumerate(made):
        yield from _fix(report, fix, is_open=number == 0)
    for fix in () if made else finding.fixes:
        yield f'<p class="blocked"><b>Not possible:</b> {prose(fix.title)}, because {prose(fix.obstacle)}</p>'


def _fix(report: FileReport, fix: Fix, *, is_open: bool) -> Iterator[str]:
    word = fix.applicability.word
    yield f'<details class="fix"{" open" if is_open else ""}><summary><span class="badge {word}">{word}</span> '
    yield f"<span>{prose(fix.title)}</span></summary>"
    yield f'<p class="cost"><b>Cost:</b> {prose(fix.cost)}</p>'
    yield from change(report.source, fix)
    yield f'<p class="actions">{patch_button(report.source, fix, report.path)}</p></details>'
