"""The graph as SVG: a picture of its own, or a part of an HTML page, where each product leads to its trace."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from dfix.graph.model import Edge, Graph, Kind, Node, Product, Verdict, Way
from dfix.report.escape import harmless, width
from dfix.report.graph.drawing import Drawing, head_of, lines_of, path_of, shown_products
from dfix.report.graph.layout import Layout, Point, Size, layered
from dfix.text.wording import shortened
from dfix.values import NamedTuple, TypeAlias

# Of the fonts that the style names no character is wider, in em: sans-serif ones, and those of one width.
SANS, MONO = 0.61, 0.605
FONT, SMALL = 13.0, 11.5
ROW, PAD = 18.0, 12.0
MOST_CHARACTERS = 38
MARGIN = 12.0
STYLE = """
svg { font: 13px ui-sans-serif, system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; color-scheme: light dark;
  --g-ink: #1b2430; --g-dim: #5c6672; --g-box: #ffffff; --g-line: #aab3bf; --g-back: #f6f7f9;
  --g-runs: #0a6e55; --g-fails: #b3390f; --g-doubtful: #8a6100; --g-open: #5c6672;
  --g-runs-fill: #e4f5ef; --g-fails-fill: #fbe6de; --g-doubtful-fill: #fbf0d2; --g-open-fill: #f1f3f6;
  background: var(--g-back) }
