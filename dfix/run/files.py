"""Files of the user: found, read whole, written atomically. The only part that touches the disk."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dfix.config import fits
from dfix.text.wording import reason
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.run.recovery import Torn

LARGEST, MOST_LINES = 16 * 1024 * 1024, 400_000
# A file that dfix itself wrote, such as a baseline.
MOST_OWN = 1024 * 1024 * 1024
NAMES = ("dockerfile", "dockerfile.*", "*.dockerfile", "containerfile", "containerfile.*")
# A file of such a name is one only where a line of it begins with FROM: dockerfile-lint is a program.
MAYBE = ("dockerfile-", "dockerfile_", "containerfile-", "containerfile_")
# Host files by their usual names (``hosts/``).
HOSTS = (
    "compose.yml", "compose.yaml", "compose.*.yml", "compose.*.yaml", "docker-compose*.yml", "docker-compose*.yaml",
    "docker-bake*.hcl", "docker-bake*.json",
)  # fmt: skip
NOT_DOCKERFILES = (
    ".dockerignore", ".md", ".py", ".sh", ".json", ".rego", ".toml", ".yml", ".yaml", ".txt", ".j2", ".tmpl",
    ".template",
)  # fmt: skip
# ``dockerfile.go`` is a program's source, ``Dockerfile.go`` the Dockerfile of a Go program.
SOURCE_ENDINGS = tuple(
    f".{ending}" for ending in "c cc cpp cs dart ex exs go h java js kt lua php pl rb rs scala swift ts".split()
)
SOURCES = tuple(f"dockerfile{ending}" for ending in SOURCE_ENDINGS)
SKIPPED_DIRECTORIES = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "__pycache__"})


class FileError(Exception):
    """A file cannot be read or written; the message says why, ``help`` what to do."""

    def __init__(self, path: str, message: str, help_text: str = "") -> None:
        """Keep the path, what is wrong and what to do."""
        super().__init__(message)
        self.path = path
        self.help = help_text


class Selection(NamedTuple):
    """Which files to look for in a directory: further names, and which files to skip (see ``config``).

    ``force``: files that are named are skipped too.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force: bool = False

    def wants(self, path: str) -> bool:
        """Whether a file found in a directory is a Dockerfile to look at."""
        name = os.path.basename(path)
        return (
            is_dockerfile_name(name)
            or is_host_name(name)
            or _may_be_dockerfile(path)
            or any(fits(os.path.abspath(path), pattern) for pattern in self.include)
        )

    def skips(self, path: str) -> bool:
        """Whether a file or directory is to be skipped."""
        return bool(self.exclude) and any(fits(os.path.abspath(path), pattern) for pattern in self.exclude)


def find(paths: Iterable[str], selection: Selection = Selection()) -> Iterator[str | FileError]:
    """The Dockerfiles that the paths mean, each once: files as named, directories walked; errors in their place."""
    seen: set[str] = set()
    for found in _meant(paths, selection):
        place = os.path.abspath(found) if isinstance(found, str) else f"{found.path}\0"
        if place not in seen:
            seen.add(place)
            yield found


def _meant(paths: Iterable[str], selection: Selection) -> Iterator[str | FileError]:
    for path in paths:
        if os.path.isdir(path):
            found = list(_walk(path, selection))
            if not found:
                yield FileError(
                    path, "no Dockerfile in this directory", f"name the file: dfix {os.path.join(path, 'FILE')}"
                )
            yield from found
        elif not (selection.force and selection.skips(path)):
            yield path


def recover(path: str, *, writes: bool) -> None:
    """Put back the old text of a file that a killed run left half-written; where nothing is written, say so.

    Raises:
        FileError: the file is half-written, and stays so.
    """
    path = os.path.realpath(path)
    directory = os.path.dirname(path)
    try:
        names = _copies(directory, os.stat(directory).st_mtime_ns)
        found = _torn(path, names) if names else None
        if found and writes:
            found.put_back()
    except OSError:
        return  # `read` says why, where it matters
    if found and not writes:
        advice = f"its old text is in {found.old}; dfix --write puts it back"
        raise FileError(path, "the file is half-written: a run of dfix was killed", advice)


def _torn(path: str, names: tuple[str, ...]) -> "Torn | None":
    from dfix.run.recovery import torn

    return torn(path, names)


@lru_cache(maxsize=1)
def _copies(directory: str, changed: int) -> tuple[str, ...]:  # noqa: ARG001 - another time, another list
    """The copies of old texts in a directory (``replace.py``), which nearly always has none."""
    try:
        names = os.listdir(directory)
    except OSError:
        return ()
    return tuple(name for name in names if name.startswith(".dfix-") and name.endswith(".old"))


