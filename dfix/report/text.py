"""Findings for people at a terminal: the place, the chain, why, and what to do."""

import os
from collections.abc import Iterator, Sequence

from dfix.findings import IGNORE, Confidence, Finding, Fix
from dfix.report.escape import address, harmless, width
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.wrap import wrapped
from dfix.text import Source, apply_edits, readable
from dfix.text.diff import changes
from dfix.text.wording import shortened
from dfix.trace.state.artifact import Place
from dfix.values import NamedTuple

# Told apart by people who see no difference between red and green: added lines are cyan, and all have a sign or word.
COLORS = {"error": "31;1", "warning": "33;1", "info": "34;1", "code": "1", "dim": "2", "add": "36", "drop": "31"}
MOST_DIFF_LINES = 6
# A source line of the trace at most; the note stands beside it where at least ``NARROWEST`` columns are left for it.
WIDEST_SOURCE, NARROWEST = 44, 34
# Of a line that a fix changes so much is shown, on several lines where it must be.
MOST_OF_LINE = 400
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


class Canvas(NamedTuple):
    """What the findings of one file are shown on: ``columns`` wide, each with at most ``most_fixes`` fixes in full."""

    path: str
    source: Source
    paint: Painter
    columns: int = 80
    most_fixes: int = 3

    @property
    def margin(self) -> int:
        """The columns of the widest line number."""
        return len(str(len(self.source.lines)))

    @property
    def blank(self) -> str:
        """The margin without a number."""
        return " " * self.margin


def render(reports: Sequence[FileReport], options: RenderOptions) -> str:
    """All files, each with its findings."""
    return "".join(f"{line}\n" for report in reports for line in report_lines(report, options))


def report_lines(report: FileReport, options: RenderOptions) -> Iterator[str]:
    """The lines of one file."""
    paint = Painter(color=options.color, rule_url=options.rule_url)
    canvas = Canvas(report.path, report.source, paint, options.columns, options.most_fixes)
    for finding in report.findings:
        yield from finding_lines(canvas, finding)


def repairs(report: FileReport, options: RenderOptions, *, only_shown: bool = False) -> str:
    """The repairs that were made, or would be, one line each: where, which fix, what it does."""
    paint = Painter(color=options.color)
    lines = ""
    for finding, fix, line in report.applied:
        sure = "" if fix.cure is Confidence.CERTAIN else f" ({CURES[fix.cure]})"
        made = "suppressed" if fix.repair == IGNORE else f"repaired by {fix.repair.id}"
        made = f"would be {made}" if only_shown else made
        said = harmless(f"{finding.code} {made}: {fix.title}{sure}")
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


def note_lines(report: FileReport, options: RenderOptions) -> str:
    """What people are told beside the findings, one line each."""
    paint = Painter(color=options.color)
    where = paint(harmless(report.path), "code")
    return "".join(f"{where}: {paint('note', 'info')}: {harmless(note)}\n" for note in report.notes)


def finding_lines(canvas: Canvas, finding: Finding) -> Iterator[str]:
    """The lines of one finding, a blank one at the end."""
    yield from _head(canvas, finding)
    if canvas.source.lines:
        yield from _frame(canvas, finding)
    if finding.chain:
        yield from _chain(canvas, finding.chain)
    label = finding.confidence.word if finding.chain or finding.fixes else "help"
    yield from _hanging(canvas, f"= {label}:", finding.why)
    yield from _fixes(canvas, finding)
    yield ""


def _head(canvas: Canvas, finding: Finding) -> Iterator[str]:
    """Where it is, what it is, and the message."""
    paint, start = canvas.paint, canvas.source.position(finding.span.start)
    place = f"{harmless(canvas.path)}:{start.line + 1}:{start.column + 1}"
    severity = finding.severity.value
    plain = f"{place}: {severity} {finding.code} {finding.name}:"
    head = f"{place}: {paint(severity, severity)} {paint.code(finding.code)} {finding.name}:"
    first, *rest = wrapped(harmless(finding.message), canvas.columns, indent=2, taken=width(plain) + 1)
    yield f"{head} {first}".rstrip()
    yield from rest


def _hanging(canvas: Canvas, label: str, text: str) -> Iterator[str]:
    """A labelled text beside the margin; its further lines are indented."""
    begin = f"{canvas.blank} {label} "
    first, *rest = wrapped(harmless(text), canvas.columns, indent=canvas.margin + 3, taken=width(begin))
    yield f"{begin}{first}".rstrip()
    yield from rest


