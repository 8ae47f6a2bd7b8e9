"""What is at the source of a copy, and where the copy of it goes."""

from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import is_pattern, join_path
from dfix.trace.state.artifact import UNKNOWN
from dfix.trace.state.file_tree import Node
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

# The directories of a pattern that are looked for: people write two or three.
MOST_DIRECTORIES = 8
DIFFERENT = UNKNOWN._replace(because="its pattern means files of different kinds")


class SourceNode(NamedTuple):
    """One path that a source means.

    ``path`` is the source, or what its pattern matched; ``relative`` is the path below that, empty for itself.
    """

    path: str
    relative: str
    node: Node


def nodes_at(root: Root, source: str) -> list[SourceNode]:
    """All that a source means: every match of a pattern, else the path and what is known below it."""
    if is_pattern(source):
        matches = {path: root.nodes[path] for path in root.files.matching(source)}
        matches = {**_programs_matching(root, source), **matches}
        return [SourceNode(path, "", node) for path, node in matches.items()] or _in_tree(root, source)
    node = root.files.find(source) or _content_at(root, source)
    below = [SourceNode(source, relative, inner) for relative, inner in root.files.below(source)]
    return [SourceNode(source, "", node), *below] if node else below


def _in_tree(root: Root, pattern: str) -> list[SourceNode]:
    """A pattern that means files of a known tree: ``/out/bin/*``, ``target/release/$NAME``, ``target/*/release/x``."""
    node = _below_matching(root, pattern) or root.files.find(pattern) or _content_at(root, pattern)
    return [SourceNode(pattern, "", node)] if node else []


def _below_matching(root: Root, pattern: str) -> Node | None:
    """What is at a path in the trees that the pattern of a directory means; None where none is known."""
    above = pattern.rpartition("/")[0]
    for _ in range(MOST_DIRECTORIES):
        if not is_pattern(above):
            break
        trees = [path for path in root.files.matching(above) if root.nodes[path].tree]
        found = [root.files.find(f"{path}{pattern[len(above) :]}") for path in trees]
        nodes = [node for node in found if node is not None]
        if nodes:
            is_one_nature = len({node.artifact.same_nature for node in nodes}) == 1
            return nodes[0] if is_one_nature else Node(DIFFERENT, tree=False)
        above = above.rpartition("/")[0]
    return None


def _content_at(root: Root, path: str) -> Node | None:
    """What the root's base holds there; few copies ask, so that they alone load what is known of images."""
    from dfix.trace.knowledge.image_contents import content_at

    return content_at(root, path)


def _programs_matching(root: Root, pattern: str) -> dict[str, Node]:
    """The known programs of the root's base that a pattern means: ``/usr/local/bin/*`` of an image."""
    if root.image is None or UNKNOWN_TEXT in pattern:
        return {}
    from dfix.trace.knowledge.image_contents import contents_matching

    return dict(contents_matching(root, pattern))


def placed(source: str, target: str, *, into: bool) -> str:
    """Where the copy of ``source`` is then: at ``target``, or ``into`` it under its own name."""
    name = last_part(source.rstrip("/"))
    return join_path(target, name) if into and name not in ("", ".") and not is_pattern(name) else target


def last_part(path: str) -> str:
    """The text after the last slash."""
    return path.rsplit("/", 1)[-1]


def is_program_of_cargo(source: Root, path: str) -> bool:
    """Whether the path is right in cargo's directory of a profile, which holds programs and four directories.

    Source: the Cargo book, "Build Cache".
    """
    above, _, name = path.rpartition("/")
    node = source.nodes.get(above)
    made = node.artifact.made if node else None
    is_profile = above.endswith(("/release", "/debug")) and name not in ("build", "deps", "examples", "incremental")
    return made is not None and made.toolchain.name == "cargo" and is_profile and not is_pattern(name)
