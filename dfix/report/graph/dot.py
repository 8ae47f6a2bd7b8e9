"""The graph in the language of Graphviz."""

from collections.abc import Iterator

from dfix.graph.model import Kind, Product, Verdict, Way
from dfix.report.graph.drawing import Drawing, edge_lines, node_lines, note_of, path_of

COLORS = {Verdict.FAILS: "#b3390f", Verdict.DOUBTFUL: "#8a6100", Verdict.RUNS: "#0a6e55", Verdict.OPEN: "#5c6672"}


def render(drawing: Drawing) -> str:
    """The whole digraph."""
    return "\n".join(["digraph dfix {", *(f"  {line};" for line in _statements(drawing)), "}"]) + "\n"


def _statements(drawing: Drawing) -> Iterator[str]:
    yield 'rankdir=LR; node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif"]'
    for number, node in enumerate(drawing.graph.nodes):
        style = "bold,rounded" if node.is_shipped else "rounded" if node.kind is Kind.STAGE else "dashed,rounded"
        color = COLORS[node.verdict]
        label = _label(node_lines(drawing, node, _said))
        yield f"n{number} [label={label}, style={_quoted(style)}, color={_quoted(color)}]"
    for edge in drawing.graph.edges:
        style = "solid" if edge.way is Way.COPY else "dashed"
        color = _quoted(COLORS[edge.verdict])
        head = f"n{edge.source} -> n{edge.target}"
        label = _label(edge_lines(drawing, edge, _said))
        yield f"{head} [label={label}, color={color}, fontcolor={color}, style={style}]"


def _said(drawing: Drawing, product: Product) -> str:
    return f"{product.verdict.sign} {path_of(product)}  {note_of(drawing, product)}".rstrip()


def _label(lines: list[str]) -> str:
    """A label of several lines, each flush left."""
    return '"' + "".join(f"{_inner(line)}\\l" for line in lines) + '"'


def _quoted(text: str) -> str:
    return f'"{_inner(text)}"'


def _inner(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
