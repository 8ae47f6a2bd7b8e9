"""What the author wrote, and how: a command's text, a keyword's letter case, what parts two words."""

import re
from collections.abc import Sequence
from itertools import pairwise

from dfix.edit import part
from dfix.edit.part import Ranged
from dfix.edit.position import position_of
from dfix.syntax import Instruction
from dfix.text import Source
from dfix.trace.state.call import Call


def can_edit(call: Call) -> bool:
    """Whether the command's own text is in the file: no makefile's, no JSON words."""
    return call.via is None and call.script.exact and (call.instruction.json is None or is_shell_text(call))


def is_shell_text(call: Call) -> bool:
    """Whether the command is in the text of ``["sh", "-c", "text"]``."""
    return call.script.text != call.instruction.logical.text


def arg(call: Call, word: Ranged) -> str:
    """An argument with its quotes and variables."""
    return call.script.text[word.start : word.end]


def command(source: Source, call: Call) -> str:
    """A command on one line: each continuation is a blank."""
    span = call.span
    return re.sub(r"[ \t]*\\[ \t]*\r?\n[ \t]*", " ", source.text[span.start : span.end])


def instruction(source: Source, instruction: Instruction) -> str:
    """An instruction with its continuations and heredocs, without the last line's end."""
    return source.text[instruction.span.start : instruction.span.end]


def keyword(instruction: Instruction, keyword: str) -> str:
    """A keyword in the letter case of an instruction's own."""
    return keyword.lower() if part.keyword(instruction).text.islower() else keyword


def gap(source: Source, call: Call, words: Sequence[Ranged]) -> str:
    """What parts the last two words: a blank, or a continuation with the next line's indentation."""
    spans = [part.arg(call, word).span for word in words[-2:]]
    if len(spans) < 2:
        return " "
    text = source.text[spans[0].end : spans[1].start]
    return text if "\n" in text and "#" not in text else " "


def joint(source: Source, call: Call) -> str:
    """How the author joins two commands of this script: `` && ``, or with a line of its own."""
    position = position_of(call)
    for before, after in pairwise(position.sequence.steps if position else ()):
        text = source.text[part.arg(call, before.node).span.end : part.arg(call, after.node).span.start]
        if after.operator == "&&" and "#" not in text:
            return text
    first, last = source.line_of(call.span.start), source.line_of(call.span.end - 1)
    if first == last:
        return " && "
    line = source.lines[last]
    return f" \\{source.newline}{line[: len(line) - len(line.lstrip())]}&& "
