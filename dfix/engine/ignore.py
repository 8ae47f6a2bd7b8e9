"""Comments that suppress findings, ``# dfix: ignore=DF101 -- reason``; they are made and proved as fixes are."""

from bisect import bisect_right
from collections.abc import Iterator

from dfix.edit import insert
from dfix.engine.analysis import Analysis
from dfix.engine.choice import Batch, Refusals, fix_key
from dfix.findings import IGNORE, Finding, Fix
from dfix.syntax import Instruction
from dfix.text import byte_text
from dfix.values import NamedTuple


class Ignores(NamedTuple):
    """The chooser that suppresses every finding, for one reason."""

    reason: str

    def __call__(self, analysis: Analysis, refused: Refusals) -> Batch:
        """The comments for the findings that none was refused for; several findings of an instruction share one."""
        fixes = [(finding, ignoring(analysis, finding, self.reason)) for finding in analysis.findings]
        return [(finding, fix) for finding, fix in fixes if fix and fix_key(finding, fix) not in refused]


def checked_reason(text: str) -> str:
    """The reason without blanks at its ends.

    Raises:
        ValueError: it is empty, or not one line of printable text.
    """
    reason = text.strip()
    if not reason or not reason.isprintable():
        raise ValueError("the reason is one line of text")
    return reason


def ignoring(analysis: Analysis, finding: Finding, reason: str) -> Fix | None:
    """The comment that suppresses a finding, and all others of its instruction; None where it stands at none."""
    instruction = _instruction(analysis, finding)
    if instruction is None:
        return None
    codes = {one.code for one in analysis.findings if _instruction(analysis, one) is instruction}
    text = f"dfix: ignore={','.join(sorted(codes))} -- {byte_text(reason)}"
    edit = insert.comment_before(analysis.source, instruction, text)
    return IGNORE.fix(reason, [edit])


def _instruction(analysis: Analysis, finding: Finding) -> Instruction | None:
    """The instruction that a finding stands at."""
    return next(_at(analysis.trace.build.dockerfile.instructions, finding.span.start), None)


def _at(instructions: tuple[Instruction, ...], offset: int) -> Iterator[Instruction]:
    number = bisect_right(instructions, offset, key=lambda one: one.span.start) - 1
    if number >= 0 and offset <= instructions[number].span.end:
        yield instructions[number]
