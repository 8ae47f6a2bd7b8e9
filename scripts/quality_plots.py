"""Draws docs/pictures/quality-*.svg from the tables of docs/quality.md: `python scripts/quality_plots.py`.

A bar is a share, and its numbers stand beside it. The tables are found by the first cells of their head.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).parent.parent / "docs" / "quality.md"
PICTURES = PAGE.parent / "pictures"
WIDE, LABEL, BAR, GAP, MARGIN, NUMBERS = 760, 290, 16, 12, 20, 130
# Told apart by lightness, too; each has a contrast of at least 3 on white (WCAG 2.2, 1.4.11).
COLORS = ("#0f766e", "#b45309")


class Bar(NamedTuple):
    """A share: how many of how many. ``series``: which of two is drawn."""

    series: int
    number: int
    total: int


class Group(NamedTuple):
    """Bars that stand together, and what they are of."""

    label: str
    bars: tuple[Bar, ...]


class Chart(NamedTuple):
    """What a picture shows; ``series`` are the names of the colours."""

    title: str
    series: tuple[str, ...]
    groups: tuple[Group, ...]


def charts(page: str) -> dict[str, Chart]:
    """The charts by their names, from the page's tables."""
    return {
        "recall": Chart(
            "Real faults that dfix reports, of those that can be known",
            ("seen: work was guided by these", "unseen"),
            tuple(_recall(_rows(page, ["family", "seen: found of knowable"]))),
        ),
        "precision": Chart(
            "Findings on whole public repositories that are true, of those that were decided",
            ("as read first", "after what was wrong was cured"),
            tuple(_precision(_rows(page, ["part", "repositories", "Dockerfiles", "reading"]))),
        ),
        "repairs": Chart(
            "Repairs that build and cure, of those that were built, by their claim",
            ("cured",),
            tuple(_repairs(_rows(page, ["claim", "cured", "decided"]))),
        ),
    }  # fmt: skip


def _rows(page: str, head: Sequence[str]) -> list[list[str]]:
    """The cells of the table whose head begins so.

    Raises:
        ValueError: there is none.
    """
    lines = iter(page.splitlines())
    for line in lines:
        if _cells(line)[: len(head)] == list(head):
            next(lines)
            rows = []
            for row in lines:
                if not row.startswith("|"):
                    break
                rows.append(_cells(row))
            return rows
    raise ValueError(f"docs/quality.md has no table that begins with {', '.join(head)}")


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("*") for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []


def _recall(rows: list[list[str]]) -> Iterator[Group]:
    for label, seen, _, unseen, *_ in rows:
        yield Group(_plain(label), (_of(0, seen), _of(1, unseen)))


def _precision(rows: list[list[str]]) -> Iterator[Group]:
    for part in dict.fromkeys(row[0] for row in rows):
        own = [row for row in rows if row[0] == part]
        bars = (
            Bar(0 if row[3] == "first" else 1, int(row[5]), int(row[5]) + int(row[6]))
            for row in own
            if row[3] in ("first", own[-1][3])
        )
        yield Group(f"{part}: {own[0][1]} repositories, {own[0][2]} files", tuple(bars))


def _repairs(rows: list[list[str]]) -> Iterator[Group]:
    for claim, cured, decided, _, goal, *_ in rows:
        yield Group(f"{claim} (goal: {goal})", (Bar(0, int(cured), int(decided)),))


def _of(series: int, text: str) -> Bar:
    match = re.match(r"(\d+) of (\d+)", text)
    if match is None:
        raise ValueError(f"{text} is no number of a number")
    return Bar(series, int(match[1]), int(match[2]))


def _plain(text: str) -> str:
    return text.replace("`", "")


def picture(chart: Chart) -> str:
    """The chart as SVG."""
    top = MARGIN + 24 + 22 * (len(chart.series) > 1)
    drawn, y = [], top
    for group in chart.groups:
        high = len(group.bars) * (BAR + 4)
        drawn.append(_text(LABEL + MARGIN - 10, y + high / 2 + 2, group.label, anchor="end"))
        for bar in group.bars:
            drawn.append(_bar(bar, y))
            y += BAR + 4
        y += GAP
    high = y + MARGIN - GAP
    legend = "".join(_legend(number, name) for number, name in enumerate(chart.series) if len(chart.series) > 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}" '
        f'role="img" aria-label="{escape(chart.title)}" font-family="system-ui, sans-serif" '
        'font-size="13" fill="#1f2933">\n'
        f'<rect width="100%" height="100%" rx="8" fill="#ffffff" stroke="#d5dbe1"/>\n'
        f"{_text(MARGIN, MARGIN + 8, chart.title, weight=600)}\n{legend}\n" + "\n".join(drawn) + "\n</svg>\n"
    )


def _bar(bar: Bar, y: int) -> str:
    x, full = LABEL + MARGIN, WIDE - LABEL - 2 * MARGIN - NUMBERS
    wide = full * bar.number / bar.total if bar.total else 0
    share = f"{bar.number} of {bar.total}" + (f" ({100 * bar.number / bar.total:.0f} %)" if bar.total else "")
    return (
        f'<rect x="{x}" y="{y}" width="{full}" height="{BAR}" rx="3" fill="#e9edf1"/>'
        f'<rect x="{x}" y="{y}" width="{wide:.1f}" height="{BAR}" rx="3" fill="{COLORS[bar.series]}"/>'
        + _text(x + full + 8, y + BAR - 4, share)
    )


def _legend(number: int, name: str) -> str:
    x, y = MARGIN + number * 260, MARGIN + 20
    return f'<rect x="{x}" y="{y}" width="12" height="12" rx="2" fill="{COLORS[number]}"/>' + _text(
        x + 18, y + 11, name
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: int = 400) -> str:
    own = (f' text-anchor="{anchor}"' if anchor != "start" else "") + (
        f' font-weight="{weight}"' if weight != 400 else ""
    )
    return f'<text x="{x:.0f}" y="{y:.0f}"{own}>{escape(text)}</text>'


if __name__ == "__main__":
    for name, chart in charts(PAGE.read_text(encoding="utf-8")).items():
        (PICTURES / f"quality-{name}.svg").write_text(picture(chart), encoding="utf-8")
        sys.stdout.write(f"docs/pictures/quality-{name}.svg\n")
