"""Whether each ELF file of a root finds what it needs there, by the loaders' own rules.

Sources: ld.so(8): DT_RUNPATH, LD_LIBRARY_PATH, the cache (ld.so.conf), the standard directories; the
musl manual: LD_LIBRARY_PATH, RPATH, ``/etc/ld-musl-ARCH.path`` or ``/lib:/usr/local/lib:/usr/lib``.
"""

from collections.abc import Iterator

from dfix.context.binary import ELF, Binary
from dfix.images import Libc, version_key
from dfix.inspect.distribution import brought_by, release_of
from dfix.inspect.tree import Entry, Kind, Root
from dfix.text.globs import tree_glob
from dfix.trace.state.loader import LOADER_NAMES, LOADER_PATHS
from dfix.values import NamedTuple

TRIPLETS = {
    "amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu", "arm": "arm-linux-gnueabihf", "386": "i386-linux-gnu",
    "ppc64le": "powerpc64le-linux-gnu", "s390x": "s390x-linux-gnu", "riscv64": "riscv64-linux-gnu",
}  # fmt: skip
STANDARD = ("/lib", "/usr/lib", "/lib64", "/usr/lib64")
MUSL_STANDARD = ("/lib", "/usr/local/lib", "/usr/lib")
DEEPEST_INCLUDE = 4


class Verdict(NamedTuple):
    """The result for one ELF file. ``problems`` are in words; a program with any cannot start."""

    path: str
    entry: Entry
    binary: Binary
    problems: tuple[str, ...]

    @property
    def is_program(self) -> bool:
        """Whether it is started, not loaded."""
        return self.binary.is_program and self.entry.executable


def verdicts(root: Root) -> Iterator[Verdict]:
    """The verdict on each ELF file, by path."""
    judge = _Judge(root)
    for path, entry in sorted(root.entries.items()):
        if entry.binary and entry.binary.format == ELF:
            yield Verdict(path, entry, entry.binary, tuple(judge.problems(path, entry.binary)))


def loaders(root: Root) -> tuple[str, ...]:
    """The loaders in a root, at the paths where programs look for them."""
    return tuple(
        path
        for path, entry in sorted(root.entries.items())
        if entry.kind in (Kind.FILE, Kind.LINK) and any(name.search(path) for name in LOADER_PATHS.values())
    )


class _Judge:
    """Looks for what files need, in a root's search path."""

    def __init__(self, root: Root) -> None:
        self.root = root
        environment = root.image.environment if root.image else {}
        self.preloaded = tuple(part for part in environment.get("LD_LIBRARY_PATH", "").split(":") if part)
        self.loaders = ", ".join(loaders(root)) or "none"
        self.release = release_of(root)
        self.configured = tuple(dict.fromkeys(_configured(root, "/etc/ld.so.conf", 0)))

    def problems(self, path: str, binary: Binary) -> Iterator[str]:
        """What the file needs and does not find."""
        here = self.root.image.architecture if self.root.image else ""
        same = binary.architecture in ("", here) or here == "" or (binary.architecture, here) == ("386", "amd64")
        if not same:
            if binary.is_program:
                yield f"it is built for {binary.architecture}, and the image is {here}: `exec format error`"
            return
        if binary.interpreter and self.root.find(binary.interpreter) is None:
            yield (
                f"its loader {binary.interpreter} is not there, so the shell answers `not found` "
                f"(loaders that are there: {self.loaders})"
            )
            return
        yield from self._libraries(path, binary)

    def _libraries(self, path: str, binary: Binary) -> Iterator[str]:
        musl = bool(LOADER_NAMES[Libc.MUSL].search(binary.interpreter))
        offers: dict[str, str] = {}
        missing = []
        for name in binary.needed:
            found = self._library(path, binary, name, musl=musl)
            if found is None:
                missing.append(name)
                continue
            for family, version in (found.offers if found else {}).items():
                if family not in offers or version_key(offers[family]) < version_key(version):
                    offers[family] = version
        if missing:
            said = "Error loading shared library" if musl else "error while loading shared libraries"
            hint = brought_by(missing, self.release)
            yield f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not found: `{said}`{hint}"
        for family, version in binary.asks.items():
            there = offers.get(family)
            if there is not None and version_key(there) < version_key(version):
                yield f"version `{family}_{version}' not found: the newest that is there is {family}_{there}"

    def _library(self, path: str, binary: Binary, name: str, *, musl: bool) -> Binary | None:
        """The library that a name leads to, of the right architecture; an empty one for musl's own names."""
        if musl and (name.startswith("libc.musl-") or name == "libc.so"):
            return Binary(ELF)
        places = [name] if "/" in name else [f"{place}/{name}" for place in self._places(path, binary, musl=musl)]
        for place in places:
            found = self.root.find(place)
            library = found[1].binary if found else None
            if library and library.architecture in ("", binary.architecture):
                return library
        return None

    def _places(self, path: str, binary: Binary, *, musl: bool) -> Iterator[str]:
        origin = path.rpartition("/")[0] or "/"
        for searched in binary.searched:
            for part in searched.split(":"):
                if part:
                    lib = "lib64" if binary.architecture in ("amd64", "arm64", "s390x", "ppc64le") else "lib"
                    words = {"$ORIGIN": origin, "${ORIGIN}": origin, "$LIB": lib, "${LIB}": lib}
                    place = part
                    for word, value in words.items():
                        place = place.replace(word, value)
                    yield place
        yield from self.preloaded
        if musl:
            yield from self._musl_path(binary) or MUSL_STANDARD
            return
        yield from self.configured
        triplet = TRIPLETS.get(binary.architecture)
        for place in STANDARD:
            if triplet:
                yield f"{place}/{triplet}"
            yield place

    def _musl_path(self, binary: Binary) -> list[str]:
        name = binary.interpreter.rpartition("/ld-musl-")[2].removesuffix(".so.1")
        found = self.root.find(f"/etc/ld-musl-{name}.path")
        return [part for part in found[1].text.replace("\n", ":").split(":") if part] if found else []


def _configured(root: Root, path: str, depth: int) -> Iterator[str]:
    """The directories that ld.so.conf names, includes followed."""
    found = root.find(path)
    if found is None or depth > DEEPEST_INCLUDE:
        return
    for line in found[1].text.split("\n"):
        words = line.split("#", 1)[0].split()
        if words[:1] == ["include"]:
            for pattern in words[1:]:
                full = pattern if pattern.startswith("/") else f"/etc/{pattern}"
                for name in sorted(filter(tree_glob(full).match, root.entries)):
                    yield from _configured(root, name, depth + 1)
        elif words:
            yield words[0].rstrip("/")
