"""Link a program statically: one file a toolchain, found by walking the folder.

Each module has ``STRATEGIES``: a toolchain's name → a function that yields the repairs.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module

from dfix.findings import Fix
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Kind
from dfix.values import TypeAlias

Strategy: TypeAlias = Callable[[Trace, Landing], Iterator[Fix]]


def link_statically(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The repairs that make the landed program static; none where its toolchain has no such switch."""
    made = landing.artifact.made
    strategy = _strategies().get(made.toolchain.name) if made else None
    if strategy and landing.artifact.kind is Kind.PROGRAM:
        yield from strategy(trace, landing)


@cache
def _strategies() -> Mapping[str, Strategy]:
    found: dict[str, Strategy] = {}
    for file in sorted(os.listdir(os.path.dirname(__file__))):
        name, ending = os.path.splitext(file)
        if ending == ".py" and name not in ("__init__", "kinds"):
            own: Mapping[str, Strategy] = import_module(f"{__name__}.{name}").STRATEGIES
            found.update(own)
    return found
