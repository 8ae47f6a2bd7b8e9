"""A program is built for another architecture than its landing stage.

## Why
The kernel refuses a program of another architecture: `exec format error`. This happens when two stages are pinned to different platforms. It also happens in builds for several platforms, when a stage `FROM --platform=$BUILDPLATFORM` runs the compiler without `$TARGETARCH`: every image then holds a program for the build machine.

## Fix safety
Passing the target to Go is safe where cgo is off: for the build's own platform it changes nothing. Where cgo may be needed, the build also needs a C cross compiler, so the fix is unsafe. Removing `--platform=$BUILDPLATFORM` is unsafe: the build then runs under emulation, which is slow. Changing one of two written platforms is unsafe: which of them was meant is a guess.

## Sources
Dockerfile reference, "Automatic platform ARGs in the global scope"; Docker's guide "Multi-platform builds"; Go's GOARCH.
"""

from collections.abc import Iterator
from functools import partial

from dfix.findings import Confidence, Finding, Fix, Severity
from dfix.fixes.build_for_target import TELL_TARGET, build_for_target
from dfix.fixes.run_on_target import RUN_ON_TARGET, run_on_target
from dfix.fixes.same_platform import SAME_PLATFORM, same_platform
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import subject
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import PATH
from dfix.trace.state.arch import BUILD, OTHER_SYSTEMS, TARGET, cannot_run, of_words
from dfix.trace.state.artifact import Artifact, Linkage
from dfix.trace.state.file_tree import Landed
from dfix.trace.state.origin import FromContext


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each copied word that brings a program for another architecture."""
    for landing in trace.landings:
        here = _architecture(trace, landing)
        for one in landing.landed:
            if cannot_run(one.artifact.arch, here) and not _is_for_others(landing, one):
                yield describe(trace, landing, one, here)
                break


def _architecture(trace: Trace, landing: Landing) -> str:
    """The landing stage's architecture: as written, else that of the target platform."""
    here, platform = landing.stage.root.arch, trace.build.options.platform
    return (of_words(platform) or here) if here == TARGET and platform else here


def _is_for_others(landing: Landing, one: Landed) -> bool:
    """Whether a program for Windows or macOS may be there for download, not to be run."""
    if one.artifact.arch not in OTHER_SYSTEMS:
        return False
    stage = landing.stage
    is_named_so = one.path.lower().endswith((".exe", ".dll", ".dylib"))
    in_path = one.path.rpartition("/")[0] in PATH
    return stage.root.release is None or not (one.path in stage.starts or (in_path and not is_named_so))


def describe(trace: Trace, landing: Landing, landed: Landed, here: str) -> Finding:
    """Return the finding on one file; ``here`` is the landing stage's architecture."""
    label, artifact = landing.stage.stage.title, landed.artifact
    who = subject(landing.stage, landed.path, artifact)
    built = f"{who.words} {who.verb('is', 'are')} built for"
    why = f"the kernel refuses to start {who.verb('it', 'them')}: `exec format error`"
    if artifact.arch == BUILD:
        message = f"{built} the build machine, and {label} is for the target platform"
        why = (
            "in a build for another platform the start fails with `exec format error`; pass $TARGETARCH to the compiler"
        )
    elif artifact.arch in OTHER_SYSTEMS:
        message = f"{built} {artifact.arch}, and {label} is Linux"
    else:
        message = f"{built} {artifact.arch}, and {label} is {here}"
    same = landing._replace(landed=tuple(one for one in landing.landed if one.artifact is artifact))
    return RULE.finding(
        landing.stage.stage,
        same.span,
        message=message,
        why=why,
        severity=Severity.WARNING if artifact.arch == BUILD else Severity.ERROR,
        confidence=Confidence.POSSIBLE if landing.is_for_export else _sure(artifact),
        chain=same.chain(),
        fixes=partial(_repairs, trace, landing, artifact),
    )


def _sure(artifact: Artifact) -> Confidence:
    """How sure the architecture is: surest where a compiler is known to have run; another build may cross-compile."""
    if isinstance(artifact.origin, FromContext):
        return artifact.confidence
    if artifact.linkage is Linkage.UNKNOWN or artifact.unnamed:
        return Confidence.POSSIBLE
    return Confidence.LIKELY if artifact.arch == BUILD else max(artifact.confidence, Confidence.LIKELY)


def _repairs(trace: Trace, landing: Landing, artifact: Artifact) -> Iterator[Fix]:
    if artifact.arch in OTHER_SYSTEMS:
        return
    if artifact.arch != BUILD:
        yield from same_platform(trace, landing)
    elif artifact.call:
        yield from build_for_target(trace, artifact)
        yield from run_on_target(trace, artifact)


RULE = Rule(
    "DF104",
    "foreign-architecture",
    __name__,
    check,
    repairs=(TELL_TARGET, RUN_ON_TARGET, SAME_PLATFORM),
    trigger=ARRIVALS,
)
