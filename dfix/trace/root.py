"""The abstract root filesystem of a stage: known paths, and what the base brings."""

import re
from collections.abc import Iterator
from enum import Enum
from fnmatch import translate
from functools import cache
from typing import NamedTuple

from dfix.confidence import Confidence
from dfix.images import Image, Libc, Release
from dfix.images.toolchains import ships_compiler
from dfix.syntax.expand import HOLE
from dfix.trace.artifact import PORTABLE, UNKNOWN, Artifact, Kind

PORTABLE_ENDINGS = re.compile(
    r"\.(a|h|hpp|c|cc|cpp|go|rs|py|pyc|js|mjs|cjs|ts|css|html?|json|ya?ml|toml|xml|txt|md|conf|cfg|ini|cnf|pem|crt|"
    r"key|sh|bash|rb|php|pl|lua|sql|jar|war|ear|class|svg|png|jpe?g|gif|ico|woff2?|ttf|map|wasm|pc|cmake|la|mo|po|"
    r"tmpl|tpl|gotmpl|proto|lock|sum|mod|properties|service|env|example|csv|dat|db|mmdb|gz|xz|zip|zst|bz2|tgz|apk|deb|rpm)$"
)
PORTABLE_PARTS = frozenset({"include", "share", "man", "doc", "docs", "etc", "pkgconfig", "cmake", "static", "assets"})
SHARED_OBJECT = re.compile(r"\.so(\.[0-9.]+)?$")
DIRECTORY_NAMES = frozenset(("bin sbin lib lib64 libexec release debug build out dist src target usr local").split())
DATA_NAMES = re.compile(
    r"^(static|templates?|public|assets|configs?|conf|migrations?|web|www|views?|html|dist|ui|data|docs?|resources?|"
    r"scripts?|locales?|i18n|certs?|ssl|swagger|LICENSE.*|README.*|Makefile|Dockerfile.*|[A-Z]+)$"
)


class Answer(Enum):
    """Whether something holds in every, no, or only some of the ways a build may go."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Loader(NamedTuple):
    """A dynamic loader that stands in a root; ``compat``: not the libc itself but an imitation of it."""

    libc: Libc
    version: str | None
    compat: bool = False


class Node(NamedTuple):
    """What is known of a path; ``tree``: it holds for everything below as well."""

    artifact: Artifact
    tree: bool


class Landed(NamedTuple):
    """A native artifact that a copy or a download brought to ``path``; judged at the stage's end."""

    path: str
    artifact: Artifact


class Root:
    """A root filesystem while a stage is interpreted; ``copy`` before changing a shared one.

    ``loaders`` are those known to stand in it; ``closed`` tells that no other can: False once
    something unknown may have brought one.
    """

    __slots__ = (
        "closed",
        "family_sure",
        "image",
        "landed",
        "loaders",
        "nodes",
        "packages",
        "release",
        "release_sure",
        "settings",
    )

    def __init__(self, image: Image | None, release: Release | None) -> None:
        """The root of a base image; both None: nothing is known of it."""
        self.image = image
        self.release = release
        self.family_sure = image.family_sure if image else Confidence.CERTAIN
        self.release_sure = image.release_sure if image else Confidence.CERTAIN
        self.nodes: dict[str, Node] = {}
        self.loaders = tuple(Loader(libc, release.libc_version) for libc in release.libcs) if release else ()
        self.closed = release is not None
        self.packages: frozenset[str] = frozenset()
        self.settings: dict[str, str] = {}
        self.landed: tuple[Landed, ...] = ()

    def copy(self) -> "Root":
        """A root that can change without this one."""
        twin = Root(self.image, self.release)
        for slot in ("loaders", "closed", "packages", "landed"):
            setattr(twin, slot, getattr(self, slot))
        twin.nodes, twin.settings = dict(self.nodes), dict(self.settings)
        return twin

    @property
    def libc(self) -> Libc | None:
        """The libc that programs built here are linked with; None when not known."""
        if self.release is None or not self.release.libcs:
            return None
        return self.release.libcs[0]

    def offers(self, libc: Libc) -> Answer:
        """Whether a program of that libc finds its loader."""
        if any(loader.libc is libc for loader in self.loaders):
            return Answer.YES
        return Answer.NO if self.closed else Answer.UNKNOWN

    def loader(self, libc: Libc) -> Loader | None:
        """That libc's loader."""
        return next((loader for loader in self.loaders if loader.libc is libc), None)

    def has_compiler(self) -> Answer:
        """Whether a C compiler stands in it."""
        if self.packages & COMPILER_PACKAGES:
            return Answer.YES
        known = ships_compiler(self.image) if self.image else None
        return Answer.UNKNOWN if known is None else Answer.YES if known else Answer.NO

    def put(self, path: str, artifact: Artifact, *, tree: bool = False) -> None:
        """A file or a tree is written; what was known below it is gone."""
        if not tree:
            self.remove(path)
        self.nodes[path] = Node(artifact, tree)
        if not tree:
            self._notice_loader(path, artifact)

    def land(self, path: str, artifact: Artifact) -> None:
        """A native artifact arrives from elsewhere."""
        self.landed = (*self.landed, Landed(path, artifact))

    def _notice_loader(self, path: str, artifact: Artifact) -> None:
        """A file under a loader's name makes the root offer that loader."""
        for libc, pattern in LOADER_NAMES.items():
            if pattern.search(path):
                version = artifact.abi.version if artifact.abi else None
                self.add_loader(Loader(libc, version, compat=libc not in (self.libc, None)))

    def remove(self, path: str) -> None:
        """A path, or what a pattern means, and all below it is removed."""
        if path.endswith("/*"):
            self._remove_exactly(path[:-2] or "/")
        elif path in self.nodes or not is_pattern(path):
            self._remove_exactly(path)
        else:
            for known in self.matching(path):
                self._remove_exactly(known)

    def _remove_exactly(self, path: str) -> None:
        below = path.rstrip("/") + "/"
        for known in [k for k in self.nodes if k == path or k.startswith(below)]:
            del self.nodes[known]
        if self.landed:
            self.landed = tuple(one for one in self.landed if one.path != path and not one.path.startswith(below))

    def add_loader(self, loader: Loader) -> None:
        """A loader is put into it."""
        if loader not in self.loaders:
            self.loaders = (*self.loaders, loader)

    def find(self, path: str) -> Node | None:
        """What is known of one path: of itself, or by the nearest tree above it."""
        if path in self.nodes:
            return self.nodes[path]
        for known, node in self.nodes.items():
            if HOLE in known and _matcher(known).match(path):
                return node
        above = path
        while above != "/":
            above = above.rsplit("/", 1)[0] or "/"
            tree = self.nodes.get(above)
            if tree is not None:
                return _child(tree, path[len(above) :].lstrip("/")) if tree.tree else None
        return None

    def below(self, path: str) -> Iterator[tuple[str, Node]]:
        """The known paths strictly below ``path``, relative to it."""
        prefix = path.rstrip("/") + "/"
        for known, node in self.nodes.items():
            if known.startswith(prefix) and known != "/":
                yield known[len(prefix) :], node

    def matching(self, pattern: str) -> list[str]:
        """The known paths that a pattern with ``*``, ``?``, ``[…]`` or holes may mean."""
        matcher = _matcher(pattern)
        return [path for path in self.nodes if matcher.match(path)]


