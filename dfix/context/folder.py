"""A build context on disk: read lazily, never outside of it, and within limits.

What ``.dockerignore`` leaves out is not in it: the file beside the Dockerfile that is named after it
(``NAME.dockerignore``), else that of the context's root (docker's reference).
"""

import os
from collections.abc import Callable

from dfix.context.dockerignore import Ignored, read_ignored
from dfix.text.paths import is_pattern, join_path, parts
from dfix.text.pattern import pattern
from dfix.values import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from dfix.context.binary import Binary
    from dfix.context.opened import Opened
    from dfix.context.script import Shebang

LARGEST = 4 * 1024 * 1024  # of a text: lock files of large projects have some megabytes
LARGEST_ARCHIVE = 32 * 1024 * 1024
MOST_NAMES = 2_000
MOST_BELOW = 500
# Characters of texts that are kept; what goes is read again when it is asked for.
MOST_KEPT = 32 * 1024 * 1024
# So many names are held against patterns at most; whatever comes after them matches nothing.
MOST_TRIED = 1_000_000
DEEPEST = 8
LIBRARY = pattern(r"\.(so(\.[0-9.]+)?|node)$")
SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv"})

T = TypeVar("T")


class FileFact(NamedTuple):
    """A regular file: whether it may be executed, and what it is where it is a program or a script."""

    executable: bool
    binary: "Binary | None" = None
    shebang: "Shebang | None" = None


class Folder:
    """The directory that is sent to the builder. It keeps what it has read, so make one value a run.

    Names are relative to it, with slashes.
    """

    __slots__ = (
        "_archives",
        "_below",
        "_facts",
        "_ignored",
        "_kept",
        "_matched",
        "_names",
        "_texts",
        "_tried",
        "dockerfile",
        "path",
    )

    def __init__(self, path: str, dockerfile: str = "") -> None:
        """``dockerfile`` is the path of the Dockerfile, where it is a file."""
        self.path = path
        self.dockerfile = dockerfile
        self._ignored: Ignored | None = None
        self._names: dict[str, tuple[str, ...]] = {}
        self._matched: dict[str, list[str]] = {}
        self._tried = self._kept = 0
        self._texts: dict[str, str | None] = {}
        self._facts: dict[str, FileFact | None] = {}
        self._below: dict[str, tuple[tuple[str, FileFact], ...]] = {}
        self._archives: dict[str, tuple[tuple[str, FileFact], ...] | None] = {}

    def with_all_files(self) -> "Folder":
        """The same folder, of which ``.dockerignore`` leaves nothing out: for what is not sent to the builder."""
        whole = Folder(self.path, self.dockerfile)
        whole._ignored = Ignored()
        return whole

    def read(self, name: str) -> str | None:
        """The byte text (latin-1) of a regular file.

        None where it is missing or left out, a link or below one, larger than four mebibytes, or outside.
        """
        if name not in self._texts:
            text = self._with(name, _text)
            self._kept += len(text or "")
            if self._kept > MOST_KEPT:
                self._texts, self._kept = {}, len(text or "")
            self._texts[name] = text
        return self._texts[name]

    def names(self, name: str) -> tuple[str, ...]:
        """What a directory holds, sorted; nothing for what is no directory in it, or a huge one."""
        below = "/".join(parts(name))
        if below not in self._names:
            names = self._with(name, _names) or ()
            kept = (entry for entry in names if not self.leaves_out(f"{below}/{entry}" if below else entry))
            self._names[below] = tuple(kept)
        return self._names[below]

    def matching(self, text: str) -> list[str]:
        """The names that a source of COPY means; one that is no pattern means itself."""
        name = join_path("/", text).lstrip("/")
        if not is_pattern(name):
            return [name]
        above, _, last = name.rpartition("/")
        if is_pattern(above):
            return []
        # Each repair asks for the same again, and must get the same.
        if name not in self._matched:
            self._matched[name] = self._matching(above, last)
        return self._matched[name]

    def _matching(self, above: str, last: str) -> list[str]:
        from dfix.text.globs import copy_glob

        names = self.names(above)
        self._tried += len(names)
        if not names or self._tried > MOST_TRIED:
            return []
        matches = copy_glob(last).match
        return [f"{above}/{entry}".lstrip("/") for entry in names if matches(entry)]

    def fact(self, name: str) -> FileFact | None:
        """What a regular file is; None as for ``read``, whatever its size."""
        if name not in self._facts:
            self._facts[name] = self._with(name, _fact)
        return self._facts[name]

    def is_directory(self, name: str) -> bool:
        """Whether it is a directory and not a link."""
        return bool(self._with(name, lambda found: found.is_directory))

    def programs_below(self, name: str) -> tuple[tuple[str, FileFact], ...]:
        """The executable files and shared libraries below a directory, relative to it.

        None where there are very many files. Directories of version control and of installed
        packages are skipped.
        """
        if name not in self._below:
            below = "/".join(parts(name))
            names = self._with(name, lambda found: _walk(found, MOST_BELOW)) or ()
            kept = (file for file in names if not self.leaves_out(f"{below}/{file}" if below else file))
            facts = ((file, self.fact(f"{below}/{file}")) for file in kept)
            self._below[name] = tuple((file, fact) for file, fact in facts if fact and (fact.binary or fact.shebang))
        return self._below[name]

    def archive(self, name: str) -> tuple[tuple[str, FileFact], ...] | None:
        """The programs and libraries in a tar archive, as ADD unpacks it.

        Empty for what is no archive, None for one that is not read whole.
        """
        if name not in self._archives:
            self._archives[name] = self._with(name, _programs_in)
        return self._archives[name]

    def leaves_out(self, name: str) -> bool:
        """Whether ``.dockerignore`` names it."""
        if self._ignored is None:
            self._ignored = Ignored()  # while it is looked for, nothing is left out
            self._ignored = read_ignored(self._ignore_text())
        return bool(self._ignored.patterns) and self._ignored.covers("/".join(parts(name)))

    def _ignore_text(self) -> str:
        if self.dockerfile:
            folder, name = os.path.split(self.dockerfile)
            beside = Folder(folder)
            beside._ignored = Ignored()
            text = beside.read(f"{name}.dockerignore")
            if text is not None:
                return text
        return self.read(".dockerignore") or ""

    def _with(self, name: str, use: "Callable[[Opened], T | None]") -> T | None:
        """Open a path part by part, and use what is there."""
        names = parts(name)
        if ".." in names or "\0" in name or self.leaves_out(name):
            return None
        from dfix.context.opened import opened

        chain: list[Opened] = []
        try:
            # The context itself may be reached through links; what is in it may not.
            chain.append(opened(self.path or "."))
            for part in names:
                chain.append(chain[-1].below(part))
            return use(chain[-1])
        except (OSError, ValueError):
            return None
        finally:
            for one in chain:
                one.close()


