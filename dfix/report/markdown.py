"""A summary in Markdown, for a job's page or a comment."""

from collections.abc import Iterator, Sequence

from dfix.findings import Finding, Fix, Severity
from dfix.report.escape import code_span, fenced, markdown, prose
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.place import region
from dfix.text import Source, apply_edits
from dfix.text.wording import counted

SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "💡"}


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """A head with the counts, then a section a finding."""
    findings = sum(len(report.findings) for report in reports)
    files = sum(1 for report in reports if report.findings)
    wrong = sum(1 for report in reports if report.error)
    lines = ["## dfix", ""]
    if findings:
        lines += [f"{counted(findings, 'finding')} in {counted(files, 'file')}.", "", *_table(reports, options)]
    else:
        looked = counted(len(reports) - wrong, "file")
        lines += [f"Every file that these Dockerfiles copy can run where it lands ({looked}).", ""]
    for report in reports:
        if report.error:
            lines += [f"- {code_span(report.path)}: {prose(report.whole_error)}", ""]
        lines += [line for note in report.notes for line in (f"- {code_span(report.path)}: {prose(note)}", "")]
        for finding in report.findings:
            lines += [*finding_section(report, finding), ""]
    return "\n".join(lines).rstrip() + "\n"


def finding_section(report: FileReport, finding: Finding) -> Iterator[str]:
    """One finding with its chain and its best fix, folded."""
    at = region(report.source, finding.span)
    where = f"{report.path}:{at.line}"
    yield f"<details><summary>{code_span(where)} {finding.code} {markdown(finding.name)}</summary>"
    yield ""
    yield f"{prose(finding.message)}."
    yield ""
    yield f"*{finding.confidence.word}*: {prose(finding.why)}."
    yield ""
    yield from chain_lines(report.source, finding)
    yield from fix_lines(report, finding)
    yield "</details>"


def chain_lines(source: Source, finding: Finding) -> Iterator[str]:
    """The trace: a numbered list."""
    for number, place in enumerate(finding.chain, 1):
        line = source.line_of(place.span.start)
        text = source.line_text(line).strip()
        shown = text if len(text) <= 80 else f"{text[:79]}…"
        yield f"{number}. line {line + 1}: {code_span(shown)} {prose(place.note)}"
    yield ""


def fix_lines(report: FileReport, finding: Finding) -> Iterator[str]:
    """The fixes; the best one as a diff."""
    made = [fix for fix in finding.fixes if not fix.obstacle]
    for number, fix in enumerate(made):
        yield f"**Fix** ({fix.applicability.word}): {prose(fix.title)}. Cost: {prose(fix.cost)}."
        yield ""
        if number == 0:
            yield fenced(fix_diff(report, fix), "diff")
            yield ""
    if not made:
        for fix in finding.fixes:
            yield f"Not possible: {prose(fix.title)}, because {prose(fix.obstacle)}."
            yield ""


def fix_diff(report: FileReport, fix: Fix) -> str:
    """What a fix changes, without the head lines."""
    from dfix.text.diff import unified_diff

    after = apply_edits(report.source.data, fix.edits)
    text = unified_diff(report.source.data, after, report.path).decode("utf-8", "replace")
    return "\n".join(line.rstrip("\r") for line in text.rstrip("\n").split("\n")[2:])


def _table(reports: Sequence[FileReport], options: RenderOptions) -> Iterator[str]:
    yield "| | place | rule | what |"
    yield "|---|---|---|---|"
    for report in reports:
        for finding in report.findings:
            where = f"{report.path}:{region(report.source, finding.span).line}"
            page = options.page(finding.code)
            code = f"[{finding.code}]({page})" if page.startswith("https://") else finding.code
            yield f"| {SIGNS[finding.severity]} | {code_span(where)} | {code} | {prose(finding.message)} |"
    yield ""
