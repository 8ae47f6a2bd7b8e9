"""What an analysis is asked for."""

from dfix.confidence import Confidence
from dfix.plan import BuildOptions
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.context import Folder
    from dfix.findings import Family, Severity
    from dfix.images import UserImage


class Options(NamedTuple):
    """What to look for. ``select`` and ``ignore`` are codes or their beginnings (``DF1``).

    ``context`` is the build context, None where it is not to be read. ``prefer`` is the family of
    fixes that comes first; None: the surest, then the smallest. ``images`` are facts that the user
    gives; ``known`` are the fingerprints (``fingerprint.py``) of findings that are not reported. ``severities`` are
    pairs of a code, or its beginning, and what its findings have instead of their own; later ones win. Fixes of rules
    that are not among ``fixable`` (empty: all are), or among ``unfixable``, are only shown. ``ignore_comments``:
    comments suppress findings; ``needs_reason``: only those that give a reason do.
    """

    build: BuildOptions = BuildOptions()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_confidence: Confidence = Confidence.LIKELY
    context: "Folder | None" = None
    prefer: "Family | None" = None
    images: "tuple[UserImage, ...]" = ()
    known: frozenset[str] = frozenset()
    severities: "tuple[tuple[str, Severity], ...]" = ()
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    ignore_comments: bool = True
    needs_reason: bool = False

    def selects(self, code: str) -> bool:
        """Whether ``select`` and ``ignore`` leave the rule with that code."""
        is_selected = not self.select or code.startswith(self.select)
        return is_selected and not (self.ignore and code.startswith(self.ignore))

    def repairs(self, code: str) -> bool:
        """Whether ``fixable`` and ``unfixable`` let the fixes of the rule with that code be made."""
        is_fixable = not self.fixable or code.startswith(self.fixable)
        return is_fixable and not (self.unfixable and code.startswith(self.unfixable))

    def severity(self, code: str) -> "Severity | None":
        """What the findings of the rule with that code have instead of their own severity."""
        return next((severity for start, severity in reversed(self.severities) if code.startswith(start)), None)
