"""The known paths of a root filesystem, and how a path's nature is found among them."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dfix.confidence import Confidence
from dfix.plan import LimitError
from dfix.shared_map import SharedMap
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import is_pattern
from dfix.text.pattern import pattern
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Artifact, Environment, Kind, Linkage
from dfix.trace.state.names import is_build_name, is_data_name, is_portable_name
from dfix.values import NamedTuple, TypeAlias

# Archives that hold the packages of a language.
ARCHIVES = {"java": (".jar", ".war", ".ear"), "dotnet": (".dll",)}
# Libraries that lie in a directory of their language, which is copied as a whole or by a pattern.
OWN_DIRECTORIES = {"libswiftCore.so": "swift"}
PORTABLE_PARTS = frozenset({"include", "share", "man", "doc", "docs", "etc", "pkgconfig", "cmake", "static", "assets"})
PLAIN = pattern(rf"[^*?\[{UNKNOWN_TEXT}]*")
# A library's name, or a pattern for such names.
SHARED_OBJECT = pattern(r"\.so(\.[0-9.*]+|\*)?$", having=".so")
# Of one file; no Dockerfile that people write takes a hundredth part. Each may keep a kilobyte or two.
MOST_STEPS = 100_000
# So many comparisons with a pattern count as one step.
CHEAP = 32
# Characters of files of the build context, counted each time that one is read: manifests are read for each command.
MOST_TEXT = 128 * 1024 * 1024
Arrived: TypeAlias = tuple[Artifact, ...]
PROGRAM_DIRECTORIES = frozenset({"bin", "sbin", "libexec"})
DIRECTORY_NAMES = frozenset(
    "bin sbin lib lib64 libexec release debug build out dist src target usr local publish".split()
)


class Node(NamedTuple):
    """What is known of a path; ``tree``: it holds for everything below as well."""

    artifact: Artifact
    tree: bool


Names: TypeAlias = SharedMap[str, None]
NO_NODES: SharedMap[str, Node] = SharedMap()
NOTHING_ARRIVED: SharedMap[str, Arrived] = SharedMap()
NO_NAMES: Names = SharedMap()
NO_DIRECTORIES: SharedMap[str, Names] = SharedMap()


class Landed(NamedTuple):
    """A native artifact that a copy or a download brought to ``path``; judged at the stage's end."""

    path: str
    artifact: Artifact


class Work:
    """Counts what is done for one file: instructions, commands, and the files that they write or copy.

    A few lines can copy a tree into itself over and over, or call functions that call each other; the count, which is
    the same on every machine, ends that. ``line`` is the one at work, from 1.
    """

    __slots__ = ("done", "line", "text")

    def __init__(self) -> None:
        self.done = 0
        self.line = 0
        self.text = 0

    def spend(self, steps: int = 1) -> None:
        """Count some steps.

        Raises:
            LimitError: the file asks for too many.
        """
        self.done += steps
        if self.done > MOST_STEPS:
            where = f"line {self.line}: " if self.line else ""
            raise LimitError(
                f"{where}dfix stops here, after {MOST_STEPS} instructions, commands and files in one Dockerfile"
            )

    def admits(self, text: str) -> bool:
        """Whether one more text of the build context is read; what is not read is not known."""
        self.text += len(text)
        return self.text <= MOST_TEXT