def _names(found: "Opened") -> tuple[str, ...] | None:
    if not found.is_directory:
        return None
    names = os.listdir(found.handle)
    return tuple(sorted(names)) if len(names) <= MOST_NAMES else None


def _text(found: "Opened") -> str | None:
    if not found.is_file or found.status.st_size > LARGEST:
        return None
    with found.file() as file:
        data = file.read(LARGEST + 1)
    return data.decode("latin-1") if len(data) <= LARGEST else None


def _fact(found: "Opened") -> FileFact | None:
    if not found.is_file:
        return None
    from dfix.context.binary import HEAD, read_binary, sniff
    from dfix.context.opened import may_execute
    from dfix.context.script import LONGEST, read_shebang

    executable = may_execute(found.status)
    with found.file() as file:
        head = file.read(LONGEST)
        if not sniff(head[:HEAD]):
            return FileFact(executable, shebang=read_shebang(head))
        file.seek(0)
        return FileFact(executable, read_binary(file))


def _walk(found: "Opened", most: int, depth: int = 0) -> tuple[str, ...] | None:
    """The files below an open directory that may be programs, sorted; None where it holds more than ``most``."""
    from dfix.context.opened import may_execute

    files: list[str] = []
    with os.scandir(found.handle) as entries:
        for number, entry in enumerate(sorted(entries, key=lambda file: file.name)):
            if number > most or len(files) > most:
                return None
            if entry.is_file(follow_symlinks=False):
                if LIBRARY.search(entry.name) or may_execute(entry.stat(follow_symlinks=False)):
                    files.append(entry.name)
            elif entry.is_dir(follow_symlinks=False) and depth < DEEPEST and entry.name not in SKIPPED:
                inner = found.below(entry.name)
                try:
                    below = _walk(inner, most - len(files), depth + 1)
                finally:
                    inner.close()
                if below is None:
                    return None
                files += [f"{entry.name}/{file}" for file in below]
    return tuple(files)


def _programs_in(found: "Opened") -> tuple[tuple[str, FileFact], ...] | None:
    from dfix.context.archive import ArchiveError, members

    if not found.is_file or found.status.st_size > LARGEST_ARCHIVE:
        return None
    with found.file() as file:
        try:
            return tuple((name, FileFact(bool(mode & 0o111), binary)) for name, mode, binary in members(file))
        except ArchiveError:
            return None
