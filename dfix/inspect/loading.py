"""What a loader finds when it starts one file of a root filesystem: libraries of libraries included.

Sources: ld.so(8) for glibc (RPATH, LD_LIBRARY_PATH, RUNPATH, the cache, the default directories; symbol
versions are compared exactly, weak ones may be absent); musl's manual and ``ldso/dynlink.c`` for musl
(LD_LIBRARY_PATH, RPATH or RUNPATH of all that asked, ``/etc/ld-musl-ARCH.path`` or three directories; musl itself
answers for the names of libc's parts, and compares no versions).
"""

from collections import deque
from collections.abc import Iterator, Mapping

from dfix.context.binary import ELF, Binary, SymbolVersion
from dfix.inspect.loader_cache import libraries_of
from dfix.inspect.tree import Kind, Root
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

TRIPLETS = {
    "amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu", "arm": "arm-linux-gnueabihf", "386": "i386-linux-gnu",
    "ppc64le": "powerpc64le-linux-gnu", "s390x": "s390x-linux-gnu", "riscv64": "riscv64-linux-gnu",
}  # fmt: skip
WIDE = frozenset({"amd64", "arm64", "s390x", "ppc64le"})
MUSL_STANDARD = ("/lib", "/usr/local/lib", "/usr/lib")
# The names that musl answers for itself.
MUSL_OWN = pattern(r"^lib(c|pthread|rt|m|dl|util|xnet)\.")
# A glibc beside musl, as sgerrand's packages put it on Alpine, has a cache and a directory of its own.
COMPAT = "/usr/glibc-compat"


class Missing(NamedTuple):
    """A library that is not found, and the path of the file that asks for it."""

    name: str
    asked_by: str


class WrongVersion(NamedTuple):
    """A version that a library lacks; ``newest`` is the newest of its family that the library defines, or empty."""

    asked: SymbolVersion
    asked_by: str
    newest: str


class Loaded(NamedTuple):
    """A file in memory, with the files that led to it, itself first."""

    path: str
    binary: Binary
    chain: tuple["Loaded", ...] = ()


class Outcome(NamedTuple):
    """What is missing when a file is loaded."""

    missing: tuple[Missing, ...]
    wrong: tuple[WrongVersion, ...]


class LoaderPaths:
    """Where the loaders of one root look for libraries."""

    def __init__(self, root: Root) -> None:
        self.root = root
        environment = root.image.environment if root.image else {}
        self.preset = tuple(part for part in environment.get("LD_LIBRARY_PATH", "").split(":") if part)
        self._parents = frozenset(path.rpartition("/")[0] for path in root.entries)
        self._caches: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._standard: dict[tuple[str, str], tuple[str, ...]] = {}

    def cached(self, prefix: str, name: str) -> tuple[str, ...]:
        """The paths that the cache below a prefix gives for a name."""
        if prefix not in self._caches:
            found = self.root.find(f"{prefix}/etc/ld.so.cache")
            self._caches[prefix] = libraries_of(found[1].text.encode("latin-1", "replace")) if found else {}
        return self._caches[prefix].get(name, ())

    def standard(self, prefix: str, architecture: str) -> tuple[str, ...]:
        """Glibc's default directories: Debian's are named for the platform, others have lib64."""
        key = (prefix, architecture)
        if key not in self._standard:
            self._standard[key] = (f"{prefix}/lib",) if prefix else tuple(self._directories(architecture))
        return self._standard[key]

    def _directories(self, architecture: str) -> Iterator[str]:
        triplet = TRIPLETS.get(architecture)
        if triplet and any(f"{place}/{triplet}" in self._parents for place in ("/lib", "/usr/lib")):
            yield from (f"/lib/{triplet}", f"/usr/lib/{triplet}", "/lib", "/usr/lib")
        elif architecture in WIDE and any(self._is_own(place) for place in ("/lib64", "/usr/lib64")):
            yield from ("/lib64", "/usr/lib64")
        else:
            yield from ("/lib", "/usr/lib", "/lib64", "/usr/lib64")

    def lib(self, architecture: str) -> str:
        """What ``$LIB`` means in a search path."""
        first = self.standard("", architecture)[0]
        return first.removeprefix("/usr").removeprefix("/")

    def _is_own(self, path: str) -> bool:
        """Whether it is a directory of libraries: glibc's own is there, not only a link to the loader."""
        found = self.root.find(f"{path}/libc.so.6")
        return found is not None and found[0].startswith(("/lib64/", "/usr/lib64/"))

    def musl(self, interpreter: str) -> tuple[str, ...]:
        """Musl's directories."""
        name = interpreter.rpartition("/ld-musl-")[2].removesuffix(".so.1")
        found = self.root.find(f"/etc/ld-musl-{name}.path")
        written = found[1].text.replace("\n", ":").split(":") if found else ()
        return tuple(part for part in written if part) or MUSL_STANDARD


