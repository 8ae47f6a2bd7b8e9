"""A language environment with native parts crosses C libraries.

## Why
Packages of Python, Node, Ruby or PHP may have compiled parts: extension modules, addons, native gems. They are built, or downloaded ready made, for the libc of the stage that installs them. In a process of another libc they fail when they are imported: `Error loading shared library ld-linux-x86-64.so.2`, `Error relocating …: symbol not found`, `ImportError`.

Whether a package has native parts mostly stands in requirements.txt or package.json, not in the Dockerfile. The finding is *likely* where the Dockerfile names such a package or installs a compiler to build one, else only *possible*.

## Fix safety
Another base image changes the other packages and tools of its stage too, so it is unsafe. So is installing the packages where they land: those without a ready-made build for that libc need a compiler there.

## Sources
PEP 600 (manylinux) and PEP 656 (musllinux); Node's documentation, "C++ addons"; the RubyGems guides, "Gems with extensions". Measured on glibc addons in a musl process.
"""

from collections.abc import Iterator

from dfix.findings import Confidence, Finding, Fix, Severity
from dfix.fixes.reinstall import REINSTALL, reinstall
from dfix.fixes.switch_base import MOVE_BUILDER, MOVE_RUNTIME, move_builder, move_runtime
from dfix.rules.rule import Rule
from dfix.text import readable
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import title_of
from dfix.trace.state.artifact import Environment, Linkage


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each environment that lands on another libc than it was made for."""
    for landing in trace.landings:
        environment = landing.environment
        is_pure = landing.artifact.linkage is Linkage.STATIC
        if environment and not is_pure and landing.outcome is Outcome.FOREIGN_LIBC:
            yield describe(trace, landing, environment)


def describe(trace: Trace, landing: Landing, environment: Environment) -> Finding:
    """Word one finding."""
    libc = landing.artifact.abi.libc.value if landing.artifact.abi else "another libc"
    path, label = readable(landing.path), landing.stage.stage.title
    named = ", ".join(environment.packages[:3])
    parts = f"native parts ({named}) built" if named else "native parts, if any, built"
    if landing.artifact.linkage is Linkage.DYNAMIC and not named:
        parts = "native parts built"
    message = f"`{path}` holds {environment.language} packages with {parts} for {libc}, and {label} is {title_of(landing.stage.root)}"
    why = "they fail when they are imported; install the packages on the libc on which they run"
    sure = Confidence.CERTAIN if landing.artifact.linkage is Linkage.DYNAMIC else Confidence.POSSIBLE
    return RULE.at_landing(landing, message, why, _repairs(trace, landing), severity=Severity.WARNING, confidence=sure)


def _repairs(trace: Trace, landing: Landing) -> Iterator[Fix]:
    yield from reinstall(trace, landing)
    yield from move_builder(trace, landing)
    yield from move_runtime(trace, landing)


RULE = Rule(
    "DF201",
    "foreign-environment",
    __name__,
    check,
    repairs=(REINSTALL, MOVE_BUILDER, MOVE_RUNTIME),
)
