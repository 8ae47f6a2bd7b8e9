"""Take one package out of an installation."""

from collections.abc import Iterator

from dfix.edit import remove
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.trace.knowledge.package_options import operands_of
from dfix.trace.result import Trace
from dfix.trace.state.call import Arg, Call

REMOVE_PACKAGE = Repair(
    "remove-package",
    "removes one package from an installation",
    "the image no longer holds it",
    Applicability.UNSAFE,
    Change.WORDS,
)


def remove_package(trace: Trace, call: Call, package: Arg) -> Iterator[Fix]:
    """The package's word goes; the whole command when it installs no other."""
    operands = [arg for arg in operands_of(call) if arg.text != "add"]
    title = f"do not install {package.text}"
    if len(operands) > 1:
        yield REMOVE_PACKAGE.fix(title, (remove.arg(call, package),))
        return
    removal = remove.command(trace.source, call)
    if removal:
        yield REMOVE_PACKAGE.fix(title, removal.edits)
