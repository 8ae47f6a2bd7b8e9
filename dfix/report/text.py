"""Findings for people at a terminal: the place, the chain, why, and what to do."""

from collections.abc import Iterator, Sequence

from dfix.findings import Confidence, Finding, Fix
from dfix.report.escape import address, harmless, width
from dfix.report.file_report import FileReport, RenderOptions
from dfix.text import Source, apply_edits, readable
from dfix.text.diff import changes
from dfix.text.wording import shortened
from dfix.trace.state.artifact import Place

COLORS = {"error": "31;1", "warning": "33;1", "info": "36;1", "code": "1", "dim": "2", "add": "32", "drop": "31"}
WIDEST = 110
MOST_DIFF_LINES = 6
CURES = {Confidence.LIKELY: "probably cures", Confidence.POSSIBLE: "may cure"}


class Painter:
    """Colours words, where colours are wanted."""

    def __init__(self, *, color: bool, rule_url: str = "") -> None:
        """``color``: whether escape sequences are wanted; ``rule_url``: where codes lead, with ``{code}`` in it."""
        self.color = color
        self.rule_url = rule_url

    def __call__(self, text: str, name: str) -> str:
        """``text`` in the colour of that name."""
        return f"\x1b[{COLORS[name]}m{text}\x1b[0m" if self.color and text else text

    def code(self, code: str) -> str:
        """A rule's code, as a link to its page where the terminal takes colours (OSC 8)."""
        shown = self(code, "code")
        if not self.color or not self.rule_url:
            return shown
        return f"\x1b]8;;{address(self.rule_url, code)}\x1b\\{shown}\x1b]8;;\x1b\\"


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """All files, each with its findings."""
    return "".join(f"{line}\n" for report in reports for line in report_lines(report, options))


def report_lines(report: FileReport, options: RenderOptions) -> Iterator[str]:
    """The lines of one file."""
    paint = Painter(color=options.color, rule_url=options.rule_url)
    for finding in report.findings:
        yield from finding_lines(report.path, report.source, finding, paint)


def repairs(report: FileReport, options: RenderOptions) -> str:
    """The repairs that were made, one line each: where, which fix, what it does."""
    paint = Painter(color=options.color)
    lines = ""
    for finding, fix, line in report.applied:
        sure = "" if fix.cure is Confidence.CERTAIN else f" ({CURES[fix.cure]})"
        said = harmless(f"{finding.code} repaired by {fix.repair.id}: {fix.title}{sure}")
        lines += f"{paint(harmless(report.path), 'code')}:{line}: {said}\n"
    return lines


def refusals(report: FileReport, options: RenderOptions) -> str:
    """The repairs that were tried and not made, one line each, for findings that are still there."""
    paint = Painter(color=options.color)
    left = {finding.identity for finding in report.findings}
    lines = ""
    for finding, fix, reason in report.refused:
        if finding.identity in left:
            said = harmless(f"{finding.code}: not made: {fix.title}; {reason}")
            lines += f"{paint(harmless(report.path), 'code')}: {said}\n"
    return lines


def change_lines(before: bytes, after: bytes, path: str, paint: Painter) -> str:
    """The change of a whole file as a diff to look at."""
    from dfix.text.diff import unified_diff

    shown = readable(unified_diff(before, after, path).decode("latin-1"))
    names = {"+": "add", "-": "drop"}
    lines = (harmless(line) for line in shown.splitlines())
    return "".join(f"{paint(line, names[line[0]]) if line[:1] in names else line}\n" for line in lines)


def error_line(report: FileReport, options: RenderOptions) -> str:
    """A file that could not be read: one line, and what to do."""
    paint = Painter(color=options.color)
    said = harmless(report.whole_error)
    return f"{paint(harmless(report.path), 'code')}: {paint('error', 'error')}: {said}\n"


