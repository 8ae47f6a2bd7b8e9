"""The layers of an image, read one after the other into a root filesystem: only what the facts are made of is kept.

Kept are compiled files, links, scripts in directories of programs, and the few texts that loaders, os-release and
package databases are. Whiteouts remove what lower layers brought (OCI image specification, "Image Layer Filesystem
Changeset"). A layer may be hostile: what it unpacks to, and what is kept, is bounded.
"""

import hashlib
import re
import tarfile
from collections.abc import Callable, Collection, Iterator, Mapping
from io import BytesIO
from typing import IO

from dfix.inspect.members import BLOCK, FAULTS, member_entry, member_path, members, opened
from dfix.inspect.reading import Readable, binary_entry, is_text
from dfix.inspect.tree import MOST_LINKS, Entry, ImageFacts, Kind, Root
from dfix.lock.databases import database_entry, is_database
from dfix.lock.error import LockError
from dfix.lock.oci import Descriptor, Image, Json, Store, table_of
from dfix.text.paths import parts
from dfix.text.pattern import pattern

# A script is kept where it may be found by its name.
PROGRAMS = pattern(r"/s?bin/[^/]+$")
MUSL_LOADER = pattern(r"/ld-musl-[\w-]+\.so\.1$|-musl\w*/libc\.so$|/libc\.musl-[\w-]+\.so\.1$|/musl/lib/libc\.so$")
# What musl's loader prints with its name; the number is a text of its own in the file.
MUSL_VERSION = re.compile(rb"\0(1\.[0-9]\.[0-9]{1,2})(?:-git[\w-]*)?\0")
LARGEST_LOADER = 16 * 1024 * 1024
MOST_KEPT = 200_000
MOST_FOLDERS = 10_000
# A layer may unpack to this many times its size beyond the first bytes; text that repeats itself does, to some 20.
STEEPEST = 200
SMALL = 256 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024 * 1024
OPAQUE, WHITEOUT = ".wh..wh..opq", ".wh."


class Counted:
    """A stream of unpacked bytes that ends in an error when a few bytes become too many: ``packed`` is their number."""

    def __init__(self, stream: Readable, packed: int) -> None:
        self._stream = stream
        self._most = min(SMALL + STEEPEST * packed, LARGEST_UNPACKED) if packed >= 0 else LARGEST_UNPACKED
        self._bytes = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(BLOCK if size < 0 else size)
        self._bytes += len(data)
        if self._bytes > self._most:
            raise tarfile.TarError(f"it unpacks to more than {self._most >> 20} MiB")
        return data


class Verified:
    """A stream of a blob, which ``finish`` compares with its digest.

    ``read_bytes`` counts what was read.
    """

    def __init__(self, stream: Readable, digest: str) -> None:
        algorithm, _, self._expected = digest.partition(":")
        self._digest = hashlib.new(algorithm)
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._digest.update(data)
        return data

    def finish(self) -> None:
        """Read to the end.

        Raises:
            LockError: the content is another one.
        """
        while self.read(BLOCK):
            pass
        if self._digest.hexdigest() != self._expected:
            raise LockError("a blob has another content than its digest says")


def read_image(store: Store, image: Image, also: Callable[[str], bool] = lambda _: False) -> Root:
    """The root filesystem of an image; ``also`` says of which further paths even plain files are kept.

    Raises:
        LockError: a layer cannot be read, or asks for too much.
    """
    layers = Layers(also)
    for number, blob in enumerate(image.layers):
        _apply(layers, store, blob, number)
    return Root(layers.entries, facts_of(image.config))


def _apply(layers: "Layers", store: Store, blob: Descriptor, number: int) -> None:
    try:
        with store.open(blob) as stream, opened(stream, lambda unpacked: Counted(unpacked, blob.size)) as archive:
            layers.apply(archive, number)
    except FAULTS as error:
        raise LockError(f"its layer {number + 1} cannot be read: {error}") from None


