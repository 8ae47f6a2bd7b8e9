"""Link a program statically: one file a toolchain, found by walking the folder.

Each module has ``STRATEGIES``: a toolchain's name → a function that yields the repairs. It is given a
landing with the files of one command; what several commands made is repaired in one fix.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module

from dfix.edit.position import stops_build
from dfix.findings import Fix
from dfix.text import Span, merged
from dfix.text.pattern import pattern
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Kind
from dfix.trace.state.file_tree import Landed
from dfix.values import TypeAlias

LISTS = pattern(r"(\$\(|`)[^)`]*\bldd\b")
Strategy: TypeAlias = Callable[[Trace, Landing], Iterator[Fix]]


def link_statically(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The repairs that make the landed programs static; none where the toolchain of one has no such switch."""
    parts = _by_command(landing)
    if is_asked_for_libraries(trace):
        return
    if len(parts) < 2:
        yield from _of_one(trace, landing)
        return
    found = [[fix for fix in _of_one(trace, part) if not fix.obstacle] for part in parts]
    if all(found):
        yield _together([min(fixes, key=lambda fix: fix.rank(None)) for fixes in found])


def is_asked_for_libraries(trace: Trace) -> bool:
    """Whether a RUN lists a program's libraries and needs some: of a static one ``ldd`` names none and fails."""
    return trace.once("is_asked_for_libraries", lambda: _is_asked_for_libraries(trace))


def _is_asked_for_libraries(trace: Trace) -> bool:
    for stage in trace.stages:
        if any(one.keyword == "RUN" and LISTS.search(one.args) for one in stage.stage.body):
            return True
        asked = (call for call in stage.calls if call.name == "ldd" and not call.has("--version"))
        if any(call.piped or stops_build(call) for call in asked):
            return True
    return False


def _of_one(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The repairs of what one command made."""
    made = landing.artifact.made
    strategy = _strategy(made.toolchain.name) if made else None
    if strategy and landing.artifact.kind is Kind.PROGRAM:
        yield from strategy(trace, landing)


def _by_command(landing: Landing) -> list[Landing]:
    """The landing, once for each command that made dynamic programs of it, with these alone."""
    groups: dict[Span, list[Landed]] = {}
    for file in landing.landed:
        artifact = file.artifact
        if artifact.is_dynamic and artifact.kind is Kind.PROGRAM and artifact.made:
            groups.setdefault(artifact.made.call.span, []).append(file)
    return [landing._replace(landed=tuple(files)) for _, files in sorted(groups.items())]


def _together(fixes: list[Fix]) -> Fix:
    """One repair that makes several: as safe and as sure as the least of them."""
    return fixes[0]._replace(
        title=" and ".join(dict.fromkeys(fix.title for fix in fixes)),
        applicability=min(fix.applicability for fix in fixes),
        cost="; ".join(dict.fromkeys(fix.cost for fix in fixes)),
        edits=merged(edit for fix in fixes for edit in fix.edits),
        cure=min(fix.cure for fix in fixes),
    )


@cache
def _strategy(toolchain: str) -> Strategy | None:
    """The toolchain's strategy; its file is most often named like the toolchain, so that one is read first."""
    names = {name for name, ending in map(os.path.splitext, os.listdir(os.path.dirname(__file__))) if ending == ".py"}
    for name in sorted(names - {"__init__", "kinds"}, key=lambda name: (name != toolchain, name)):
        own: Mapping[str, Strategy] = import_module(f"{__name__}.{name}").STRATEGIES
        if toolchain in own:
            return own[toolchain]
    return None
