"""Shared libraries land or are installed in a cached directory on glibc, and nothing refreshes the cache.

## Why
glibc's loader searches `/lib` and `/usr/lib` by itself. It finds libraries in `/usr/local/lib` and in the directories of `/etc/ld.so.conf` through `/etc/ld.so.cache`, which `ldconfig` writes. Until then a program fails with `error while loading shared libraries: libfoo.so.1: cannot open shared object file`, although the file is there.

`make install` does not run it, nor do `cmake --install` and Boost's `b2 install`. So a library that a stage builds from source, and a program that the stage builds with it, need `ldconfig` between them or at the end. `./configure --enable-shared`, as for Python, leaves the program without its own library.

## Fix safety
Running `ldconfig` after the copy or the installation is safe while the stage still runs as root. After `USER` it cannot write the cache, so there it is unsafe.

## Sources
ld.so(8), ldconfig(8). Measured on Debian 12. libtool's manual, "Finish mode": `make install` calls `ldconfig -n`, which makes links only. Installing any library's package runs ldconfig through a trigger.
"""

from collections.abc import Iterator
from functools import partial

from dfix.evidence import Evidence
from dfix.findings import Confidence, Finding, Severity
from dfix.fixes.run_ldconfig import RUN_LDCONFIG, ldconfig_after, run_ldconfig
from dfix.images import Libc
from dfix.manifests.own_libraries import own_libraries
from dfix.plan import StageBase
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.rules.wording import subject
from dfix.text import Span, readable
from dfix.text.pattern import pattern
from dfix.trace.knowledge.uncached_libraries import Uncached, sure_of_shared, tells_where, uncached_libraries
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact, Kind, Linkage, Place
from dfix.trace.state.file_tree import Landed
from dfix.tristate import Tristate

CACHED = pattern(r"^/usr/local/lib(64)?(/[^/]+\.so[^/]*)?$")
INSTALLERS = frozenset({"apt-get", "apt", "dpkg", "yum", "dnf", "microdnf", "zypper", "tdnf"})


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each copied word that brings libraries which the cache does not list."""
    for landing in trace.landings:
        library = _library(landing)
        if library is None or landing.environment or not _uses_cache(landing.stage) or _is_told(trace, library):
            continue
        arrival = library.artifact.arrival
        arrived = arrival.instruction if arrival else landing.span
        if not _refreshed(trace, landing.stage, arrived) and _has_programs(landing.stage):
            yield describe(trace, landing, library, arrived)
    for stage in trace.landing:
        for uncached in uncached_libraries(stage) if _uses_cache(stage) else ():
            yield describe_install(trace, stage, uncached)


def describe_install(trace: Trace, stage: StageTrace, uncached: Uncached) -> Finding:
    """Return the finding on libraries that a command of the stage installs."""
    command = readable(f"{uncached.call.name} install")
    return RULE.finding(
        stage.stage,
        uncached.call.span,
        message=f"the libraries that `{command}` puts below `/usr/local/lib` are found only through ld.so.cache, which "
        "is not refreshed",
        why="nothing runs `ldconfig` after it, so programs that link them fail with `cannot open shared object file`",
        severity=Severity.WARNING,
        confidence=min(uncached.sure, stage.root.family_sure),
        chain=(Place(uncached.call.span, "installs libraries"), Place(uncached.user.span, "builds with what is there")),
        fixes=partial(ldconfig_after, uncached.call),
    )


def describe(trace: Trace, landing: Landing, library: Landed, arrived: Span) -> Finding:
    """Return the finding on one library; ``arrived`` is the instruction that brought it."""
    who = subject(landing.stage, library.path, library.artifact)
    return RULE.at_landing(
        landing,
        message=f"{landing.stage.stage.title} finds {who.words} only through ld.so.cache, which is not refreshed",
        why="nothing runs `ldconfig` after the copy, so programs fail with `cannot open shared object file`",
        severity=Severity.WARNING,
        confidence=_sure(trace, landing),
        fixes=partial(run_ldconfig, trace, landing.stage, arrived),
    )


def _sure(trace: Trace, landing: Landing) -> Confidence:
    """How sure it is that shared libraries land: a directory of a build may hold archives only."""
    named = landing.path.rsplit("/", 1)[-1] + trace.source.text[landing.span.start : landing.span.end]
    if ".so" in named:
        return Evidence.SHARED_BY_A_WORD.sure
    builder = trace.builder(landing.artifact)
    if builder is not None and _builds_shared(landing.artifact, builder):
        return Evidence.OWN_LIBRARY.sure
    shared = sure_of_shared(builder) if builder else None
    return shared or Evidence.SHARED_BY_DEFAULT.sure


def _builds_shared(artifact: Artifact, builder: StageTrace) -> bool:
    """Whether the project that was built makes shared libraries, and each of its programs links some."""
    project = artifact.made.project if artifact.made else None
    if project is None or not project.source:
        return False
    return bool(own_libraries(builder.root.read, project.source, project.words))


def _library(landing: Landing) -> Landed | None:
    """The first shared library that landed in a cached directory."""
    return next((one for one in landing.landed if _is_library(one.artifact) and CACHED.match(one.path)), None)


def _is_library(artifact: Artifact) -> bool:
    return artifact.kind is Kind.LIBRARY and artifact.linkage is Linkage.DYNAMIC


def _uses_cache(stage: StageTrace) -> bool:
    """Whether the stage has a real ldconfig, whose cache its programs' loader reads."""
    release = stage.root.release
    if release is None or release.ldconfig != "real" or release.package_manager is None:
        return False
    is_glibc = stage.root.offers(Libc.GLIBC) is Tristate.YES and Libc.MUSL not in release.libcs
    return is_glibc and not stage.scope.env.get("LD_LIBRARY_PATH")


