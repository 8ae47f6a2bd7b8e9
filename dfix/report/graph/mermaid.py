"""The graph as a Mermaid flowchart, which GitHub and GitLab draw in Markdown."""

import re
from collections.abc import Iterator

from dfix.graph.model import Kind, Node, Product, Verdict, Way
from dfix.report.graph.drawing import Drawing, edge_lines, node_lines, path_of

# Fills that hold black text in a light and in a dark page; red and green differ in lightness, too.
FILLS = {
    Verdict.FAILS: ("#f4c4b4", "#b3390f"),
    Verdict.DOUBTFUL: ("#f7e3ae", "#8a6100"),
    Verdict.RUNS: ("#d3f0e6", "#0a6e55"),
    Verdict.OPEN: ("#eceff3", "#5c6672"),
}
# All else might be markup to Mermaid or HTML; it is written by its number (Mermaid, "Entity codes").
PLAIN = re.compile(r"[A-Za-z0-9 ./:,_+·→✓✗…()-]")


def render(drawing: Drawing) -> str:
    """The whole chart."""
    return "\n".join(["flowchart LR", *(f"  {line}" for line in _statements(drawing))]) + "\n"


def _statements(drawing: Drawing) -> Iterator[str]:
    graph = drawing.graph
    verdicts = [_verdict(node) for node in graph.nodes]
    for number, node in enumerate(graph.nodes):
        begin, end = ("[[", "]]") if node.is_shipped else ("(", ")") if node.kind is not Kind.STAGE else ("[", "]")
        yield f"n{number}{begin}{_label(node_lines(drawing, node, _said))}{end}:::{verdicts[number].word}"
    for edge in graph.edges:
        arrow = "-->" if edge.way is Way.COPY else "-.->"
        yield f"n{edge.source} {arrow}|{_label(edge_lines(drawing, edge, _said))}| n{edge.target}"
    for number, edge in enumerate(graph.edges):
        yield f"linkStyle {number} stroke:{FILLS[edge.verdict][1]}"
    for verdict, (fill, stroke) in FILLS.items():
        yield f"classDef {verdict.word} fill:{fill},stroke:{stroke},color:#111"


def _verdict(node: Node) -> Verdict:
    own = [node.verdict, *(product.verdict for product in node.products)]
    return next((verdict for verdict in (Verdict.FAILS, Verdict.DOUBTFUL) if verdict in own), Verdict.OPEN)


def _said(drawing: Drawing, product: Product) -> str:
    return " ".join((product.verdict.sign, path_of(product), drawing.codes(product.findings))).strip()


def _label(lines: list[str]) -> str:
    return '"' + "<br>".join("".join(map(_escaped, line)) for line in lines) + '"'


def _escaped(character: str) -> str:
    return character if PLAIN.match(character) else f"#{ord(character)};"