class Layers:
    """The root that the layers applied so far make."""

    def __init__(self, also: Callable[[str], bool] = lambda _: False) -> None:
        """``also`` says of which further paths plain files are kept."""
        self.entries: dict[str, Entry] = {"/": Entry(Kind.DIRECTORY)}
        self._also = also

    def apply(self, archive: tarfile.TarFile, number: int) -> None:
        """Lay one layer, the ``number``-th, over those below it."""
        fresh: dict[str, Entry] = {}
        gone: set[str] = set()
        emptied: set[str] = set()
        places = _Places(self.entries, fresh, gone)
        for written, entry in self._entries(archive, fresh):
            folder, _, name = written.rpartition("/")
            folder = places.real(folder)
            path = f"{folder}/{name}"
            if name == OPAQUE:
                emptied.add(folder)
            elif name.startswith(WHITEOUT):
                gone.add(f"{folder}/{name[len(WHITEOUT) :]}")
            else:
                if entry.kind is not Kind.DIRECTORY or path in self.entries:
                    gone.add(path)
                    places.forget(path)
                if self._is_kept(path, entry):
                    fresh[path] = entry._replace(layer=number)
                else:
                    fresh.pop(path, None)
            if len(gone) + len(emptied) + len(fresh) > MOST_KEPT * 10 or len(fresh) > MOST_KEPT:
                raise tarfile.TarError(f"it holds more than {MOST_KEPT} programs and links")
        self._remove(gone, emptied, fresh)
        self.entries |= fresh
        if len(self.entries) > MOST_KEPT:
            raise tarfile.TarError(f"the image holds more than {MOST_KEPT} programs and links")

    def _entries(self, archive: tarfile.TarFile, fresh: dict[str, Entry]) -> Iterator[tuple[str, Entry]]:
        """The members of a layer by their paths."""
        for member in members(archive):
            path = member_path(member.name)
            content: IO[bytes] | None = archive.extractfile(member) if member.isreg() else None
            if content is not None and is_database(path):
                yield path, database_entry(path, content, member.size)
            elif content is not None and MUSL_LOADER.search(path) and member.size <= LARGEST_LOADER:
                yield path, _musl_entry(content.read(), executable=bool(member.mode & 0o111))
            else:
                yield path, member_entry(fresh, member, content)

    def _is_kept(self, path: str, entry: Entry) -> bool:
        if entry.kind is Kind.LINK or entry.binary is not None or entry.unread or entry.text or is_text(path):
            return True
        is_program = entry.kind is Kind.FILE and entry.executable and bool(PROGRAMS.search(path))
        return is_program or (entry.kind is Kind.FILE and self._also(path))

    def _remove(self, gone: set[str], emptied: set[str], fresh: dict[str, Entry]) -> None:
        """Remove what the layer removes or replaces, and what was below it.

        A directory over a link to a directory replaces the link.
        """
        below = {path for path in gone if path not in fresh or fresh[path].kind is not Kind.DIRECTORY} | emptied
        for path in list(self.entries):
            if path != "/" and (path in gone or any(above in below for above in _above(path))):
                del self.entries[path]


class _Places:
    """Where the directories of a layer are: it may write through a link to a directory, of its own or of one below."""

    def __init__(self, below: Mapping[str, Entry], fresh: Mapping[str, Entry], gone: Collection[str]) -> None:
        self._below, self._fresh, self._gone = below, fresh, gone
        self._known: dict[str, str] = {}

    def real(self, folder: str) -> str:
        """The directory that a path leads to; itself where links lead in a circle."""
        if folder not in self._known:
            if len(self._known) > MOST_FOLDERS:
                self._known.clear()
            self._known[folder] = self._followed(folder)
        return self._known[folder]

    def forget(self, path: str) -> None:
        """Take note that a path is another thing from now on."""
        if path in self._below or path in self._fresh:
            self._known.clear()

    def _followed(self, folder: str) -> str:
        place, links, todo = "", 0, parts(folder)
        while todo:
            name = todo.pop(0)
            if name == "..":
                place = place.rpartition("/")[0]
                continue
            here = f"{place}/{name}"
            entry = self._fresh.get(here) or (None if here in self._gone else self._below.get(here))
            if entry is None or entry.kind is not Kind.LINK:
                place = here
                continue
            links += 1
            if links > MOST_LINKS:
                return folder
            place = "" if entry.target.startswith("/") else place
            todo = parts(entry.target) + todo
        return place


def _musl_entry(data: bytes, *, executable: bool) -> Entry:
    """Musl's loader, with its version as the text: it has no symbol versions that would tell it."""
    version = MUSL_VERSION.search(data)
    return binary_entry(BytesIO(data), executable=executable)._replace(text=version[1].decode() if version else "")


def _above(path: str) -> Iterator[str]:
    """The directories above a path, the root as empty text."""
    while path:
        path = path.rpartition("/")[0]
        yield path


def facts_of(config: Json) -> ImageFacts:
    """What the configuration says of how programs are found."""
    told = table_of(config.get("config"))
    pairs = (str(pair).partition("=") for pair in _list(told.get("Env")))
    words = [*_list(told.get("Entrypoint")), *_list(told.get("Cmd"))]
    return ImageFacts(
        "",
        str(config.get("architecture", "")),
        {name: value for name, _, value in pairs},
        tuple(str(word) for word in words),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
