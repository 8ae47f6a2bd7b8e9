"""Shared libraries land in a cached directory on glibc, and the cache is not refreshed.

## Why
glibc's loader finds libraries in `/lib` and `/usr/lib` by itself. `/usr/local/lib` and the directories of `/etc/ld.so.conf` it finds through `/etc/ld.so.cache`, which `ldconfig` writes. Without it a program answers `error while loading shared libraries: libfoo.so.1: cannot open shared object file`, although the file is there.

## Fix safety
Running `ldconfig` after the copy is safe while the stage still runs as root; after `USER` it cannot write the cache, so there it is unsafe.

## Sources
ld.so(8), ldconfig(8). Measured on Debian 12. Installing any library's package runs ldconfig through a trigger.
"""

from collections.abc import Iterator

from dfix.findings import Confidence, Finding, Severity
from dfix.fixes.run_ldconfig import RUN_LDCONFIG, run_ldconfig
from dfix.images import Libc
from dfix.rules.rule import Rule
from dfix.text import Span, readable
from dfix.text.pattern import pattern
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact, Kind, Linkage
from dfix.tristate import Tristate

CACHED = pattern(r"^/usr/local/lib(64)?(/[^/]+\.so[^/]*)?$")
INSTALLERS = frozenset({"apt-get", "apt", "dpkg", "yum", "dnf", "microdnf", "zypper", "tdnf"})


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each copied word that brings libraries which the cache does not list."""
    for landing in trace.landings:
        artifact = _library(landing)
        if artifact is None or landing.environment or not _uses_cache(landing.stage):
            continue
        arrived = artifact.arrival.instruction if artifact.arrival else landing.span
        if not _refreshed(landing.stage, arrived) and _has_programs(landing.stage):
            yield describe(trace, landing, artifact, arrived)


def describe(trace: Trace, landing: Landing, artifact: Artifact, arrived: Span) -> Finding:
    """Word one finding."""
    label = landing.stage.stage.title
    message = (
        f"`{readable(landing.path)}` brings shared libraries to a directory that {label} finds through ld.so.cache only"
    )
    why = "nothing runs `ldconfig` after the copy, so programs answer `cannot open shared object file`"
    return RULE.at_landing(
        landing, message, why, run_ldconfig(trace, landing.stage, arrived), severity=Severity.WARNING,
        confidence=_sure(trace, landing),
    )  # fmt: skip


def _sure(trace: Trace, landing: Landing) -> Confidence:
    """Files that are named as libraries are; a directory of a build may hold archives only."""
    named = landing.path.rsplit("/", 1)[-1] + trace.source.text[landing.span.start : landing.span.end]
    return Confidence.LIKELY if ".so" in named else Confidence.POSSIBLE


def _library(landing: Landing) -> Artifact | None:
    return next(
        (
            one.artifact
            for one in landing.landed
            if one.artifact.kind is Kind.LIBRARY and one.artifact.linkage is Linkage.DYNAMIC and CACHED.match(one.path)
        ),
        None,
    )


def _uses_cache(stage: StageTrace) -> bool:
    """Whether the stage has a real ldconfig, whose cache its programs' loader reads."""
    release, path = stage.root.release, stage.scope.env.get("LD_LIBRARY_PATH", "")
    cached = release is not None and release.ldconfig == "real" and release.package_manager is not None
    return (
        cached and not path and stage.root.offers(Libc.GLIBC) is Tristate.YES and Libc.MUSL not in release.libcs
        if release
        else False
    )


def _refreshed(stage: StageTrace, since: Span) -> bool:
    """Whether ldconfig, or an installation that runs it, comes after the copy; or the cache itself is copied."""
    later = [
        call for call in stage.calls if call.stage == stage.stage.number and call.instruction.span.start > since.start
    ]
    ran = any(call.name == "ldconfig" or call.name in INSTALLERS for call in later)
    opaque = any(call.name.endswith(".sh") or call.name in ("sh", "bash", "make", "ninja", "cmake") for call in later)
    return ran or opaque or "/etc/ld.so.cache" in stage.root.nodes


def _has_programs(stage: StageTrace) -> bool:
    """Whether a dynamic program came along that may want the library."""
    return any(one.artifact.kind is Kind.PROGRAM and one.artifact.is_dynamic for one in stage.root.files.landed)


RULE = Rule(
    "DF303",
    "missing-ldconfig",
    __name__,
    check,
    repairs=(RUN_LDCONFIG,),
)
