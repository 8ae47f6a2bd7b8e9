"""Read and judge one path of the command line."""

import os

from dfix.images import Image
from dfix.inspect import against
from dfix.inspect.archive import is_archive, read_archive, read_layout
from dfix.inspect.folder import InspectError, read_file, read_folder
from dfix.inspect.judge import Verdict, verdicts
from dfix.inspect.table import Inspected
from dfix.inspect.tree import Kind, Root
from dfix.run.files import FileError, read

# What most root filesystems contain.
ROOT_NAMES = frozenset("bin etc lib lib64 sbin usr var dev proc".split())

__all__ = ["InspectError", "inspect_path"]


def inspect_path(path: str, image: Image | None, name: str, dockerfile: str | None, platform: str) -> Inspected:
    """Judge a file, a folder or an archive; against ``image``, called ``name``, where one is given.

    Raises:
        InspectError: it cannot be read, or holds nothing to judge.
    """
    if os.path.isdir(path):
        return _folder(path, image, name, dockerfile, platform)
    entry = read_file(path)
    if entry.binary:
        problems = tuple(against.problems(entry.binary, image)) if image else ()
        return Inspected(
            path, f"{entry.binary.format} file", (Verdict(path, entry, entry.binary, problems),), against=name
        )
    if entry.kind is Kind.OTHER:
        raise InspectError("it is no regular file")
    if not is_archive(path):
        raise InspectError("it is neither a program, a folder nor a tar archive")
    return _root(path, read_archive(path, platform), dockerfile)


def _folder(path: str, image: Image | None, name: str, dockerfile: str | None, platform: str) -> Inspected:
    if os.path.exists(os.path.join(path, "oci-layout")):
        return _root(path, read_layout(path, platform), dockerfile)
    root = read_folder(path)
    if image is None:
        return Inspected(path, _kind_of(path), tuple(verdicts(root)), root)
    judged = (
        Verdict(one, entry, entry.binary, tuple(against.problems(entry.binary, image)))
        for one, entry in sorted(root.entries.items())
        if entry.binary
    )
    return Inspected(path, "folder", tuple(judged), Root(root.entries), against=name)


def _kind_of(path: str) -> str:
    """What a folder is judged as: any may be the whole root of an image from scratch."""
    if len(ROOT_NAMES & set(os.listdir(path))) >= 2:
        return "folder"
    return "folder, judged as a whole root filesystem (--against IMAGE judges files that a base image receives)"


def _root(path: str, root: Root, dockerfile: str | None) -> Inspected:
    facts = root.image
    kind = f"image {facts.name}".strip() if facts else "root filesystem"
    judged = tuple(verdicts(root))
    return Inspected(path, kind, judged, root, _makers(facts.layers if facts else (), dockerfile))


def _makers(layers: tuple[str, ...], dockerfile: str | None) -> dict[int, str]:
    """What made each layer: the text of the history, or the Dockerfile's line where a Dockerfile is given."""
    makers = {number: " ".join(words.replace("# buildkit", "").split()) for number, words in enumerate(layers)}
    if dockerfile is None:
        return makers
    from dfix.inspect.history import instructions_of
    from dfix.plan import BuildOptions, plan
    from dfix.syntax import parse
    from dfix.text import Source, readable

    try:
        source = Source(read(dockerfile))
    except FileError as error:
        raise InspectError(f"{dockerfile}: {error}; {error.help}") from None
    for number, instruction in instructions_of(plan(parse(source), BuildOptions()), layers).items():
        line = source.line_of(instruction.span.start)
        makers[number] = f"{dockerfile}:{line + 1}: {readable(source.line_text(line))}"
    return makers
