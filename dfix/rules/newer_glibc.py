"""A program needs a newer glibc than its landing stage has.

## Why
A program asks for the newest symbol versions that it was linked with. Since glibc 2.34 every dynamic program asks for at least `GLIBC_2.34`, so one built on Debian 12 or Ubuntu 22.04 ends on Debian 11 with ``version `GLIBC_2.34' not found``. C and C++ built with 2.38 or later nearly always ask for 2.38, Rust built with 2.39 or later for 2.39. An older program on a newer glibc runs.

It often happens when a builder's tag moves: `golang:1.20` was Debian 11 until 2023-06-14 and is Debian 12 since.

## Fix safety
Pinning a builder tag that names no release is safe where the builder installs no packages: the same version of the tool on another release. Other changes of a base image are unsafe.

## Sources
The GNU C Library, "Symbol Versioning"; the official images' manifests. Measured on Debian 11, 12 and 13.
"""

from collections.abc import Iterator

from dfix.findings import Confidence, Finding, Fix
from dfix.fixes import static
from dfix.fixes.pin_release import AGE_BUILDER, PIN_BUILDER, age_builder, pin_builder
from dfix.fixes.static.kinds import STATIC_REPAIRS
from dfix.fixes.switch_base import MOVE_RUNTIME, move_runtime
from dfix.images import Image, release
from dfix.rules.rule import Rule
from dfix.text import readable
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import title_of


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each program that asks for symbols its landing stage lacks."""
    for landing in trace.landings:
        missing = landing.missing_symbols() if landing.outcome is Outcome.NEWER_GLIBC else None
        if missing and not landing.environment:
            yield describe(trace, landing, *missing)


def describe(trace: Trace, landing: Landing, version: str, sure: Confidence) -> Finding:
    """Word one finding; ``version`` is the glibc that the program asks for."""
    stage, builder = landing.stage, trace.builder(landing.artifact)
    release_sure = (builder or stage).root.release_sure
    image = builder.image if builder else None
    confidence = min(sure, release_sure, stage.root.release_sure)
    verb = "needs" if sure > Confidence.POSSIBLE else "may need"
    path, label = readable(landing.path), stage.stage.title
    message = f"`{path}` {verb} GLIBC_{version}, and {label} is {title_of(stage.root)}"
    why = f"it ends with: version `GLIBC_{version}' not found{_moved(image) if image else ''}"
    return RULE.at_landing(landing, message, why, _repairs(trace, landing), confidence=confidence)


def _moved(image: Image) -> str:
    """When the builder's tag last moved, and from which release."""
    if len(image.history) < 2:
        return ""
    before, (day, _) = image.history[-2][1], image.history[-1]
    reference = image.reference
    name = f"{reference.name}:{reference.tag}" if reference.tag else reference.name
    return f"; {name} was {release(before).title} until {day}"


def _repairs(trace: Trace, landing: Landing) -> Iterator[Fix]:
    yield from pin_builder(trace, landing)
    yield from static.link_statically(trace, landing)
    yield from move_runtime(trace, landing)
    yield from age_builder(trace, landing)


RULE = Rule(
    "DF103",
    "newer-glibc",
    __name__,
    check,
    repairs=(PIN_BUILDER, *STATIC_REPAIRS, AGE_BUILDER, MOVE_RUNTIME),
)
