"""Places boxes in layers from left to right, and leads the lines between them (Sugiyama's method).

A line leads from a layer to a later one; one that spans several gets a point in each between. Boxes of a layer
are ordered so that few lines cross (by the mean places of their neighbours), then moved to the height of what they
are connected to as far as their order lets them, by least squares. dfix does it itself: the libraries of PyPI for
it call programs of their own, are compiled, under the GPL, or have had no release for years, and this must run in a
browser too.
"""

from collections.abc import Sequence
from itertools import pairwise

from dfix.values import NamedTuple

ACROSS, DOWN = 46.0, 16.0
SWEEPS = 8
# With more points on the way of long lines these are drawn straight.
MOST_POINTS = 4000


class Size(NamedTuple):
    """The width and the height of a box."""

    width: float
    height: float


class Point(NamedTuple):
    """A place; ``y`` grows downwards."""

    x: float
    y: float


class Layout(NamedTuple):
    """Where the boxes' upper left corners are, how wide they are, the points of each line, and how large all is.

    All boxes of a layer are as wide as the widest: so no line runs behind one.
    """

    corners: tuple[Point, ...]
    widths: tuple[float, ...]
    lines: tuple[tuple[Point, ...], ...]
    size: Size


class _Grid(NamedTuple):
    """The boxes and points by layer, in their order; ``steps`` lead from one layer to the next.

    ``ways`` are the boxes and points of each line, from left to right.
    """

    sizes: list[Size]
    layers: list[list[int]]
    steps: list[tuple[int, int]]
    ways: list[list[int]]


def layered(sizes: Sequence[Size], links: Sequence[tuple[int, int]]) -> Layout:
    """The layout of boxes; each link leads from the number of a box to that of another."""
    if not sizes:
        return Layout((), (), (), Size(0, 0))
    back = _backward(len(sizes), links)
    forward = [(b, a) if at in back else (a, b) for at, (a, b) in enumerate(links)]
    grid = _grid(sizes, _layers(len(sizes), forward), forward)
    _order(grid)
    middles = _middles(grid)
    tops = [middle - size.height / 2 for middle, size in zip(middles, grid.sizes, strict=True)]
    highest = min(tops)
    middles = [middle - highest for middle in middles]
    lefts, width = _columns(grid)
    lines = [tuple(_line(grid, lefts, ends, way)) for way, ends in zip(grid.ways, _ends(grid, middles), strict=True)]
    lines = [line[::-1] if at in back else line for at, line in enumerate(lines)]
    corners = tuple(Point(lefts[at], middles[at] - size.height / 2) for at, size in enumerate(sizes))
    widths = tuple(size.width for size in grid.sizes[: len(sizes)])
    height = max(middle + size.height / 2 for middle, size in zip(middles, grid.sizes, strict=True))
    return Layout(corners, widths, tuple(lines), Size(width, height))


def _backward(count: int, links: Sequence[tuple[int, int]]) -> set[int]:
    """The links, by their numbers, that close a circle."""
    following: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for at, (source, target) in enumerate(links):
        following[source].append((at, target))
    state, back = [0] * count, set[int]()
    for start in range(count):
        waiting = [(start, iter(following[start]))] if not state[start] else []
        state[start] = state[start] or 1
        while waiting:
            box, rest = waiting[-1]
            at, target = next(rest, (-1, box))
            if at < 0:
                state[box] = 2
                waiting.pop()
            elif state[target] == 1:
                back.add(at)
            elif state[target] == 0:
                state[target] = 1
                waiting.append((target, iter(following[target])))
    return back


def _layers(count: int, links: Sequence[tuple[int, int]]) -> list[int]:
    """The layer of each box: right of all that lead to it, and as near as can be to what it leads to."""
    after: list[list[int]] = [[] for _ in range(count)]
    missing = [0] * count
    for source, target in links:
        if source != target:
            after[source].append(target)
            missing[target] += 1
    layers = [0] * count
    ready = [box for box in range(count) if not missing[box]]
    for box in ready:
        for target in after[box]:
            layers[target] = max(layers[target], layers[box] + 1)
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    for box in reversed(ready):
        if after[box]:
            layers[box] = min(layers[target] for target in after[box]) - 1
    return layers


def _grid(sizes: Sequence[Size], layers: list[int], links: Sequence[tuple[int, int]]) -> _Grid:
    """The boxes in their layers, with a point in each layer that a line passes."""
    points = sum(max(0, layers[target] - layers[source] - 1) for source, target in links)
    first = min(layers)
    grid = _Grid(list(sizes), [[] for _ in range(max(layers) - first + 1)], [], [])
    for box, layer in enumerate(layers):
        grid.layers[layer - first].append(box)
    for source, target in links:
        way = [source]
        for layer in range(layers[source] + 1, layers[target] if points <= MOST_POINTS else 0):
            way.append(len(grid.sizes))
            grid.layers[layer - first].append(len(grid.sizes))
            grid.sizes.append(Size(0, 4))
        way.append(target)
        grid.ways.append(way)
        grid.steps.extend(pairwise(way))
    return grid


