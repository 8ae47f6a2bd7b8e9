"""Take one command out of a RUN, or the whole RUN when nothing else is in it."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import remove
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.trace.result import Trace
from dfix.trace.state.call import Call

REMOVE = Repair(
    "remove-command",
    "removes the command, and the whole RUN when nothing else is in it",
    "nothing is lost",
    Applicability.SAFE,
    Change.INSTRUCTION,
)


def remove_command(
    trace: Trace, call: Call, title: str, cost: str = "", *, leaves_fault: bool = False
) -> Iterator[Fix]:
    """The fix where the RUN ends with the same exit status as before.

    ``leaves_fault``: what the command was there for is still missing then.
    """
    removal = remove.command(trace.source, call)
    if removal and removal.keeps_status:
        safe, cure = (Applicability.UNSAFE, Confidence.POSSIBLE) if leaves_fault else (None, None)
        yield REMOVE.fix(title, removal.edits, cost=cost, applicability=safe, cure=cure)


def remove_disguise(trace: Trace, call: Call, title: str) -> Iterator[Fix]:
    """The fix where the command hid an earlier failure (``a; ldconfig``), which stops the build from then on."""
    removal = remove.command(trace.source, call)
    if removal and not removal.keeps_status:
        cost = "an earlier failure that it hid stops the build"
        yield REMOVE.fix(title, removal.edits, applicability=Applicability.UNSAFE, cost=cost)
