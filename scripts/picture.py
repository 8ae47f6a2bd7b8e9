"""Writes docs/pictures/finding.svg and graph.svg, pictures of real output: `python scripts/picture.py`."""

import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from dfix import Options, analyse
from dfix.graph.model import Graph
from dfix.report.escape import width
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.graph import graph_renderer
from dfix.report.graph.drawing import Drawing
from dfix.report.text import render
from dfix.run.graphs import report_with_graph

ROOT = Path(__file__).parent.parent
CASE = "go-net-http-alpine"
PICTURE = ROOT / "docs" / "pictures" / "finding.svg"
GRAPH = ROOT / "docs" / "pictures" / "graph.svg"
COLUMNS, CHARACTER, LINE, MARGIN = 80, 8.4, 19, 18
# The colours of ``report/text.py`` by their codes, on a dark ground; all have a contrast of at least 4.5 (WCAG 2.2).
COLORS = {
    "31;1": "#ff8a80",
    "33;1": "#ffd180",
    "34;1": "#82b1ff",
    "1": "#ffffff",
    "2": "#9aa7b5",
    "36": "#80deea",
    "31": "#ff9e80",
}
GROUND, TEXT = "#161b22", "#d7dde4"
ESCAPE = re.compile(r"\x1b\[([\d;]*)m")


def picture() -> str:
    """The picture of the corpus case's finding, with a prompt above it."""
    data = (ROOT / "corpus" / CASE / "Dockerfile").read_bytes()
    analysis = analyse(data)
    shown = render([FileReport("Dockerfile", analysis.source, analysis.findings)], RenderOptions(color=True))
    lines = ["\x1b[1m$ dfix\x1b[0m", *shown.rstrip("\n").split("\n")]
    high, wide = len(lines) * LINE + 2 * MARGIN, COLUMNS * CHARACTER + 2 * MARGIN
    rows = "\n".join(_row(number, line) for number, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high}" width="{wide:.0f}" height="{high}" '
        'role="img" aria-label="The output of dfix for a Go program on Alpine">\n'
        f'<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>\n'
        f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="{TEXT}">\n'
        f"{rows}\n</g>\n</svg>\n"
    )


def graph() -> str:
    """The graph of the same file, as `dfix graph --format svg` draws it."""
    report = report_with_graph("Dockerfile", (ROOT / "corpus" / CASE / "Dockerfile").read_bytes(), Options())
    return graph_renderer("svg")(Drawing(report.graph or Graph(), report.source, report.findings))


def _row(number: int, line: str) -> str:
    y = MARGIN + number * LINE + 14
    return "".join(
        f'<text x="{x:.1f}" y="{y}"{style} xml:space="preserve">{escape(text)}</text>' for x, style, text in _runs(line)
    )


def _runs(line: str) -> Iterator[tuple[float, str, str]]:
    """The parts of one colour: where each begins, its attributes, its text."""
    column, code = 0, ""
    for part, following in zip(*[iter([*ESCAPE.split(line), ""])] * 2, strict=False):
        if part:
            weight = ' font-weight="bold"' if code.endswith("1") and code != "31" else ""
            color = f' fill="{COLORS[code]}"' if code in COLORS else ""
            yield MARGIN + column * CHARACTER, f"{color}{weight}", part
            column += width(part)
        code = "" if following in ("", "0") else following


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
    GRAPH.write_text(graph(), encoding="utf-8")
    sys.stdout.write(f"wrote {PICTURE.relative_to(ROOT)} and {GRAPH.relative_to(ROOT)}\n")
