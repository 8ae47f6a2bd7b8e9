"""The abstract root filesystem of a stage: its files, and which loaders are in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce

from dfix.confidence import Confidence
from dfix.context import FileFact, Folder
from dfix.images import Image, Libc, Release
from dfix.images.toolchains import ships_compiler
from dfix.shared_map import SharedMap
from dfix.trace.state.arch import TARGET
from dfix.trace.state.artifact import Artifact, Kind, Place
from dfix.trace.state.facts import DeletedFile, Fact, StageFacts
from dfix.trace.state.file_tree import FileTree, Node
from dfix.trace.state.installed import Installed
from dfix.trace.state.loader import LIBRARY_FILE, LOADER_PATHS, Loader
from dfix.tristate import Tristate


class Root:
    """A root filesystem while a stage is interpreted; ``copy`` before changing a shared one.

    ``loaders`` are those that are in it whichever way the build went, ``possible_loaders`` those that
    only some ways brought; ``closed`` tells that no other can be there: False once something unknown
    may have brought one. ``packages`` are all that any way of the build ever installed, removed again or
    not; ``installed`` are those that are there now. ``place`` is the first link of the chains of what its base holds,
    ``arch`` what its commands run on (see ``arch.py``). ``carried`` are whole roots of other stages that were
    copied into directories of this one.
    """

    __slots__ = (
        "arch",
        "carried",
        "closed",
        "context",
        "facts",
        "family_sure",
        "files",
        "image",
        "installed",
        "loaders",
        "packages",
        "place",
        "possible_loaders",
        "release",
        "release_sure",
    )

    def __init__(self, image: Image | None, release: Release | None) -> None:
        """The root of a base image; both None: nothing is known of it."""
        self.image = image
        self.release = release
        self.family_sure = image.family_sure if image else Confidence.CERTAIN
        self.release_sure = image.release_sure if image else Confidence.CERTAIN
        self.files = FileTree()
        self.loaders = tuple(Loader(libc, release.libc_version) for libc in release.libcs) if release else ()
        self.possible_loaders: tuple[Loader, ...] = ()
        self.closed = release is not None
        self.packages: frozenset[str] = frozenset()
        self.installed = Installed()
        self.facts = StageFacts()
        self.carried: SharedMap[str, Root | None] = SharedMap()
        self.place: Place | None = None
        self.arch = TARGET
        self.context: Folder | None = None

    def copy(self) -> "Root":
        """A root that can change without this one; only its file tree is not immutable."""
        twin = Root.__new__(Root)
        twin.become(self)
        twin.files = self.files.copy()
        return twin

    def become(self, other: "Root") -> None:
        """Take over all that another root holds."""
        for slot in self.__slots__:
            setattr(self, slot, getattr(other, slot))

    def move_in(self, source: "Root") -> None:
        """Copy a whole root over an empty one: what the source's base and packages brought is in it now."""
        self.image, self.release, self.closed = source.image, source.release, source.closed
        self.family_sure, self.release_sure = source.family_sure, source.release_sure
        self.packages |= source.packages
        self.installed = source.installed
        self.facts = source.facts

    def carry(self, path: str, root: "Root") -> None:
        """Keep another root, which is copied whole into a directory of this one."""
        self.carried = self.carried.with_value(path, root)

    def carried_root(self, path: str) -> "Root | None":
        """The whole root that is in a directory; None where none is."""
        return self.carried.get(path, None)

    def learn(self, fact: Fact) -> None:
        """Take in what a command or an instruction decides for those that come after it."""
        self.facts = self.facts.learn(fact)

    def install(self, packages: frozenset[str], *, recommends: bool = False, group: str = "") -> None:
        """Add packages that are installed whichever way the build goes."""
        self.packages |= packages
        self.installed = self.installed.install(packages, recommends=recommends, group=group)

    def remove(self, path: str) -> None:
        """Remove a path and all below it."""
        self.files.remove(path)
        self.facts = self.facts.forget_builds(path)
        for directory, root in self.carried.items():
            if root is not None and f"{path}/".startswith(f"{directory}/"):
                rest = root.copy()
                rest.remove(path[len(directory) :] or "/")
                self.carried = self.carried.with_value(directory, rest if path != directory else None)
        if LIBRARY_FILE.search(path):
            self.learn(DeletedFile(path))

    @property
    def nodes(self) -> Mapping[str, Node]:
        """What is known of each path."""
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

    def offers(self, libc: Libc) -> Tristate:
        """Whether a program of that libc finds its loader."""
        return self._has_loader(lambda loader: loader.libc is libc)

    @property
    def has_real_glibc(self) -> Tristate:
        """Whether glibc itself is in it, with its ldconfig: a package that imitates it does not count."""
        return self._has_loader(lambda loader: loader.libc is Libc.GLIBC and not loader.compat)

    def _has_loader(self, fits: Callable[[Loader], bool]) -> Tristate:
        if any(map(fits, self.loaders)):
            return Tristate.YES
        return Tristate.UNKNOWN if not self.closed or any(map(fits, self.possible_loaders)) else Tristate.NO

    def loader(self, libc: Libc) -> Loader | None:
        """That libc's loader."""
        return next((loader for loader in self.loaders if loader.libc is libc), None)

    def has_compiler(self) -> Tristate:
        """Whether a C compiler is in it."""
        shipped = ships_compiler(self.image) if self.image else Tristate.UNKNOWN
        return shipped | self.installed.holds_any(COMPILER_PACKAGES)

    def is_directory(self, path: str) -> bool:
        """Whether a path is known to be a directory."""
        if path in STANDARD_DIRECTORIES or self.facts.directories.get(path, Tristate.NO) is not Tristate.NO:
            return True
        node = self.nodes.get(path)
        return bool(node and node.tree) or self.files.has_below(path)

    def read(self, path: str) -> str | None:
        """The text of a file that was copied out of the build context, where the context is available.

        None after very much text was read for one Dockerfile.
        """
        source = self.context_source(path)
        text = self.context.read(source) if self.context and source is not None else None
        return text if text is not None and self.files.work.admits(text) else None

    def context_file(self, path: str) -> tuple[str, FileFact] | None:
        """The name and the facts of the file of the build context that was copied to a path; None for none."""
        source = self.context_source(path)
        fact = self.context.fact(source.strip("/")) if self.context and source is not None else None
        return (source.strip("/"), fact) if source is not None and fact is not None else None

    def names(self, path: str) -> tuple[str, ...]:
        """The names of what was copied out of the build context into a directory, where the context is available."""
        if self.context is None:
            return ()
        source = self.context_source(path)
        listed = self.context.names(source) if source is not None else ()
        return tuple(sorted({*listed, *self._copied_into(path)}))

    def _copied_into(self, path: str) -> Iterator[str]:
        """The names in a directory that are the destinations of their own copies, or lead there.

        None where something else than a build may have written files there: those are not all then.
        """
        node = self.nodes.get(path)
        if node is not None and node.tree and node.artifact.made is None and not _is_from_context(node.artifact):
            return
        above = f"{path.rstrip('/')}/"
        for target, source in self.facts.context_sources.items():
            if source is not None and target.startswith(above) and target != above:
                yield target[len(above) :].partition("/")[0]

    def context_source(self, path: str) -> str | None:
        """Where in the build context a path comes from."""
        sources = self.facts.context_sources
        # What is in the root directory may come as "//name": its readers join names to a directory.
        above, rest = f"/{path.lstrip('/')}" if path.strip("/") else "", ""
        while above:
            source = sources.get(above, None)
            if source is not None:
                return f"{source}/{rest}"
            above, _, name = above.rpartition("/")
            rest = f"{name}/{rest}" if rest else name
        source = sources.get("/", None)
        return None if source is None else f"{source}/{rest}"

    def put(self, path: str, artifact: Artifact, *, tree: bool = False) -> None:
        """Write a file or a tree; what was known below a file is gone."""
        self.files.put(path, Node(artifact, tree))
        if not tree:
            self._notice_loader(path, artifact)

    def _notice_loader(self, path: str, artifact: Artifact) -> None:
        """Add the loader whose name a file has where the kernel looks for it."""
        for libc, pattern in LOADER_PATHS.items():
            if pattern.search(path):
                version = artifact.abi.version if artifact.abi and artifact.abi.libc is libc else None
                self.add_loader(Loader(libc, version, compat=libc not in (self.libc, None)))

    def add_loader(self, loader: Loader) -> None:
        """Add a loader that is in it whichever way the build goes."""
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