@media (prefers-color-scheme: dark) { svg { --g-ink: #e6eaf0; --g-dim: #9aa5b4; --g-box: #1b222c; --g-line: #55606f;
  --g-back: #11161d; --g-runs: #4cc9a4; --g-fails: #ff8a5c; --g-doubtful: #e5b84b; --g-open: #9aa5b4;
  --g-runs-fill: #123029; --g-fails-fill: #3a1d13; --g-doubtful-fill: #332a10; --g-open-fill: #20272f } }
"""
# How the parts look; a page that shows a graph has these rules too, with its own colours.
RULES = """
.g-box { fill: var(--g-box); stroke: var(--g-line) }
.g-shipped .g-box { stroke: var(--g-ink); stroke-width: 2 }
.g-image .g-box, .g-context .g-box { stroke-dasharray: 4 3 }
.g-title { font-weight: 600; fill: var(--g-ink) }
.g-text, .g-path { font-size: 11.5px; fill: var(--g-ink) }
.g-path, .g-code { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace }
.g-dim { font-size: 11.5px; fill: var(--g-dim) }
.g-badge { font-size: 10px; font-weight: 600; letter-spacing: .04em; fill: var(--g-dim) }
.g-edge { fill: none; stroke: var(--g-line); stroke-width: 1.5 }
.g-edge.g-base, .g-edge.g-mount { stroke-dasharray: 5 4 }
.g-edge.g-fails, .g-edge.g-doubtful { stroke-width: 2.25 }
.g-tip { stroke: none; fill: var(--g-line) }
.g-pill { stroke: var(--g-line) ; fill: var(--g-open-fill) }
.g-bare { fill: var(--g-back) }
.g-sign { font-weight: 700 }
.g-link { cursor: pointer }
.g-link:hover .g-path, .g-link:focus .g-path { text-decoration: underline }
.g-row { fill: transparent }
.g-link:hover .g-row, .g-link:focus .g-row { fill: var(--g-line); fill-opacity: .25 }
"""
VERDICT_RULES = "".join(
    f".g-edge.g-{one} {{ stroke: var(--g-{one}) }} .g-tip.g-{one} {{ fill: var(--g-{one}) }} "
    f".g-pill.g-{one} {{ stroke: var(--g-{one}); fill: var(--g-{one}-fill) }} "
    f".g-sign.g-{one}, .g-found.g-{one} {{ fill: var(--g-{one}) }} .g-edge.g-open {{ stroke: var(--g-line) }}\n"
    for one in (verdict.word for verdict in Verdict)
)
# Where a product leads in a page; empty for nowhere.
Link: TypeAlias = Callable[[Product], str]


class _Row(NamedTuple):
    """A line of text in a box: its class, the sign before it, the product or findings that it is about."""

    text: str
    look: str = "g-text"
    verdict: Verdict | None = None
    product: Product | None = None
    right: str = ""

    @property
    def width(self) -> float:
        """How wide it is at most."""
        em = MONO if self.look == "g-path" else SANS * 1.08 if self.look == "g-title" else SANS
        size = FONT if self.look == "g-title" else SMALL
        sign = 16.0 if self.verdict else 0.0
        return sign + width(self.text) * em * size + (24 + len(self.right) * 6.6 if self.right else 0.0)


def render(drawing: Drawing) -> str:
    """A picture that needs nothing else: its style follows the reader's colour scheme."""
    return "\n".join(_svg(drawing, lambda _: "", f"<style>{STYLE}{RULES}{VERDICT_RULES}</style>")) + "\n"


def element(drawing: Drawing, link: Link) -> str:
    """The element for a page that has ``RULES`` and ``VERDICT_RULES`` in its style."""
    return "\n".join(_svg(drawing, link, ""))


def _svg(drawing: Drawing, link: Link, style: str) -> Iterator[str]:
    graph = drawing.graph
    boxes = [_node_rows(drawing, node) for node in graph.nodes] + [_edge_rows(drawing, edge) for edge in graph.edges]
    first = len(graph.nodes)
    links = [pair for at, edge in enumerate(graph.edges, first) for pair in ((edge.source, at), (at, edge.target))]
    layout = layered([_size(rows) for rows in boxes], links)
    wide, high = layout.size.width + 2 * MARGIN, layout.size.height + 2 * MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="{-MARGIN:.0f} {-MARGIN:.0f} {wide:.0f} {high:.0f}">'
    )
    yield f"<title>{_escaped(_summary(graph))}</title>{style}"
    yield from _lines(graph, layout)
    for number, rows in enumerate(boxes):
        node = graph.nodes[number] if number < first else None
        edge = graph.edges[number - first] if node is None else None
        place = f"translate({layout.corners[number].x:.1f},{layout.corners[number].y:.1f})"
        yield f'<g class="{_look(node, edge)}" transform="{place}">'
        wide = _size(rows).width if edge and not edge.products else layout.widths[number]
        yield from _box(_shape(edge), rows, wide, link)
        yield "</g>"
    yield "</svg>"


def _summary(graph: Graph) -> str:
    stages = sum(1 for node in graph.nodes if node.kind is Kind.STAGE)
    failing = sum(1 for edge in graph.edges for one in edge.products if one.verdict is Verdict.FAILS)
    return f"{stages} stages, {failing} copied products fail"


def _node_rows(drawing: Drawing, node: Node) -> list[_Row]:
    badge = "SHIPPED" if node.is_shipped else node.kind.value.upper() if node.kind is not Kind.STAGE else ""
    title = shortened(head_of(node), MOST_CHARACTERS)
    rows = [_Row(title, "g-title", None, None, "" if badge == title.upper() else badge)]
    image, *others = lines_of(node) or [""]
    is_image = bool(node.image) and node.image != node.title
    if image:
        rows.append(_Row(shortened(image, MOST_CHARACTERS), "g-path" if is_image else "g-dim"))
    rows += [_Row(shortened(line, MOST_CHARACTERS), "g-dim") for line in others]
    for number in node.findings:
        rows.append(_Row(drawing.codes((number,)), f"g-text g-found g-{node.verdict.word}", node.verdict))
    return rows + _product_rows(drawing, node.products)


def _edge_rows(drawing: Drawing, edge: Edge) -> list[_Row]:
    return _product_rows(drawing, edge.products) or [_Row("built on" if edge.way is Way.BASE else "mounted", "g-dim")]


def _product_rows(drawing: Drawing, products: Sequence[Product]) -> list[_Row]:
    shown, more = shown_products(products)
    rows: list[_Row] = []
    for product in shown:
        rows.append(_Row(path_of(product, MOST_CHARACTERS), "g-path", product.verdict, product))
        if product.nature:
            rows.append(_Row(shortened(harmless(product.nature), MOST_CHARACTERS), "g-dim g-note"))
        look = f"g-text g-note g-found g-{product.verdict.word}"
        rows += [_Row(drawing.codes((number,)), look) for number in product.findings]
    return [*rows, _Row(f"and {more} more", "g-dim")] if more else rows


def _size(rows: Sequence[_Row]) -> Size:
    indent = 16.0
    widest = max(row.width + (indent if "g-note" in row.look else 0.0) for row in rows)
    return Size(widest + 2 * PAD, len(rows) * ROW + PAD)


def _look(node: Node | None, edge: Edge | None) -> str:
    if node is not None:
        return f"g-node g-{node.kind.name.lower()}{' g-shipped' if node.is_shipped else ''}"
    return "g-label" if edge else ""


def _lines(graph: Graph, layout: Layout) -> Iterator[str]:
    """The lines below the boxes: each edge's line leads to its label, and on behind it to the target."""
    for edge, before, after in zip(graph.edges, layout.lines[::2], layout.lines[1::2], strict=True):
        look = f"g-edge g-{edge.verdict.word} g-{edge.way.name.lower()}"
        yield f'<path class="{look}" d="{_curve(before)} L{after[0].x:.1f},{after[0].y:.1f} {_curve(after)}"/>'
        end, back = after[-1], after[-2]
        tip = "l-8,-4.5 v9 z" if back.x < end.x else "l8,-4.5 v9 z"
        yield f'<path class="g-tip g-{edge.verdict.word}" d="M{end.x:.1f},{end.y:.1f} {tip}"/>'


def _curve(points: Sequence[Point]) -> str:
    """A smooth line through points: level at each."""
    steps = [f"M{points[0].x:.1f},{points[0].y:.1f}"]
    for before, after in pairwise(points):
        middle = (before.x + after.x) / 2
        steps.append(f"C{middle:.1f},{before.y:.1f} {middle:.1f},{after.y:.1f} {after.x:.1f},{after.y:.1f}")
    return " ".join(steps)


def _shape(edge: Edge | None) -> str:
    if edge is None:
        return "g-box"
    return f"g-pill g-{edge.verdict.word}" if edge.products else "g-bare"


def _box(shape: str, rows: Sequence[_Row], wide: float, link: Link) -> Iterator[str]:
    yield f'<rect class="{shape}" width="{wide:.1f}" height="{_size(rows).height:.1f}" rx="8"/>'
    for number, row in enumerate(rows):
        yield from _row(row, PAD / 2 + ROW * number, wide, link)


def _row(row: _Row, top: float, wide: float, link: Link) -> Iterator[str]:
    base = top + 13
    address = link(row.product) if row.product else ""
    if address:
        yield f'<a class="g-link" href="{_escaped(address)}">'
        yield f'<rect class="g-row" x="4" y="{top:.1f}" width="{wide - 8:.1f}" height="{ROW:.0f}" rx="4"/>'
    if row.product:
        yield f"<title>{_escaped(f'{path_of(row.product)}: {row.product.verdict.value}')}</title>"
    x = PAD
    if row.verdict:
        yield f'<text class="g-sign g-{row.verdict.word}" x="{x:.0f}" y="{base:.1f}">{row.verdict.sign}</text>'
        x += 16
    elif "g-note" in row.look:
        x += 16
    yield f'<text class="{row.look}" x="{x:.0f}" y="{base:.1f}">{_escaped(row.text)}</text>'
    if address:
        yield "</a>"
    if row.right:
        yield f'<text class="g-badge" x="{wide - PAD:.1f}" y="{base:.1f}" text-anchor="end">{row.right}</text>'


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)
