"""The products of builds as artifacts: native for the stage's libc, static, of unclear linkage, portable."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images import Libc
from dfix.text.paths import join_path
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Abi, Artifact, Environment, Kind, Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.facts import ProjectBuild
from dfix.trace.state.origin import MadeHere
from dfix.trace.state.root import Root
from dfix.trace.toolchains import toolchain
from dfix.tristate import Tristate

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
    target = libc or root.libc
    if target is None:
        return unclear(call, tool, language, "the builder's libc is not known", kind=kind)
    abi = Abi(target, root.release if target is root.libc else None)
    return Artifact(kind, Linkage.DYNAMIC, abi, language, min(sure, root.family_sure), because, (), made_by(tool, call))


def of_project(artifact: Artifact, project: ProjectBuild) -> Artifact:
    """The artifact as a product of a project, where a command made it."""
    made = artifact.made
    return artifact._replace(origin=made._replace(project=project)) if made is not None else artifact


def of_no_release(artifact: Artifact) -> Artifact:
    """The artifact as its vendor built it: tied to a libc, and to no release of it that is known here."""
    return artifact._replace(abi=artifact.abi and artifact.abi._replace(release=None))


def static(call: Call, root: Root, tool: str, language: str, sure: Confidence, because: str) -> Artifact:
    """A program that needs no loader."""
    origin = made_by(tool, call)
    return Artifact(Kind.PROGRAM, Linkage.STATIC, None, language, min(sure, root.family_sure), because, (), origin)


def unclear(call: Call, tool: str, language: str, because: str, *, kind: Kind = Kind.PROGRAM) -> Artifact:
    """A native file; what it needs is not known."""
    return Artifact(kind, Linkage.UNKNOWN, None, language, POSSIBLE, because, (), made_by(tool, call))


# Of projects whose newer versions need other libraries than the older ones.
RECENT_CLONE = "a clone of a newer version contains source code"


def portable(because: str, sure: Confidence = LIKELY) -> Artifact:
    """Files without native code."""
    return PORTABLE._replace(because=because, confidence=sure)


def unknown(because: str) -> Artifact:
    """A file of which nothing is known; ``because`` says why."""
    return UNKNOWN._replace(because=because)


def packages_of(
    call: Call,
    root: Root,
    tool: str,
    environment: Environment,
    native_parts: Tristate,
    *,
    release: bool,
    are_all_listed: bool = False,
) -> Artifact:
    """A language's installed packages; ``native_parts`` tells whether any of them has native parts.

    ``release``: their native parts are compiled here, and so tied to this release; what is
    downloaded ready made is tied to the libc only. Where nothing tells of native parts, a compiler
    that somebody installed does, unless ``are_all_listed``: none of the packages is known to have some then.
    """
    is_told = native_parts is not Tristate.UNKNOWN or are_all_listed
    compiler = "" if is_told else min(root.packages & COMPILES, default="")
    abi = Abi(root.libc, root.release if release else None) if root.libc else None
    if native_parts is Tristate.NO:
        linkage, abi = Linkage.STATIC, None
    else:
        linkage = Linkage.DYNAMIC if abi and (native_parts is Tristate.YES or compiler) else Linkage.UNKNOWN
    sure = min(LIKELY, root.family_sure) if linkage is Linkage.DYNAMIC else LIKELY
    because = f"{environment.language} packages {_parts_note(linkage, environment.packages, compiler)}"
    return Artifact(Kind.ENVIRONMENT, linkage, abi, "", sure, because, (), made_by(tool, call), environment=environment)


def _parts_note(linkage: Linkage, packages: tuple[str, ...], compiler: str) -> str:
    """What messages say of the native parts of packages; ``packages`` are those known to have some."""
    if linkage is Linkage.STATIC:
        return "without native parts"
    if packages:
        return f"with native parts: {', '.join(packages[:3])}"
    if linkage is Linkage.UNKNOWN:
        return "that may have native parts"
    return f"partly compiled with `{compiler}`" if compiler else "with native parts"


def leaves(root: Root, cwd: str, artifact: Artifact, *names: str) -> Iterator[Effect]:
    """Write a build's products somewhere below ``cwd``, or in these directories of it.

    What is known there of another nature stays; at the root of the file system only the
    directories named are written.
    """
    places = [join_path(cwd, name) for name in names] or ([] if cwd == "/" else [cwd])
    for place in places:
        node = root.files.find(place)
        if node is None or _gives_way(node.artifact, artifact):
            yield Writes(place, artifact, tree=True)


def _gives_way(old: Artifact, new: Artifact) -> bool:
    """Whether the new artifact says more about a directory than the old one."""
    if old.kind is Kind.UNKNOWN:
        return True
    if old.kind is not Kind.PORTABLE:
        return False
    return (
        new.kind is not Kind.PORTABLE or old.confidence < new.confidence or (old.made is None and new.made is not None)
    )
