"""A builder tag that moves between releases feeds a pinned runtime.

## Why
`rust:latest`, `golang:1` and `python:3` follow the newest Debian release: most official tags moved within days of 2021-08-17, 2023-06-14 and 2025-08-12. A program built there needs the symbol versions of the new glibc, while a runtime pinned to a release keeps the old one. The Dockerfile does not change, and one day the image fails with ``version `GLIBC_2.39' not found``, the most reported of these errors.

Today the two have the same glibc; this is advice.

## Fix safety
Naming the release that the tag means today is safe: it is the same image.

## Sources
The histories of the official images' manifests.
"""

from collections.abc import Iterator
from functools import partial

from dfix.findings import Confidence, Finding, Severity
from dfix.fixes.pin_today import PIN_TODAY, pin_today
from dfix.images import Image, Libc
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import landed_subject
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import title_of


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each program whose builder may move away from its runtime."""
    for landing in trace.landings:
        abi, made = landing.artifact.abi, landing.artifact.made
        if abi is None or abi.libc is not Libc.GLIBC or not abi.version or made is None:
            continue
        builder = trace.bottom(made.stage).image
        if landing.outcome is Outcome.RUNS and not landing.environment and builder and _floats(builder):
            runtime = trace.bottom(landing.stage.stage.number).image
            if runtime and _is_pinned(runtime) and _same_release(builder, runtime):
                yield describe(trace, landing, builder)


def describe(trace: Trace, landing: Landing, builder: Image) -> Finding:
    """Return the finding on one landing; ``builder`` is the image that it was built in."""
    who, stage = landed_subject(landing), landing.stage
    built = f"{who.words} {who.verb('is', 'are')} built in `{builder.reference.tagged}`"
    stays = f"{stage.stage.title} stays on {title_of(stage.root)}"
    return RULE.at_landing(
        landing,
        message=f"{built}, which moves to newer releases, while {stays}",
        why="when the tag moves, the program needs a glibc that the runtime does not have",
        severity=Severity.INFO,
        confidence=Confidence.LIKELY,
        fixes=partial(pin_today, trace, landing),
    )


def _floats(image: Image) -> bool:
    """Whether the tag has moved before, and follows the newest version."""
    tag = image.reference.tag or "latest"
    return len(image.history) > 1 and image.reference.digest is None and tag.count(".") == 0


def _is_pinned(image: Image) -> bool:
    """Whether the tag names its release."""
    tag, codename = image.reference.tag or "", image.release.codename
    by_number = (
        image.reference.name in ("debian", "ubuntu")
        and bool(image.release.version)
        and tag.startswith(str(image.release.version))
    )
    return (
        bool(codename and codename in tag)
        or by_number
        or ("distroless" in image.reference.name and "-debian" in image.reference.name)
    )


def _same_release(builder: Image, runtime: Image) -> bool:
    return builder.release.libc_version == runtime.release.libc_version


RULE = Rule(
    "DF107",
    "floating-builder",
    __name__,
    check,
    repairs=(PIN_TODAY,),
    trigger=ARRIVALS._replace(landing=("runs",)),
)
