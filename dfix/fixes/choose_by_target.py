"""Choose a download by the target platform, not by that of the machine that builds."""

from collections.abc import Iterator

from dfix.edit import replace
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.plan import Stage
from dfix.syntax import Instruction
from dfix.trace.result import Trace

CHOOSE_BY_TARGET = Repair(
    "choose-by-target",
    "`TARGETPLATFORM` and `TARGETARCH` instead of `BUILDPLATFORM` and `BUILDARCH`",
    "for the machine's own platform nothing changes",
    Applicability.SAFE,
    Change.WORDS,
)


def choose_by_target(trace: Trace, stage: Stage, instruction: Instruction) -> Iterator[Fix]:
    """The variables in the instruction, and where the stage declares them."""
    declarations = (
        one for one in stage.body if one.keyword == "ARG" and one.args.strip() in ("BUILDPLATFORM", "BUILDARCH")
    )
    edits = [
        edit
        for one in (*declarations, instruction)
        for name in ("PLATFORM", "ARCH")
        for edit in replace.text(trace.source, one, f"BUILD{name}", f"TARGET{name}")
    ]
    yield CHOOSE_BY_TARGET.fix("choose by the target platform", edits)
