"""What every drawing of a graph shows, in words: the lines of a node, the line of a product."""

from collections.abc import Callable, Sequence

from dfix.findings import Finding
from dfix.graph.model import Edge, Graph, Kind, Node, Product
from dfix.report.escape import harmless
from dfix.text import Source, Span
from dfix.values import NamedTuple

# So many products of an edge are shown, those with findings first.
MOST_PRODUCTS = 8


class Drawing(NamedTuple):
    """A graph with what its numbers mean: the findings and the text of the file.

    ``color`` and ``columns`` are for a terminal.
    """

    graph: Graph
    source: Source
    findings: tuple[Finding, ...] = ()
    color: bool = False
    columns: int = 80

    def line(self, span: Span) -> int:
        """The line of a place, from one."""
        return self.source.line_of(span.start) + 1

    def codes(self, numbers: Sequence[int]) -> str:
        """The codes and names of findings: ``DF101 foreign-libc, DF105 missing-library``."""
        named = (self.findings[number] for number in numbers if number < len(self.findings))
        return ", ".join(dict.fromkeys(f"{finding.code} {finding.name}" for finding in named))


def head_of(node: Node) -> str:
    """A node's title."""
    return harmless(node.title)


def lines_of(node: Node) -> list[str]:
    """What is in a node beside its title: the image, the system with its libc, the architecture."""
    lines = [harmless(node.image)] if node.image and node.image != node.title else []
    system = " · ".join(filter(None, (node.system, node.libc)))
    if node.kind is not Kind.CONTEXT:
        lines.append(harmless(system) or "unknown system")
    if node.arch:
        lines.append(f"for {harmless(node.arch)}")
    return lines


def shown_products(products: Sequence[Product]) -> tuple[list[Product], int]:
    """The products that are shown, those that tell most first, and how many are not."""
    order = {"fails": 0, "doubtful": 1, "runs": 2, "open": 3}
    ordered = sorted(products, key=lambda product: order[product.verdict.word])
    return ordered[:MOST_PRODUCTS], max(0, len(ordered) - MOST_PRODUCTS)


def path_of(product: Product, most: int = 0) -> str:
    """A product's path, with the number of files beside it; a path longer than ``most`` loses its beginning."""
    path = harmless(product.path)
    if most and len(path) > most:
        path = f"…{path[len(path) - most + 1 :]}"
    return f"{path} +{product.others}" if product.others else path


def note_of(drawing: Drawing, product: Product) -> str:
    """What a product is, and its findings."""
    return " · ".join(filter(None, (harmless(product.nature), harmless(drawing.codes(product.findings)))))


def node_lines(drawing: Drawing, node: Node, said: Callable[[Drawing, Product], str]) -> list[str]:
    """What stands in a box: its head, its image, its findings, and its products as ``said`` words one."""
    title = f"{head_of(node)} (shipped)" if node.is_shipped else head_of(node)
    codes = drawing.codes(node.findings)
    found = [f"{node.verdict.sign} {codes}"] if codes else []
    return [title, *lines_of(node), *found, *_product_lines(drawing, node.products, said)]


def edge_lines(drawing: Drawing, edge: Edge, said: Callable[[Drawing, Product], str]) -> list[str]:
    """What stands at an arrow: its products as ``said`` words one, or how it leads where it has none."""
    return _product_lines(drawing, edge.products, said) or [edge.way.value]


def _product_lines(
    drawing: Drawing, products: tuple[Product, ...], said: Callable[[Drawing, Product], str]
) -> list[str]:
    shown, more = shown_products(products)
    lines = [said(drawing, one) for one in shown]
    return [*lines, f"and {more} more"] if more else lines
