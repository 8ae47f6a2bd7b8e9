"""`ldconfig` is given directories that hold no shared libraries.

## Why
`ldconfig` looks for shared libraries in the directories it is given. Programs, headers and data are found by other means, so naming `/usr/local/bin` or `/usr/local/share` changes nothing.

## Fix safety
Safe: glibc's ldconfig refreshes the cache for its usual directories whatever else it is given, so only the useless argument is removed and the command stays. With `-n` it looks at the given directories only; then the command is removed.

## Sources
ldconfig(8).
"""

from collections.abc import Iterator
from functools import partial

from dfix.edit import part, remove
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Repair, Severity
from dfix.fixes.remove_command import REMOVE, remove_command
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.text import readable
from dfix.text.pattern import pattern
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Arg, Call

DROP_DIRECTORY = Repair(
    "remove-directory",
    "removes the directory from ldconfig's arguments",
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
            if call.name != "ldconfig":
                continue
            useless = [arg for arg in call.operands("-C", "-f", "-r") if _holds_none(call, arg)]
            if useless:
                yield describe(trace, stage, call, useless)


def describe(trace: Trace, stage: StageTrace, call: Call, useless: list[Arg]) -> Finding:
    """Return the finding on all such directories of one call."""
    names = " and ".join(f"`{readable(arg.text)}`" for arg in useless)
    return RULE.finding(
        stage.stage,
        part.args(call, useless[0], useless[-1]).span,
        message=f"`ldconfig` is given {names}, which {'hold' if len(useless) > 1 else 'holds'} no shared libraries",
        why="ldconfig looks only for shared libraries in the directories it is given",
        severity=Severity.WARNING,
        confidence=Confidence.LIKELY,
        fixes=partial(_repairs, trace, call, useless),
    )


def _repairs(trace: Trace, call: Call, useless: list[Arg]) -> Iterator[Fix]:
    every = list(call.operands("-C", "-f", "-r"))
    if call.has("-n") and len(every) == len(useless):
        yield from remove_command(trace, call, "remove `ldconfig -n`")
    elif call.script.exact and call.instruction.json is None:
        yield DROP_DIRECTORY.fix("remove the directory", (remove.arg(call, arg) for arg in useless))


def _holds_none(call: Call, arg: Arg) -> bool:
    return bool(WITHOUT_LIBRARIES.match(call.path(arg.text))) and arg.text.startswith("/")


RULE = Rule(
    "DF302",
    "ldconfig-without-libraries",
    __name__,
    check,
    repairs=(DROP_DIRECTORY, REMOVE),
    trigger=Trigger(words=("ldconfig",)),
)
