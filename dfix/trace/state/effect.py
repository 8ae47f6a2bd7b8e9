"""What a command does to a root filesystem, as values."""

from collections.abc import Mapping

from dfix.trace.state.artifact import Artifact
from dfix.trace.state.facts import Fact
from dfix.trace.state.loader import Loader
from dfix.tristate import Tristate
from dfix.values import NamedTuple, TypeAlias


class Writes(NamedTuple):
    """An artifact is written to ``path``; ``tree``: everything below is of its nature."""

    path: str
    artifact: Artifact
    tree: bool = False


class Copies(NamedTuple):
    """``source`` is copied to ``target``; ``moves``: it is gone then. ``into``: target is a directory.

    ``executable`` is what its new mode says; None: it keeps its mode.
    """

    source: str
    target: str
    moves: bool = False
    into: bool = False
    executable: Tristate | None = None


class Removes(NamedTuple):
    """A path is removed."""

    path: str


class Installs(NamedTuple):
    """Packages are installed; ``recommends``: with those that they recommend.

    ``group`` is the name by which apk removes them together, empty for none.
    """

    packages: frozenset[str]
    recommends: bool = False
    group: str = ""


class InstallsLibraries(NamedTuple):
    """Packages of libraries are installed whose names are not known."""


class Uninstalls(NamedTuple):
    """Packages are removed; ``with_dependencies``: with what came with them and nothing else needs."""

    packages: frozenset[str]
    with_dependencies: bool


class Marks(NamedTuple):
    """Packages are marked: apt removes those that are not ``manual`` once nothing needs them."""

    packages: frozenset[str]
    manual: bool


class AddsLoader(NamedTuple):
    """A loader appears."""

    loader: Loader


class MayAddLoader(NamedTuple):
    """Something that is not read may have brought a loader."""


class Runs(NamedTuple):
    """Commands that another file names are run in ``cwd``, each line in a shell of its own."""

    lines: tuple[str, ...]
    cwd: str
    variables: Mapping[str, str]


class Havoc(NamedTuple):
    """The command or script ``who``, which is not read, ran in ``path``: it may have written anything below."""

    path: str
    who: str


class SetsFact(NamedTuple):
    """A fact is set for later commands of the stage (``go env -w``, configure's prefix)."""

    fact: Fact


Effect: TypeAlias = (
    Writes
    | Copies
    | Removes
    | Installs
    | InstallsLibraries
    | Uninstalls
    | Marks
    | AddsLoader
    | MayAddLoader
    | Havoc
    | SetsFact
    | Runs
)
