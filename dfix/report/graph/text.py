"""The graph for a terminal: each stage as a box, what it takes of others listed above it."""

from collections.abc import Iterator

from dfix.graph.model import Edge, Kind, Node, Product, Verdict, Way, worst
from dfix.report.escape import width
from dfix.report.graph.drawing import Drawing, head_of, lines_of, note_of, path_of, shown_products
from dfix.report.wrap import wrapped

COLORS = {Verdict.FAILS: "31;1", Verdict.DOUBTFUL: "33;1", Verdict.RUNS: "36", Verdict.OPEN: "2"}
THIN, THICK = "╭─╮│╰╯", "┏━┓┃┗┛"
LEGEND = (Verdict.RUNS, Verdict.FAILS, Verdict.DOUBTFUL, Verdict.OPEN)


def render(drawing: Drawing) -> str:
    """The stages in the order of the file, then what the signs mean."""
    graph = drawing.graph
    lines: list[str] = []
    incoming: dict[int, list[Edge]] = {}
    for edge in graph.edges:
        incoming.setdefault(edge.target, []).append(edge)
    for number, node in enumerate(graph.nodes):
        if node.kind is Kind.STAGE:
            edges = incoming.get(number, [])
            lines += [line for edge in edges for line in _incoming(drawing, edge)]
            verdict = worst(edge.verdict for edge in edges)
            lines += [f"  {_paint(drawing, verdict, '▼')}"] if edges else []
            lines += [*_box(drawing, node), ""]
    if not lines:
        return "this file has no stage\n"
    legend = "  ".join(f"{_paint(drawing, verdict, verdict.sign)} {verdict.value}" for verdict in LEGEND)
    return "\n".join([*lines, legend]) + "\n"


def _incoming(drawing: Drawing, edge: Edge) -> Iterator[str]:
    source = drawing.graph.nodes[edge.source]
    system = f" ({', '.join(lines_of(source))})" if source.kind is Kind.IMAGE else ""
    how = "copied from" if edge.way is Way.COPY else "built on" if edge.way is Way.BASE else "mounted from"
    yield f"  {_paint(drawing, edge.verdict, '│')} {how} {head_of(source)}{system}"
    for line in _products(drawing, edge.products):
        yield f"  {_paint(drawing, edge.verdict, '│')} {line}"


def _products(drawing: Drawing, products: tuple[Product, ...]) -> Iterator[str]:
    """Each product in a line with its sign; what it is stands beside it, or below where there is no room."""
    shown, more = shown_products(products)
    column = min(max((width(path_of(one)) for one in shown), default=0), max(20, drawing.columns // 2 - 8))
    for product in shown:
        path, note = path_of(product), note_of(drawing, product)
        sign = _paint(drawing, product.verdict, product.verdict.sign)
        room = drawing.columns - 8 - max(column, width(path))
        if not note or width(note) > room:
            yield f"{sign} {path}"
            yield from (f"    {line}" for line in (wrapped(note, drawing.columns - 8, indent=0) if note else ()))
        else:
            yield f"{sign} {path}{' ' * (max(column, width(path)) - width(path))}  {note}"
    if more:
        yield f"  and {more} more"


def _box(drawing: Drawing, node: Node) -> Iterator[str]:
    left, across, right, side, low_left, low_right = tuple(THICK if node.is_shipped else THIN)
    place = f"line {drawing.line(node.span)}" if node.span else ""
    rows = [*lines_of(node), *(f"{node.verdict.sign} {code}" for code in _own_codes(drawing, node))]
    title = f" {head_of(node)} "
    end = f" shipped, {place} " if node.is_shipped else f" {place} "
    inner = max(34, width(title) + width(end) + 3, *(width(row) + 2 for row in rows))
    fill = across * (inner - width(title) - width(end) - 2)
    yield f"{left}{across}{title}{fill}{end}{across}{right}"
    for row in rows:
        shown = _paint(drawing, node.verdict, row) if row[:1] == node.verdict.sign else row
        yield f"{side} {shown}{' ' * (inner - 1 - width(row))}{side}"
    yield f"{low_left}{across * inner}{low_right}"
    yield from (f"  {line}" for line in _products(drawing, node.products))


def _own_codes(drawing: Drawing, node: Node) -> list[str]:
    codes = drawing.codes(node.findings)
    return codes.split(", ") if codes else []


def _paint(drawing: Drawing, verdict: Verdict, text: str) -> str:
    return f"\x1b[{COLORS[verdict]}m{text}\x1b[0m" if drawing.color else text
