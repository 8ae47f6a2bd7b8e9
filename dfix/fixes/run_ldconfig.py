"""Refresh the loader's cache after libraries were copied."""

from collections.abc import Iterator

from dfix.findings import Applicability, Fix
from dfix.syntax import Instruction
from dfix.text import Edit, Source, Span
from dfix.trace.stage_trace import StageTrace


def run_ldconfig(source: Source, stage: StageTrace, after: Span) -> Iterator[Fix]:
    """``RUN ldconfig`` after the last copy into the stage that follows ``after`` without another RUN between."""
    body = stage.stage.body
    first = next((n for n, one in enumerate(body) if one.span == after), None)
    if first is None:
        return
    last = first
    while last + 1 < len(body) and body[last + 1].keyword in ("COPY", "ADD"):
        last += 1
    is_root = not any(one.keyword == "USER" for one in body[: last + 1])
    applicability = Applicability.SAFE if is_root else Applicability.UNSAFE
    yield Fix("run ldconfig after the copy", applicability, "one small layer more", (_new_run(source, body[last]),))


def _new_run(source: Source, instruction: Instruction) -> Edit:
    line = source.line_of(max(instruction.span.end - 1, 0))
    end = source.line_starts[line] + len(source.lines[line])
    keyword = "run" if instruction.logical.text[instruction.keyword_start :][:4].islower() else "RUN"
    whole = source.lines[line].endswith("\n")
    text = f"{keyword} ldconfig"
    return Edit(Span(end, end), f"{text}{source.newline}" if whole else f"{source.newline}{text}")
