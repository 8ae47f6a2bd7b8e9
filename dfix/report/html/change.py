"""A fix as before and after, side by side, and as a patch to copy."""

from collections.abc import Iterator

from dfix.findings import Fix
from dfix.report.html.markup import attribute, text
from dfix.report.place import changed_lines
from dfix.text import Source, apply_edits
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

CONTEXT = 2
# Of a change that is larger, the first rows are shown; the patch is whole.
MOST_ROWS = 60
WORDS = pattern(r"\s+|\S+")


class _Row(NamedTuple):
    """A line before and after, with its number from one; None where there is none."""

    before: tuple[int, str] | None
    after: tuple[int, str] | None

    @property
    def is_changed(self) -> bool:
        """Whether the line is not the same."""
        return self.before is None or self.after is None or self.before[1] != self.after[1]


def change(source: Source, fix: Fix) -> Iterator[str]:
    """The table of the lines that a fix changes, with some around them."""
    rows = _rows(source, fix)
    yield '<table class="change"><colgroup><col class="narrow"><col><col class="narrow"><col></colgroup>'
    yield '<thead><tr><th scope="col" colspan="2">before</th>'
    yield '<th scope="col" colspan="2">after</th></tr></thead><tbody>'
    for row in rows[:MOST_ROWS]:
        yield f"<tr>{''.join(_cells(row))}</tr>"
    if len(rows) > MOST_ROWS:
        yield f'<tr><td colspan="4" class="more">{len(rows) - MOST_ROWS} more lines: see the patch</td></tr>'
    yield "</tbody></table>"


def patch_button(source: Source, fix: Fix, path: str) -> str:
    """The button that copies the patch; nothing where the file is no UTF-8, whose bytes no page can hold."""
    from dfix.text.diff import unified_diff

    patch = unified_diff(source.data, apply_edits(source.data, fix.edits), path)
    try:
        shown = patch.decode("utf-8")
    except UnicodeDecodeError:
        return '<p class="quiet">This file is no UTF-8: let <code>dfix --diff</code> write the patch.</p>'
    return f'<button type="button" class="copy" data-patch="{attribute(shown)}">Copy the patch</button>'


def _rows(source: Source, fix: Fix) -> list[_Row]:
    from difflib import SequenceMatcher

    changed = changed_lines(source, fix)
    first = max(0, changed.first - CONTEXT)
    last = min(len(source.lines), changed.last + 1 + CONTEXT)
    old = [source.line_text(number) for number in range(first, last)]
    after = Source(apply_edits(source.data, fix.edits))
    grown = len(after.lines) - len(source.lines)
    new = [after.line_text(number) for number in range(first, max(first, last + grown))]
    rows: list[_Row] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        height = max(b - a, d - c) if kind != "equal" else b - a
        for at in range(height):
            before = (first + a + at + 1, old[a + at]) if a + at < b else None
            now = (first + c + at + 1, new[c + at]) if c + at < d else None
            rows.append(_Row(before, now))
    return rows


def _cells(row: _Row) -> Iterator[str]:
    if row.before and row.after:
        old, new = row.before[1], row.after[1]
        parts = _parted(old, new) if row.is_changed else ((0, 0), (0, 0))
    else:
        parts = ((0, 0), (0, 0))
    yield _cell(row.before, "gone" if row.is_changed else "same", "del", parts[0])
    yield _cell(row.after, "new" if row.is_changed else "same", "ins", parts[1])


def _cell(line: tuple[int, str] | None, look: str, tag: str, part: tuple[int, int]) -> str:
    """A line's number and its text, in which a part is marked."""
    if line is None:
        return '<td class="number"></td><td class="none"></td>'
    number, shown = line
    start, end = part
    marked = f"<{tag}>{text(shown[start:end])}</{tag}>" if start < end else ""
    inner = f"{text(shown[:start])}{marked}{text(shown[end:])}" if marked else text(shown)
    return f'<td class="number">{number}</td><td class="{look}"><code>{inner or " "}</code></td>'


def _parted(before: str, after: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The part of each line that differs, in whole words: what is between the same beginning and the same end."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    begin, rest = len("".join(old[:start])), len("".join(old[len(old) - end :]))
    return (begin, len(before) - rest), (begin, len(after) - rest)
