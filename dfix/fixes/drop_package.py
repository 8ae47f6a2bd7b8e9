"""Take one package out of an installation."""

from collections.abc import Iterator

from dfix.findings import Applicability, Fix
from dfix.fixes.drop_command import drop_command
from dfix.text import Edit, Source, Span
from dfix.trace.call import Arg, Call

COST = "the image no longer holds it"


def drop_package(source: Source, call: Call, arg: Arg) -> Iterator[Fix]:
    """The word with the blank, or the continued line, before it; the whole command when it is the only package."""
    packages = [one for one in call.operands("-t", "--virtual", "--repository", "-X") if one.text != "add"]
    if len(packages) == 1:
        drop = drop_command(source, call)
        if drop:
            yield Fix(f"do not install {arg.text}", Applicability.UNSAFE, COST, drop.edits)
        return
    before = max((one.end for one in call.args if one.end <= arg.start), default=None)
    if before is not None:
        start, end = call.script.span(before - 1, before).end, call.script.span(arg.start, arg.end).end
        yield Fix(f"do not install {arg.text}", Applicability.UNSAFE, COST, (Edit(Span(start, end), ""),))
