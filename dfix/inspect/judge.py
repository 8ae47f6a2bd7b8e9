"""Whether each program of a root finds what it needs there, by the loaders' own rules (``loading.py``)."""

from collections.abc import Iterator

from dfix.context.binary import ELF, Binary
from dfix.context.script import Shebang
from dfix.images import Libc
from dfix.inspect.distribution import brought_by, release_of
from dfix.inspect.loading import LoaderPaths, Outcome, WrongVersion, load, version_order
from dfix.inspect.tree import Entry, Kind, Root
from dfix.text.pattern import pattern
from dfix.trace.state.loader import LOADER_NAMES, LOADER_PATHS
from dfix.values import NamedTuple

# Modules that an interpreter loads by their names: Node's, Python's, Ruby's, PHP's, Perl's.
ADD_ON = pattern(
    r"\.node$|\.(cpython|abi3)[^/]*\.so$|/(site|dist)-packages/.*\.so$|/lib-dynload/"
    r"|/(extensions|gems|php)/.*\.so$|/perl.*/auto/.*\.so$"
)
# Their libraries stand beside them; whether one of those finds its own is judged with the add-on that needs it.
ITS_LIBRARY = pattern(r"/[^/]+\.libs/[^/]+$|/lib[^/]*\.so[^/]*$")


class Verdict(NamedTuple):
    """The result for one ELF file or script. ``problems`` are in words; a program with any cannot start."""

    path: str
    entry: Entry
    binary: Binary | None
    problems: tuple[str, ...]

    @property
    def is_program(self) -> bool:
        """Whether it is started, not loaded."""
        return self.entry.executable and (self.binary is None or self.binary.is_program)

    @property
    def is_add_on(self) -> bool:
        """Whether an interpreter loads it by its name."""
        return not self.is_program and bool(ADD_ON.search(self.path)) and not ITS_LIBRARY.search(self.path)


def verdicts(root: Root) -> Iterator[Verdict]:
    """The verdict on each ELF file, and on each script that a name starts or the image does, by path."""
    judge = Judge(root)
    named = (*root.search_path, *(root.image.starts if root.image else ()))
    for path, entry in sorted(root.entries.items()):
        is_named = path in named or path.rpartition("/")[0] in named
        if entry.binary is not None or is_named:
            verdict = judge.verdict(path, entry)
            if verdict:
                yield verdict


def loaders(root: Root) -> tuple[str, ...]:
    """The loaders in a root, at the paths where programs look for them."""
    return tuple(
        path
        for path, entry in sorted(root.entries.items())
        if entry.kind in (Kind.FILE, Kind.LINK) and any(name.search(path) for name in LOADER_PATHS.values())
    )


class Judge:
    """Says what a loader would miss, in words."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self.paths = LoaderPaths(root)
        self.loaders = loaders(root)
        self.release = release_of(root)
        self.names = frozenset(path.rpartition("/")[2] for path in root.entries)

    def verdict(self, path: str, entry: Entry) -> Verdict | None:
        """The verdict on a file; None where it is neither an ELF file nor an executable script."""
        if entry.binary and entry.binary.format == ELF:
            return Verdict(path, entry, entry.binary, tuple(self._of_binary(path, entry.binary)))
        if entry.shebang and entry.executable:
            return Verdict(path, entry, None, tuple(self._of_script(entry.shebang)))
        return None

    def _of_script(self, shebang: Shebang) -> Iterator[str]:
        """What the kernel does not find: the interpreter, or what env looks up by its name."""
        if shebang.carriage_return:
            yield "its first line ends in a carriage return, which the kernel takes as part of the interpreter's name"
        elif self.root.find(shebang.path) is None:
            yield f"its interpreter {shebang.path} is not there, so the shell answers `not found`"
        elif shebang.path.endswith("/env") and not self._is_on_path(shebang.program):
            yield f"env does not find its interpreter {shebang.program}"

    def _is_on_path(self, program: str) -> bool:
        return any(self.root.find(f"{directory}/{program}") for directory in self.root.search_path)

    def _of_binary(self, path: str, binary: Binary) -> Iterator[str]:
        """What an ELF file needs and does not find."""
        here = self.root.image.architecture if self.root.image else ""
        same = binary.architecture in ("", here) or here == "" or (binary.architecture, here) == ("386", "amd64")
        if not same:
            if binary.is_program:
                yield f"it is built for {binary.architecture}, and the image is {here}: `exec format error`"
            return
        if binary.interpreter and self.root.find(binary.interpreter) is None:
            yield (
                f"its loader {binary.interpreter} is not there, so the shell answers `not found` "
                f"(loaders that are there: {', '.join(self.loaders) or 'none'})"
            )
            return
        loader = binary.interpreter or self._usual_loader(binary)
        is_musl = bool(LOADER_NAMES[Libc.MUSL].search(loader))
        outcome = load(self.paths, path, binary, loader, is_musl=is_musl)
        yield from self._libraries(path, binary, outcome, is_musl=is_musl)
        yield from _versions(path, outcome)

    def _usual_loader(self, binary: Binary) -> str:
        """The loader that loads a file which names none: of the libc that it was linked with, where that is there."""
        musl = [one for one in self.loaders if LOADER_NAMES[Libc.MUSL].search(one)]
        others = [one for one in self.loaders if one not in musl]
        wants_musl = any(name.startswith("libc.musl-") for name in binary.needed)
        return next(iter((musl + others) if wants_musl else (others + musl)), "")

    def _libraries(self, path: str, binary: Binary, outcome: Outcome, *, is_musl: bool) -> Iterator[str]:
        # The interpreter may have loaded a library of that name before, for another of its modules.
        missing = [one for one in outcome.missing if binary.interpreter or one.name not in self.names]
        if not missing:
            return
        said = "Error loading shared library" if is_musl else "error while loading shared libraries"
        hint = brought_by([one.name for one in missing], self.release)
        names = ", ".join(
            one.name if one.asked_by == path else f"{one.name} (needed by {one.asked_by})" for one in missing
        )
        yield f"{names} {'is' if len(missing) == 1 else 'are'} not found: `{said}`{hint}"


def _versions(path: str, outcome: Outcome) -> Iterator[str]:
    """The newest version of each family that a library lacks."""
    newest: dict[tuple[str, str], WrongVersion] = {}
    for wrong in outcome.wrong:
        key = (wrong.asked.version.rpartition("_")[0], wrong.asked_by)
        if key not in newest or version_order(newest[key].asked.version) < version_order(wrong.asked.version):
            newest[key] = wrong
    for wrong in newest.values():
        asker = "" if wrong.asked_by == path else f" (required by {wrong.asked_by})"
        there = f"the newest that is there is {wrong.newest}" if wrong.newest else f"{wrong.asked.library} defines none"
        yield f"version `{wrong.asked.version}' not found{asker}: {there}"
