"""What a command does to a root filesystem, as values."""

from collections.abc import Mapping

from dfix.trace.state.artifact import Artifact
from dfix.trace.state.facts import Fact
from dfix.trace.state.loader import Loader
from dfix.values import NamedTuple, TypeAlias


class Writes(NamedTuple):
    """An artifact is written to ``path``; ``tree``: everything below is of its nature."""

    path: str
    artifact: Artifact
    tree: bool = False


class Copies(NamedTuple):
    """``source`` is copied to ``target``; ``moves``: it is gone then. ``into``: target is a directory."""

    source: str
    target: str
    moves: bool = False
    into: bool = False


class Removes(NamedTuple):
    """A path is removed."""

    path: str


class Installs(NamedTuple):
    """Packages are installed."""

    packages: frozenset[str]


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


Effect: TypeAlias = Writes | Copies | Removes | Installs | AddsLoader | MayAddLoader | Havoc | SetsFact | Runs
