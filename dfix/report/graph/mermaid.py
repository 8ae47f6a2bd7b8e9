"""The graph as a Mermaid flowchart, which GitHub and GitLab draw in Markdown."""

import re
from collections.abc import Iterator

from dfix.graph.model import Edge, Kind, Node, Product, Verdict, Way
from dfix.report.graph.drawing import Drawing, head_of, lines_of, path_of, shown_products

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
        yield f"n{number}{begin}{_label(_node_lines(drawing, node))}{end}:::{verdicts[number].word}"
    for edge in graph.edges:
        arrow = "-->" if edge.way is Way.COPY else "-.->"
        yield f"n{edge.source} {arrow}|{_label(_edge_lines(drawing, edge))}| n{edge.target}"
    for number, edge in enumerate(graph.edges):
        yield f"linkStyle {number} stroke:{FILLS[edge.verdict][1]}"
    for verdict, (fill, stroke) in FILLS.items():
        yield f"classDef {verdict.word} fill:{fill},stroke:{stroke},color:#111"


def _verdict(node: Node) -> Verdict:
    own = [node.verdict, *(product.verdict for product in node.products)]
    return next((verdict for verdict in (Verdict.FAILS, Verdict.DOUBTFUL) if verdict in own), Verdict.OPEN)


def _node_lines(drawing: Drawing, node: Node) -> list[str]:
    title = f"{head_of(node)} (shipped)" if node.is_shipped else head_of(node)
    codes = drawing.codes(node.findings)
    found = [f"{node.verdict.sign} {codes}"] if codes else []
    return [title, *lines_of(node), *found, *_product_lines(drawing, node.products)]


def _edge_lines(drawing: Drawing, edge: Edge) -> list[str]:
    return _product_lines(drawing, edge.products) or [edge.way.value]


def _product_lines(drawing: Drawing, products: tuple[Product, ...]) -> list[str]:
    shown, more = shown_products(products)
    lines = [" ".join((one.verdict.sign, path_of(one), drawing.codes(one.findings))).strip() for one in shown]
    return [*lines, f"and {more} more"] if more else lines


def _label(lines: list[str]) -> str:
    return '"' + "<br>".join("".join(map(_escaped, line)) for line in lines) + '"'


def _escaped(character: str) -> str:
    return character if PLAIN.match(character) else f"#{ord(character)};"
