"""A library that a stage's own variables ask for: ICU, which .NET looks for unless it is told to do without.

Microsoft's images for Alpine say ``DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true`` and have no ICU; who says ``false``
has to install it, or nothing starts (.NET's documentation, "Globalization invariant mode").
"""

from dfix.confidence import Confidence
from dfix.syntax import Instruction
from dfix.trace.knowledge.needs.dotnet import ICU, INVARIANT
from dfix.trace.knowledge.provides import lacks_library
from dfix.trace.stage import StageTrace
from dfix.values import NamedTuple


class SwitchedOn(NamedTuple):
    """A stage's ENV that switches ICU on where it is missing, and how sure it is that it is missing."""

    instruction: Instruction
    soname: str
    sure: Confidence


def switched_on(stage: StageTrace) -> SwitchedOn | None:
    """What the last ENV of the variable asks for in vain; None where nothing is said, or ICU is or may be there."""
    if stage.scope.env.get(INVARIANT, "").strip("\"'").lower() not in ("false", "0"):
        return None
    written = [one for one in stage.stage.body if one.keyword == "ENV" and INVARIANT in one.args]
    is_dotnet = stage.image is not None and "dotnet" in stage.image.reference.path
    absent = lacks_library(stage.root, ICU) if written and is_dotnet else None
    return SwitchedOn(written[-1], ICU, min(absent, Confidence.LIKELY)) if absent is not None else None
