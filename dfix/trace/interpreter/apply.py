"""Effects made true: what a command or a copy changes in a root filesystem."""

from dfix.confidence import Confidence
from dfix.text import UNKNOWN_TEXT, readable
from dfix.text.paths import join_path
from dfix.trace.knowledge.image_contents import content_at
from dfix.trace.knowledge.unread_build import product_of
from dfix.trace.state.arch import CROSS
from dfix.trace.state.arch import UNKNOWN as UNKNOWN_ARCH
from dfix.trace.state.artifact import UNKNOWN, Artifact, Kind, Linkage, Place
from dfix.trace.state.call import Call
from dfix.trace.state.effect import (
    AddsLoader,
    Copies,
    Effect,
    Havoc,
    Installs,
    MayAddLoader,
    Removes,
    SetsFact,
    Writes,
)
from dfix.trace.state.facts import Happening
from dfix.trace.state.file_tree import Node, is_pattern
from dfix.trace.state.root import Root
from dfix.trace.toolchains import VERBS


def apply(root: Root, effect: Effect, call: Call, base: Place) -> None:
    """Change ``root`` as ``effect`` says; ``base`` is the first link of a new artifact's chain."""
    match effect:
        case Writes(path, artifact, tree):
            made = artifact
            if not made.provenance:
                made = artifact._replace(provenance=(base, Place(call.span, _made(artifact, call))))
            made = made._replace(arch=_arch_of(made, root, call))
            root.put(path, made, tree=tree)
            if artifact.kind is Kind.PROGRAM and artifact.is_download:
                root.files.land(path, made)
        case Copies():
            _copy(root, effect, call)
        case Removes(path):
            root.remove(path)
        case Installs(packages):
            root.install(packages)
        case AddsLoader(loader):
            root.add_loader(loader)
        case MayAddLoader():
            root.closed = False
        case Havoc(path, who):
            root.learn(Happening.UNREAD_COMMAND)
            _doubt(root, path, who, call, base)
        case SetsFact(fact):
            root.learn(fact)


def _arch_of(made: Artifact, root: Root, call: Call) -> str | None:
    """What it was built for: what its model says, else what the stage runs on, unless the RUN builds for another."""
    if made.arch is not None or made.kind in (Kind.PORTABLE, Kind.UNKNOWN):
        return made.arch
    return UNKNOWN_ARCH if CROSS.search(call.script.text) else root.arch


def placed(source: str, target: str, *, into: bool) -> str:
    """Where a copy of ``source`` comes to stand: at ``target``, or under its own name in it."""
    name = source.rstrip("/").rsplit("/", 1)[-1]
    return join_path(target, name) if into and name not in ("", ".") and not is_pattern(name) else target


def nodes_at(root: Root, source: str) -> list[tuple[str, str, Node]]:
    """What stands at ``source``: the path it was found under, the path relative to it, the node.

    A pattern finds every match; a directory gives what is below it, with relative paths.
    """
    if is_pattern(source):
        found = [(path, "", root.nodes[path]) for path in root.files.matching(source)]
        return found or _of_tree(root, source)
    own = root.files.find(source) or content_at(root, source)
    below = [(source, relative, node) for relative, node in root.files.below(source)]
    return ([(source, "", own)] if own else []) + below


def _of_tree(root: Root, pattern: str) -> list[tuple[str, str, Node]]:
    """A pattern that means files of a known tree: ``/out/bin/*``, ``target/release/$NAME``."""
    node = root.files.find(pattern) or content_at(root, pattern)
    return [(pattern, "", node)] if node else []


def _copy(root: Root, effect: Copies, call: Call) -> None:
    found = nodes_at(root, effect.source)
    into = effect.into or root.is_directory(effect.target)
    if not found:
        root.put(placed(effect.source, effect.target, into=into), UNKNOWN)
    for path, relative, node in found:
        target = placed(path, effect.target, into=into)
        verb = "moves it" if effect.moves else "copies it"
        carried = node.artifact._replace(provenance=(*node.artifact.provenance, Place(call.span, verb)))
        root.put(join_path(target, relative), carried, tree=node.tree)
        if carried.arrival is not None and not effect.moves:
            # What came from another stage has landed wherever it is copied to.
            root.files.land(join_path(target, relative), carried)
    if effect.moves:
        _move_landed(root, effect, into=into)


def _move_landed(root: Root, effect: Copies, *, into: bool) -> None:
    """The source goes; what had landed there has landed at the target."""
    went = root.files.landed_below(effect.source)
    target = placed(effect.source, effect.target, into=into)
    root.files.remove(effect.source)
    for one in went:
        root.files.land(target + one.path[len(effect.source) :], one.artifact)


def _doubt(root: Root, path: str, who: str, call: Call, base: Place) -> None:
    """Sources among which an unread command ran may be sources no more; the tools at hand tell of what."""
    known = root.files.find(path)
    if path == "/" or UNKNOWN_TEXT in path or (known and not _is_doubtful(known.artifact)):
        return
    made = product_of(call, root, readable(who))
    is_native = made.kind is Kind.PROGRAM
    root.put(path, made._replace(unnamed=is_native, provenance=(base, Place(call.span, _made(made, call)))), tree=True)


def _is_doubtful(artifact: Artifact) -> bool:
    return artifact.kind in (Kind.PORTABLE, Kind.UNKNOWN) and artifact.confidence is Confidence.POSSIBLE


def _made(artifact: Artifact, call: Call) -> str:
    """What a command did, for the chain: the command, what it makes, and why that is so."""
    if artifact.is_download:
        return f"downloads it: {artifact.because}"
    shown = artifact.made.toolchain.shown_verbs if artifact.made else VERBS
    verb = next((text for text in call.texts if text in shown), "")
    command = readable(f"{call.name} {verb}".strip())
    if artifact.kind is Kind.UNKNOWN or artifact.linkage is Linkage.UNKNOWN:
        return f"`{command}` writes it"
    if artifact.kind is Kind.ENVIRONMENT:
        return f"`{command}` installs {artifact.because}"
    if artifact.kind is Kind.PORTABLE:
        return f"`{command}` writes portable files"
    noun = "a shared library" if artifact.kind is Kind.LIBRARY else f"a {artifact.linkage.value} program"
    return f"`{command}` builds {noun}: {artifact.because}"
