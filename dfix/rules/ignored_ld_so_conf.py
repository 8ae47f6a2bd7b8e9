"""`/etc/ld.so.conf` or a file of `/etc/ld.so.conf.d` is written in a musl stage.

## Why
musl does not read them. After `LD_LIBRARY_PATH` and the program's own RPATH it searches `/lib`, `/usr/local/lib` and `/usr/lib`, or the directories that `/etc/ld-musl-$(arch).path` lists. Alpine has no directory `/etc/ld.so.conf.d`, so a redirection into it stops the build.

## Fix safety
Writing the directory to `/etc/ld-musl-ARCH.path` is what was meant. It makes musl search the directory for every program, so it is unsafe. Nothing reads what the command writes. Removing it is safe where the directory is one that musl searches anyway; elsewhere it leaves the libraries unfound, so it is unsafe.

## Sources
The musl manual, "Dynamic linker"; ld.so.conf belongs to glibc's ldconfig(8).
"""

from collections.abc import Iterator
from functools import partial

from dfix.findings import Finding, Fix, Severity
from dfix.fixes.remove_command import REMOVE, remove_command
from dfix.fixes.write_musl_path import MUSL_PATH, unsearched, write_musl_path
from dfix.images import Libc
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.text.pattern import pattern
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace, base_place, title_of
from dfix.trace.state.artifact import Place
from dfix.trace.state.call import Call
from dfix.tristate import Tristate

CONFIGURATION = pattern(r"^/etc/ld\.so\.conf(\.d/.*)?$")
WHY = "musl searches /lib, /usr/local/lib and /usr/lib; name others in LD_LIBRARY_PATH or /etc/ld-musl-$(arch).path"


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each command that writes glibc's configuration where only musl is."""
    for stage in trace.stages:
        if stage.root.libc is not Libc.MUSL or stage.root.has_real_glibc is not Tristate.NO:
            continue
        for call in stage.calls:
            if call.stage == stage.stage.number and _target(call):
                yield describe(trace, stage, call)


def describe(trace: Trace, stage: StageTrace, call: Call) -> Finding:
    """Return the finding on one command."""
    return RULE.finding(
        stage.stage,
        call.span,
        message=f"`{_target(call)}` is not read in {stage.stage.title}, {title_of(stage.root)}",
        why=WHY,
        severity=Severity.WARNING,
        confidence=stage.root.family_sure,
        chain=(base_place(stage.stage, stage.root), Place(call.span, "writes it")),
        fixes=partial(_repairs, trace, call),
    )


def _repairs(trace: Trace, call: Call) -> Iterator[Fix]:
    """Yield the removal, and what was meant: musl searches the directory."""
    directories = _directories(call)
    if call.name != "tee":
        yield from write_musl_path(call, directories)
    is_found = bool(directories) and not unsearched(directories, call.env)
    cost = (
        "nothing reads what it writes" if is_found else "nothing reads what it writes; musl still does not search there"
    )
    yield from remove_command(trace, call, "remove the command", cost=cost, leaves_fault=not is_found)


def _directories(call: Call) -> tuple[str, ...]:
    """The directories that are written; none where they are not known."""
    writer = call.feeds[-1] if call.name == "tee" and call.feeds else call
    words = writer.texts if writer.name in ("echo", "printf") and len(writer.args) == 1 else ()
    lines = tuple(line.strip() for word in words for line in word.replace("\\n", "\n").split("\n") if line.strip())
    return lines if all(line.startswith("/") for line in lines) else ()


def _target(call: Call) -> str:
    """The configuration file to which the command writes; empty for none."""
    written = [text for redirect, text in call.redirects if redirect.operator in (">", ">>", ">|")]
    named = [call.path(arg.text) for arg in call.operands()] if call.name == "tee" else []
    return next((path for path in (*written, *named) if CONFIGURATION.match(path)), "")


RULE = Rule(
    "DF304",
    "ignored-ld-so-conf",
    __name__,
    check,
    repairs=(REMOVE, MUSL_PATH),
    trigger=Trigger(words=("ld.so.conf",)),
)