def _frame(canvas: Canvas, finding: Finding) -> Iterator[str]:
    """The source line with the words at fault underlined."""
    source, widest = canvas.source, _room(canvas)
    line = source.line_of(finding.span.start)
    text = source.line_text(line)
    start = source.position(finding.span.start).column
    end = source.position(min(finding.span.end, source.line_starts[line] + len(source.lines[line].rstrip("\r\n"))))
    stop = end.column if end.line == line else len(text)
    skipped = max(0, start - widest // 2) if len(text) > widest else 0
    shown = text[skipped : skipped + widest]
    before = width(harmless(text[skipped:start]))
    marks = max(1, min(width(harmless(text[start:stop])), widest - before))
    yield f"{canvas.blank} |"
    yield f"{line + 1:{canvas.margin}} | {harmless(shown)}"
    yield f"{canvas.blank} | {'':{before}}{canvas.paint('^' * marks, finding.severity.value)}"


def _room(canvas: Canvas) -> int:
    """The columns beside the margin and its bar."""
    return max(20, canvas.columns - canvas.margin - 3)


def _chain(canvas: Canvas, chain: tuple[Place, ...]) -> Iterator[str]:
    """The trace: each place of the source, and what happened there, beside it or below it."""
    yield f"{canvas.blank} | {canvas.paint('trace:', 'dim')}"
    rows = [(canvas.source.line_of(place.span.start), harmless(place.note)) for place in chain]
    texts = [harmless(canvas.source.line_text(line).strip()) for line, _ in rows]
    column = min(max(width(text) for text in texts), WIDEST_SOURCE)
    beside = _room(canvas) - column - 2 >= NARROWEST
    for (line, note), text in zip(rows, texts, strict=True):
        yield from _beside(canvas, line, (text, note), column) if beside else _below(canvas, line, (text, note))


def _beside(canvas: Canvas, line: int, row: tuple[str, str], column: int) -> Iterator[str]:
    text, note = shortened(row[0], column), row[1]
    first, *rest = wrapped(note, _room(canvas) - column - 2, indent=0)
    pad = " " * (column - width(text) + 2)
    yield f"{line + 1:{canvas.margin}} | {canvas.paint(text, 'dim')}{pad}{first}"
    yield from (f"{canvas.blank} | {'':{column + 2}}{part}" for part in rest)


def _below(canvas: Canvas, line: int, row: tuple[str, str]) -> Iterator[str]:
    text, note = shortened(row[0], _room(canvas)), row[1]
    yield f"{line + 1:{canvas.margin}} | {canvas.paint(text, 'dim')}"
    yield from (f"{canvas.blank} |     {part}" for part in wrapped(note, _room(canvas) - 4, indent=0))


def _fixes(canvas: Canvas, finding: Finding) -> Iterator[str]:
    """The fixes that can be made, the first ones in full; where there is none, the others with the reason."""
    made = [fix for fix in finding.fixes if not fix.obstacle]
    for number, fix in enumerate(made, 1):
        yield from _fix_head(canvas, fix, number if len(made) > 1 else 0)
        if number <= canvas.most_fixes:
            yield from _indented(canvas, f"cost: {fix.cost}")
            yield from _changed_lines(canvas, fix)
    if len(made) > canvas.most_fixes and not canvas.path.startswith("<"):
        yield from _indented(canvas, f"in full: {_asked_in_full(canvas.path, finding.code, canvas.most_fixes + 1)}")
    for fix in () if made else finding.fixes:
        yield from _hanging(canvas, "= not possible:", fix.title)
        yield from _indented(canvas, f"because {fix.obstacle}")


def _asked_in_full(path: str, code: str, number: int) -> str:
    """The command that shows a fix in full, as a shell takes it."""
    if os.name == "nt":
        return f"dfix explain {code}:{number} " + (f'"{path}"' if " " in path else path)
    from shlex import quote

    return f"dfix explain {code}:{number} {quote(path)}"


def _fix_head(canvas: Canvas, fix: Fix, number: int) -> Iterator[str]:
    """A fix's number where there are several, how safe and how sure it is, and what it does."""
    sure = "" if fix.cure is Confidence.CERTAIN else f", {CURES[fix.cure]}"
    yield from _hanging(canvas, f"= fix{f' {number}' if number else ''} ({fix.applicability.word}{sure}):", fix.title)


def _indented(canvas: Canvas, text: str) -> Iterator[str]:
    """A dim text below a fix's title."""
    for line in wrapped(harmless(text), canvas.columns - canvas.margin - 3, indent=2):
        yield f"{canvas.blank}   {canvas.paint(line, 'dim')}"


def _changed_lines(canvas: Canvas, fix: Fix) -> Iterator[str]:
    """The lines that the fix changes, as a diff without head lines."""
    source = canvas.source
    first = source.line_of(min(edit.span.start for edit in fix.edits))
    last = source.line_of(max(edit.span.end for edit in fix.edits))
    after = Source(apply_edits(source.data, fix.edits))
    grown = len(after.lines) - len(source.lines)
    old = [source.line_text(n) for n in range(first, min(last + 1, len(source.lines)))]
    new = [after.line_text(n) for n in range(first, min(last + 1 + grown, len(after.lines)))]
    changed = list(changes(old, new))
    for sign, text in changed[:MOST_DIFF_LINES]:
        row = f"{sign} {shortened(harmless(text), MOST_OF_LINE)}"
        for part in wrapped(row, canvas.columns - canvas.margin - 3, indent=6):
            yield f"{canvas.blank}   {canvas.paint(part, 'add' if sign == '+' else 'drop')}"
    if len(changed) > MOST_DIFF_LINES:
        yield f"{canvas.blank}   … {len(changed) - MOST_DIFF_LINES} more lines"
