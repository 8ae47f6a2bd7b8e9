"""Put other text in the place of a part of the file."""

from collections.abc import Iterator

from dfix.edit import part
from dfix.edit.part import Part, Ranged
from dfix.syntax import Instruction
from dfix.syntax.instruction import Flag
from dfix.text import Edit, Source, Span
from dfix.trace.state.call import Call


def arg(call: Call, arg: Ranged, text: str) -> Edit:
    """``text`` for an argument, or for a value that the command assigns."""
    return _by(part.arg(call, arg), text)


def program(call: Call, text: str) -> Edit:
    """``text`` for the program's name."""
    return _by(part.program(call), text)


def command(call: Call, text: str) -> Edit:
    """``text`` for a whole command, its assignments and redirections included."""
    return _by(part.command(call), text)


def command_words(call: Call, text: str) -> Edit:
    """``text`` for a command with its assignments; redirections behind the last word stay."""
    return _by(part.command_words(call), text)


def command_through(call: Call, arg: Ranged, text: str) -> Edit:
    """``text`` for a command's beginning, assignments included, through one of its arguments."""
    return _by(part.command_through(call, arg), text)


def instruction(instruction: Instruction, text: str) -> Edit:
    """``text`` for an instruction with its heredocs; the line end stays."""
    return Edit(instruction.span, text)


def word(instruction: Instruction, word: Ranged, text: str) -> Edit:
    """``text`` for a word of an instruction, the quotes of a JSON string included."""
    return _by(part.word(instruction, word), text)


def words(instruction: Instruction, text: str) -> Edit:
    """``text`` for all arguments of an instruction."""
    return _by(part.words(instruction), text)


def flag_value(instruction: Instruction, flag: Flag, text: str) -> Edit:
    """``text`` for the value of ``--name=value``."""
    return _by(part.flag_value(instruction, flag), text)


def text(source: Source, instruction: Instruction, old: str, new: str) -> Iterator[Edit]:
    """``new`` for each ``old`` in the text of an instruction, its continuations and heredocs included."""
    at = source.text.find(old, *instruction.span)
    while at >= 0:
        yield Edit(Span(at, at + len(old)), new)
        at = source.text.find(old, at + len(old), instruction.span.end)


def _by(place: Part, text: str) -> Edit:
    return Edit(place.span, text)
