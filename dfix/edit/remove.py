"""Take a part out of the file with what binds it to its neighbours: what stays reads as if it had never been there."""

from collections.abc import Iterator, Sequence

from dfix.edit import part
from dfix.edit.position import Position, position_of, sets_e
from dfix.syntax import Instruction
from dfix.syntax.instruction import Flag
from dfix.syntax.script import Command
from dfix.syntax.words import Assignment, arguments, assignments
from dfix.text import Edit, Source, Span
from dfix.trace.state.call import Arg, Call
from dfix.values import NamedTuple

# What may follow a command after ``||`` and go with it.
HARMLESS = frozenset({"true", ":", "echo", "exit"})


class Removal(NamedTuple):
    """The edits, and whether the exit status of what stays is the same as before."""

    edits: tuple[Edit, ...]
    keeps_status: bool


def instruction(source: Source, instruction: Instruction) -> Edit:
    """An instruction with its lines and heredocs, and one of two blank lines around it."""
    return _with_lines(source, instruction)


def command(source: Source, call: Call) -> Removal | None:
    """A command with the operator that binds it; the whole instruction when nothing else is in it.

    None where its result decides what runs next (``a || ldconfig``, a pipeline, a condition).
    """
    position = position_of(call)
    edits = commands(source, [call])
    if edits is None or position is None:
        return None
    return Removal(edits, _is_alone(position) or _keeps_status(call, position))


def commands(source: Source, calls: Sequence[Call]) -> tuple[Edit, ...] | None:
    """Several commands at once, each as ``command`` does; None when one of them cannot be taken out."""
    groups: dict[tuple[Span, str, int, int], tuple[Call, Position, set[range]]] = {}
    for call in calls:
        position = position_of(call) if call.script.exact else None
        steps = _reach(position) if position else None
        if position is None or steps is None:
            return None
        key = (call.instruction.span, call.script.text, position.sequence.start, position.sequence.end)
        _, _, gone = groups.setdefault(key, (call, position, set()))
        gone.add(steps)
    return tuple(edit for group in groups.values() for edit in _steps(source, *group))


def arg(call: Call, arg: Arg) -> Edit:
    """An argument with the blank before it, or with the continued line that it has to itself.

    Two arguments that follow one another can be taken out together: their edits do not overlap.
    """
    before = [word for word in call.command.words if word.end <= arg.start]
    word = part.arg(call, arg).span
    return _cut(part.arg(call, before[-1]).span.end if before else word.start, word.end)


def assignment(call: Call, name: str) -> Edit | None:
    """``NAME=value`` before a command with the blank behind it; None where it is not there or has no value."""
    names = [own for own, value in call.command.assignments if value]
    starts = [value.start - len(own) - 1 for own, value in call.command.assignments if value]
    if name not in names or len(names) < len(call.command.assignments):
        return None
    at = names.index(name)
    following = [*starts, call.command.words[0].start][at + 1]
    logical = call.script.logical
    return _cut(logical.origin(starts[at]), logical.origin(following))


def flag(instruction: Instruction, flag: Flag) -> Edit:
    """A flag and what parts it from the next word, a continuation included."""
    return _through_gap(instruction, flag.start, flag.end)


def variable(source: Source, instruction: Instruction, name: str) -> Edit | None:
    """A variable of ENV, ARG or LABEL; the whole instruction when it sets no other, None when it does not set it."""
    read = arguments if instruction.keyword == "ARG" else assignments
    pairs = read(instruction.logical.text, instruction.args_start)
    names = [pair.name for pair in pairs]
    if name not in names:
        return None
    if len(pairs) == 1:
        return _with_lines(source, instruction)
    return _pair(instruction, pairs, names.index(name))


def comment(source: Source, span: Span) -> Edit:
    """The line of a comment, its end included."""
    line = source.line_of(span.start)
    start = source.line_starts[line]
    return _cut(start, start + len(source.lines[line]))


