"""COPY and ADD: artifacts move between stages with their provenance; loaders may come along."""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.context import FileFact, Folder
from dfix.context.script import LONGEST, read_shebang
from dfix.syntax import Instruction
from dfix.text import UNKNOWN_TEXT, Span, readable
from dfix.text.globs import copy_glob
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.interpreter.apply import nodes_at, placed
from dfix.trace.knowledge.context_file import artifact_of, libc_of
from dfix.trace.state.artifact import UNKNOWN, Arrival, Artifact, Kind, Place
from dfix.trace.state.facts import ContextSource, Happening
from dfix.trace.state.file_tree import BUILD_NAMES, DATA_NAMES, PORTABLE_ENDINGS, Node, is_pattern
from dfix.trace.state.loader import LOADER_PLACE, LOADER_WRITTEN, Loader, is_loader
from dfix.trace.state.origin import WrittenHere
from dfix.trace.state.products import portable, unknown
from dfix.trace.state.root import Root
from dfix.tristate import Tristate
from dfix.values import NamedTuple

# Directories of a build context that hold what people write, not what compilers make.
SOURCE_NAMES = pattern(
    r"^(\.|\*|src|source|sources|app|apps|lib|libs|cmd|pkg|internal|api|server|client|frontend|backend|test|tests|"
    r"tools|packages|modules|common|core|vendor|etc|root|rootfs|docker|go\.\w+|package.*|requirements.*|setup.*|\.\w+|"
    r"Gemfile.*|Cargo\..*|pom.*|gradle.*|mvnw|yarn.*|tsconfig.*|webpack.*|angular.*|babel.*|composer.*|Pipfile.*)$",
    re.IGNORECASE,
)
# Where programs are that somebody starts by name.
PROGRAM_PLACES = frozenset("/bin /sbin /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin".split())
FROM_CONTEXT = "it comes from the build context"


class Copying(NamedTuple):
    """One source of a COPY or ADD into stage ``stage``: ``text`` as written, ``word`` where it stands.

    ``target`` is absolute; ``into``: it is written as a directory. ``shipped``: the stage, or one built
    on it, is.
    """

    text: str
    target: str
    into: bool
    stage: int
    word: Span
    instruction: Instruction
    shipped: bool = True


def copy_from_root(root: Root, source: Root, copying: Copying) -> None:
    """``COPY --from``: out of another stage's root, or an image's."""
    path, target = join_path("/", copying.text), copying.target
    _bring_loaders(root, source, path, target)
    if source.image is None and source.release is None and target == "/":
        root.closed = False
    if path == "/" and target == "/" and root.is_empty:
        root.move_in(source)
    found = nodes_at(source, path)
    into = copying.into or root.is_directory(target)
    if target == "/" and (is_pattern(path) or not any(relative == "" and not node.tree for _, relative, node in found)):
        root.learn(Happening.OVERLAY)
    if not any(relative == "" for _, relative, _ in found):
        place = placed(path, target, into=into and not source.is_directory(path))
        if place != "/":
            root.put(place, UNKNOWN, tree=True)
    for matched, relative, node in found:
        is_directory = matched in source.nodes or source.is_directory(matched) or copying.text.endswith(("/", "/."))
        own_directory = node.tree and not relative and is_directory
        place = target if own_directory or relative else placed(matched, target, into=into)
        if is_pattern(path) and relative == "" and own_directory:
            place = target
        _arrive(root, copying, join_path(place, relative) if relative else place, node)


def _arrive(root: Root, copying: Copying, place: str, node: Node) -> None:
    """An artifact comes to stand at ``place``; a native one is judged at the end of the stage."""
    arrival = Arrival(copying.stage, copying.word, copying.instruction.span, place)
    mode = copying.instruction.flag("chmod")
    executable = may_execute(mode.value) if mode else node.artifact.executable
    chain = (*node.artifact.provenance, Place(copying.instruction.span, _carried(place)))
    artifact = node.artifact._replace(arrival=arrival, provenance=chain, executable=executable)
    if place != "/":
        root.put(place, artifact, tree=node.tree)
    if is_loader(place):
        # A loader beside its program, to be called by name.
        root.closed = False
    elif _is_judged(artifact):
        root.files.land(place, artifact)


