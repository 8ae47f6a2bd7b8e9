"""Take one package out of an installation."""

from collections.abc import Iterator

from dfix.findings import Applicability, Change, Fix, Repair
from dfix.fixes.drop_command import drop_command
from dfix.fixes.drop_word import drop_word
from dfix.trace.result import Trace
from dfix.trace.state.call import Arg, Call

DROP_PACKAGE = Repair(
    "remove-package",
    "takes one package out of an installation",
    "the image no longer holds it",
    Applicability.UNSAFE,
    Change.WORDS,
)


def drop_package(trace: Trace, call: Call, arg: Arg) -> Iterator[Fix]:
    """The word with the line or the blank that is its own; the whole command when it is the only package."""
    packages = [one for one in call.operands("-t", "--virtual", "--repository", "-X") if one.text != "add"]
    title = f"do not install {arg.text}"
    if len(packages) > 1:
        yield DROP_PACKAGE.fix(title, (drop_word(trace.source, call, arg),))
        return
    drop = drop_command(trace.source, call)
    if drop:
        yield DROP_PACKAGE.fix(title, drop.edits)
