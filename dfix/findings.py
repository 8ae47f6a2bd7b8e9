"""What was found: findings with their chain, their confidence and their fixes."""

from collections.abc import Callable, Iterable
from enum import Enum, IntEnum

from dfix.confidence import Confidence
from dfix.text import Edit, Span
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.trace.state.artifact import Place


class Severity(Enum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Applicability(IntEnum):
    """Whether a fix may be made without asking; ordered.

    SAFE cannot break what works today, UNSAFE changes more than the fault, DISPLAY is only shown.
    """

    DISPLAY = 1
    UNSAFE = 2
    SAFE = 3

    @property
    def word(self) -> str:
        """As messages and the JSON output write it."""
        return {1: "display-only", 2: "unsafe", 3: "safe"}[self.value]


class Family(Enum):
    """What a repair makes of the program, or of the root that it lands in; ``--prefer`` names one."""

    STATIC = "static"
    GLIBC = "glibc"
    MUSL = "musl"
    COMPAT = "compat"


class Change(IntEnum):
    """How much of the file a repair changes; ordered, least first."""

    WORDS = 0
    INSTRUCTION = 1
    BUILDER = 2
    RUNTIME = 3


class Growth(IntEnum):
    """By how much a repair makes the shipped image larger; ordered."""

    NONE = 0
    SMALL = 1
    LARGE = 2


class Repair(NamedTuple):
    """A kind of repair: its ``id``, what it does, what it costs, how much it changes.

    ``applicability`` and ``cure`` (how sure it is that the fault is gone then) are those of the
    usual case; a fix may have others.
    """

    id: str
    does: str
    cost: str
    applicability: Applicability
    change: Change
    growth: Growth = Growth.NONE
    cure: Confidence = Confidence.CERTAIN
    family: Family | None = None

    def fix(
        self,
        title: str,
        edits: Iterable[Edit],
        *,
        applicability: Applicability | None = None,
        cost: str = "",
        cure: Confidence | None = None,
        family: Family | None = None,
    ) -> "Fix":
        """The repair of one finding."""
        may = self.applicability if applicability is None else applicability
        sure = self.cure if cure is None else cure
        return Fix(title, may, cost or self.cost, tuple(edits), self, sure, family or self.family)

    def blocked(self, title: str, obstacle: str, *, family: Family | None = None) -> "Fix":
        """The repair where it cannot be made, and why; it is only shown."""
        return Fix(title, Applicability.DISPLAY, self.cost, (), self, self.cure, family or self.family, obstacle)


class Fix(NamedTuple):
    """A repair of one finding: what it does, what it costs, and the edits that make it.

    ``obstacle`` tells why it is not made; then there are no edits.
    """

    title: str
    applicability: Applicability
    cost: str
    edits: tuple[Edit, ...]
    repair: Repair
    cure: Confidence
    family: Family | None = None
    obstacle: str = ""

    def rank(self, prefer: Family | None) -> tuple[bool, bool, bool, int, bool, int, int]:
        """What orders the fixes of a finding, best first.

        Those that can be made, those of the preferred family, the safe ones, the surest cure, those that do
        not imitate a libc, the least change, the smallest image.
        """
        away = prefer is not None and self.family is not prefer
        is_unsafe = self.applicability is not Applicability.SAFE
        imitates = self.family is Family.COMPAT
        return (bool(self.obstacle), away, is_unsafe, -self.cure, imitates, self.repair.change, self.repair.growth)


class Applied(NamedTuple):
    """A fix that was made: the finding that it repairs, and its line, from one, in the text as it was then."""

    finding: "Finding"
    fix: Fix
    line: int


# Not a rule's: a comment that suppresses the finding, for which the user gives a reason.
IGNORE = Repair("ignore", "a comment suppresses the finding", "the fault stays", Applicability.UNSAFE, Change.WORDS)


def best_first(fixes: Iterable[Fix], prefer: Family | None) -> list[Fix]:
    """Return the fixes of a finding in the order of ``Fix.rank``; of several with the same edits the best one."""
    seen: set[frozenset[Edit]] = set()
    best: list[Fix] = []
    for fix in sorted(fixes, key=lambda fix: fix.rank(prefer)):
        edits = frozenset(fix.edits)
        if not edits or edits not in seen:
            best.append(fix)
        seen.add(edits)
    return best


class Offer:
    """The fixes of a finding, made when they are first read.

    Two offers are always equal: fixes do not tell findings apart.
    """

    __slots__ = ("_fixes", "_make")

    def __init__(self, make: Callable[[], Iterable[Fix]] = tuple) -> None:
        """``make`` yields the fixes; it is called once, when they are first read, and then released."""
        self._make: Callable[[], Iterable[Fix]] | None = make
        self._fixes: tuple[Fix, ...] = ()

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The fixes, in the order in which ``make`` yields them."""
        if self._make is not None:
            self._fixes = tuple(self._make())
            self._make = None
        return self._fixes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Offer)

    def __hash__(self) -> int:
        return 0

    def __reduce__(self) -> tuple[Callable[[tuple[Fix, ...]], "Offer"], tuple[tuple[Fix, ...]]]:
        """Pickle the fixes themselves: ``make`` holds the whole trace."""
        return (_made, (self.fixes,))


def _made(fixes: tuple[Fix, ...]) -> Offer:
    return Offer(lambda: fixes)


class Finding(NamedTuple):
    """What one rule reports at one place.

    ``span`` are the exact words at fault; ``chain`` the places that led there, in the order in
    which things happened; ``why`` explains. ``stage`` is the stage's name, or its number as text;
    empty for a finding on the whole file. ``files`` are the absolute paths in the stage of the files, or trees of
    files, that cannot run, and the names of programs that are not on PATH; empty where the finding is about none.
    ``offer`` holds the fixes; equality and hash ignore it.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    why: str
    span: Span
    stage: str = ""
    chain: "tuple[Place, ...]" = ()
    files: tuple[str, ...] = ()
    offer: Offer = Offer()

    @property
    def identity(self) -> tuple[str, str, str]:
        """What stays the same when the text around it changes."""
        return (self.code, self.stage, self.message)

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The fixes, best first; they are made when they are first read."""
        return self.offer.fixes

    def about(self, *files: str) -> "Finding":
        """Return the finding with the files that it is about."""
        return self._replace(files=files)

    def with_fixes(self, change: Callable[[tuple[Fix, ...]], Iterable[Fix]]) -> "Finding":
        """Return the finding with other fixes: what ``change`` makes of them when they are read."""
        offer = self.offer
        return self._replace(offer=Offer(lambda: change(offer.fixes)))

    def without_fixes(self) -> "Finding":
        """Return the finding with no fixes; it no longer holds what would make them."""
        return self._replace(offer=Offer())


__all__ = [
    "IGNORE",
    "Applicability",
    "Applied",
    "Change",
    "Confidence",
    "Family",
    "Finding",
    "Fix",
    "Growth",
    "Offer",
    "Repair",
    "Severity",
    "best_first",
]
