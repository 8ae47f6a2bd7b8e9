"""A dynamic program lands where there is no libc at all.

## Why
`scratch`, distroless `static` and the static `busybox` images hold no loader. A dynamic program there ends with `exec /app: no such file or directory`, although the file is there.

## Fix safety
A static link is safe where nothing but libc is linked: the program cannot start today. Bringing the loader and the libraries along is unsafe, because their paths name one architecture; another runtime image is unsafe, it changes what else is in the image.

## Sources
System V ABI, "Program Interpreter"; the distroless images' own README. Measured in scratch and distroless/static.
"""

from collections.abc import Iterator

from dfix.findings import Finding, Fix
from dfix.fixes import static
from dfix.fixes.copy_libraries import COPY_LIBRARIES, copy_libraries
from dfix.fixes.static.kinds import STATIC_REPAIRS
from dfix.fixes.switch_base import MOVE_RUNTIME, MOVE_SOURCE, move_runtime, move_source
from dfix.rules.rule import Rule
from dfix.text import readable
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import title_of
from dfix.trace.state.artifact import Kind


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each program that lands in a root without any loader."""
    for landing in trace.landings:
        if landing.outcome is Outcome.NO_LIBC and landing.artifact.kind is Kind.PROGRAM:
            yield describe(trace, landing)


def describe(trace: Trace, landing: Landing) -> Finding:
    """Word one finding."""
    stage, abi = landing.stage, landing.artifact.abi
    needs = abi.libc.value if abi else "a libc"
    message = (
        f"`{readable(landing.path)}` cannot start in {stage.stage.title}: it needs {needs}, "
        f"and {title_of(stage.root)} has no libc at all"
    )
    why = "its loader is not there, so it ends with `no such file or directory`"
    return RULE.at_landing(landing, message, why, _repairs(trace, landing))


def _repairs(trace: Trace, landing: Landing) -> Iterator[Fix]:
    yield from static.link_statically(trace, landing)
    yield from move_source(trace, landing)
    yield from copy_libraries(trace, landing)
    yield from move_runtime(trace, landing)


RULE = Rule(
    "DF102",
    "no-libc",
    __name__,
    check,
    repairs=(*STATIC_REPAIRS, COPY_LIBRARIES, MOVE_SOURCE, MOVE_RUNTIME),
)
