"""What was found: findings with their chain, their confidence and their fixes."""

from collections.abc import Iterable
from enum import Enum, IntEnum

from dfix.confidence import Confidence
from dfix.text import Edit, Span
from dfix.trace.state.artifact import Place
from dfix.values import NamedTuple


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

    def rank(self, prefer: Family | None) -> tuple[bool, bool, int, int, int]:
        """What orders the fixes of a finding, best first.

        Those that can be made, those of the preferred family, the surest cure, the least change, the
        smallest image.
        """
        away = prefer is not None and self.family is not prefer
        return (bool(self.obstacle), away, -self.cure, self.repair.change, self.repair.growth)


class Finding(NamedTuple):
    """One rule's word on one place.

    ``span`` are the exact words at fault; ``chain`` the places that led there, in the order in
    which things happened; ``why`` explains; ``fixes`` come best first. ``stage`` is the stage's
    name, or its number as text; empty for a finding on the whole file.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    why: str
    span: Span
    stage: str = ""
    chain: tuple[Place, ...] = ()
    fixes: tuple[Fix, ...] = ()

    @property
    def identity(self) -> tuple[str, str, str]:
        """What stays the same when the text around it changes."""
        return (self.code, self.stage, self.message)


__all__ = [
    "Applicability",
    "Change",
    "Confidence",
    "Family",
    "Finding",
    "Fix",
    "Growth",
    "Place",
    "Repair",
    "Severity",
]
