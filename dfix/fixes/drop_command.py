"""Take one command out of a RUN, or the whole RUN when nothing else is in it."""

from collections.abc import Iterator
from collections.abc import Sequence as Sequence_

from dfix.findings import Applicability, Change, Repair
from dfix.syntax import Instruction
from dfix.syntax.script import Branches, Command, Function, Group, Loop, Node, Pipeline, Sequence
from dfix.text import Edit, Source, Span
from dfix.trace.state.call import Call
from dfix.values import NamedTuple

REMOVE = Repair(
    "remove-command",
    "takes the command out, and the whole RUN when nothing else is in it",
    "nothing is lost",
    Applicability.SAFE,
    Change.INSTRUCTION,
)
HARMLESS = frozenset({"true", ":", "echo", "exit"})


class Position(NamedTuple):
    """Where a command stands: its sequence, its number in it, and whether that is the script's own."""

    sequence: Sequence
    number: int
    is_top: bool


class Drop(NamedTuple):
    """The edits, and whether the exit status of what stays is the same as before."""

    edits: tuple[Edit, ...]
    keeps_status: bool


def drop_command(source: Source, call: Call) -> Drop | None:
    """The edits that take ``call`` out, or None when it cannot be taken out cleanly.

    It cannot when its result decides what runs next (``a || ldconfig``, a pipeline, a condition).
    """
    if not call.script.exact:
        return None
    position = find_position(call.script.body, call.command)
    if position is None:
        return None
    first, last = _reach(position)
    if first is None:
        return None
    steps = position.sequence.steps
    if len(steps) == last - first + 1:
        return _alone(source, call, position)
    keeps = _keeps_status(call.script.body, position, last)
    if first > 0:
        return Drop((Edit(call.script.span(steps[first - 1].node.end, steps[last].node.end), ""),), keeps)
    return Drop((Edit(call.script.span(steps[0].node.start, steps[last + 1].node.start), ""),), keeps)


def drop_commands(source: Source, calls: Sequence_[Call]) -> tuple[Edit, ...] | None:
    """The edits that take several commands out at once; None when one of them cannot be."""
    groups: dict[tuple[Span, str, int, int], tuple[Call, Position, set[int]]] = {}
    for call in calls:
        position = find_position(call.script.body, call.command) if call.script.exact else None
        first, last = _reach(position) if position else (None, 0)
        if position is None or first is None:
            return None
        key = (call.instruction.span, call.script.text, position.sequence.start, position.sequence.end)
        _, _, gone = groups.setdefault(key, (call, position, set()))
        gone.update(range(first, last + 1))
    edits: list[Edit] = []
    for call, position, gone in groups.values():
        edits += _drop_steps(source, call, position, gone)
    return tuple(edits)


def _drop_steps(source: Source, call: Call, position: Position, gone: set[int]) -> Iterator[Edit]:
    """The steps of one sequence, each with the operator that binds it to what stays."""
    steps = position.sequence.steps
    if len(gone) == len(steps):
        whole = call.script.span(position.sequence.start, position.sequence.end)
        is_all = position.is_top and not _is_nested(call)
        yield removed_instruction(source, call.instruction) if is_all else Edit(whole, "true")
        return
    leading = next(n for n in range(len(steps)) if n not in gone)
    if leading:
        yield Edit(call.script.span(steps[0].node.start, steps[leading].node.start), "")
    for number in sorted(gone):
        if number > leading:
            yield Edit(call.script.span(steps[number - 1].node.end, steps[number].node.end), "")


def find_position(node: Node, command: Command, *, is_top: bool = True) -> Position | None:
    """The sequence that holds the command; None when it stands in a pipeline or nowhere."""
    match node:
        case Sequence(steps):
            for index, step in enumerate(steps):
                if _is(step.node, command):
                    return Position(node, index, is_top)
                found = find_position(step.node, command, is_top=is_top and isinstance(step.node, Sequence))
                if found:
                    return found
        case Branches(bodies):
            return next((f for body in bodies if (f := find_position(body, command, is_top=False))), None)
        case Loop(body=body) | Group(body=body) | Function(body=body):
            return find_position(body, command, is_top=False)
        case Pipeline() | Command():
            return None
    return None


def stops_build(call: Call) -> bool:
    """Whether the RUN fails when the command does."""
    position = find_position(call.script.body, call.command)
    if position is None or not position.is_top:
        return False
    steps = position.sequence.steps
    following = [step.operator for step in steps[position.number + 1 :]]
    if "||" in following[:1]:
        return False
    return all(operator == "&&" for operator in following) or _sets_e(call.script.body)


def removed_instruction(source: Source, instruction: Instruction) -> Edit:
    """The edit that takes an instruction out with its lines, and one of two blank lines around it."""
    first, last = instruction.first_line, source.line_of(max(instruction.span.end - 1, 0))
    start = source.line_starts[first]
    end = source.line_starts[last] + len(source.lines[last])
    above = first == 0 or not source.lines[first - 1].strip(" \t\r\n")
    if above and last + 1 < len(source.lines) and not source.lines[last + 1].strip(" \t\r\n"):
        end += len(source.lines[last + 1])
    elif above and last + 1 == len(source.lines) and first > 0:
        start -= len(source.lines[first - 1])
    return Edit(Span(start, end), "")


def _is(node: Node, command: Command) -> bool:
    return isinstance(node, Command) and node.start == command.start and node.end == command.end


def _reach(position: Position) -> tuple[int | None, int]:
    """The steps to take out: the command's own, with a harmless ``|| true`` after it where it must go too."""
    steps, index = position.sequence.steps, position.number
    operator = steps[index].operator
    following = steps[index + 1].operator if index + 1 < len(steps) else ""
    if operator in ("||", "&") or following == "&":
        return None, index
    if following != "||" or operator == "&&":
        return index, index
    other = steps[index + 1].node
    harmless = isinstance(other, Command) and bool(other.words) and other.words[0].raw in HARMLESS
    return (index if harmless else None), index + 1


def _keeps_status(body: Sequence, position: Position, last: int) -> bool:
    """Whether an earlier failure that the command hid stays hidden.

    ``a; ldconfig`` ends well even when ``a`` fails; without ldconfig it does not.
    """
    is_last = last + 1 == len(position.sequence.steps)
    operator = position.sequence.steps[position.number].operator
    return not is_last or operator == "&&" or _sets_e(body)


def _sets_e(body: Sequence) -> bool:
    for step in body.steps:
        node = step.node
        if isinstance(node, Command) and node.words and node.words[0].raw == "set":
            return any(word.raw.startswith("-") and "e" in word.raw for word in node.words[1:])
    return False


def _alone(source: Source, call: Call, position: Position) -> Drop:
    """It is all there is: the instruction goes, or a body keeps ``true`` so that it stays valid."""
    if position.is_top and not _is_nested(call):
        return Drop((removed_instruction(source, call.instruction),), True)
    return Drop((Edit(call.span, "true"),), True)


def _is_nested(call: Call) -> bool:
    """Whether the script is that of an inner shell (``sh -c '…'``) beside other commands."""
    own = call.instruction.logical
    return (
        call.instruction.json is None
        and not call.instruction.heredocs
        and (call.script.logical.origin(0) != own.origin(call.instruction.args_start))
    )
