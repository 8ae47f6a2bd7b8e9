"""The layout of any graph: no box on another, lines from box to box, left to right where that can be."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from dfix.report.graph.layout import Size, layered

SIZES = st.lists(st.builds(Size, st.floats(10, 300), st.floats(10, 200)), min_size=1, max_size=12)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Size], list[tuple[int, int]]]:
    sizes = draw(SIZES)
    box = st.integers(0, len(sizes) - 1)
    return sizes, draw(st.lists(st.tuples(box, box), max_size=24))


@given(graphs())
def test_no_box_is_on_another_and_each_line_joins_its_boxes(graph: tuple[list[Size], list[tuple[int, int]]]) -> None:
    """Circles, lines from a box to itself and several lines between two boxes too."""
    sizes, links = graph
    layout = layered(sizes, links)
    boxes = list(zip(layout.corners, layout.widths, sizes, strict=True))
    for (a, wide, size), (b, other_wide, other) in combinations(boxes, 2):
        apart_across = a.x + wide <= b.x or b.x + other_wide <= a.x
        apart_down = a.y + size.height <= b.y + 1e-6 or b.y + other.height <= a.y + 1e-6
        assert apart_across or apart_down
    for (source, target), line in zip(links, layout.lines, strict=True):
        for box, point in ((source, line[0]), (target, line[-1])):
            corner, wide, size = boxes[box]
            assert min(abs(point.x - corner.x), abs(point.x - corner.x - wide)) < 1e-6
            assert corner.y - 1e-6 <= point.y <= corner.y + size.height + 1e-6
    assert all(corner.x >= 0 and corner.y >= -1e-6 for corner in layout.corners)
    assert all(corner.x + wide <= layout.size.width + 1e-6 for corner, wide, _ in boxes)
    assert all(corner.y + size.height <= layout.size.height + 1e-6 for corner, _, size in boxes)


@given(graphs())
def test_without_circles_all_lines_go_to_the_right(graph: tuple[list[Size], list[tuple[int, int]]]) -> None:
    sizes, links = graph
    forward = [(min(link), max(link)) for link in links if link[0] != link[1]]
    layout = layered(sizes, forward)
    for line in layout.lines:
        assert all(before.x < after.x + 1e-6 for before, after in pairwise(line))


def test_lines_do_not_cross_where_they_need_not() -> None:
    """Four sources in one order lead to four targets in the other: the targets are put in order."""
    layout = layered([Size(10, 10)] * 8, [(0, 7), (1, 6), (2, 5), (3, 4)])
    heights = [layout.corners[box].y for box in range(8)]
    assert heights[:4] == sorted(heights[:4])
    assert heights[:4] == heights[:3:-1]


def test_no_box() -> None:
    assert layered([], []).size == Size(0, 0)


def test_a_large_graph_takes_no_long_time() -> None:
    """Long lines would have half a million points."""
    count = 1000
    links = [(at, at + 1) for at in range(count - 1)] + [(at, count - 1) for at in range(count - 2)]
    layout = layered([Size(10, 10)] * count, links)
    assert len(layout.lines) == len(links)
