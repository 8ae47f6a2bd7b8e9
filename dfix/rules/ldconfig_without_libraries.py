"""`ldconfig` is given directories that hold no shared libraries.

## Why
The directories given to `ldconfig` are those in which it is to look for libraries. Programs, headers and data are found by other means; naming `/usr/local/bin` or `/usr/local/share` changes nothing.

## Fix safety
Safe: glibc's ldconfig refreshes the cache for its usual directories whatever else it is given, so only the useless argument is taken out and the command stays. With `-n` it looks at the given directories only; then the command goes.

## Sources
ldconfig(8).
"""

from collections.abc import Iterator

from dfix.edit import part, remove
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Repair, Severity
from dfix.fixes.remove_command import REMOVE, remove_command
from dfix.rules.rule import Rule
from dfix.text import readable
from dfix.text.pattern import pattern
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Arg, Call

DROP_DIRECTORY = Repair(
    "remove-directory",
    "takes the directory out of ldconfig's arguments",
    "nothing is lost",
    Applicability.SAFE,
    Change.WORDS,
)
WITHOUT_LIBRARIES = pattern(r"^/(usr/(local/)?)?(bin|sbin|include|share|etc|man|src)(/|$)|^/(home|tmp|proc|dev)/?$")


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each call of a real ldconfig with such a directory."""
    for stage in trace.stages:
        release = stage.root.release
        if release is None or release.ldconfig != "real":
            continue
        for call in stage.calls:
            useless = [arg for arg in call.operands("-C", "-f", "-r") if _holds_none(call, arg)]
            if call.name == "ldconfig" and useless:
                yield describe(trace, stage, call, useless)


def describe(trace: Trace, stage: StageTrace, call: Call, useless: list[Arg]) -> Finding:
    """Word one finding for all such directories of one call."""
    names = " and ".join(f"`{readable(arg.text)}`" for arg in useless)
    verb = "hold" if len(useless) > 1 else "holds"
    return Finding(
        RULE.code,
        RULE.name,
        Severity.WARNING,
        Confidence.LIKELY,
        f"`ldconfig` is given {names}, which {verb} no shared libraries",
        "ldconfig looks for libraries in the directories it is given",
        part.args(call, useless[0], useless[-1]).span,
        stage.stage.label,
        (),
        tuple(_repairs(trace, call, useless)),
    )


def _repairs(trace: Trace, call: Call, useless: list[Arg]) -> Iterator[Fix]:
    every = list(call.operands("-C", "-f", "-r"))
    if call.has("-n") and len(every) == len(useless):
        yield from remove_command(trace, call, "remove `ldconfig -n`")
    elif call.script.exact and call.instruction.json is None:
        yield DROP_DIRECTORY.fix("take the directory out", (remove.arg(call, arg) for arg in useless))


def _holds_none(call: Call, arg: Arg) -> bool:
    return bool(WITHOUT_LIBRARIES.match(call.path(arg.text))) and arg.text.startswith("/")


RULE = Rule(
    "DF302",
    "ldconfig-without-libraries",
    __name__,
    check,
    repairs=(DROP_DIRECTORY, REMOVE),
)
