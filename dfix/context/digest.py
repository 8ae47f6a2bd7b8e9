"""A build context as a record of a batch carries it: the texts of files by their names. Nothing is read from a disk."""

from collections.abc import Mapping

from dfix.context.folder import LIBRARY, FileFact, Folder
from dfix.context.script import LONGEST, read_shebang
from dfix.text import byte_text
from dfix.text.paths import clean


class Digest(Folder):
    """What of a build context is known: texts by names relative to it, with slashes.

    A file that is not among them counts as absent, so a digest should have all manifests and lock files. No mode
    is known: every file may be executed.
    """

    __slots__ = ("_directories", "_files")

    def __init__(self, files: Mapping[str, str], dockerfile: str = "") -> None:
        """``dockerfile`` is the name of the Dockerfile, where the context has one."""
        super().__init__("", dockerfile)
        self._files = {clean(name): byte_text(text) for name, text in files.items()}
        self._directories: dict[str, set[str]] = {"": set()}
        for name in self._files:
            self._enter(name)

    def _enter(self, name: str) -> None:
        while name:
            above, _, last = name.rpartition("/")
            self._directories.setdefault(above, set()).add(last)
            name = above

    def with_all_files(self) -> "Digest":
        """Itself: a digest has what its maker put in."""
        return self

    def leaves_out(self, name: str) -> bool:  # noqa: ARG002 - as its base has it
        """Nothing: see above."""
        return False

    def read(self, name: str) -> str | None:
        """The byte text of a file; None where there is none."""
        return self._files.get(clean(name))

    def names(self, name: str) -> tuple[str, ...]:
        """What a directory holds, sorted."""
        return tuple(sorted(self._directories.get(clean(name), ())))

    def fact(self, name: str) -> FileFact | None:
        """What a file is: a script, or some text."""
        text = self.read(name)
        return None if text is None else FileFact(True, shebang=read_shebang(text[:LONGEST].encode("latin-1")))

    def is_directory(self, name: str) -> bool:
        """Whether a file is known below it."""
        return clean(name) in self._directories

    def programs_below(self, name: str) -> tuple[tuple[str, FileFact], ...]:
        """The scripts below a directory, relative to it."""
        above = clean(name)
        start = len(above) + 1 if above else 0
        below = (one for one in sorted(self._files) if not above or one.startswith(f"{above}/"))
        facts = ((one[start:], self.fact(one)) for one in below if not LIBRARY.search(one))
        return tuple((file, fact) for file, fact in facts if fact and fact.shebang)

    def archive(self, name: str) -> tuple[tuple[str, FileFact], ...] | None:
        """Not known."""
        return None if self.read(name) is None else ()