def _order(grid: _Grid) -> None:
    """Order each layer by the mean places of what is beside it; the order with the fewest crossings stays."""
    best, fewest = [list(layer) for layer in grid.layers], _crossings(grid)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        forward = sweep % 2 == 0
        beside = _beside(grid, forward=forward)
        place = {box: at for layer in grid.layers for at, box in enumerate(layer)}
        for layer in grid.layers if forward else reversed(grid.layers):
            means = {box: _mean([place[one] for one in beside[box]], place[box]) for box in layer}
            layer.sort(key=means.__getitem__)
            place.update((box, at) for at, box in enumerate(layer))
        crossings = _crossings(grid)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in grid.layers], crossings
    grid.layers[:] = best


def _beside(grid: _Grid, *, forward: bool) -> list[list[int]]:
    """For each box what lines connect it with, on its left, or else on its right."""
    beside: list[list[int]] = [[] for _ in grid.sizes]
    for source, target in grid.steps:
        if forward:
            beside[target].append(source)
        else:
            beside[source].append(target)
    return beside


def _crossings(grid: _Grid) -> int:
    """How many pairs of lines cross, between neighbouring layers."""
    from bisect import bisect_right, insort

    place = {box: (layer, at) for layer, boxes in enumerate(grid.layers) for at, box in enumerate(boxes)}
    crossings, layer, seen = 0, -1, list[int]()
    for source, target in sorted((place[source], place[target]) for source, target in grid.steps):
        if source[0] != layer:
            layer, seen = source[0], []
        crossings += len(seen) - bisect_right(seen, target[1])
        insort(seen, target[1])
    return crossings


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _middles(grid: _Grid) -> list[float]:
    """The height of each box's middle."""
    middles = [0.0] * len(grid.sizes)
    for layer in grid.layers:
        _spread(grid, layer, middles, [0.0] * len(layer))
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 1
        beside = _beside(grid, forward=forward)
        for layer in grid.layers if forward else reversed(grid.layers):
            wanted = [_mean([middles[one] for one in beside[box]], middles[box]) for box in layer]
            _spread(grid, layer, middles, wanted)
    return middles


def _spread(grid: _Grid, layer: Sequence[int], middles: list[float], wanted: Sequence[float]) -> None:
    """Set the middles of a layer's boxes near where they are wanted, in their order, none on another.

    The sum of the squared distances is the least that there is (pool adjacent violators).
    """
    offsets = [0.0]
    for above, below in pairwise(layer):
        room = (grid.sizes[above].height + grid.sizes[below].height) / 2 + DOWN
        offsets.append(offsets[-1] + room)
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    places = [total / count for total, count in blocks for _ in range(count)]
    for box, place, offset in zip(layer, places, offsets, strict=True):
        middles[box] = place + offset


def _columns(grid: _Grid) -> tuple[list[float], float]:
    """The left side of each box, and the width of all; each box and point becomes as wide as its layer."""
    lefts, x = [0.0] * len(grid.sizes), 0.0
    for layer in grid.layers:
        width = max(grid.sizes[box].width for box in layer)
        for box in layer:
            grid.sizes[box] = Size(width, grid.sizes[box].height)
            lefts[box] = x
        x += width + ACROSS
    return lefts, x - ACROSS


def _ends(grid: _Grid, middles: list[float]) -> list[list[float]]:
    """The heights of each line's points; the lines at one side of a box are apart, in the order of where they lead."""
    heights = [[middles[box] for box in way] for way in grid.ways]
    for side in (0, -1):
        at_box: dict[int, list[int]] = {}
        for number, way in enumerate(grid.ways):
            at_box.setdefault(way[side], []).append(number)
        other = 1 if side == 0 else -2
        for box, numbers in at_box.items():
            numbers.sort(key=lambda number: middles[grid.ways[number][other]])
            room = min(14.0, max(0.0, grid.sizes[box].height - 16) / max(1, len(numbers) - 1))
            for at, number in enumerate(numbers):
                heights[number][side] += (at - (len(numbers) - 1) / 2) * room
    return heights


def _line(grid: _Grid, lefts: list[float], heights: list[float], way: list[int]) -> list[Point]:
    """The points of a line: out of a box on its right, into one on its left."""
    first, last = way[0], way[-1]
    points = [Point(lefts[first] + grid.sizes[first].width, heights[0])]
    for box, height in zip(way[1:-1], heights[1:-1], strict=True):
        points += [Point(lefts[box], height), Point(lefts[box] + grid.sizes[box].width, height)]
    return [*points, Point(lefts[last], heights[-1])]
