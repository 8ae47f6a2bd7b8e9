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
from dfix.rules.rule import Bad, Good, Rule
from dfix.text import readable
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import title_of
from dfix.trace.state.artifact import Kind

TO_SCRATCH = "FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build «/app» /app\n"
C_TO_STATIC = (
    "FROM gcc:12-bookworm AS build\nRUN gcc -o /hello hello.c\n"
    "FROM gcr.io/distroless/static-debian12\nCOPY --from=build «/hello» /hello\n"
)


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
    bad=(
        Bad(TO_SCRATCH, "no libc at all", TO_SCRATCH.replace("go build", "CGO_ENABLED=0 go build")),
        Bad(C_TO_STATIC, "no libc at all", C_TO_STATIC.replace("gcc -o", "gcc -static -o")),
    ),
    good=(
        Good("cgo is off", TO_SCRATCH.replace("go build", "CGO_ENABLED=0 go build")),
        Good("linked statically", C_TO_STATIC.replace("gcc -o", "gcc -static -o")),
        Good(
            "the loader and the libraries come along",
            TO_SCRATCH + "COPY --from=build /lib64/ld-linux-x86-64.so.2 /lib64/\n"
            "COPY --from=build /lib/x86_64-linux-gnu/libc.so.6 /lib/x86_64-linux-gnu/\n",
        ),
        Good(
            "a whole root comes along",
            "FROM debian:12 AS build\nRUN gcc -o /a a.c\nFROM scratch\nCOPY --from=build / /\n",
        ),
    ),
)