def finding_lines(path: str, source: Source, finding: Finding, paint: Painter) -> Iterator[str]:
    """The lines of one finding, a blank one at the end."""
    start = source.position(finding.span.start)
    place = f"{harmless(path)}:{start.line + 1}:{start.column + 1}"
    head = f"{paint(finding.severity.value, finding.severity.value)} {paint.code(finding.code)} {finding.name}"
    yield f"{place}: {head}: {harmless(finding.message)}"
    margin = len(str(len(source.lines)))
    if source.lines:
        yield from _frame(source, finding, margin, paint)
    if finding.chain:
        yield from _chain(source, finding.chain, margin, paint)
    label = finding.confidence.word if finding.chain or finding.fixes else "help"
    yield f"{'':{margin}} = {label}: {harmless(finding.why)}"
    yield from _fixes(source, finding.fixes, margin, paint)
    yield ""


def _frame(source: Source, finding: Finding, margin: int, paint: Painter) -> Iterator[str]:
    """The source line with the words at fault underlined."""
    line = source.line_of(finding.span.start)
    text = source.line_text(line)
    start = source.position(finding.span.start).column
    end = source.position(min(finding.span.end, source.line_starts[line] + len(source.lines[line].rstrip("\r\n"))))
    stop = end.column if end.line == line else len(text)
    skipped = max(0, start - WIDEST // 2) if len(text) > WIDEST else 0
    shown = text[skipped : skipped + WIDEST]
    before = width(harmless(text[skipped:start]))
    marks = max(1, min(width(harmless(text[start:stop])), WIDEST - before))
    yield f"{'':{margin}} |"
    yield f"{line + 1:{margin}} | {harmless(shown)}"
    yield f"{'':{margin}} | {'':{before}}{paint('^' * marks, finding.severity.value)}"


def _chain(source: Source, chain: tuple[Place, ...], margin: int, paint: Painter) -> Iterator[str]:
    """The trace, one line a place: the source on the left, what happened on the right."""
    rows = [(source.line_of(place.span.start), place.note) for place in chain]
    texts = [shortened(harmless(source.line_text(line).strip()), 44) for line, _ in rows]
    column = max(width(text) for text in texts)
    yield f"{'':{margin}} | {paint('trace:', 'dim')}"
    for (line, note), text in zip(rows, texts, strict=True):
        pad = " " * (column - width(text))
        yield f"{line + 1:{margin}} | {paint(text, 'dim')}{pad}  {harmless(note)}"


def _fixes(source: Source, fixes: tuple[Fix, ...], margin: int, paint: Painter) -> Iterator[str]:
    """The fixes that can be made; where there is none, the others with the reason."""
    made = [fix for fix in fixes if not fix.obstacle]
    for number, fix in enumerate(made, 1):
        count = f" {number}" if len(made) > 1 else ""
        sure = "" if fix.cure is Confidence.CERTAIN else f", {CURES[fix.cure]}"
        yield f"{'':{margin}} = fix{count} ({fix.applicability.word}{sure}): {harmless(fix.title)}"
        yield f"{'':{margin}}   {paint(f'cost: {harmless(fix.cost)}', 'dim')}"
        yield from _changed_lines(source, fix, margin, paint)
    for fix in () if made else fixes:
        yield f"{'':{margin}} = not possible: {harmless(fix.title)}"
        yield f"{'':{margin}}   {paint(f'because {harmless(fix.obstacle)}', 'dim')}"


def _changed_lines(source: Source, fix: Fix, margin: int, paint: Painter) -> Iterator[str]:
    """The lines that the fix changes, as a diff without head lines."""
    first = source.line_of(min(edit.span.start for edit in fix.edits))
    last = source.line_of(max(edit.span.end for edit in fix.edits))
    after = Source(apply_edits(source.data, fix.edits))
    grown = len(after.lines) - len(source.lines)
    old = [source.line_text(n) for n in range(first, min(last + 1, len(source.lines)))]
    new = [after.line_text(n) for n in range(first, min(last + 1 + grown, len(after.lines)))]
    changed = list(changes(old, new))
    for sign, text in changed[:MOST_DIFF_LINES]:
        row = f"{sign} {shortened(harmless(text), WIDEST)}"
        yield f"{'':{margin}}   {paint(row, 'add' if sign == '+' else 'drop')}"
    if len(changed) > MOST_DIFF_LINES:
        yield f"{'':{margin}}   … {len(changed) - MOST_DIFF_LINES} more lines"
