"""What an analysis is asked for."""

from dfix.confidence import Confidence
from dfix.plan import BuildOptions
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.context import Folder
    from dfix.findings import Family
    from dfix.images import UserImage


class Options(NamedTuple):
    """What to look for. ``select`` and ``ignore`` are codes or their beginnings (``DF1``).

    ``context`` is the build context, None where it is not to be read. ``prefer`` is the family of
    fixes that comes first; None: the surest, then the smallest. ``images`` are facts that the user
    gives; ``known`` are the fingerprints (``fingerprint.py``) of findings that are not reported.
    """

    build: BuildOptions = BuildOptions()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_confidence: Confidence = Confidence.LIKELY
    context: "Folder | None" = None
    prefer: "Family | None" = None
    images: "tuple[UserImage, ...]" = ()
    known: frozenset[str] = frozenset()

    def selects(self, code: str) -> bool:
        """Whether ``select`` and ``ignore`` leave the rule with that code."""
        is_selected = not self.select or code.startswith(self.select)
        return is_selected and not (self.ignore and code.startswith(self.ignore))
