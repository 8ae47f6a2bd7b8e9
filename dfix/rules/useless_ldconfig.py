"""`ldconfig` runs in a stage whose ldconfig does nothing useful.

## Why
musl has no `ld.so.cache`: it searches `/lib`, `/usr/local/lib` and `/usr/lib` each time. Alpine's `ldconfig` is a small script that only makes soname links in the directories it is given. Called without a directory it ends with exit status 1, so the build stops there.

## Fix safety
Removing it is safe where it was given no directory, or one that musl searches anyway, unless the command hid an earlier failure (`a; ldconfig`): the removal then shows that failure, and is unsafe. Where it was given another directory, the author wanted the libraries there to be found. Alpine's script makes soname links in that directory and does not make musl search it. So the first repair tells musl of the directory, which holds for every program and is unsafe; the removal is unsafe too, because it leaves the libraries unfound and takes the links away.

## Sources
Alpine, `main/musl/ldconfig`; the musl manual, "Dynamic linker". `/usr/glibc-compat/sbin/ldconfig` belongs to a real glibc and is left alone.
"""

from collections.abc import Iterator
from functools import partial

from dfix.edit.position import stops_build
from dfix.findings import Finding, Fix, Severity
from dfix.fixes.remove_command import REMOVE, remove_command, remove_disguise
from dfix.fixes.write_musl_path import MUSL_PATH, unsearched, write_musl_path
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace, base_place, title_of
from dfix.trace.state.artifact import Place
from dfix.trace.state.call import Call
from dfix.tristate import Tristate

LEFT = "musl still does not search {}; the soname links that Alpine's script makes there go"


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each call of musl's stub ldconfig."""
    for stage in trace.stages:
        release = stage.root.release
        if release is None or release.ldconfig != "stub" or stage.root.has_real_glibc is not Tristate.NO:
            continue
        for call in stage.calls:
            if call.name == "ldconfig" and call.program in ("ldconfig", "/sbin/ldconfig") and not _is_question(call):
                yield describe(trace, stage, call)


def describe(trace: Trace, stage: StageTrace, call: Call) -> Finding:
    """Return the finding on one call: with directories it does nothing, without them it stops the build."""
    directories = tuple(arg.text for arg in call.operands("-C", "-f", "-r"))
    stops = not directories and stops_build(call)
    where = f"{stage.stage.title}, {title_of(stage.root)}"
    useless = f"`ldconfig` does nothing useful in {where}"
    fails = f"`ldconfig` without a directory ends with exit status 1 in {where}: the build stops"
    return RULE.finding(
        stage.stage,
        call.span,
        message=fails if stops else useless,
        why="musl keeps no cache of libraries; it searches /lib, /usr/local/lib and /usr/lib each time",
        severity=Severity.ERROR if stops else Severity.WARNING,
        confidence=stage.root.family_sure,
        chain=(base_place(stage.stage, stage.root), Place(call.span, "calls musl's stub")),
        fixes=partial(_repairs, trace, stage, call, directories),
    )


def _is_question(call: Call) -> bool:
    """Whether the command is there for its output."""
    return (
        call.piped
        or call.has("-p", "--print-cache", "-V", "--version", "--help")
        or bool(call.redirects and _to_file(call))
    )


def _to_file(call: Call) -> bool:
    return any(r.operator in (">", ">>") and not text.startswith("/dev/") for r, text in call.redirects)


def _repairs(trace: Trace, stage: StageTrace, call: Call, directories: tuple[str, ...]) -> Iterator[Fix]:
    """Yield what was meant, that musl searches the directories, and the removal."""
    written = partial(_is_written, trace, stage)
    others = tuple(path for path in unsearched(directories, call.env) if not written(path, "/etc/ld-musl-"))
    yield from write_musl_path(call, tuple(path for path in others if not written(path, "/etc/ld.so.conf")))
    cost = LEFT.format(" and ".join(others)) if others else ""
    yield from remove_command(trace, call, "remove `ldconfig`", cost, leaves_fault=bool(others))
    yield from remove_disguise(trace, call, "remove `ldconfig`")


def _is_written(trace: Trace, stage: StageTrace, directory: str, configuration: str) -> bool:
    """Whether a command of the stage writes the directory into a configuration of that name."""
    key = ("writers", stage.stage.number, configuration)
    return any(directory in text for text in trace.once(key, lambda: _written_texts(stage, configuration)))


def _written_texts(stage: StageTrace, configuration: str) -> list[str]:
    """The words of each command whose output goes to a configuration of that name."""
    return [
        " ".join(call.texts)
        for call in stage.calls
        if any(text.startswith(configuration) for _, text in call.redirects)
    ]


RULE = Rule(
    "DF301",
    "useless-ldconfig",
    __name__,
    check,
    repairs=(REMOVE, MUSL_PATH),
    trigger=Trigger(words=("ldconfig",)),
)
