"""The abstract root filesystem of a stage: its files, and which loaders stand in it."""

from collections.abc import Mapping
from enum import Enum

from dfix.confidence import Confidence
from dfix.context import Folder
from dfix.images import Image, Libc, Release
from dfix.images.toolchains import ships_compiler
from dfix.trace.state.arch import TARGET
from dfix.trace.state.artifact import Artifact, Place
from dfix.trace.state.file_tree import FileTree, Node
from dfix.trace.state.loader import LOADER_PATHS, Loader


class Answer(Enum):
    """Whether something holds in every, no, or only some of the ways a build may go."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Root:
    """A root filesystem while a stage is interpreted; ``copy`` before changing a shared one.

    ``loaders`` are those known to stand in it; ``closed`` tells that no other can: False once
    something unknown may have brought one. ``place`` is the first link of the chains of what its
    base holds, ``arch`` what its commands run on (see ``arch.py``).
    """

    __slots__ = (
        "arch",
        "closed",
        "context",
        "family_sure",
        "files",
        "image",
        "loaders",
        "packages",
        "place",
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
        self.files = FileTree()
        self.loaders = tuple(Loader(libc, release.libc_version) for libc in release.libcs) if release else ()
        self.closed = release is not None
        self.packages: frozenset[str] = frozenset()
        self.settings: dict[str, str] = {}
        self.place: Place | None = None
        self.arch = TARGET
        self.context: Folder | None = None

    def copy(self) -> "Root":
        """A root that can change without this one."""
        twin = Root(self.image, self.release)
        for slot in ("loaders", "closed", "packages", "place", "arch", "context"):
            setattr(twin, slot, getattr(self, slot))
        twin.files, twin.settings = self.files.copy(), dict(self.settings)
        return twin

    def become(self, other: "Root") -> None:
        """Take over everything of another root."""
        for slot in self.__slots__:
            setattr(self, slot, getattr(other, slot))

    def move_in(self, source: "Root") -> None:
        """A whole root is copied over an empty one: what the source's base brought is here now."""
        self.image, self.release, self.closed = source.image, source.release, source.closed
        self.family_sure, self.release_sure = source.family_sure, source.release_sure
        self.packages |= source.packages
        self.settings |= source.settings

    @property
    def nodes(self) -> Mapping[str, Node]:
        """What stands where."""
        return self.files.nodes

    @property
    def is_empty(self) -> bool:
        """Whether its base is scratch."""
        return self.release is not None and self.release.distro == "scratch"

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

    @property
    def has_real_glibc(self) -> Answer:
        """Whether glibc itself stands in it, with its ldconfig: a package that imitates it does not count."""
        if any(loader.libc is Libc.GLIBC and not loader.compat for loader in self.loaders):
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

    def is_directory(self, path: str) -> bool:
        """Whether a path is known to be a directory."""
        if path in STANDARD_DIRECTORIES or f"dir:{path}" in self.settings:
            return True
        node = self.nodes.get(path)
        return bool(node and node.tree) or self.files.has_below(path)

    def read(self, path: str) -> str | None:
        """The text of a file that was copied out of the build context, where the context is at hand."""
        source = self._in_context(path)
        return self.context.read(source) if self.context and source is not None else None

    def names(self, path: str) -> tuple[str, ...]:
        """What a directory that was copied out of the build context holds, where the context is at hand."""
        source = self._in_context(path)
        return self.context.names(source) if self.context and source is not None else ()

    def _in_context(self, path: str) -> str | None:
        """Where in the build context a path comes from."""
        above, rest = path, ""
        while above:
            source = self.settings.get(f"context:{above}")
            if source is not None:
                return f"{source}/{rest}"
            above, _, name = above.rpartition("/")
            rest = f"{name}/{rest}" if rest else name
        source = self.settings.get("context:/")
        return None if source is None else f"{source}/{rest}"

    def put(self, path: str, artifact: Artifact, *, tree: bool = False) -> None:
        """A file or a tree is written; what was known below a file is gone."""
        self.files.put(path, Node(artifact, tree))
        if not tree:
            self._notice_loader(path, artifact)

    def _notice_loader(self, path: str, artifact: Artifact) -> None:
        """A file under a loader's name makes the root offer that loader."""
        for libc, pattern in LOADER_PATHS.items():
            if pattern.search(path):
                version = artifact.abi.version if artifact.abi and artifact.abi.libc is libc else None
                self.add_loader(Loader(libc, version, compat=libc not in (self.libc, None)))

    def add_loader(self, loader: Loader) -> None:
        """A loader is put into it."""
        if loader not in self.loaders:
            self.loaders = (*self.loaders, loader)


# Directories that every base image has.
STANDARD_DIRECTORIES = frozenset(
    (
        "/ /bin /sbin /lib /lib64 /etc /opt /tmp /root /home /usr /usr/bin /usr/sbin /usr/lib /usr/share /usr/local "
        "/usr/local/bin /usr/local/sbin /usr/local/lib /usr/local/share /var /srv /mnt"
    ).split()
)
COMPILER_PACKAGES = frozenset(("gcc g++ clang build-base build-essential base-devel alpine-sdk gcc-c++ go cc").split())


def join_roots(before: Root, roots: list[Root]) -> Root:
    """The root after one of several ways was taken."""
    joined = before.copy()
    joined.files = before.files.join([root.files for root in roots])
    joined.loaders = tuple(dict.fromkeys(loader for root in roots for loader in root.loaders))
    joined.closed = all(root.closed for root in roots)
    joined.packages = frozenset().union(*(root.packages for root in roots))
    for root in roots:
        joined.settings |= root.settings
    return joined