def listed(places: Sequence[Span], index: int) -> Edit:
    """One of several values of a list with the comma that parts it from its neighbour; it must not be the only one."""
    if index + 1 < len(places):
        return _cut(places[index].start, places[index + 1].start)
    return _cut(places[index - 1].end, places[index].end)


def _pair(instruction: Instruction, pairs: Sequence[Assignment], index: int) -> Edit:
    """One of several pairs, with the gap before it, or behind it when it is the first."""
    if index == 0:
        return _through_gap(instruction, pairs[0].word.start, pairs[0].word.end)
    before, own = (part.word(instruction, pair.word).span for pair in pairs[index - 1 : index + 1])
    return _cut(before.end, own.end)


def _through_gap(instruction: Instruction, start: int, end: int) -> Edit:
    """A piece of an instruction and what parts it from the next word."""
    logical = instruction.logical
    following = next((at for at in range(end, len(logical.text)) if not logical.text[at].isspace()), end)
    return _cut(logical.origin(start), logical.origin(following))


def _with_lines(source: Source, instruction: Instruction) -> Edit:
    first, last = instruction.first_line, source.line_of(max(instruction.span.end - 1, 0))
    start, below = source.line_starts[first], last + 1
    end = source.line_starts[last] + len(source.lines[last])
    if first == 0 or _is_blank(source, first - 1):
        if below < len(source.lines) and _is_blank(source, below):
            end += len(source.lines[below])
        elif below == len(source.lines) and first > 0:
            start -= len(source.lines[first - 1])
    return _cut(start, end)


def _is_blank(source: Source, line: int) -> bool:
    return not source.lines[line].strip(" \t\r\n")


def _steps(source: Source, call: Call, position: Position, gone: set[range]) -> Iterator[Edit]:
    """The steps of one sequence, each with the operator that binds it to what stays."""
    steps = position.sequence.steps
    goes = {number for numbers in gone for number in numbers}
    if len(goes) == len(steps):
        yield _all(source, call, position)
        return
    leading = next(number for number in range(len(steps)) if number not in goes)
    if leading:
        yield _cut(*part.up_to(call, steps[0].node, steps[leading].node).span)
    for numbers in sorted(gone, key=min):
        if numbers.start > leading:
            before, last = steps[numbers.start - 1].node, steps[numbers.stop - 1].node
            yield _cut(part.arg(call, before).span.end, part.arg(call, last).span.end)


def _all(source: Source, call: Call, position: Position) -> Edit:
    """The instruction goes; in a body, which must not be empty, ``true`` stays."""
    if position.is_top and not _is_nested(call):
        return _with_lines(source, call.instruction)
    steps = position.sequence.steps
    return Edit(part.args(call, steps[0].node, steps[-1].node).span, "true")


def _is_alone(position: Position) -> bool:
    return len(_reach(position) or ()) == len(position.sequence.steps)


def _reach(position: Position) -> range | None:
    """The steps to take out: the command's own, with a harmless ``|| true`` after it where it must go too.

    None where what stays would run on another condition.
    """
    number = position.number
    if position.operator in ("||", "&") or position.next_operator == "&":
        return None
    if position.next_operator != "||" or position.operator == "&&":
        return range(number, number + 1)
    other = position.after.node if position.after else None
    is_harmless = isinstance(other, Command) and bool(other.words) and other.words[0].raw in HARMLESS
    return range(number, number + 2) if is_harmless else None


def _keeps_status(call: Call, position: Position) -> bool:
    """Whether an earlier failure that the command hid stays hidden.

    ``a; ldconfig`` ends well even when ``a`` fails; without ldconfig it does not.
    """
    is_last = len(_reach(position) or ()) == 1 + position.count_after
    return not is_last or position.operator == "&&" or sets_e(call.script.body)


def _is_nested(call: Call) -> bool:
    """Whether the script is that of an inner shell (``sh -c '…'``) beside other commands."""
    own = call.instruction.logical
    return (
        call.instruction.json is None
        and not call.instruction.heredocs
        and call.script.logical.origin(0) != own.origin(call.instruction.args_start)
    )


def _cut(start: int, end: int) -> Edit:
    return Edit(Span(start, end), "")
