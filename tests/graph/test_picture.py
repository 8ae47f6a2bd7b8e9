"""What the graph of a build holds: nodes, edges, products with their verdicts, each finding once."""

import pytest

from corpus import cases
from dfix import Confidence, analyse
from dfix.graph.model import Graph, Kind, Product, Way
from dfix.graph.picture import picture
from dfix.text import Span

GO = "FROM golang:1.22 AS build\nRUN go build -o /app .\n"
STATIC = "FROM golang:1.22 AS build\nRUN CGO_ENABLED=0 go build -o /app .\n"


def graph_of(text: str) -> Graph:
    return picture(analyse(text))


def products(graph: Graph) -> list[Product]:
    edges = [product for edge in graph.edges for product in edge.products]
    return edges + [product for node in graph.nodes for product in node.products]


def shown(graph: Graph) -> list[str]:
    """``build -COPY-> final stage: ✗ /app program for glibc 2.36``."""
    lines = []
    for edge in graph.edges:
        way = f"{graph.nodes[edge.source].title} -{edge.way.value}-> {graph.nodes[edge.target].title}"
        own = [f"{way}: {one.verdict.sign} {one.path} {one.nature}".rstrip() for one in edge.products]
        lines += own or [way]
    return lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{GO}FROM alpine:3.20\nCOPY --from=build /app /bin/app\n",
            ["build -COPY-> final stage: ✗ /bin/app program for glibc 2.36"],
            id="a program for another libc",
        ),
        pytest.param(
            f"{STATIC}FROM alpine:3.20\nCOPY --from=build /app /bin/app\n",
            ["build -COPY-> final stage: ✓ /bin/app static program"],
            id="a static program",
        ),
        pytest.param(
            f"{GO}FROM debian:12\nCOPY --from=build /app /bin/app\n",
            ["build -COPY-> final stage: ✓ /bin/app program for glibc 2.36"],
            id="a program whose libc is there",
        ),
        pytest.param(
            "FROM someone/builder AS build\nRUN make\nFROM alpine:3.20\nCOPY --from=build /app /bin/app\n",
            ["build -COPY-> final stage: · /app → /bin/app"],
            id="what is unknown is not judged",
        ),
        pytest.param(
            f"{GO}FROM alpine:3.20 AS between\nCOPY --from=build /app /x\nFROM debian:12\nCOPY --from=between /x /y\n",
            [
                "build -COPY-> between: · /x program for glibc 2.36",
                "between -COPY-> final stage: ✓ /y program for glibc 2.36",
            ],
            id="where it is only carried it is not judged",
        ),
        pytest.param(
            "FROM debian:12 AS a\nFROM a\nRUN --mount=from=nginx:1.27,target=/n ls /n\n",
            ["a -FROM-> final stage", "nginx:1.27 -mount-> final stage"],
            id="a base and a mount",
        ),
        pytest.param(
            "FROM debian:12 AS a\nARG FROM=a\nFROM alpine:3.20\nARG S=a\nCOPY --from=$S /etc/motd /\n",
            ["a -COPY-> final stage: · /etc/motd → /"],
            id="a source that a variable names",
        ),
        pytest.param(
            f'{GO}FROM scratch\nCOPY --from=build /app /src /out/\nCOPY --from=build /app /second\nCMD ["/second"]\n',
            [
                "build -COPY-> final stage: ✗ /out/app program for glibc 2.36",
                "build -COPY-> final stage: · /src → /out/",
                "build -COPY-> final stage: ✗ /second program for glibc 2.36",
            ],
            id="one edge for all copies between two stages",
        ),
        pytest.param("# nothing\n", [], id="no stage"),
    ],
)
def test_edges(text: str, expected: list[str]) -> None:
    assert shown(graph_of(text)) == expected


def test_nodes_say_what_a_stage_is() -> None:
    graph = graph_of(f"{GO}FROM --platform=linux/arm64 alpine:3.20\nCOPY --from=busybox:1.36-glibc /bin/sh /sh\n")
    build, final, image = graph.nodes
    assert build[:4] == (Kind.STAGE, "build", "golang:1.22", "Debian 12")
    assert (final.libc, final.arch, final.is_shipped) == ("musl 1.2.5", "arm64", True)
    assert (image.kind, image.title, image.libc, image.span) == (Kind.IMAGE, "busybox:1.36-glibc", "glibc", None)


def test_a_download_is_in_the_stage_that_fetches_it() -> None:
    url = "https://example.org/tool-x86_64-unknown-linux-gnu"
    graph = graph_of(f"FROM alpine:3.20\nRUN wget -O /usr/bin/tool {url} && chmod +x /usr/bin/tool\n")
    assert [(one.path, one.verdict.word) for one in graph.nodes[0].products] == [("/usr/bin/tool", "fails")]


def test_a_product_has_its_trace() -> None:
    text = f"{GO}FROM debian:12\nCOPY --from=build /app /bin/app\n"
    (product,) = products(graph_of(text))
    lines = [text[: place.span.start].count("\n") + 1 for place in product.trace]
    assert lines == [1, 2, 3, 4]
    assert product.trace[-1].note == "copies it to /bin/app"


def test_each_finding_of_the_corpus_is_in_one_place() -> None:
    """And what has a finding is not called running."""
    for case in cases():
        analysis = analyse(case.data, case.options._replace(min_confidence=Confidence.POSSIBLE))
        graph = picture(analysis)
        placed = [*graph.loose, *(number for node in graph.nodes for number in node.findings)]
        placed += [number for product in products(graph) for number in product.findings]
        assert sorted(placed) == list(range(len(analysis.findings))), case.name
        judged = {(bool(one.findings), one.verdict.word in ("fails", "doubtful")) for one in products(graph)}
        assert judged <= {(True, True), (False, False)}, case.name
        ends = {end for edge in graph.edges for end in (edge.source, edge.target)}
        assert ends <= set(range(len(graph.nodes))), case.name


def test_two_graphs_beside_each_other() -> None:
    one = graph_of(f"{GO}FROM alpine:3.20\nCOPY --from=build /app /bin/app\n")
    moved = one.moved(lambda span: Span(span.start + 10, span.end + 10), 3)
    both = one.beside(moved)
    assert [(edge.source, edge.target, edge.way) for edge in both.edges] == [(0, 1, Way.COPY), (2, 3, Way.COPY)]
    assert [product.findings for product in products(both)] == [(0,), (3,)]
    assert both.edges[1].products[0].span.start == both.edges[0].products[0].span.start + 10
