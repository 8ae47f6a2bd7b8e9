"""COPY and ADD out of a build context: by the sources' names, and by the files themselves where they are available."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.context import FileFact, Folder
from dfix.images import Libc
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import is_pattern, join_path
from dfix.trace.interpreter.arrival import Copying, arrive
from dfix.trace.interpreter.copy_paths import last_part, placed
from dfix.trace.state.artifact import Artifact, Kind, Place
from dfix.trace.state.facts import ContextSource, Happening
from dfix.trace.state.file_tree import Node
from dfix.trace.state.loader import is_loader, is_loader_place
from dfix.trace.state.names import is_build_name, is_data_name, is_portable_name, is_source_name
from dfix.trace.state.products import portable, unknown
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

# Where programs are that somebody starts by name.
PROGRAM_PLACES = frozenset("/bin /sbin /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin".split())
# Of a directory that is copied over another one.
MOST_CONTENTS = 200
FROM_CONTEXT = "it comes from the build context"


def copy_from_context(root: Root, copying: Copying, named: Folder | None = None) -> None:
    """Copy out of the build context, or out of the ``named`` one."""
    context = named or (root.context if copying.instruction.flag("from") is None else None)
    # Read and learnt before anything is put at the target, which makes a directory of it.
    files = tuple(_files(root, context, copying))
    if _may_bring_loader(root, copying, files):
        root.closed = False
    if copying.target == "/":
        root.learn(Happening.OVERLAY)
    if named is None:
        _learn_source(root, copying)
    _put_source(root, copying, _nature_by_name(copying.text, copying.target))
    for file in files:
        from dfix.trace.knowledge.context_file import artifact_of

        artifact = artifact_of(file.fact, file.name, file.use)
        # A program somewhere in a tree of sources may be a test's, or for another system: what starts it tells.
        is_one_of_many = file.use is Confidence.LIKELY and (len(files) > 1 or copying.text.strip("./") == "")
        _put_file(
            root, copying, file.place, artifact._replace(unnamed=is_one_of_many and artifact.kind is Kind.PROGRAM)
        )


class _File(NamedTuple):
    """A file of the context: where it lands, its name for people, what it is, how sure it is that it is used."""

    place: str
    name: str
    fact: FileFact
    use: Confidence


def _files(root: Root, context: Folder | None, copying: Copying) -> Iterator[_File]:
    """What a source brings, as far as the context tells; nothing where its names are not known."""
    if context and UNKNOWN_TEXT not in copying.text and UNKNOWN_TEXT not in copying.target:
        for name in context.matching(copying.text):
            yield from _files_of(root, context, copying, name)


def _files_of(root: Root, context: Folder, copying: Copying, source: str) -> Iterator[_File]:
    """What one name of the context brings: a file, or the programs of a directory or an archive."""
    fact = context.fact(source)
    if fact is None:
        if copying.shipped or is_build_name(last_part(source)):
            below = context.programs_below(source)
            yield from _programs(copying.target, [(name, f"{source}/{name}".lstrip("/"), each) for name, each in below])
        return
    inside = context.archive(source) if copying.is_add else ()
    if inside is None:
        return
    yield from _programs(copying.target, [(name, f"{name} in {source}", each) for name, each in inside])
    if not inside:
        into = copying.into or is_pattern(copying.text) or root.is_directory(copying.target)
        yield _File(placed(f"/{source}", copying.target, into=into), source, fact, Confidence.CERTAIN)


def _programs(target: str, files: list[tuple[str, str, FileFact]]) -> Iterator[_File]:
    """The files of one directory or archive, each with its name below the target and its name for people."""
    from dfix.trace.knowledge.context_file import libc_of

    programs = (fact.binary for _, _, fact in files if fact.binary and fact.binary.is_program)
    libcs = {libc for binary in programs if (libc := libc_of(binary))}
    for name, shown, fact in files:
        place = join_path(target, name)
        yield _File(place, shown, fact, _use(fact, place, libcs))


def _use(fact: FileFact, place: str, libcs: set[Libc]) -> Confidence:
    """How sure it is that one of several files is used; builds for several libcs leave a choice."""
    is_program = fact.binary is not None and fact.binary.is_program
    if len(libcs) > 1 or (fact.binary is not None and not is_program):
        return Confidence.POSSIBLE
    is_on_path = place.rpartition("/")[0] in PROGRAM_PLACES
    return Confidence.CERTAIN if is_program and is_on_path else Confidence.LIKELY


def _put_file(root: Root, copying: Copying, place: str, artifact: Artifact) -> None:
    """Put a file of the context whose own bytes tell what it is."""
    if is_loader(place):
        root.put(place, artifact)
        return
    node = Node(artifact._replace(provenance=(Place(copying.word, artifact.because),)), tree=False)
    arrive(root, copying, place, node)


def _may_bring_loader(root: Root, copying: Copying, files: tuple[_File, ...]) -> bool:
    """Whether an unknown loader may come: in a whole tree over ``/``, or in an archive that is not read."""
    text, target = copying.text, copying.target
    if target == "/" and not root.loaders and (_has_no_ending(text) or text.strip("./") == ""):
        return True
    if files or not copying.is_add:
        return False
    return is_loader_place(target) or is_loader_place(join_path("/", text))


def _put_source(root: Root, copying: Copying, artifact: Artifact) -> None:
    """Put an artifact where the source lands."""
    text, target = copying.text, copying.target
    into = copying.into or root.is_directory(target)
    place = placed(text, target, into=into and not _is_whole(text))
    if into and target != "/" and _has_no_ending(text) and target not in root.nodes:
        # A directory's contents are copied, not the directory.
        root.put(target, artifact, tree=True)
    if place != "/" and UNKNOWN_TEXT not in place:
        node = root.nodes.get(place)
        if node and not node.tree:
            root.files.remove(place)
        root.put(place, artifact, tree=True)


def _learn_source(root: Root, copying: Copying) -> None:
    """Keep where in the context a path comes from: a file under its name, a directory's contents in the target."""
    text = join_path("/", copying.text)
    if is_pattern(text):
        for name in root.context.matching(copying.text) if root.context and UNKNOWN_TEXT not in text else ():
            root.learn(ContextSource(placed(f"/{name}", copying.target, into=True), f"/{name}"))
        return
    into = copying.into or root.is_directory(copying.target)
    names = root.context.names(text) if root.context and text != "/" and UNKNOWN_TEXT not in text else ()
    if names and root.facts.context_sources.get(copying.target, None) is not None:
        _learn_contents(root, root.context, copying.target, text, names)
        return
    root.learn(ContextSource(placed(text, copying.target, into=into), text))
    if root.context and UNKNOWN_TEXT not in text and root.context.fact(text.strip("/")) is not None:
        return
    is_set = root.facts.context_sources.get(copying.target, None) is not None
    if not is_set and _has_no_ending(text):
        root.learn(ContextSource(copying.target, text))


