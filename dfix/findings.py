"""What was found: findings with their chain, their confidence and their fixes."""

from enum import Enum, IntEnum
from typing import NamedTuple

from dfix.confidence import Confidence
from dfix.text import Edit, Span
from dfix.trace.artifact import Place


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


class Fix(NamedTuple):
    """A repair: what it does, what it costs, and the edits that make it."""

    title: str
    applicability: Applicability
    cost: str
    edits: tuple[Edit, ...]


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


__all__ = ["Applicability", "Confidence", "Finding", "Fix", "Place", "Severity"]
