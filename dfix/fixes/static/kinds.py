"""The kinds of repair that make a program static, and what stands against all of them; the modules beside make them."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.findings import Applicability, Change, Family, Repair
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Kind

CGO_OFF = Repair(
    "cgo-off",
    "`CGO_ENABLED=0` before the build",
    "the program looks up names and users with Go's own code instead of libc's",
    Applicability.SAFE,
    Change.WORDS,
    family=Family.STATIC,
)
EXTERNAL = Repair(
    "link-externally",
    "`-ldflags '-linkmode external -extldflags \"-static\"'`",
    "the build needs libc.a, which gcc's package brings; getaddrinfo still reads libc's files",
    Applicability.SAFE,
    Change.WORDS,
    family=Family.STATIC,
)
STATIC = Repair(
    "link-statically",
    "the compiler's own switch: `-static`, `--static`, `-C target-feature=+crt-static` …",
    "getaddrinfo, user names, iconv and dlopen still need libc's files where it runs",
    Applicability.SAFE,
    Change.WORDS,
    family=Family.STATIC,
)
CONFIGURE = Repair(
    "configure-statically",
    "`--disable-shared --enable-static LDFLAGS=--static` for autotools; CMake's and Meson's own switches",
    "the static libraries of all that it links must be there, and plugins cannot be loaded",
    Applicability.UNSAFE,
    Change.WORDS,
    cure=Confidence.LIKELY,
    family=Family.STATIC,
)
MUSL_TARGET = Repair(
    "musl-target",
    "`rustup target add …-linux-musl` and `--target`, with the new path of the output",
    "crates that compile C need musl's compiler (musl-tools); the triple names one architecture",
    Applicability.UNSAFE,
    Change.INSTRUCTION,
    cure=Confidence.LIKELY,
    family=Family.STATIC,
)
STATIC_REPAIRS = (CGO_OFF, EXTERNAL, STATIC, CONFIGURE, MUSL_TARGET)


def makes_libraries(trace: Trace, stage: int) -> bool:
    """Whether the builder links shared libraries of its own by hand: its programs may load them."""
    calls = trace.stages[stage].calls
    return trace.once(
        ("makes_libraries", stage), lambda: any(call.has("-shared") for call in calls if call.stage == stage)
    )


def lands_with_libraries(trace: Trace, landing: Landing, stage: int) -> bool:
    """Whether shared libraries of the builder's own land in the same stage."""
    libraries = trace.once(
        ("libraries", landing.stage.stage.number), lambda: frozenset(_makers_of_libraries(trace, landing))
    )
    return stage in libraries


def _makers_of_libraries(trace: Trace, landing: Landing) -> Iterator[int | None]:
    """The stages that made the shared libraries that land where a landing is."""
    landed = (one.artifact for other in trace.landings_in(landing.stage) for one in other.landed)
    return (one.stage for one in landed if one.kind is Kind.LIBRARY and one.made)
