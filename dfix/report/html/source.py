"""The source of a file with its lines numbered, and the words at fault marked."""

import re
from collections.abc import Iterator, Sequence

from dfix.findings import Finding
from dfix.report.html.markup import text
from dfix.report.html.names import finding_id, line_id
from dfix.text import Source, readable
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

# Of a longer file only the lines around what is marked are shown.
MOST_LINES, AROUND = 400, 12
KEYWORD = pattern(
    r"^(\s*)(FROM|RUN|COPY|ADD|ARG|ENV|WORKDIR|USER|CMD|ENTRYPOINT|EXPOSE|VOLUME|LABEL|SHELL|HEALTHCHECK|ONBUILD)\b",
    re.IGNORECASE,
)


class _Mark(NamedTuple):
    """Offsets into the file, end exclusive, and the finding there."""

    start: int
    end: int
    finding: int
    severity: str


def source_lines(source: Source, findings: Sequence[Finding], traced: Sequence[int], file: int) -> Iterator[str]:
    """The list of lines; ``traced`` are further lines that must be there, from one."""
    marks = sorted(_Mark(*finding.span, number, finding.severity.value) for number, finding in enumerate(findings))
    shown = _shown(source, marks, traced)
    yield '<ol class="lines">'
    last = -1
    for number in shown:
        if number != last + 1:
            yield '<li class="gap" aria-hidden="true">⋯</li>'
        last = number
        inner = _line(source, number, marks, file)
        yield f'<li id="{line_id(file, number + 1)}" value="{number + 1}"><code>{inner}</code></li>'
    yield "</ol>"


def _shown(source: Source, marks: Sequence[_Mark], traced: Sequence[int]) -> list[int]:
    """The lines that are shown, from zero."""
    count = max(1, len(source.lines))
    if count <= MOST_LINES:
        return list(range(count))
    centers = {source.line_of(mark.start) for mark in marks} | {line - 1 for line in traced} | {0}
    near = {line for center in centers for line in range(center - AROUND, center + AROUND + 1)}
    return sorted(line for line in near if 0 <= line < count)


def _line(source: Source, number: int, marks: Sequence[_Mark], file: int) -> str:
    """One line; where marks overlap the first one counts."""
    if not source.lines:
        return " "
    start = source.line_starts[number]
    body = source.lines[number].rstrip("\r\n")
    at, parts = 0, list[str]()
    for mark in marks:
        begin, end = max(mark.start - start, at, 0), min(mark.end - start, len(body))
        if mark.start > start + len(body) or (begin >= end and mark.end > mark.start):
            continue
        if begin < end:
            parts.append(_plain(body[at:begin], first=at == 0))
            title = f'<a href="#{finding_id(file, mark.finding)}">{text(readable(body[begin:end]))}</a>'
            parts.append(f'<mark class="{mark.severity}">{title}</mark>')
            at = end
    parts.append(_plain(body[at:], first=at == 0))
    return "".join(parts) or " "


def _plain(body: str, *, first: bool) -> str:
    """Text without a mark; at the beginning of a line a keyword or a comment is told apart."""
    shown = readable(body)
    if first and shown.lstrip().startswith("#"):
        return f'<span class="comment">{text(shown)}</span>'
    match = KEYWORD.match(shown) if first else None
    if match is None:
        return text(shown)
    return f'{text(match[1])}<span class="keyword">{text(match[2])}</span>{text(shown[match.end() :])}'