def _is_told(trace: Trace, library: Landed) -> bool:
    """Whether the builder told its programs where the library is, by a search path in the programs (ld.so(8))."""
    builder = trace.builder(library.artifact)
    directory = library.path.rpartition("/")[0] if ".so" in library.path else library.path
    return builder is not None and any(tells_where(call, directory) for call in builder.calls)


def _refreshed(trace: Trace, stage: StageTrace, since: Span) -> bool:
    """Whether ldconfig, or an installation that runs it, comes after the copy; or the cache itself is copied.

    The stages on which this one is built count: what they copied arrived here with them.
    """
    calls = (call for number in _chain(trace, stage) for call in trace.stages[number].calls if call.stage == number)
    later = [call for call in calls if call.instruction.span.start > since.start]
    ran = any(call.name == "ldconfig" or call.name in INSTALLERS for call in later)
    opaque = any(call.name.endswith(".sh") or call.name in ("sh", "bash", "make", "ninja", "cmake") for call in later)
    return ran or opaque or "/etc/ld.so.cache" in stage.root.nodes


def _chain(trace: Trace, stage: StageTrace) -> Iterator[int]:
    """The number of a stage, and those of the stages of this file below it."""
    number: int | None = stage.stage.number
    while number is not None:
        yield number
        base = trace.build.stages[number].base
        number = base.number if isinstance(base, StageBase) else None


def _has_programs(stage: StageTrace) -> bool:
    """Whether a dynamic program landed that may need the library."""
    return any(one.artifact.kind is Kind.PROGRAM and one.artifact.is_dynamic for one in stage.root.files.landed)


RULE = Rule(
    "DF303",
    "missing-ldconfig",
    __name__,
    check,
    repairs=(RUN_LDCONFIG,),
    trigger=Trigger(
        words=("b2 ", "bjam", "--enable-shared", "BUILD_SHARED_LIBS", "configure"), arrivals=True, landing=("library",)
    ),
)
