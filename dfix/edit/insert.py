"""Put words and instructions into the file in its author's style.

An instruction takes the letter case and the line end of its neighbour. Words go where the text of
the command is in the file; ``written.can_edit`` tells whether it is there.
"""

from collections.abc import Sequence

from dfix.edit import part, written
from dfix.edit.part import Part, Ranged
from dfix.syntax import Instruction
from dfix.text import Edit, Source, Span
from dfix.trace.state.call import Call


def before_command(call: Call, text: str) -> Edit:
    """``text`` right before the command and its assignments."""
    return _before(part.command_words(call), text)


def before_program(call: Call, text: str) -> Edit:
    """``text`` right before the program's name, after the command's assignments."""
    return _before(part.program(call), text)


def after_program(call: Call, text: str) -> Edit:
    """``text`` right after the program's name."""
    return _after(part.program(call), text)


def after_arg(call: Call, arg: Ranged, text: str) -> Edit:
    """``text`` right after an argument."""
    return _after(part.arg(call, arg), text)


def after_words(call: Call, text: str) -> Edit:
    """``text`` right after the last word; redirections may follow."""
    return _after(part.command_words(call), text)


def like_args(source: Source, call: Call, args: Sequence[Ranged], words: Sequence[str]) -> Edit:
    """``words`` after the last of the arguments, one a line where the last two of these stand so."""
    gap = written.gap(source, call, args)
    return after_arg(call, args[-1], "".join(f"{gap}{word}" for word in words))


def before_closing_quote(call: Call, arg: Ranged, text: str) -> Edit | None:
    """``text`` at the end of what an argument quotes; None when no quote closes it."""
    place = part.arg(call, arg)
    return _at(place, place.end - 1, text) if place.text[-1:] in ("'", '"') else None


def between(place: Part, left: str, right: str, text: str) -> Edit | None:
    """``text`` between ``left`` and the ``right`` that follows it at once; None when they are not there."""
    at = place.text.find(left + right)
    return None if at < 0 else _at(place, place.start + at + len(left), text)


def flag(instruction: Instruction, text: str) -> Edit:
    """A flag, ``--name=value``, before the instruction's other flags."""
    return _after(part.keyword(instruction), f" {text}")


def instruction_before(source: Source, instruction: Instruction, keyword: str, words: str) -> Edit:
    """A new instruction on a line of its own above another."""
    line = source.line_starts[instruction.first_line]
    return Edit(Span(line, line), f"{written.keyword(instruction, keyword)} {words}{source.newline}")


def instruction_after(source: Source, instruction: Instruction, keyword: str, words: str) -> Edit:
    """A new instruction on a line of its own below another and its heredocs."""
    line = source.line_of(max(instruction.span.end - 1, 0))
    end = source.line_starts[line] + len(source.lines[line])
    text = f"{written.keyword(instruction, keyword)} {words}"
    has_end = source.lines[line].endswith("\n")
    return Edit(Span(end, end), f"{text}{source.newline}" if has_end else f"{source.newline}{text}")


def root_run_after(source: Source, start: Instruction, command: str, user: str) -> Edit:
    """A RUN below a FROM that root runs; ``user`` is the one whom the image names, empty for root."""
    if not user:
        return instruction_after(source, start, "RUN", command)
    run, back = (f"{source.newline}{written.keyword(start, keyword)}" for keyword in ("RUN", "USER"))
    return instruction_after(source, start, "USER", f"root{run} {command}{back} {user}")


def comment_before(source: Source, instruction: Instruction, text: str) -> Edit:
    """A comment on a line of its own above an instruction; ``text`` is byte text in one line, without the ``#``."""
    # A byte order mark stays first.
    at = source.line_starts[instruction.first_line] if instruction.first_line else instruction.span.start
    return Edit(Span(at, at), f"# {text}{source.newline}")


def _before(place: Part, text: str) -> Edit:
    return Edit(Span(place.span.start, place.span.start), text)


def _after(place: Part, text: str) -> Edit:
    return Edit(Span(place.span.end, place.span.end), text)


def _at(place: Part, offset: int, text: str) -> Edit:
    here = place.logical.origin(offset)
    return Edit(Span(here, here), text)
