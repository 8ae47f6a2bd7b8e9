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
    strategy = _strategy(made.toolchain.name) if made else None
    if strategy and landing.artifact.kind is Kind.PROGRAM:
        yield from strategy(trace, landing)


@cache
def _strategy(toolchain: str) -> Strategy | None:
    """The toolchain's strategy; its file is most often named like the toolchain, so that one is read first."""
    names = {name for name, ending in map(os.path.splitext, os.listdir(os.path.dirname(__file__))) if ending == ".py"}
    for name in sorted(names - {"__init__", "kinds"}, key=lambda name: (name != toolchain, name)):
        own: Mapping[str, Strategy] = import_module(f"{__name__}.{name}").STRATEGIES
        if toolchain in own:
            return own[toolchain]
    return None