def may_execute(mode: str) -> Tristate:
    """What ``--chmod`` says of execution: an octal mode, or a symbolic one (Dockerfile 1.14)."""
    if re.fullmatch(r"[0-7]{3,4}", mode):
        return Tristate.of(bool(int(mode, 8) & 0o111))
    return Tristate.YES if re.search(r"[+=][rwX]*x", mode) else Tristate.UNKNOWN


def copy_heredoc(root: Root, copying: Copying, body: str, first_line: Span) -> None:
    """A file that a heredoc writes: BuildKit gives it the mode 0644."""
    shebang = read_shebang(body[:LONGEST].encode("latin-1", "replace"))
    written = portable("the Dockerfile holds its text", Confidence.CERTAIN)
    place = placed(f"/{copying.text}", copying.target, into=copying.into)
    artifact = written._replace(
        script=shebang,
        executable=Tristate.NO,
        provenance=(Place(first_line, "its first line"),),
        origin=WrittenHere(first_line),
    )
    _arrive(root, copying, place, Node(artifact, tree=False))


def copy_from_context(root: Root, copying: Copying, named: Folder | None = None) -> None:
    """A copy out of the build context, or a named one: sources and data, unless the name says otherwise."""
    context = named or (root.context if copying.instruction.flag("from") is None else None)
    found = list(_facts(root, context, copying))  # before what is put there makes a directory of the target
    artifact = _of_context(copying.text, copying.target)
    is_read = bool(found) and copying.instruction.keyword == "ADD"
    _put_foreign(root, copying, artifact, archive=copying.instruction.keyword == "ADD" and not is_read)
    if named is None:
        _remember_source(root, copying)
    for place, name, fact, use in found:
        _put_known(root, copying, place, artifact_of(fact, name, use))


def _put_known(root: Root, copying: Copying, place: str, artifact: Artifact) -> None:
    """A file of the context whose own bytes tell what it is."""
    if is_loader(place):
        root.put(place, artifact)
        return
    node = Node(artifact._replace(provenance=(Place(copying.word, artifact.because),)), tree=False)
    _arrive(root, copying, place, node)


class _Fact(NamedTuple):
    """Where a file lands, what it is called, what it is, and how sure it is that it is there to be used."""

    place: str
    name: str
    fact: FileFact
    use: Confidence


def _facts(root: Root, context: Folder | None, copying: Copying) -> Iterator[_Fact]:
    """What a source brings, as far as the context tells; nothing where its names are not known."""
    if context and UNKNOWN_TEXT not in copying.text and UNKNOWN_TEXT not in copying.target:
        for name in _matching(context, copying.text):
            yield from _facts_of(root, context, copying, name)


def _facts_of(root: Root, context: Folder, copying: Copying, source: str) -> Iterator[_Fact]:
    """What one name of the context brings: a file, or the programs of a directory or an archive."""
    fact = context.fact(source)
    inside = context.archive(source) if fact and copying.instruction.keyword == "ADD" else ()
    if inside is None:
        return
    if fact is None and (copying.shipped or BUILD_NAMES.match(source.rsplit("/", 1)[-1])):
        inside = context.programs_below(source)
    if fact and not inside:
        into = copying.into or is_pattern(copying.text) or root.is_directory(copying.target)
        yield _Fact(placed(f"/{source}", copying.target, into=into), source, fact, Confidence.CERTAIN)
    libcs = {libc_of(one.binary) for _, one in inside if one.binary and one.binary.is_program}
    for name, one in inside:
        place = join_path(copying.target, name)
        in_path = place.rpartition("/")[0] in PROGRAM_PLACES and bool(one.binary and one.binary.is_program)
        use = Confidence.CERTAIN if in_path else Confidence.LIKELY
        is_choice = len(libcs - {None}) > 1 or bool(one.binary and not one.binary.is_program)
        shown = f"{name} in {source}" if fact else f"{source}/{name}".lstrip("/")
        yield _Fact(place, shown, one, Confidence.POSSIBLE if is_choice else use)


def _matching(context: Folder, text: str) -> list[str]:
    """The names that a source means; one that is no pattern means itself."""
    name = join_path("/", text).lstrip("/")
    if not is_pattern(name):
        return [name]
    above, _, last = name.rpartition("/")
    if is_pattern(above):
        return []
    matches = copy_glob(last).match
    return [f"{above}/{one}".lstrip("/") for one in context.names(above) if matches(one)]