def read(path: str) -> bytes:
    """The bytes of a Dockerfile.

    Raises:
        FileError: it is missing, not readable, no regular file, too large, too long or binary.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise FileError(path, "this is no regular file", "name a Dockerfile or a directory")
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise FileError(path, "there is no such file", "check the path") from None
    except OSError as error:
        raise FileError(path, reason(error), "check its permissions") from None
    except ValueError as error:
        raise FileError(path, str(error), "check the path") from None
    return check(path, data)


def read_standard_input(name: str, most: int = LARGEST) -> bytes:
    """The bytes of standard input, at most one more than ``most``; ``name`` is what messages call it.

    Raises:
        FileError: it is closed or cannot be read.
    """
    try:
        return sys.stdin.buffer.read(most + 1)
    except OSError as error:
        raise FileError(name, f"standard input cannot be read: {reason(error)}", "name a file") from None


def check(path: str, data: bytes) -> bytes:
    """``data`` itself, when it can be a Dockerfile.

    Raises:
        FileError: it is too large, too long or binary.
    """
    if len(data) > LARGEST:
        raise FileError(path, f"the file is larger than {LARGEST} bytes", "this is hardly a Dockerfile")
    if data.count(b"\n") > MOST_LINES:
        raise FileError(path, f"the file has more than {MOST_LINES} lines", "this is hardly a Dockerfile")
    if b"\0" in data:
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        message = "the file is UTF-16, which BuildKit does not read" if wide else "this is a binary file"
        raise FileError(path, message, "save it as UTF-8" if wide else "name a Dockerfile")
    return data


def write(path: str, before: bytes, after: bytes) -> None:
    """Replace the file's content in one step; all else about it stays (``replace.py``).

    A symbolic link stays one, its target is written.

    Raises:
        FileError: the file changed since ``before`` was read, or cannot be written.
    """
    from dfix.run import replace

    real = os.path.realpath(path)
    try:
        if os.path.isfile(real) and not os.access(real, os.W_OK):
            raise FileError(path, "the file is read-only", "make it writable")
        replace.replace(real, before, after)
    except replace.ChangedError:
        raise FileError(path, "the file changed while dfix was at work", "run dfix again") from None
    except replace.DamagedError as error:
        raise FileError(path, f"{reason(error)} while it was written", f"its old text is in {error.copy}") from None
    except OSError as error:
        raise FileError(path, reason(error), "nothing was written") from None


def write_new(path: str, data: bytes) -> None:
    """Write a file of dfix's own in one step, new or not.

    Raises:
        FileError: it cannot be written.
    """
    from dfix.config.regular_file import read_regular
    from dfix.run import replace

    real = os.path.realpath(path)
    try:
        if os.path.lexists(real):
            replace.replace(real, read_regular(real, MOST_OWN), data)
        else:
            replace.create(real, data)
    except replace.DamagedError as error:
        raise FileError(path, f"{reason(error)} while it was written", f"its old text is in {error.copy}") from None
    except OSError as error:
        raise FileError(path, reason(error), "nothing was written") from None


def is_dockerfile_name(name: str) -> bool:
    """Whether a file of that name is taken for a Dockerfile when a directory is walked."""
    from dfix.text.globs import name_matches

    lower = name.lower()
    is_named = any(name_matches(lower, pattern) for pattern in NAMES)
    return is_named and not lower.endswith(NOT_DOCKERFILES) and name not in SOURCES


def _may_be_dockerfile(path: str) -> bool:
    """Whether a file has a name that some people give to Dockerfiles, and a line of it begins with FROM."""
    name = os.path.basename(path).lower()
    if not name.startswith(MAYBE) or name.endswith((*NOT_DOCKERFILES, *SOURCE_ENDINGS)):
        return False
    try:
        head = read(path)[:65536].upper()
    except FileError:
        return False
    return head.startswith(b"FROM ") or b"\nFROM " in head


def is_host_name(name: str) -> bool:
    """Whether a file of that name may carry Dockerfiles inside, and is looked at when a directory is walked."""
    from dfix.text.globs import name_matches

    return any(name_matches(name.lower(), pattern) for pattern in HOSTS)


def _walk(top: str, selection: Selection) -> Iterator[str]:
    from dfix.run.gitignore import Ignored

    ignored = Ignored(top)
    for directory, directories, files in os.walk(top):
        ignored.enter(directory)
        directories[:] = sorted(
            name
            for name in directories
            if name not in SKIPPED_DIRECTORIES
            and not selection.skips(os.path.join(directory, name))
            and not ignored.covers(os.path.join(directory, name), is_directory=True)
        )
        for name in sorted(files):
            path = os.path.join(directory, name)
            is_wanted = selection.wants(path) and not selection.skips(path)
            if is_wanted and not ignored.covers(path, is_directory=False) and _is_below(path, top):
                yield os.path.normpath(path)


def _is_below(path: str, top: str) -> bool:
    """Whether a file is in the directory that was named: a link in it may lead anywhere."""
    if not os.path.islink(path):
        return True
    from dfix.text.system_paths import is_inside

    return is_inside(os.path.realpath(path), os.path.realpath(top))
