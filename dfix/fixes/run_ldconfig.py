"""Refresh the loader's cache after libraries were copied."""

from collections.abc import Iterator

from dfix.edit import insert
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.text import Span
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Call

RUN_LDCONFIG = Repair(
    "run-ldconfig",
    "`ldconfig` after the copy or the installation",
    "one small layer more",
    Applicability.SAFE,
    Change.INSTRUCTION,
)


def ldconfig_after(call: Call) -> Iterator[Fix]:
    """``&& ldconfig`` behind a command that installs libraries."""
    if can_edit(call) and call.instruction.json is None and not call.piped:
        sudo = "sudo " if "sudo " in call.script.text else ""
        yield RUN_LDCONFIG.fix("run ldconfig after it", (insert.after_words(call, f" && {sudo}ldconfig"),))


def run_ldconfig(trace: Trace, stage: StageTrace, after: Span) -> Iterator[Fix]:
    """``RUN ldconfig`` after the last copy into the stage that follows ``after`` without another RUN between."""
    body = stage.stage.body
    first = next((n for n, one in enumerate(body) if one.span == after), None)
    if first is None:
        return
    last = first
    while last + 1 < len(body) and body[last + 1].keyword in ("COPY", "ADD"):
        last += 1
    is_root = trace.runs_as_root(stage, body[last])
    applicability = Applicability.SAFE if is_root else Applicability.UNSAFE
    edit = insert.instruction_after(trace.source, body[last], "RUN", "ldconfig")
    yield RUN_LDCONFIG.fix("run ldconfig after the copy", (edit,), applicability=applicability)
