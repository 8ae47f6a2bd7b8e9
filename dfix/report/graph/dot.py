"""The graph in the language of Graphviz."""

from collections.abc import Iterator

from dfix.graph.model import Edge, Kind, Node, Product, Verdict, Way
from dfix.report.graph.drawing import Drawing, head_of, lines_of, note_of, path_of, shown_products

COLORS = {Verdict.FAILS: "#b3390f", Verdict.DOUBTFUL: "#8a6100", Verdict.RUNS: "#0a6e55", Verdict.OPEN: "#5c6672"}


def render(drawing: Drawing) -> str:
    """The whole digraph."""
    return "\n".join(["digraph dfix {", *(f"  {line};" for line in _statements(drawing)), "}"]) + "\n"


def _statements(drawing: Drawing) -> Iterator[str]:
    yield 'rankdir=LR; node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif"]'
    for number, node in enumerate(drawing.graph.nodes):
        style = "bold,rounded" if node.is_shipped else "rounded" if node.kind is Kind.STAGE else "dashed,rounded"
        color = COLORS[node.verdict]
        yield f"n{number} [label={_label(_node_lines(drawing, node))}, style={_quoted(style)}, color={_quoted(color)}]"
    for edge in drawing.graph.edges:
        style = "solid" if edge.way is Way.COPY else "dashed"
        color = _quoted(COLORS[edge.verdict])
        head = f"n{edge.source} -> n{edge.target}"
        yield f"{head} [label={_label(_edge_lines(drawing, edge))}, color={color}, fontcolor={color}, style={style}]"


def _node_lines(drawing: Drawing, node: Node) -> list[str]:
    title = f"{head_of(node)} (shipped)" if node.is_shipped else head_of(node)
    codes = drawing.codes(node.findings)
    found = [f"{node.verdict.sign} {codes}"] if codes else []
    return [title, *lines_of(node), *found, *_product_lines(drawing, node.products)]


def _edge_lines(drawing: Drawing, edge: Edge) -> list[str]:
    return _product_lines(drawing, edge.products) or [edge.way.value]


def _product_lines(drawing: Drawing, products: tuple[Product, ...]) -> list[str]:
    shown, more = shown_products(products)
    lines = [f"{one.verdict.sign} {path_of(one)}  {note_of(drawing, one)}".rstrip() for one in shown]
    return [*lines, f"and {more} more"] if more else lines


def _label(lines: list[str]) -> str:
    """A label of several lines, each flush left."""
    return '"' + "".join(f"{_inner(line)}\\l" for line in lines) + '"'


def _quoted(text: str) -> str:
    return f'"{_inner(text)}"'


def _inner(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