def _remember_source(root: Root, copying: Copying) -> None:
    """Where in the context a path comes from: a file under its name, a directory's contents in the target."""
    text = join_path("/", copying.text)
    if is_pattern(text):
        for name in _matching(root.context, copying.text) if root.context and UNKNOWN_TEXT not in text else ():
            root.learn(ContextSource(placed(f"/{name}", copying.target, into=True), f"/{name}"))
        return
    into = copying.into or root.is_directory(copying.target)
    root.learn(ContextSource(placed(text, copying.target, into=into), text))
    is_named = root.facts.context_sources.get(copying.target, None) is not None
    if not is_named and ("." not in text.rsplit("/", 1)[-1] or text == "/"):
        root.learn(ContextSource(copying.target, text))


def _put_foreign(root: Root, copying: Copying, artifact: Artifact, *, archive: bool) -> None:
    """What comes from outside may bring a loader: in an archive, or as a whole tree over ``/``."""
    text, target = copying.text, copying.target
    into = copying.into or root.is_directory(target)
    brings_tree = target == "/" and ("." not in text.rsplit("/", 1)[-1] or text.strip("./") == "")
    if (brings_tree and not root.loaders) or (archive and target == "/"):
        root.closed = False
    if archive and (LOADER_PLACE.match(target) or LOADER_PLACE.match(join_path("/", text))):
        root.closed = False
    if target == "/":
        root.learn(Happening.OVERLAY)
    place = placed(text, target, into=into and not _is_whole(text))
    if into and target != "/" and "." not in text.rsplit("/", 1)[-1] and target not in root.nodes:
        # A directory's contents are copied, not the directory.
        root.put(target, artifact, tree=True)
    if place != "/" and UNKNOWN_TEXT not in place:
        known = root.nodes.get(place)
        if known and not known.tree:
            root.files.remove(place)
        root.put(place, artifact, tree=True)


def _is_whole(text: str) -> bool:
    """Whether the contents of a directory are copied, as a directory of the context's root most often is."""
    return text.strip("./") == "" or text.endswith("/")


def _of_context(text: str, target: str) -> Artifact:
    name = text.rstrip("/").rsplit("/", 1)[-1]
    written = name if name not in ("", ".", "..") else "."
    if PORTABLE_ENDINGS.search(written):
        return portable(FROM_CONTEXT)
    if target.endswith(("/bin", "/sbin")) or re.search(r"/s?bin/[^/.]+$", target):
        return unknown("a file of the build context, which may be a program")
    if SOURCE_NAMES.match(written) or DATA_NAMES.match(written) or text.endswith("/"):
        return portable(FROM_CONTEXT, Confidence.POSSIBLE)
    return unknown("a file of the build context")


def _bring_loaders(root: Root, source: Root, path: str, target: str) -> None:
    """A copy of a loader, or of a directory in which loaders stand, makes the root offer it."""
    for libc, written in LOADER_WRITTEN.items():
        if written.search(path):
            root.add_loader(source.loader(libc) or Loader(libc, None))
    if LOADER_PLACE.match(path):
        for loader in source.loaders:
            root.add_loader(loader)
        root.closed = root.closed and source.closed
    elif source.facts.root_trees.get(path, Tristate.NO) is not Tristate.NO and target == "/":
        # A root filesystem that packages were installed into: its loader comes with it.
        for loader in source.loaders:
            root.add_loader(loader)
        root.closed = False
    elif source.facts.may_have(Happening.LISTED_LIBRARIES) and "." not in path.rsplit("/", 1)[-1] and not root.loaders:
        # The stage collects the libraries of a program: the loader may be among them.
        root.closed = False
    elif target == "/" and not root.loaders and (path not in source.nodes or _is_unread_tree(source, path)):
        root.closed = False


def _is_unread_tree(source: Root, path: str) -> bool:
    """Whether a command that is not read may have collected a program's libraries and loader there."""
    return source.facts.may_have(Happening.UNREAD_COMMAND) and source.nodes[path].tree


def _is_judged(artifact: Artifact) -> bool:
    """Whether it depends on the root in which it lands."""
    return artifact.kind in (Kind.PROGRAM, Kind.LIBRARY, Kind.ENVIRONMENT)


def _carried(place: str) -> str:
    return f"carries it to {readable(place)}" if UNKNOWN_TEXT not in place else "carries it here"