class FileTree:
    """Paths and what is known of them; every operation costs as much as it changes, and a copy nothing.

    ``nodes`` holds what is known of each path, ``arrived`` the native artifacts that came from elsewhere, both in
    the order in which they came. ``names`` are the names in each directory at or below which either of them has
    something; ``unclear`` are the paths with unknown text. ``has_environments``: a language environment arrived,
    which may be gone.
    """

    __slots__ = ("_held", "arrived", "has_environments", "names", "nodes", "unclear", "work")

    def __init__(self, work: Work | None = None) -> None:
        """Nothing is known; ``work`` counts what is done."""
        self.work = work or Work()
        self.nodes: SharedMap[str, Node] = NO_NODES
        self.arrived: SharedMap[str, Arrived] = NOTHING_ARRIVED
        self.names: SharedMap[str, Names] = NO_DIRECTORIES
        self.unclear: Names = NO_NAMES
        self.has_environments = False
        # What ``holds`` found, while ``nodes`` stay what they were then.
        self._held: tuple[SharedMap[str, Node], dict[str, bool]] = (NO_NODES, {})

    def copy(self) -> "FileTree":
        """A tree that can change without this one."""
        twin = FileTree(self.work)
        twin.nodes, twin.arrived, twin.names, twin.unclear = self.nodes, self.arrived, self.names, self.unclear
        twin.has_environments = self.has_environments
        return twin

    @property
    def landed(self) -> Iterator[Landed]:
        """What landed, in the order in which it came."""
        return (Landed(path, artifact) for path, artifacts in self.arrived.items() for artifact in artifacts)

    def put(self, path: str, node: Node) -> None:
        """Set what is known of a path; what was known below a file is gone."""
        self.work.spend()
        if not node.tree:
            self.remove(path)
        self.nodes = self.nodes.with_value(path, node)
        self.enter(path)

    def land(self, path: str, artifact: Artifact) -> None:
        """Add a native artifact that arrives from elsewhere."""
        self.arrived = self.arrived.with_value(path, (*self.arrived.get(path, ()), artifact))
        self.has_environments = self.has_environments or artifact.environment is not None
        self.enter(path)

    def remove(self, path: str) -> None:
        """Remove a path, or the paths that a pattern means, and all below them."""
        if path.endswith("/*"):
            self._remove_exactly(path[:-2] or "/")
        elif path in self.nodes or not is_pattern(path):
            self._remove_exactly(path)
        else:
            for match in self.matching(path):
                self._remove_exactly(match)

    def landed_below(self, path: str) -> list[Landed]:
        """What landed at a path and below it."""
        return self.landed_at(self._at_and_below(path))

    def landed_at(self, paths: Iterable[str]) -> list[Landed]:
        """What landed at these paths themselves, in the order in which it came."""
        return [Landed(path, one) for path in self.arrived.in_order(paths) for one in self.arrived[path]]

    def has_below(self, path: str) -> bool:
        """Whether something is known below a path."""
        return any(one in self.nodes for one in self._at_and_below(path) if one not in (path, "/"))

    def holds(self, name: str) -> bool:
        """Whether a file of that name, a pattern that may mean it, or a directory of libraries is known.

        A project that is configured installs no library of the system into its own directory of libraries.
        """
        if self._held[0] is not self.nodes:
            self._held = (self.nodes, {})
        held = self._held[1]
        if name not in held:
            held[name] = any(_may_hold(path, node, name) for path, node in self.nodes.items())
        return held[name]

    def may_hold_own(self, name: str) -> bool:
        """Whether a library that a build makes itself is known, of any version, or a directory in which it may be."""
        if self._held[0] is not self.nodes:
            self._held = (self.nodes, {})
        held, key = self._held[1], f"own {name}"
        if key not in held:
            held[key] = any(_may_be_own(path, node, name) for path, node in self.nodes.items())
        return held[key]

    def find(self, path: str) -> Node | None:
        """What is known of one path: of itself, or by the nearest tree above it."""
        if path in self.nodes:
            return self.nodes[path]
        self.work.spend(len(self.unclear) // CHEAP)
        for written in self.unclear:
            if written in self.nodes and _matcher(written).match(path):
                return self.nodes[written]
        above = path
        while above != "/":
            above = above[: above.rfind("/")] or "/"
            node = self.nodes.get(above)
            if node is not None:
                return _child(node, path[len(above) :].lstrip("/")) if node.tree else None
        return None

    def below(self, path: str) -> Iterator[tuple[str, Node]]:
        """The known paths strictly below ``path``, relative to it."""
        start = len(path.rstrip("/")) + 1
        for inner in self.nodes.in_order(self._at_and_below(path)):
            if inner not in (path, "/"):
                yield inner[start:], self.nodes[inner]

    def matching(self, pattern: str) -> list[str]:
        """The known paths that a pattern with ``*``, ``?``, ``[…]`` or unknown text may mean."""
        matcher = _matcher(pattern)
        directory = parted(PLAIN.match(pattern)[0])[0]  # type: ignore[index]  # it matches any text
        paths = self.nodes.in_order(self._at_and_below(directory))
        self.work.spend(len(paths) // CHEAP)
        return [path for path in paths if matcher.match(path)]

    def join(self, trees: "list[FileTree]") -> "FileTree":
        """The tree after one of several ways was taken: what all agree on stays, the rest is less sure."""
        joined = self.copy()
        joined.has_environments = any(tree.has_environments for tree in trees)
        for path, nodes in _changed_nodes(self.nodes, [tree.nodes for tree in trees]):
            joined.nodes = joined.nodes.without(path)
            if nodes:
                node = Node(_joined(nodes, len(trees)), any(node.tree for node in nodes))
                joined.nodes = joined.nodes.with_value(path, node)
                joined.enter(path)
        for path, artifacts in _changed_arrivals(self.arrived, [tree.arrived for tree in trees]):
            joined.arrived = joined.arrived.with_value(path, artifacts)
            joined.enter(path)
        return joined

    def enter(self, path: str) -> None:
        """Enter the path into what a search goes by."""
        if UNKNOWN_TEXT in path and path not in self.unclear:
            self.unclear = self.unclear.with_value(path, None)
        inner = path
        while inner != "/":
            directory, name = parted(inner)
            names = self.names.get(directory, NO_NAMES)
            if name in names:
                break
            self.names = self.names.with_value(directory, names.with_value(name, None))
            inner = directory

    def _at_and_below(self, path: str) -> Iterator[str]:
        """A path, and all entered paths and directories below it."""
        waiting = [path]
        while waiting:
            one = waiting.pop()
            yield one
            prefix = one.rstrip("/") + "/"
            waiting += (prefix + name for name in self.names.get(one, NO_NAMES))

    def _remove_exactly(self, path: str) -> None:
        for one in list(self._at_and_below(path)):
            self.nodes, self.arrived = self.nodes.without(one), self.arrived.without(one)
            self.names = self.names.without(one)
        self._leave(path)

    def _leave(self, path: str) -> None:
        """Take a path, and the directories above it in which nothing is left, out of what a search goes by."""
        inner = path
        while inner != "/" and inner not in self.nodes and inner not in self.arrived and inner not in self.names:
            directory, name = parted(inner)
            names = self.names.get(directory, NO_NAMES)
            if name not in names:
                break
            rest = names.without(name)
            self.names = self.names.with_value(directory, rest) if rest else self.names.without(directory)
            inner = directory


def parted(path: str) -> tuple[str, str]:
    """The directory of an absolute path that is not the root, and the name in it."""
    at = path.rfind("/")
    return path[:at] or "/", path[at + 1 :]


# Directories whose own directories of libraries the loader searches.
ABOVE_LIBRARIES = frozenset({"/usr", "/usr/local"})


def _may_hold(path: str, node: Node, name: str) -> bool:
    """Whether a known path is a library of that name, may mean one, or may have it in it."""
    last = path.rsplit("/", 1)[-1]
    if last == name or (is_pattern(last) and _matcher(last).match(name)):
        return True
    if node.tree and last in ("lib", "lib64", "libs") and _may_hold_others(node.artifact):
        return True
    if node.tree and path in ABOVE_LIBRARIES and node.artifact.kind is Kind.UNKNOWN:
        return True
    return OWN_DIRECTORIES.get(name) in path.split("/")


def _may_be_own(path: str, node: Node, name: str) -> bool:
    """Whether a known path is a library of that name (``libfoo.so``), or a tree that holds more than programs."""
    last = path.rsplit("/", 1)[-1]
    if last.startswith(name) or (is_pattern(last) and _matcher(last).match(name)):
        return True
    if node.artifact.kind is Kind.LIBRARY and ".so" not in last:
        return True  # what a pattern of libraries matched
    return node.tree and node.artifact.kind is not Kind.PORTABLE and last not in PROGRAM_DIRECTORIES


def _changed_nodes(before: SharedMap[str, Node], ways: list[SharedMap[str, Node]]) -> Iterator[tuple[str, list[Node]]]:
    """Each path that a way changed, and its nodes in those ways that know it."""
    changed = (path for way in ways for path in (*way.changed(before), *before.changed(way)))
    for path in dict.fromkeys(changed):
        yield path, [way[path] for way in ways if path in way]


def _changed_arrivals(
    before: SharedMap[str, Arrived], ways: list[SharedMap[str, Arrived]]
) -> Iterator[tuple[str, Arrived]]:
    """Each path at which something arrived in a way, and all that arrived there, each artifact once."""
    for path in dict.fromkeys(path for way in ways for path in way.changed(before)):
        artifacts = (artifact for way in ways for artifact in way.get(path, ()))
        yield path, tuple({id(artifact): artifact for artifact in artifacts}.values())


def _joined(nodes: list[Node], ways: int) -> Artifact:
    """What is known of a path that some of the ways know."""
    artifacts = [node.artifact for node in nodes]
    first = min(artifacts, key=lambda artifact: artifact.confidence)
    environment = _of_all_ways([artifact.environment for artifact in artifacts])
    if environment is not None:
        is_one = len({artifact.linkage for artifact in artifacts}) == 1
        first = first._replace(environment=environment, linkage=first.linkage if is_one else Linkage.UNKNOWN)
    elif len({artifact.same_nature for artifact in artifacts}) > 1:
        return UNKNOWN._replace(because="it depends on which branch ran", provenance=first.provenance)
    if len(nodes) < ways:
        return first._replace(confidence=min(first.confidence, Confidence.LIKELY))
    return first


def _of_all_ways(environments: list[Environment | None]) -> Environment | None:
    """One environment that every way leads to, with the packages that all of them bring; None where there is none."""
    first, *others = environments
    for other in others:
        if first is None or other is None or _bare(first) != _bare(other):
            return None
        first = first._replace(
            packages=_in_both(first.packages, other.packages), names=_in_both(first.names, other.names)
        )
    return first


def _in_both(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    held = frozenset(others)
    return tuple(name for name in some if name in held)


def _bare(environment: Environment) -> Environment:
    """The environment without its packages."""
    return environment._replace(packages=(), names=())


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> re.Pattern[str]:
    from dfix.text.globs import tree_glob

    return tree_glob(pattern)


def _may_hold_others(artifact: Artifact) -> bool:
    """Whether a directory may have libraries of the system in it."""
    project = artifact.made.project if artifact.made else None
    return artifact.kind is not Kind.PORTABLE and (project is None or project.prefix is None)


# Archives that a toolchain leaves beside what they hold.
PACKED = (".tar.gz", ".tgz")


def inside(artifact: Artifact, relative: str) -> Artifact:
    """The nature of one path inside a tree, refined by its name."""
    name = relative.rsplit("/", 1)[-1]
    parts = relative.split("/")
    if artifact.environment and name.endswith(ARCHIVES.get(artifact.environment.language, ())):
        return artifact
    if artifact.made and artifact.made.toolchain.packs_products and name.endswith(PACKED):
        return artifact._replace(kind=Kind.UNKNOWN)
    if is_portable_name(name) or PORTABLE_PARTS & set(parts[:-1]) or parts[0] in ("include", "share"):
        return portable_like(artifact)
    if artifact.unnamed:
        return _of_unnamed(artifact, parts)
    if SHARED_OBJECT.search(name) and artifact.kind is Kind.PROGRAM:
        return artifact._replace(kind=Kind.LIBRARY)
    return artifact


def _of_unnamed(artifact: Artifact, parts: list[str]) -> Artifact:
    """A file of a tree that holds a program of that nature somewhere: the program, or something else."""
    name = parts[-1]
    if is_data_name(name):
        return portable_like(artifact)._replace(confidence=Confidence.POSSIBLE)
    if SHARED_OBJECT.search(name):
        return artifact._replace(kind=Kind.LIBRARY, unnamed=False)
    if "." in name:
        return UNKNOWN._replace(because="the directory also has files that are not programs")
    if artifact.made and artifact.made.toolchain.links_by_project and artifact.is_dynamic:
        # A library's name tells that it is shared. What a program is, the project's own files decide.
        project = artifact.made.project
        is_usual = not is_pattern(name) or all(map(_is_for_products, parts[:-1]))
        is_sure = is_usual and project is not None and project.shows_shared
        lower = Confidence.LIKELY if is_sure else Confidence.POSSIBLE
        return artifact._replace(confidence=min(artifact.confidence, lower), unnamed=False)
    if len(parts) == 1:
        return _weaker(artifact)
    if any(map(is_build_name, parts[:-1])):
        return _weaker(artifact)._replace(confidence=Confidence.POSSIBLE)
    return UNKNOWN._replace(because="the directory also has files that are not programs")


def _is_for_products(name: str) -> bool:
    """Whether a directory of that name usually holds what a build makes: not packages/ or dist-deb/."""
    return name in DIRECTORY_NAMES or is_build_name(name)


def _child(node: Node, relative: str) -> Node:
    """One path inside a tree; a directory only where its name is one of the usual ones."""
    return Node(inside(node.artifact, relative), relative.rsplit("/", 1)[-1] in DIRECTORY_NAMES)


def portable_like(artifact: Artifact) -> Artifact:
    """A portable file with the same provenance."""
    return PORTABLE._replace(provenance=artifact.provenance)


def _weaker(artifact: Artifact) -> Artifact:
    """The same nature for one named file, which is likely at best."""
    lower = min(artifact.confidence, Confidence.LIKELY)
    return artifact._replace(confidence=lower, unnamed=False)
