"""A root filesystem as a table of paths: files, links, and what the ELF files among them say."""

from collections.abc import Iterator, Mapping
from enum import Enum

from dfix.context.binary import Binary
from dfix.context.script import Shebang
from dfix.text.paths import parts
from dfix.values import NamedTuple

MOST_LINKS = 40
# What a container runtime sets where an image sets nothing.
USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Kind(Enum):
    """The kind of a file."""

    FILE = "file"
    DIRECTORY = "directory"
    LINK = "link"
    OTHER = "other"


class Entry(NamedTuple):
    """The file at a path; ``layer`` is the number of the layer that brought it, from zero.

    ``target`` is where a link leads, as written; ``text`` the content of the few files that are read:
    the loaders' own, and os-release. ``shebang`` is a script's first line. ``unread`` says why a file that begins as
    a compiled one could not be read.
    """

    kind: Kind
    executable: bool = False
    binary: Binary | None = None
    target: str = ""
    text: str = ""
    layer: int = 0
    unread: str = ""
    shebang: Shebang | None = None


class Root(NamedTuple):
    """A root filesystem; paths begin with ``/``. ``image`` is what an image's configuration says."""

    entries: Mapping[str, Entry]
    image: "ImageFacts | None" = None

    def find(self, path: str) -> tuple[str, Entry] | None:
        """The file at a path with its real path; links are followed inside the root."""
        todo, place, links = parts(path), "", 0
        while todo:
            part = todo.pop(0)
            if part == "..":
                place = place.rpartition("/")[0]
                continue
            here = f"{place}/{part}"
            entry = self.entries.get(here)
            if entry is not None and entry.kind is Kind.LINK:
                links += 1
                if links > MOST_LINKS:
                    return None
                place = "" if entry.target.startswith("/") else place
                todo = parts(entry.target) + todo
                continue
            place = here
        entry = self.entries.get(place or "/")
        return (place or "/", entry) if entry else None

    def below(self, path: str) -> Iterator[tuple[str, Entry]]:
        """The file at a path, or every file below it."""
        inside = f"{path.rstrip('/')}/"
        return ((one, entry) for one, entry in self.entries.items() if one == path or one.startswith(inside))

    @property
    def search_path(self) -> tuple[str, ...]:
        """The directories in which programs are looked up by name."""
        environment = self.image.environment if self.image else {}
        return tuple(part for part in environment.get("PATH", USUAL_PATH).split(":") if part)


class ImageFacts(NamedTuple):
    """An image's configuration: its architecture, environment, start words, and what made each layer."""

    name: str = ""
    architecture: str = ""
    environment: Mapping[str, str] = {}
    starts: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
