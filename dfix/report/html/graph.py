"""The graph of a file, and below it the trace of each product, which a click on the product shows."""

from collections.abc import Iterator

from dfix.graph.model import Graph, Product
from dfix.report.file_report import FileReport
from dfix.report.graph.drawing import Drawing, path_of
from dfix.report.graph.svg import element
from dfix.report.html.finding import trace
from dfix.report.html.markup import prose, text
from dfix.report.html.names import finding_id, trace_id

# A graph with more boxes is no picture that helps.
MOST_BOXES = 150


def figure(report: FileReport, graph: Graph, file: int) -> Iterator[str]:
    """The picture with its traces; a note where it would be too large; nothing where there is no stage."""
    if not graph.nodes:
        return
    boxes = len(graph.nodes) + len(graph.edges)
    if boxes > MOST_BOXES:
        yield f'<p class="quiet">The graph of this build has {boxes} boxes: <code>dfix graph</code> draws it.</p>'
        return
    products = products_of(graph)
    numbers = {id(product): number for number, product in enumerate(products)}
    drawing = Drawing(graph, report.source, report.findings)
    yield '<figure class="graph"><div class="canvas" tabindex="0" aria-label="graph of the build">'
    yield element(drawing, lambda product: f"#{trace_id(file, numbers[id(product)])}")
    yield "</div><figcaption>"
    yield '<span class="runs">✓ runs here</span> <span class="fails">✗ fails here</span> '
    yield '<span class="doubtful">! has a finding</span> <span class="open">· not judged</span> '
    yield '<span class="quiet">Click a file to see how it comes about.</span></figcaption>'
    for number, product in enumerate(products):
        yield from _panel(report, product, file, number)
    yield "</figure>"


def products_of(graph: Graph) -> list[Product]:
    """All products of a graph; the number of a product's trace is its place among them."""
    edges = [product for edge in graph.edges for product in edge.products]
    return edges + [product for node in graph.nodes for product in node.products]


def _panel(report: FileReport, product: Product, file: int, number: int) -> Iterator[str]:
    """What a product is and how it came; hidden until it is asked for."""
    verdict = product.verdict
    yield f'<section class="panel" id="{trace_id(file, number)}" tabindex="-1">'
    yield (
        f'<header><span class="badge {verdict.word}">{verdict.sign} {verdict.value}</span> '
        f'<code>{text(path_of(product))}</code> <span class="quiet">{text(product.nature)}</span>'
        f'<a class="close" href="#file-{file}" aria-label="close">✕</a></header>'
    )
    if product.trace:
        yield from trace(report.source, product.trace, file)
    else:
        yield '<p class="quiet">dfix knows no native file among what is copied here.</p>'
    for one in product.findings:
        finding = report.findings[one]
        link = f'<a href="#{finding_id(file, one)}">{text(finding.code)} {text(finding.name)}</a>'
        yield f"<p>{link}: {prose(finding.message)}</p>"
    yield "</section>"
