"""What a translation works on, and how it tells that it cannot."""

from dfix.images import Image, Release
from dfix.images.packages import NAMES_OF
from dfix.text import Edit, Source
from dfix.trace.state.call import Call
from dfix.values import NamedTuple


class Untranslatable(Exception):  # noqa: N818 - it is a refusal, not an error
    """A command has no counterpart on the other distribution; the message says which and why."""


class Move(NamedTuple):
    """From one release to another, both with a package manager; ``image`` is the base that the stage will start from.

    ``present`` are the packages that the stage installs, under their old names.
    """

    source: Source
    old: Release
    new: Release
    image: Image
    present: frozenset[str]

    @property
    def old_manager(self) -> str:
        """``apt``, ``apk`` or ``dnf``: what installs packages before the move."""
        return NAMES_OF[self.old.package_manager or ""]

    @property
    def new_manager(self) -> str:
        """``apt``, ``apk`` or ``dnf``: what installs packages after it."""
        return NAMES_OF[self.new.package_manager or ""]


class Kept(NamedTuple):
    """The command stays as it is."""


class Dropped(NamedTuple):
    """The command goes: the other distribution does not need it."""

    call: Call


class Rewritten(NamedTuple):
    """The command is changed by these edits."""

    edits: tuple[Edit, ...]
