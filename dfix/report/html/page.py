"""The whole page: head, summary, filter, and a section for each file."""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence

from dfix.findings import Applicability, Severity
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.graph.svg import RULES, VERDICT_RULES
from dfix.report.html.finding import SIGNS, WORDS, article
from dfix.report.html.graph import figure
from dfix.report.html.markup import file_text, text
from dfix.report.html.names import file_id
from dfix.report.html.source import source_lines
from dfix.text.wording import counted

# Of more files those in which nothing was found are only named.
MOST_WHOLE = 20


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """The page."""
    return "\n".join(_page(reports, options)) + "\n"


def style() -> str:
    """The page's style, that of graphs included."""
    return file_text("page.css") + RULES + VERDICT_RULES


def policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """A content security policy: these scripts and styles, and nothing from anywhere (W3C CSP Level 3)."""
    script, look = " ".join(map(_hash, scripts)), " ".join(map(_hash, styles))
    return f"default-src 'none'; script-src {script}; style-src {look}; base-uri 'none'; form-action 'none'"


def _hash(content: str) -> str:
    from hashlib import sha256

    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _page(reports: Sequence[FileReport], options: RenderOptions) -> Iterator[str]:
    look, script = style(), file_text("page.js")
    title = _headline(reports)
    yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{text(policy([script], [look]))}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f'<meta name="color-scheme" content="light dark"><title>dfix: {text(title)}</title>'
    yield f"<style>{look}</style></head><body>"
    yield from _top(reports, title)
    if any(report.findings for report in reports):
        yield from _filter(reports)
    yield '<main id="files">'
    yield '<p id="nothing" class="quiet" hidden>No finding fits the filter.</p>'
    whole = len(reports) <= MOST_WHOLE
    for number, report in enumerate(reports):
        if report.findings or (whole and not report.error):
            yield from section(report, number, options)
    yield from _rest([report for report in reports if report.error or not (report.findings or whole)])
    yield "</main>"
    yield f"<footer>made by dfix {text(options.version)}. Nothing was built, run or fetched for it. "
    yield '<span class="keys">Keys: <kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and previous finding, '
    yield "<kbd>c</kbd> copy its patch, <kbd>t</kbd> light or dark, <kbd>Esc</kbd> clear</span></footer>"
    yield '<p id="said" role="status" aria-live="polite"></p>'
    yield f"<script>{script}</script></body></html>"


def _headline(reports: Sequence[FileReport]) -> str:
    findings = sum(len(report.findings) for report in reports)
    looked = sum(1 for report in reports if not report.error)
    if not findings:
        return f"nothing found in {counted(looked, 'file')}"
    files = sum(1 for report in reports if report.findings)
    of = f"{files} of " if files < looked else ""
    return f"{counted(findings, 'finding')} in {of}{counted(looked, 'file')}"


def _top(reports: Sequence[FileReport], title: str) -> Iterator[str]:
    findings = [finding for report in reports for finding in report.findings]
    yield '<header class="top"><div><p class="name">dfix report</p>'
    yield f"<h1>{text(title[0].upper() + title[1:])}</h1></div>"
    yield '<button type="button" id="theme" hidden>Dark</button></header>'
    if not findings:
        yield '<p class="fine">✓ No fault was found in what these Dockerfiles copy.</p>'
        return
    severities = Counter(finding.severity for finding in findings)
    repairs = [{fix.applicability for fix in finding.fixes if not fix.obstacle} for finding in findings]
    safe = sum(1 for kinds in repairs if Applicability.SAFE in kinds)
    unsafe = sum(1 for kinds in repairs if Applicability.UNSAFE in kinds and Applicability.SAFE not in kinds)
    yield '<ul class="tiles">'
    for severity in Severity:
        if severities[severity]:
            many = counted(severities[severity], WORDS[severity]).partition(" ")
            yield f'<li class="{severity.value}"><b>{many[0]}</b> <span>{SIGNS[severity]} {many[2]}</span></li>'
    yield f'<li class="safe"><b>{safe}</b> <span>with a safe fix</span><code>dfix --write</code></li>'
    if unsafe:
        yield f'<li class="unsafe"><b>{unsafe}</b> <span>with an unsafe fix</span><code>--unsafe-fixes</code></li>'
    yield "</ul>"


def _filter(reports: Sequence[FileReport]) -> Iterator[str]:
    """The controls, which the script shows and answers."""
    findings = [finding for report in reports for finding in report.findings]
    severities = [one for one in Severity if any(finding.severity is one for finding in findings)]
    codes = sorted(Counter((finding.code, finding.name) for finding in findings).items())
    yield '<form id="filter" role="search" aria-label="filter" hidden>'
    yield '<input type="search" id="words" placeholder="Search the text" aria-label="text" autocomplete="off">'
    yield '<input type="search" id="path" placeholder="Path" aria-label="path" autocomplete="off">'
    yield '<select id="sure" aria-label="confidence"><option value="possible">any confidence</option>'
    yield '<option value="likely">likely or certain</option><option value="certain">certain</option></select>'
    yield '<span class="group" role="group" aria-label="severity">'
    for severity in severities if len(severities) > 1 else ():
        yield (
            f'<button type="button" class="chip {severity.value}" data-severity="{severity.value}" '
            f'aria-pressed="false">{SIGNS[severity]} {WORDS[severity]}</button>'
        )
    yield '</span><span class="group rules" role="group" aria-label="rule">'
    for (code, name), count in codes:
        yield (
            f'<button type="button" class="chip" data-code="{text(code)}" aria-pressed="false">'
            f"{text(code)} <span>{text(name)}</span> <b>{count}</b></button>"
        )
    yield f'</span><output id="count">{counted(len(findings), "finding")}</output></form>'


def section(report: FileReport, number: int, options: RenderOptions) -> Iterator[str]:
    """One file: its graph, its findings, its source beside them."""
    yield f'<section class="file" id="{file_id(number)}" data-path="{text(report.path)}">'
    count = counted(len(report.findings), "finding") if report.findings else "✓ nothing found"
    yield f'<h2><span class="path">{text(report.path)}</span> <span class="count">{count}</span></h2>'
    if report.graph:
        yield from figure(report, report.graph, number)
    traced = [report.source.line_of(place.span.start) + 1 for one in report.findings for place in one.chain]
    yield f'<div class="body{"" if report.findings else " clean"}"><div class="findings">'
    for at in range(len(report.findings)):
        yield from article(report, at, number, options)
    yield f'</div><details class="source"{" open" if report.findings else ""}><summary>Source</summary>'
    yield from source_lines(report.source, report.findings, traced, number)
    yield "</details></div></section>"


def _rest(reports: Sequence[FileReport]) -> Iterator[str]:
    """The files of which nothing more is said."""
    wrong = [report for report in reports if report.error]
    clean = [report for report in reports if not report.error]
    if wrong:
        yield '<section class="rest"><h2>Could not be checked</h2><ul>'
        yield from (f"<li><code>{text(one.path)}</code> {text(one.whole_error)}</li>" for one in wrong)
        yield "</ul></section>"
    if clean:
        yield f'<details class="rest"><summary><h2>Nothing found in {counted(len(clean), "file")}</h2></summary><ul>'
        yield from (f"<li><code>{text(one.path)}</code></li>" for one in clean)
        yield "</ul></details>"
