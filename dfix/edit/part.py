"""A part of the file: an argument, a word, a flag, a whole command."""

from dfix.syntax import Instruction
from dfix.syntax.instruction import Flag
from dfix.text import LogicalText, Span
from dfix.trace.state.call import Call
from dfix.values import NamedTuple, Protocol


class Ranged(Protocol):
    """What has a place in a logical text: an argument, a word, a flag."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The character behind it."""


class Part(NamedTuple):
    """``[start, end)`` of a logical text, in bytes."""

    logical: LogicalText
    start: int
    end: int

    @property
    def text(self) -> str:
        """What is written there, without continuations."""
        return self.logical.text[self.start : self.end]

    @property
    def span(self) -> Span:
        """Where it is in the file, continuations inside it included."""
        return self.logical.span(self.start, self.end)

    @property
    def is_contiguous(self) -> bool:
        """Whether no continuation is inside it."""
        return self.logical.is_contiguous(self.start, self.end)


def arg(call: Call, word: Ranged) -> Part:
    """An argument, a program's name or an assigned value of a command."""
    return _of_call(call, word.start, word.end)


def args(call: Call, first: Ranged, last: Ranged) -> Part:
    """Several arguments and what is between them."""
    return _of_call(call, first.start, last.end)


def up_to(call: Call, first: Ranged, following: Ranged) -> Part:
    """From one word of a script to right before another; a continuation before that one is not in it."""
    return _of_call(call, first.start, following.start)


def program(call: Call) -> Part:
    """The program's name, or ``sudo`` before it."""
    return arg(call, call.command.words[0])


def command(call: Call) -> Part:
    """A command with its assignments and redirections; what a makefile runs: the command that starts it."""
    if call.via:
        return command(call.via)
    return _of_call(call, call.command.start, call.command.end)


def command_words(call: Call) -> Part:
    """A command with its assignments, without the redirections behind its last word."""
    return _of_call(call, call.command.start, call.command.words[-1].end)


def command_through(call: Call, word: Ranged) -> Part:
    """A command's beginning, assignments included, through one of its arguments."""
    return _of_call(call, call.command.start, word.end)


def word(instruction: Instruction, word: Ranged) -> Part:
    """A word or a flag of an instruction; a string of the JSON form with its quotes."""
    return Part(instruction.logical, word.start, word.end)


def words(instruction: Instruction) -> Part:
    """All arguments of an instruction; it must have some."""
    found = instruction.words
    return Part(instruction.logical, found[0].start, found[-1].end)


def rest(instruction: Instruction) -> Part:
    """What follows an instruction's keyword and flags."""
    return Part(instruction.logical, instruction.args_start, len(instruction.logical.text))


def keyword(instruction: Instruction) -> Part:
    """The instruction's keyword."""
    return Part(instruction.logical, instruction.keyword_start, instruction.keyword_start + len(instruction.keyword))


def flag_value(instruction: Instruction, flag: Flag) -> Part:
    """The value of ``--name=value``."""
    return Part(instruction.logical, flag.value_start, flag.end)


def _of_call(call: Call, start: int, end: int) -> Part:
    """Where the script's offsets lead to no place in the file: the whole script."""
    logical = call.script.logical
    return Part(logical, start, end) if call.script.exact else Part(logical, 0, len(logical.text))