def join_roots(before: Root, roots: Sequence[Root]) -> Root:
    """The root after one of several ways was taken from ``before``; there is at least one way."""
    joined = before.copy()
    joined.files = before.files.join([root.files for root in roots])
    joined.loaders = _in_all([root.loaders for root in roots])
    joined.possible_loaders = _only_in_some(roots, joined.loaders)
    joined.closed = all(root.closed for root in roots)
    joined.packages = frozenset().union(*(root.packages for root in roots))
    joined.installed = reduce(Installed.join, (root.installed for root in roots))
    joined.carried = reduce(_join_carried, (root.carried for root in roots))
    joined.facts = reduce(StageFacts.join, (root.facts for root in roots))
    return joined


def _join_carried(one: SharedMap[str, Root | None], other: SharedMap[str, Root | None]) -> SharedMap[str, Root | None]:
    return one.join(other, None, lambda mine, others: mine if mine is others else None)


def _in_all(loaders: Iterable[tuple[Loader, ...]]) -> tuple[Loader, ...]:
    """The loaders that every way brings."""
    first, *others = loaders
    return tuple(loader for loader in first if all(loader in other for other in others))


def _only_in_some(roots: Sequence[Root], in_all: tuple[Loader, ...]) -> tuple[Loader, ...]:
    """The loaders that a way brings, or may bring, and not every way does."""
    loaders = (loader for root in roots for loader in (*root.loaders, *root.possible_loaders))
    return tuple(dict.fromkeys(loader for loader in loaders if loader not in in_all))


def _is_from_context(artifact: Artifact) -> bool:
    """Whether nothing but files of the build context were copied into a directory: other sources are less sure."""
    return artifact.kind is Kind.PORTABLE and artifact.confidence > Confidence.POSSIBLE
