"""Apply effects: what a command changes in a root filesystem, and what the chain of an artifact says of it."""

from collections.abc import Iterator
from functools import lru_cache

from dfix.confidence import Confidence
from dfix.text import UNKNOWN_TEXT, readable
from dfix.text.paths import is_pattern, join_path
from dfix.trace.interpreter.copy_paths import last_part, nodes_at, placed
from dfix.trace.state.arch import BUILD, CROSS, is_chosen_by_machine, of_words
from dfix.trace.state.arch import UNKNOWN as UNKNOWN_ARCH
from dfix.trace.state.artifact import UNKNOWN, Artifact, Kind, Linkage, Place, linked
from dfix.trace.state.call import Call
from dfix.trace.state.effect import (
    AddsLoader,
    Copies,
    Effect,
    Havoc,
    Installs,
    InstallsLibraries,
    Marks,
    MayAddLoader,
    Removes,
    SetsFact,
    Uninstalls,
    Writes,
)
from dfix.trace.state.facts import Happening
from dfix.trace.state.root import STANDARD_DIRECTORIES, Root
from dfix.trace.toolchains import VERBS
from dfix.tristate import Tristate

# A command's verb stands before its operands, of which there may be thousands, each with a note of its own.
VERB_WITHIN = 100
NATIVE = (Kind.PROGRAM, Kind.LIBRARY)
SPREAD = UNKNOWN._replace(because="files of different kinds are copied there")
# Variables of an ENV by which the tools of a build compile for another platform.
CROSS_VARIABLES = frozenset({"GOARCH", "CARGO_BUILD_TARGET", "CROSS_COMPILE"})
# Those that name the compiler: ``aarch64-linux-gnu-gcc`` compiles for what its name says.
COMPILERS = ("CC", "CXX")
# Words of a configuration for another machine (autoconf, CMake, Meson).
FOR_ANOTHER = ("--host=", "--target=", "-DCMAKE_TOOLCHAIN_FILE", "-DCMAKE_SYSTEM_", "--cross-file")


def apply(root: Root, effect: Effect, call: Call, base: Place) -> None:
    """Change ``root`` as ``effect`` says; ``base`` is the first link of a new artifact's chain."""
    match effect:
        case Writes():
            _write(root, effect, call, base)
        case Copies():
            _copy(root, effect, call)
        case Removes(path):
            root.remove(path)
        case Installs() | InstallsLibraries() | Uninstalls() | Marks():
            _change_packages(root, effect)
        case AddsLoader(loader):
            root.add_loader(loader)
        case MayAddLoader():
            root.closed = False
        case Havoc(path, who):
            from dfix.trace.interpreter.unread import learn_unread

            learn_unread(root, call)
            _doubt(root, path, who, call, base)
        case SetsFact(fact):
            root.learn(fact)


def _change_packages(root: Root, effect: Installs | InstallsLibraries | Uninstalls | Marks) -> None:
    match effect:
        case Installs(packages, recommends, group):
            root.install(packages, recommends=recommends, group=group)
        case InstallsLibraries():
            root.installed = root.installed._replace(open_libraries=Tristate.YES)
        case Uninstalls(packages, with_dependencies):
            root.installed = root.installed.remove(packages, with_dependencies=with_dependencies)
        case Marks(packages, manual):
            root.installed = root.installed.mark(packages, Tristate.of(manual))


def _write(root: Root, effect: Writes, call: Call, base: Place) -> None:
    artifact = effect.artifact
    if not artifact.provenance:
        artifact = artifact._replace(provenance=(base, Place(call.span, _chain_note(artifact, call))))
    arch = _arch_of(artifact, root, call)
    artifact = artifact._replace(arch=UNKNOWN_ARCH if _is_beside_others(root, effect, arch) else arch)
    root.put(effect.path, artifact, tree=effect.tree)
    if artifact.kind is Kind.PROGRAM and artifact.is_download:
        root.files.land(effect.path, artifact)


def _is_beside_others(root: Root, effect: Writes, arch: str | None) -> bool:
    """Whether a directory holds what another command built for another machine: ``GOARCH=arm64 make a && make b``."""
    before = root.nodes.get(effect.path) if effect.tree and arch == root.arch else None
    return before is not None and before.tree and before.artifact.arch == UNKNOWN_ARCH


def _arch_of(artifact: Artifact, root: Root, call: Call) -> str | None:
    """What it was built for: what its model says, else what the stage runs on, unless the RUN builds for another."""
    if artifact.is_download and artifact.arch == UNKNOWN_ARCH and root.arch == BUILD:
        # The name of the build machine is in the URL.
        return BUILD if is_chosen_by_machine(call.script.text) else UNKNOWN_ARCH
    if artifact.arch is not None or artifact.kind in (Kind.PORTABLE, Kind.UNKNOWN):
        return artifact.arch
    is_cross = (
        _names_platform(call.script.text)
        or root.facts.may_have(Happening.CROSS_COMPILERS)
        or any(name in call.env for name in CROSS_VARIABLES)
        or any(_is_of_a_platform(call.env.get(name, "")) for name in COMPILERS)
        or any(word.startswith(FOR_ANOTHER) for word in _configuration(artifact, call))
    )
    return UNKNOWN_ARCH if is_cross else root.arch


