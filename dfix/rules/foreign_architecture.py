"""A program is built for another architecture than its landing stage.

## Why
The kernel refuses a program of another architecture: `exec format error`. It happens when two stages are pinned to different platforms, and in builds for several platforms when a stage `FROM --platform=$BUILDPLATFORM` runs the compiler without telling it `$TARGETARCH`: every image then holds a program for the machine that built it.

## Fix safety
Telling Go the target is safe where cgo is off: for the build's own platform it changes nothing. Where cgo may be needed a C cross compiler is needed too, so it is unsafe. Taking `--platform=$BUILDPLATFORM` away is unsafe: the build then runs under emulation, and slowly. Changing one of two platforms that are written down is unsafe: which of them was meant is a guess.

## Sources
Dockerfile reference, "Automatic platform ARGs in the global scope"; Docker's guide "Multi-platform builds"; Go's GOARCH.
"""

from collections.abc import Iterator

from dfix.findings import Confidence, Finding, Fix, Severity
from dfix.fixes.target_platform import (
    RUN_ON_TARGET,
    SAME_PLATFORM,
    TELL_TARGET,
    build_for_target,
    run_on_target,
    same_platform,
)
from dfix.rules.rule import Rule
from dfix.text import readable
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
                yield describe(trace, landing, one.artifact, readable(one.path), here)
                break


def _architecture(trace: Trace, landing: Landing) -> str:
    """That of the landing stage: as written, else of the platform that is built for."""
    here, platform = landing.stage.root.arch, trace.build.options.platform
    return (of_words(platform) or here) if here == TARGET and platform else here


def _is_for_others(landing: Landing, one: Landed) -> bool:
    """Whether a program for Windows or macOS may be there to be handed out, not to be run."""
    if one.artifact.arch not in OTHER_SYSTEMS:
        return False
    stage = landing.stage
    is_named_so = one.path.lower().endswith((".exe", ".dll", ".dylib"))
    in_path = one.path.rpartition("/")[0] in PATH
    return stage.root.release is None or not (one.path in stage.starts or (in_path and not is_named_so))


def describe(trace: Trace, landing: Landing, artifact: Artifact, path: str, here: str) -> Finding:
    """Word one finding."""
    label = landing.stage.stage.title
    if artifact.arch == BUILD:
        message = f"`{path}` is built for the machine that builds, and {label} is of the target platform"
        why = "in a build for another platform it ends with `exec format error`; tell the compiler $TARGETARCH"
    elif artifact.arch in OTHER_SYSTEMS:
        message = f"`{path}` is a program for {artifact.arch}, and {label} is Linux"
        why = "the kernel refuses it: `exec format error`"
    else:
        message = f"`{path}` is built for {artifact.arch}, and {label} is {here}"
        why = "the kernel refuses it: `exec format error`"
    finding = RULE.at_landing(
        landing._replace(landed=tuple(one for one in landing.landed if one.artifact is artifact)),
        message,
        why,
        _repairs(trace, landing, artifact),
        severity=Severity.WARNING if artifact.arch == BUILD else Severity.ERROR,
    )
    return finding._replace(confidence=_sure(artifact))


def _sure(artifact: Artifact) -> Confidence:
    """The architecture is sure where it is known that a compiler ran; a build that is not read may cross."""
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
)
