"""Put words and instructions into the file in its author's style.

An instruction takes the letter case and the line end of its neighbour; words go where the text of
the command stands in the file as it is.
"""

from dfix.syntax import Instruction
from dfix.text import Edit, Source, Span
from dfix.trace.state.call import Arg, Call


def can_edit(call: Call) -> bool:
    """Whether the command's own text stands in the file: no makefile's, no JSON words."""
    return call.via is None and call.script.exact and (call.instruction.json is None or is_shell_text(call))


def is_shell_text(call: Call) -> bool:
    """Whether the command stands in the text of ``["sh", "-c", "text"]``."""
    return call.script.text != call.instruction.logical.text


def before_command(call: Call, text: str) -> Edit:
    """``text`` right before the command and its assignments."""
    at = call.script.span(call.command.start, call.command.start)
    return Edit(at, text)


def after_program(call: Call, text: str) -> Edit:
    """``text`` right after the program's name."""
    return _at_end(call, call.command.words[0].start, call.command.words[0].end, text)


def after_arg(call: Call, arg: Arg, text: str) -> Edit:
    """``text`` right after an argument."""
    return _at_end(call, arg.start, arg.end, text)


def after_words(call: Call, text: str) -> Edit:
    """``text`` right after the last word; redirections may follow."""
    last = call.command.words[-1]
    return _at_end(call, last.start, last.end, text)


def replace_arg(call: Call, arg: Arg, text: str) -> Edit:
    """``text`` in place of an argument."""
    return Edit(call.script.span(arg.start, arg.end), text)


def instruction_before(source: Source, instruction: Instruction, keyword: str, words: str) -> Edit:
    """A new instruction on a line of its own above another."""
    line = source.line_starts[instruction.first_line]
    return Edit(Span(line, line), f"{in_case_of(instruction, keyword)} {words}{source.newline}")


def instruction_after(source: Source, instruction: Instruction, keyword: str, words: str) -> Edit:
    """A new instruction on a line of its own below another, heredocs included."""
    line = source.line_of(max(instruction.span.end - 1, 0))
    end = source.line_starts[line] + len(source.lines[line])
    text = f"{in_case_of(instruction, keyword)} {words}"
    whole = source.lines[line].endswith("\n")
    return Edit(Span(end, end), f"{text}{source.newline}" if whole else f"{source.newline}{text}")


def in_case_of(instruction: Instruction, keyword: str) -> str:
    """A keyword in the letter case of an instruction's."""
    written = instruction.logical.text[instruction.keyword_start :][: len(instruction.keyword)]
    return keyword.lower() if written.islower() else keyword


def _at_end(call: Call, start: int, end: int, text: str) -> Edit:
    here = call.script.span(start, end).end
    return Edit(Span(here, here), text)