def _configuration(artifact: Artifact, call: Call) -> Iterator[str]:
    """The words of the command, and those with which its project was configured."""
    yield from [arg.text for arg in call.args[:VERB_WITHIN]]
    if artifact.made is not None and artifact.made.project is not None:
        yield from artifact.made.project.words[:VERB_WITHIN]


def _is_of_a_platform(compiler: str) -> bool:
    """Whether a compiler is named after a platform, or is not known."""
    return of_words(compiler) is not None or UNKNOWN_TEXT in compiler


@lru_cache(maxsize=4)  # of each command of a script it is asked again
def _names_platform(text: str) -> bool:
    return CROSS.search(text) is not None


def _copy(root: Root, effect: Copies, call: Call) -> None:
    nodes = nodes_at(root, effect.source)
    into = effect.into or root.is_directory(effect.target)
    if not nodes:
        root.put(placed(effect.source, effect.target, into=into), UNKNOWN)
    link = Place(call.span, "moves it" if effect.moves else "copies it")
    for path, relative, node in nodes:
        place = join_path(placed(path, effect.target, into=into), relative)
        artifact = node.artifact._replace(provenance=linked(node.artifact.provenance, link))
        if effect.executable is not None:
            artifact = artifact._replace(executable=effect.executable)
        if into and not relative and is_pattern(last_part(path)):
            _spread(root, effect.target, artifact)
        else:
            root.put(place, artifact, tree=node.tree)
        if artifact.arrival is not None and not effect.moves:
            # What came from another stage has landed wherever it is copied to.
            root.files.land(place, artifact)
        elif _is_downloaded_program(artifact) and not (effect.moves and root.files.landed_below(path)):
            # The archive or the file that was fetched may be removed: it lands under the words that fetched it.
            root.files.land(place, artifact._replace(provenance=node.artifact.provenance))
    if effect.moves:
        _move_landed(root, effect.source, placed(effect.source, effect.target, into=into))


def _spread(root: Root, directory: str, artifact: Artifact) -> None:
    """Put files of that nature into a directory under names that are not known; what is known there stays."""
    before = root.files.find(directory)
    known = before.artifact if before is not None and before.artifact.kind in NATIVE else None
    if artifact.kind not in NATIVE:
        if before is None and directory not in STANDARD_DIRECTORIES:
            root.put(directory, artifact, tree=True)
    elif known is not None and known._replace(kind=artifact.kind).same_nature != artifact.same_nature:
        root.put(directory, SPREAD, tree=True)
    elif directory != "/" and (known is None or known.kind is Kind.LIBRARY):
        # A tree of programs has libraries, too, by their names.
        root.put(directory, artifact._replace(unnamed=artifact.kind is Kind.PROGRAM), tree=True)


def _is_downloaded_program(artifact: Artifact) -> bool:
    return artifact.kind is Kind.PROGRAM and artifact.is_download and artifact.arrival is None


def _move_landed(root: Root, source: str, target: str) -> None:
    """Remove the source of a move; what had landed there has landed at the target."""
    moved = root.files.landed_below(source)
    root.files.remove(source)
    for landed in moved:
        root.files.land(target + landed.path[len(source) :], landed.artifact)


def _doubt(root: Root, path: str, who: str, call: Call, base: Place) -> None:
    """A directory of sources in which an unread command ran may have programs now: of the stage's language."""
    node = root.files.find(path)
    if path == "/" or UNKNOWN_TEXT in path or (node and not _is_doubtful(node.artifact)):
        return
    from dfix.trace.knowledge.unread_build import product_of

    product = product_of(call, root, readable(who))
    chain = (base, Place(call.span, _chain_note(product, call)))
    root.put(path, product._replace(unnamed=product.kind is Kind.PROGRAM, provenance=chain), tree=True)


def _is_doubtful(artifact: Artifact) -> bool:
    return artifact.kind in (Kind.PORTABLE, Kind.UNKNOWN) and artifact.confidence is Confidence.POSSIBLE


def _chain_note(artifact: Artifact, call: Call) -> str:
    """What a command did, for the chain: the command, what it makes, and why that is so."""
    if artifact.is_download:
        return f"downloads it: {artifact.because}"
    shown = artifact.made.toolchain.shown_verbs if artifact.made else VERBS
    verb = next((arg.text for arg in call.args[:VERB_WITHIN] if arg.text in shown), "")
    command = readable(f"{call.name} {verb}".strip())
    if artifact.kind is Kind.UNKNOWN or artifact.linkage is Linkage.UNKNOWN:
        return f"`{command}` writes it"
    if artifact.kind is Kind.ENVIRONMENT:
        return f"`{command}` installs {artifact.because}"
    if artifact.kind is Kind.PORTABLE:
        return f"`{command}` writes files without native code"
    noun = "a shared library" if artifact.kind is Kind.LIBRARY else f"a {artifact.linkage.value} program"
    return f"`{command}` builds {noun}: {artifact.because}"
