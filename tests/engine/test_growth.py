"""Twice the text asks for twice the work: no function is called four times as often for a file twice as long.

The shapes are those of `benchmarks/growth.py`. Counts of calls depend neither on the machine nor on what else it does.
"""

import cProfile
import pstats
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent.parent / "benchmarks"))
from growth import SHAPES, Shape, worked

# A square of 4,000 calls beside 40 lines is noticed; what a cache or a first use calls a few times more is not.
SMALL, FEW, MOST = 80, 25, 3.3
# Beyond these dfix stops to follow what doubles with each line.
SHORT = {"nested functions": 20, "YAML aliases": 20}


def counts(shape: Shape, size: int) -> dict[tuple[str, int, str], int]:
    """How often each function of dfix was called, by its file, line (1-based) and name.

    Words of instructions are kept for some of them only, so that a longer file splits each a few times more.
    """
    profile = cProfile.Profile()
    data = shape.text(size).encode()
    profile.enable()
    worked(shape, data)
    profile.disable()
    every = pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    return {one: values[1] for one, values in every if "dfix" in one[0] and not one[0].endswith("syntax/words.py")}


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if not shape.more])
def test_work_grows_with_the_text(name: str) -> None:
    shape, size = SHAPES[name], SHORT.get(name, SMALL)
    worked(shape, shape.text(3).encode())
    once, twice = counts(shape, size), counts(shape, 2 * size)
    assert twice
    grown = {
        f"{path}:{line} {function}: {once.get((path, line, function), 0)} calls, then {count}"
        for (path, line, function), count in twice.items()
        if count > FEW * size and count > MOST * once.get((path, line, function), 0)
    }
    assert grown == set()