def _learn_contents(root: Root, context: Folder | None, target: str, source: str, names: tuple[str, ...]) -> None:
    """Keep where the contents of a directory come from that are copied to where another one's are already."""
    for name in names[:MOST_CONTENTS] if context else ():
        path, origin = join_path(target, name), f"{source}/{name}"
        before = root.context_source(path)
        is_there = before is not None and context is not None and bool(context.names(before))
        if not is_there:
            root.learn(ContextSource(path, origin))


def _nature_by_name(text: str, target: str) -> Artifact:
    """What a file or directory of the context is, as far as its name and its target tell."""
    name = last_part(text.rstrip("/"))
    written = name if name not in ("", ".", "..") else "."
    if is_portable_name(written):
        return portable(FROM_CONTEXT)
    if target.endswith(("/bin", "/sbin")) or _is_in_bin(target):
        return unknown("a file of the build context, which may be a program")
    if is_source_name(written) or is_data_name(written) or text.endswith("/"):
        return portable(FROM_CONTEXT, Confidence.POSSIBLE)
    return unknown("a file of the build context")


def _is_in_bin(target: str) -> bool:
    """Whether it is a file without an ending in a directory of programs."""
    folder, _, name = target.rpartition("/")
    return folder.endswith(("/bin", "/sbin")) and name != "" and "." not in name


def _has_no_ending(text: str) -> bool:
    """Whether the name has no dot, as directories most often have none."""
    return "." not in last_part(text)


def _is_whole(text: str) -> bool:
    """Whether the contents of a directory are copied, as a directory of the context's root most often is."""
    return text.strip("./") == "" or text.endswith("/")
