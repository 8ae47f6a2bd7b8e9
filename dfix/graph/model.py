"""A graph of a build: what each stage is, what is copied from where to where, and whether it can run there."""

from collections.abc import Callable, Iterable
from enum import Enum

from dfix.text import Span
from dfix.trace.state.artifact import Place
from dfix.values import NamedTuple


class Verdict(Enum):
    """What is known of a file where it landed, or of a stage; the value is a word for people.

    OPEN is what nothing was found against and nothing shows for: data, or files of which nothing is known.
    """

    FAILS = "fails here"
    DOUBTFUL = "has a finding"
    OPEN = "not judged"
    RUNS = "runs here"

    @property
    def sign(self) -> str:
        """One character that tells it without a colour."""
        return {"FAILS": "✗", "DOUBTFUL": "!", "OPEN": "·", "RUNS": "✓"}[self.name]

    @property
    def word(self) -> str:
        """Its name for programs and style sheets: ``fails``."""
        return self.name.lower()


class Kind(Enum):
    """What a node is; the value is a word for people."""

    STAGE = "stage"
    IMAGE = "image"
    CONTEXT = "build context"


class Way(Enum):
    """How an edge's target uses its source."""

    COPY = "COPY"
    BASE = "FROM"
    MOUNT = "mount"


class Product(NamedTuple):
    """A file, or a group of files, that one word of an instruction, or one command, brought into a stage.

    ``path`` is where it landed; ``others`` counts the files beside it; ``nature`` says what it is; empty where
    nothing is known. ``span`` are the words that brought it. ``findings`` are numbers, from zero, in the list of the
    analysis. ``trace`` leads from the builder's base image to here; it may be empty.
    """

    path: str
    nature: str
    verdict: Verdict
    span: Span
    others: int = 0
    findings: tuple[int, ...] = ()
    trace: tuple[Place, ...] = ()


class Node(NamedTuple):
    """A stage, an image that only COPY names, or the build context.

    ``image`` is the image that a stage starts from, with variables replaced; empty where that is another stage.
    ``system`` and ``libc`` are empty where they are not known, ``arch`` where it is the target's. ``span`` is the FROM;
    None for what is no stage. ``products`` are what commands of the stage downloaded. ``verdict`` and ``findings`` are
    of the stage itself.
    """

    kind: Kind
    title: str
    image: str = ""
    system: str = ""
    libc: str = ""
    arch: str = ""
    is_shipped: bool = False
    span: Span | None = None
    verdict: Verdict = Verdict.OPEN
    findings: tuple[int, ...] = ()
    products: tuple[Product, ...] = ()


class Edge(NamedTuple):
    """All that one node takes of another in one way; ``source`` and ``target`` are numbers of nodes, from zero."""

    source: int
    target: int
    way: Way
    products: tuple[Product, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst of its products' verdicts; OPEN where there are none."""
        return worst(product.verdict for product in self.products)


class Graph(NamedTuple):
    """The nodes, stages first in the order of the file, and the edges between them.

    ``loose`` are the findings, by their numbers, that are about no stage.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    loose: tuple[int, ...] = ()

    def moved(self, place: Callable[[Span], Span], first: int = 0) -> "Graph":
        """The graph with its spans in a file that carries the Dockerfile, its findings counted from ``first``."""

        def product(one: Product) -> Product:
            trace = tuple(Place(place(link.span), link.note) for link in one.trace)
            return one._replace(span=place(one.span), findings=later(one.findings), trace=trace)

        def later(findings: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(number + first for number in findings)

        nodes = tuple(
            node._replace(
                span=node.span and place(node.span),
                findings=later(node.findings),
                products=tuple(map(product, node.products)),
            )
            for node in self.nodes
        )
        edges = tuple(edge._replace(products=tuple(map(product, edge.products))) for edge in self.edges)
        return Graph(nodes, edges, later(self.loose))

    def beside(self, other: "Graph") -> "Graph":
        """Both graphs in one; nothing connects them."""
        first = len(self.nodes)
        edges = (edge._replace(source=edge.source + first, target=edge.target + first) for edge in other.edges)
        return Graph((*self.nodes, *other.nodes), (*self.edges, *edges), (*self.loose, *other.loose))


ORDER = (Verdict.FAILS, Verdict.DOUBTFUL, Verdict.RUNS, Verdict.OPEN)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that tells most of several: a fault before a doubt before what runs; OPEN of none."""
    return min(verdicts, key=ORDER.index, default=Verdict.OPEN)