def load(paths: LoaderPaths, path: str, binary: Binary, loader: str, *, is_musl: bool) -> Outcome:
    """What the loader at a path does not find for a file."""
    process = _Process(paths, loader, is_musl=is_musl)
    process.load(Loaded(path, binary))
    return Outcome(tuple(process.missing), () if is_musl else tuple(process.wrong_versions()))


class _Process:
    """The files that one start loads, breadth first as loaders do."""

    def __init__(self, paths: LoaderPaths, loader: str, *, is_musl: bool) -> None:
        self.paths, self.loader, self.is_musl = paths, loader, is_musl
        found = paths.root.find(loader) if loader else None
        self.prefix = COMPAT if found and found[0].startswith(f"{COMPAT}/") else ""
        self.by_name: dict[str, Loaded] = {}
        self.loaded: list[Loaded] = []
        self.missing: list[Missing] = []
        if found and found[1].binary:
            self._keep(loader.rpartition("/")[2], Loaded(found[0], found[1].binary))

    def load(self, start: Loaded) -> None:
        """Load a file and all that it needs."""
        self.loaded.append(start)
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for name in here.binary.needed:
                if name in self.by_name or (self.is_musl and MUSL_OWN.match(name)):
                    continue
                found = self._find(name, here, start)
                if found is None:
                    if all(one.name != name for one in self.missing):
                        self.missing.append(Missing(name, here.path))
                    continue
                self._keep(name, found)
                waiting.append(found)

    def _keep(self, name: str, loaded: Loaded) -> None:
        self.loaded.append(loaded)
        self.by_name[name] = loaded
        if loaded.binary.soname:
            self.by_name.setdefault(loaded.binary.soname, loaded)

    def wrong_versions(self) -> Iterator[WrongVersion]:
        """The versions that a loaded file asks of another and that the other does not define."""
        for loaded in self.loaded:
            for asked in loaded.binary.versions:
                other = self.by_name.get(asked.library)
                if other is None or asked.is_weak or not other.binary.defines:
                    continue
                if asked.version not in other.binary.defines:
                    yield WrongVersion(asked, loaded.path, _newest_like(asked.version, other.binary.defines))

    def _find(self, name: str, asker: Loaded, start: Loaded) -> Loaded | None:
        chain = (asker, *asker.chain)
        places = iter([name]) if "/" in name else self._places(name, chain, start)
        for place in places:
            found = self.paths.root.find(place)
            entry = found[1] if found else None
            if entry is None or entry.kind is not Kind.FILE or entry.binary is None or entry.binary.format != ELF:
                continue
            if entry.binary.architecture == asker.binary.architecture:
                return Loaded(place, entry.binary, chain)
        return None

    def _places(self, name: str, chain: tuple[Loaded, ...], start: Loaded) -> Iterator[str]:
        """The paths at which the loader looks, in its order."""
        if self.is_musl:
            written = (
                one for loaded in chain for one in self._expanded(loaded.binary.runpath or loaded.binary.rpath, loaded)
            )
            directories = (*self.paths.preset, *written, *self.paths.musl(self.loader))
            yield from (f"{directory}/{name}" for directory in directories)
            return
        asker = chain[0]
        if not asker.binary.runpath:
            yield from (f"{one}/{name}" for loaded in (*chain, start) for one in self._rpath(loaded))
        yield from (f"{directory}/{name}" for directory in self.paths.preset)
        yield from (f"{directory}/{name}" for directory in self._expanded(asker.binary.runpath, asker))
        yield from self.paths.cached(self.prefix, name)
        standard = self.paths.standard(self.prefix, asker.binary.architecture)
        yield from (f"{directory}/{name}" for directory in standard)

    def _musl_directories(self, chain: tuple[Loaded, ...]) -> Iterator[str]:
        yield from self.paths.preset
        for loaded in chain:
            yield from self._expanded(loaded.binary.runpath or loaded.binary.rpath, loaded)
        yield from self.paths.musl(self.loader)

    def _rpath(self, loaded: Loaded) -> Iterator[str]:
        """The directories of RPATH, which counts only where there is no RUNPATH."""
        return self._expanded("" if loaded.binary.runpath else loaded.binary.rpath, loaded)

    def _expanded(self, written: str, loaded: Loaded) -> Iterator[str]:
        """The directories of a search path, with the loader's words replaced."""
        words = (("ORIGIN", loaded.path.rpartition("/")[0]), ("LIB", self.paths.lib(loaded.binary.architecture)))
        for part in written.split(":"):
            place = part
            for word, value in words:
                place = place.replace(f"${{{word}}}", value).replace(f"${word}", value)
            if place:
                yield place


def version_order(version: str) -> tuple[int, ...]:
    """By what versions of one family are ordered: ``GLIBC_2.9`` is older than ``GLIBC_2.34``."""
    return tuple(int(part) for part in version.rpartition("_")[2].split(".") if part.isdigit())


def _newest_like(version: str, defines: frozenset[str]) -> str:
    """The newest version of the same family."""
    family = version.rpartition("_")[0]
    like = (one for one in defines if one.rpartition("_")[0] == family and one.rpartition("_")[2][:1].isdigit())
    return max(like, key=version_order, default="")
