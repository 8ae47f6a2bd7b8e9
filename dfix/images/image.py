"""What the catalog says of one image reference."""

from dfix.confidence import Confidence
from dfix.images.reference import Reference
from dfix.images.release import Release
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.images.lock import Locked


class BuiltIn(NamedTuple):
    """An interpreter that an image holds.

    ``version`` is as far as it is known, empty where it is not; ``@release`` is that of the release's own
    package. ``folder`` is the directory of the program, empty where it is not known.
    """

    language: str
    version: str
    folder: str


class Image(NamedTuple):
    """What the catalog knows of a reference.

    ``family_sure`` is how sure the C library is, ``release_sure`` how sure the release is.
    ``history`` is ``(day, release id)`` of a tag that moved, oldest first. ``static_builds``:
    what is compiled in it is static, whatever its own libc is. ``official`` is the official image that
    it is, or is a copy of; ``built_on`` the official image that it is built on, where it adds to one. ``locked``
    is what it was measured to hold, where a lock file tells.
    """

    reference: Reference
    release: Release
    family_sure: Confidence
    release_sure: Confidence
    history: tuple[tuple[str, str], ...] = ()
    static_builds: bool = False
    official: Reference | None = None
    built_on: Reference | None = None
    interpreters: tuple[BuiltIn, ...] = ()
    locked: "Locked | None" = None

    @property
    def bottom(self) -> Reference:
        """The official image that it is or is built on, else its own reference."""
        return self.official or self.built_on or self.reference

    @property
    def user(self) -> str:
        """The user as whom commands run, where that was measured; empty for root, and where nobody says one."""
        return self.locked.user if self.locked else ""

    @property
    def is_plain_alpine(self) -> bool:
        """Whether it is the official Alpine image itself, or a copy of it, to which nothing was added."""
        return self.official is not None and self.official.name == "alpine" and self.family_sure > Confidence.POSSIBLE
