"""Artifacts as builds make them: native against the stage's libc, static, of unclear linkage, portable."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images import Libc
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Abi, Artifact, Environment, Kind, Linkage
from dfix.trace.state.call import Call, join_path
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.origin import MadeHere
from dfix.trace.state.root import Root
from dfix.trace.toolchains import toolchain

LIKELY, POSSIBLE = Confidence.LIKELY, Confidence.POSSIBLE
# Packages that people install to compile the native parts of a language's packages.
COMPILES = frozenset(
    "gcc g++ make clang build-base build-essential alpine-sdk gcc-c++ python3-dev python-dev ruby-dev musl-dev".split()
)


def made_by(name: str, call: Call) -> MadeHere:
    """The origin of what a toolchain's command makes."""
    return MadeHere(toolchain(name), call.stage, call)


def native(
    call: Call,
    root: Root,
    tool: str,
    language: str,
    sure: Confidence,
    because: str,
    *,
    kind: Kind = Kind.PROGRAM,
    libc: Libc | None = None,
) -> Artifact:
    """A program that needs the stage's own libc, or ``libc`` of no known release."""
    chosen = libc or root.libc
    if chosen is None:
        return unclear(call, tool, language, "the builder's libc is not known", kind=kind)
    abi = Abi(chosen, root.release if chosen is root.libc else None)
    return Artifact(kind, Linkage.DYNAMIC, abi, language, min(sure, root.family_sure), because, (), made_by(tool, call))


def static(call: Call, root: Root, tool: str, language: str, sure: Confidence, because: str) -> Artifact:
    """A program that needs no loader."""
    origin = made_by(tool, call)
    return Artifact(Kind.PROGRAM, Linkage.STATIC, None, language, min(sure, root.family_sure), because, (), origin)


def unclear(call: Call, tool: str, language: str, because: str, *, kind: Kind = Kind.PROGRAM) -> Artifact:
    """A native file of which it is not known what it needs."""
    return Artifact(kind, Linkage.UNKNOWN, None, language, POSSIBLE, because, (), made_by(tool, call))


def portable(because: str, sure: Confidence = LIKELY) -> Artifact:
    """Files without native code."""
    return PORTABLE._replace(because=because, confidence=sure)


def unknown(because: str) -> Artifact:
    """Nothing is known, and why."""
    return UNKNOWN._replace(because=because)


def packages_of(
    call: Call, root: Root, tool: str, environment: Environment, *, native_parts: bool | None, release: bool
) -> Artifact:
    """A language's installed packages; ``native_parts`` None: not told.

    ``release``: their native parts are compiled here, and so tied to this release; what is
    downloaded ready made is tied to the libc only.
    """
    compiler = next(iter(sorted(root.packages & COMPILES)), "")
    told = True if native_parts is None and compiler else native_parts
    abi = Abi(root.libc, root.release if release else None) if root.libc else None
    linkage = Linkage.STATIC if told is False else Linkage.DYNAMIC if told and abi else Linkage.UNKNOWN
    if linkage is Linkage.STATIC:
        what = "without native parts"
    elif environment.packages:
        what = f"with native parts: {', '.join(environment.packages[:3])}"
    elif linkage is Linkage.UNKNOWN:
        what = "perhaps with native parts"
    else:
        what = f"of which `{compiler}` compiles some" if native_parts is None else "with native parts"
    return Artifact(
        Kind.ENVIRONMENT,
        linkage,
        None if linkage is Linkage.STATIC else abi,
        "",
        min(LIKELY, root.family_sure) if linkage is Linkage.DYNAMIC else LIKELY,
        f"{environment.language} packages {what}",
        (),
        made_by(tool, call),
        environment=environment,
    )


def leaves(root: Root, cwd: str, artifact: Artifact, *names: str) -> Iterator[Effect]:
    """A build leaves its products somewhere below ``cwd``, or in these directories of it.

    What is known there of another nature stays; at the root of the file system only the
    directories named are written.
    """
    places = [join_path(cwd, name) for name in names] or ([] if cwd == "/" else [cwd])
    for place in places:
        known = root.files.find(place)
        if known is None or _gives_way(known.artifact, artifact):
            yield Writes(place, artifact, tree=True)


def _gives_way(old: Artifact, new: Artifact) -> bool:
    """Whether the new nature tells more of a directory than the old one does."""
    if old.kind is Kind.UNKNOWN:
        return True
    return old.kind is Kind.PORTABLE and (new.kind is not Kind.PORTABLE or old.confidence < new.confidence)
