"""An artifact: a file or tree with a known nature, and its provenance: the chain that brought it where it is."""

from enum import Enum

from dfix.confidence import Confidence
from dfix.context.script import Shebang
from dfix.images import Libc, Release
from dfix.text import Span
from dfix.trace.state.call import Call
from dfix.trace.state.origin import Downloaded, FromImage, MadeHere, Origin
from dfix.tristate import Tristate
from dfix.values import NamedTuple


class Kind(Enum):
    """What a file is."""

    PROGRAM = "program"
    LIBRARY = "shared library"
    ENVIRONMENT = "language environment"
    PORTABLE = "portable file"
    UNKNOWN = "unknown"


class Linkage(Enum):
    """Whether a program needs a loader."""

    STATIC = "static"
    DYNAMIC = "dynamic"
    UNKNOWN = "unknown"


class Abi(NamedTuple):
    """What an artifact was built for: a libc, and the release of its builder, None where that is not known.

    ``minimum`` is the libc version that its vendor says it needs, or its own header.
    """

    libc: Libc
    release: Release | None
    minimum: str | None = None

    @property
    def version(self) -> str | None:
        """The libc's version in the builder."""
        return self.release.libc_version if self.release else None

    @property
    def title(self) -> str:
        """For people: ``glibc (Debian 12, glibc 2.36)``."""
        if self.release and self.release.version:
            return f"{self.libc.value} ({self.release.title}, {self.release.libc_title})"
        return self.libc.value


class Environment(NamedTuple):
    """Packages installed for a language's interpreter.

    ``version`` is the interpreter's version that they are tied to: Python's and Ruby's minor, Node's
    major; None when not known. ``interpreter`` is the program that its scripts name (a venv's python),
    empty for none; ``packages`` are those of its packages that are known to have native parts, ``names`` all
    that are known by name. ``made_at`` is where a virtual environment was made, whose scripts name its own
    python there; empty for none. ``copies``: its python is a copy of the interpreter, not a link to it.
    """

    language: str
    version: str | None = None
    interpreter: str = ""
    packages: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    made_at: str = ""
    copies: bool = False


class Place(NamedTuple):
    """One link of a chain: where in the file, and a short note of what happened there."""

    span: Span
    note: str


# Of a longer chain the middle is left out: nobody reads a hundred places.
LONGEST_CHAIN = 64


def linked(chain: tuple[Place, ...], link: Place) -> tuple[Place, ...]:
    """A chain with one more link; a long one loses the link in its middle."""
    if len(chain) < LONGEST_CHAIN:
        return (*chain, link)
    middle = LONGEST_CHAIN // 2
    return (*chain[:middle], *chain[middle + 1 :], link)


class Arrival(NamedTuple):
    """The copy that brought an artifact into a stage: ``word`` is the source's place in it."""

    stage: int
    word: Span
    instruction: Span
    destination: str


class Artifact(NamedTuple):
    """A file, or all files of a tree.

    ``language`` is ``go``, ``c``, ``c++``, ``rust`` or empty; it decides which libraries and symbol
    versions a program needs. ``because`` says why it is of this nature, for people only.
    ``unnamed``: a file of this nature is somewhere in the tree, under a name that is not known.
    ``environment`` tells more of a language environment: with linkage DYNAMIC it has native parts,
    with STATIC none. ``needs`` are the sonames that it needs beside those of libc and its language.
    ``arch`` is what it was built for (see ``arch.py``), None for any or not known. ``script`` is the
    first line of a script, ``executable`` whether the file may be executed. ``origin`` is what made or
    brought it, None where that is not known.
    """

    kind: Kind
    linkage: Linkage
    abi: Abi | None
    language: str
    confidence: Confidence
    because: str
    provenance: tuple[Place, ...] = ()
    origin: Origin | None = None
    arrival: Arrival | None = None
    unnamed: bool = False
    environment: Environment | None = None
    needs: tuple[str, ...] = ()
    arch: str | None = None
    script: Shebang | None = None
    executable: Tristate = Tristate.UNKNOWN

    @property
    def is_dynamic(self) -> bool:
        """Whether it is known to need a loader or to be loaded by one."""
        return self.linkage is Linkage.DYNAMIC and self.abi is not None

    @property
    def made(self) -> MadeHere | None:
        """How a command made it; None where something else brought it."""
        return self.origin if isinstance(self.origin, MadeHere) else None

    @property
    def is_download(self) -> bool:
        """Whether it was downloaded, not built."""
        return isinstance(self.origin, Downloaded)

    @property
    def is_from_image(self) -> bool:
        """Whether an image, or a package of its distribution, brought it ready made."""
        return isinstance(self.origin, FromImage)

    @property
    def stage(self) -> int | None:
        """The index of the stage whose command made or fetched it; None where no stage did."""
        return self.origin.stage if isinstance(self.origin, MadeHere | Downloaded | FromImage) else None

    @property
    def call(self) -> Call | None:
        """The command that made or fetched it; None where no command did."""
        return self.origin.call if isinstance(self.origin, MadeHere | Downloaded | FromImage) else None

    @property
    def same_nature(self) -> tuple[object, ...]:
        """What two artifacts share when one may be taken for the other."""
        return (self.kind, self.linkage, self.abi, self.language)


UNKNOWN = Artifact(Kind.UNKNOWN, Linkage.UNKNOWN, None, "", Confidence.POSSIBLE, "nothing is known about it")
PORTABLE = Artifact(Kind.PORTABLE, Linkage.STATIC, None, "", Confidence.CERTAIN, "it has no native code")
