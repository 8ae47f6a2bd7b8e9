"""A dynamic program lands where there is no libc at all.

## Why
`scratch`, distroless `static` and the static `busybox` images hold no loader. A dynamic program there ends with `exec /app: no such file or directory`, although the file is there.

## Fix safety
A static link is safe where nothing shows that the program needs more than libc: for Go no need for cgo, for C sources in the build context that load no plugins and use neither iconv nor locales. The program cannot start today. Copying the loader and the libraries is unsafe, because their paths name one architecture. Another runtime image is unsafe, because it changes what else is in the image.

## Sources
System V ABI, "Program Interpreter"; the distroless images' own README. Measured in scratch and distroless/static.
"""

from collections.abc import Iterator
from functools import partial

from dfix.findings import Finding, Fix
from dfix.fixes import static
from dfix.fixes.copy_libraries import COPY_LIBRARIES, copy_libraries
from dfix.fixes.move_runtime import MOVE_RUNTIME, move_runtime
from dfix.fixes.move_source import MOVE_SOURCE, move_source
from dfix.fixes.static.kinds import STATIC_REPAIRS
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import landed_subject, start_error
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Kind


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each program that lands in a root without any loader."""
    for landing in trace.landings:
        if landing.outcome is Outcome.NO_LIBC and landing.artifact.kind is Kind.PROGRAM:
            yield describe(trace, landing)


def describe(trace: Trace, landing: Landing) -> Finding:
    """Return the finding on one landing."""
    stage, abi, who = landing.stage, landing.artifact.abi, landed_subject(landing)
    needs = f"{who.verb('it needs', 'they need')} {abi.libc.value if abi else 'a libc'}"
    release = stage.root.release
    base = release.title if release and release.distro != "linux" else "its base image"
    return RULE.at_landing(
        landing,
        message=f"{who.words} cannot start in {stage.stage.title}: {needs}, and {base} has no libc at all",
        why=f"{who.verb('its', 'their')} loader is not there, so {start_error(trace, landing.stage, landing.path)}",
        fixes=partial(_repairs, trace, landing),
    )


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
    trigger=ARRIVALS._replace(landing=("no_libc",)),
)