LOADER_NAMES = {
    Libc.GLIBC: re.compile(
        r"^/(lib|lib64|usr/lib|usr/lib64|lib/[\w-]+-linux-gnu\w*)/ld-(linux[\w.-]*\.so\.\d|\d[\d.]*\.so)"
    ),
    Libc.MUSL: re.compile(r"^/lib/ld-musl-\w+\.so\.1"),
}
COMPILER_PACKAGES = frozenset(("gcc g++ clang build-base build-essential base-devel alpine-sdk gcc-c++ go cc").split())


@cache
def _matcher(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern.replace(HOLE, "*")).replace(".*", "[^/]*"))


def is_pattern(path: str) -> bool:
    """Whether a path may mean several files."""
    return HOLE in path or any(char in path for char in "*?[")


def inside(artifact: Artifact, relative: str) -> Artifact:
    """The nature of one path inside a tree, refined by its name."""
    name = relative.rsplit("/", 1)[-1]
    parts = relative.split("/")
    if PORTABLE_ENDINGS.search(name) or PORTABLE_PARTS & set(parts[:-1]) or parts[0] in ("include", "share"):
        return portable_like(artifact)
    if artifact.unnamed:
        return UNKNOWN if len(parts) > 1 or DATA_NAMES.match(name) or "." in name else _weaker(artifact)
    if SHARED_OBJECT.search(name) and artifact.kind is Kind.PROGRAM:
        return artifact._replace(kind=Kind.LIBRARY)
    return artifact


def _child(node: Node, relative: str) -> Node:
    """One path inside a tree; a directory only where its name is one of the usual ones."""
    return Node(inside(node.artifact, relative), relative.rsplit("/", 1)[-1] in DIRECTORY_NAMES)


def portable_like(artifact: Artifact) -> Artifact:
    """A portable file that came the same way."""
    return PORTABLE._replace(provenance=artifact.provenance)


def _weaker(artifact: Artifact) -> Artifact:
    lower = min(artifact.confidence, Confidence.LIKELY)
    return artifact._replace(confidence=lower, unnamed=False)


def join_roots(before: Root, roots: list[Root]) -> Root:
    """The root after one of several ways was taken: what all agree on stays, the rest is less sure."""
    joined = before.copy()
    joined.nodes = {}
    for path in dict.fromkeys(path for root in roots for path in root.nodes):
        nodes = [root.nodes[path] for root in roots if path in root.nodes]
        artifacts = [node.artifact for node in nodes]
        same = len({artifact.same_nature for artifact in artifacts}) == 1
        first = min(artifacts, key=lambda artifact: artifact.confidence)
        if not same:
            first = UNKNOWN._replace(because="it differs between the branches", provenance=first.provenance)
        elif len(nodes) < len(roots):
            first = first._replace(confidence=min(first.confidence, Confidence.LIKELY))
        joined.nodes[path] = Node(first, any(node.tree for node in nodes))
    joined.loaders = tuple(dict.fromkeys(loader for root in roots for loader in root.loaders))
    joined.landed = tuple({id(one.artifact): one for root in roots for one in root.landed}.values())
    joined.closed = all(root.closed for root in roots)
    joined.packages = frozenset().union(*(root.packages for root in roots))
    for root in roots:
        joined.settings |= root.settings
    return joined
