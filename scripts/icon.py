"""Draws editors/vscode/icon.png, dfix's mark: a stage, a copy, a stage where it runs. `python scripts/icon.py`.

Shapes are distances to an outline (negative inside), so that edges are smooth at every size.
"""

import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import hypot
from pathlib import Path

ICON = Path(__file__).parent.parent / "editors" / "vscode" / "icon.png"
SIZE = 256
Color = tuple[int, int, int]
Shape = Callable[[float, float], float]
TEAL, WHITE, MINT = (15, 118, 110), (255, 255, 255), (153, 246, 228)


def box(x: float, y: float, half: float, radius: float) -> Shape:
    """A square around a point, with round corners."""

    def distance(px: float, py: float) -> float:
        dx, dy = abs(px - x) - half + radius, abs(py - y) - half + radius
        return hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - radius

    return distance


def line(*points: tuple[float, float], width: float) -> Shape:
    """A line through points, with round ends."""
    parts = list(pairwise(points))

    def distance(px: float, py: float) -> float:
        return min(_to_part(px, py, *part) for part in parts) - width / 2

    return distance


def _to_part(px: float, py: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = max(0.0, min(1.0, ((px - start[0]) * dx + (py - start[1]) * dy) / (dx * dx + dy * dy)))
    return hypot(px - start[0] - along * dx, py - start[1] - along * dy)


# What is drawn, from the back to the front, on a square of 256.
SHAPES: tuple[tuple[Shape, Color], ...] = (
    (box(128, 128, 128, 52), TEAL),
    (box(84, 172, 46, 12), MINT),
    (box(84, 172, 32, 4), TEAL),
    (line((84, 172), (84, 84), (104, 84), width=12), MINT),
    (box(168, 88, 58, 14), WHITE),
    (line((140, 90), (160, 110), (198, 68), width=16), TEAL),
)


def png(size: int) -> bytes:
    """The picture as PNG with transparency (ISO/IEC 15948)."""
    rows = b"".join(b"\0" + bytes(_row(y, size)) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _row(y: int, size: int) -> Iterator[int]:
    scale = 256 / size
    for x in range(size):
        px, py = (x + 0.5) * scale, (y + 0.5) * scale
        color, alpha = TEAL, 0.0
        for shape, own in SHAPES:
            covered = max(0.0, min(1.0, 0.5 - shape(px, py) / scale))
            color = tuple(round(a + (b - a) * covered) for a, b in zip(color, own, strict=True))  # type: ignore[assignment]
            alpha = max(alpha, covered)
        yield from (*color, round(255 * alpha))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    ICON.write_bytes(png(SIZE))
    sys.stdout.write(f"wrote {ICON.name}\n")
