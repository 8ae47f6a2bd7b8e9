"""Take one word out of a command, with what parts it from the word before it."""

from dfix.text import Edit, Source, Span
from dfix.trace.state.call import Arg, Call


def drop_word(source: Source, call: Call, arg: Arg) -> Edit:
    """The blank before it, or the continued line that it has to itself; drops of neighbours do not overlap."""
    word = call.script.span(arg.start, arg.end)
    previous = max((one.end for one in call.command.words if one.end <= arg.start), default=None)
    begin = call.script.span(previous - 1, previous).end if previous else word.start
    return Edit(Span(begin, word.end), "")
