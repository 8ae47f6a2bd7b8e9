"""Where a command stands among the others of its script, and what depends on its exit status."""

from dfix.syntax.script import Branches, Command, Function, Group, Loop, Node, Sequence, Step
from dfix.trace.state.call import Call
from dfix.values import NamedTuple


class Position(NamedTuple):
    """A command's sequence, its number there, from 0, and whether that sequence is the script's own."""

    sequence: Sequence
    number: int
    is_top: bool

    @property
    def operator(self) -> str:
        """The operator before the command; empty before the first one."""
        return self.sequence.steps[self.number].operator

    @property
    def following(self) -> tuple[Step, ...]:
        """The steps after it."""
        return self.sequence.steps[self.number + 1 :]

    @property
    def next_operator(self) -> str:
        """The operator after the command; empty after the last one."""
        return self.following[0].operator if self.following else ""


def position_of(call: Call) -> Position | None:
    """The sequence that holds the command; None when it stands in a pipeline."""
    return _position(call.script.body, call.command, is_top=True)


def stops_build(call: Call) -> bool:
    """Whether the RUN fails when the command does."""
    position = position_of(call)
    if position is None or not position.is_top or position.next_operator == "||":
        return False
    return all(step.operator == "&&" for step in position.following) or sets_e(call.script.body)


def sets_e(body: Sequence) -> bool:
    """Whether the first ``set`` of a script is ``set -e``, with other letters or without."""
    for step in body.steps:
        node = step.node
        if isinstance(node, Command) and node.words and node.words[0].raw == "set":
            return any(word.raw.startswith("-") and "e" in word.raw for word in node.words[1:])
    return False


def _position(node: Node, command: Command, *, is_top: bool) -> Position | None:
    match node:
        case Sequence():
            return _in_sequence(node, command, is_top=is_top)
        case Branches(bodies):
            return next((found for body in bodies if (found := _position(body, command, is_top=False))), None)
        case Loop(body=body) | Group(body=body) | Function(body=body):
            return _position(body, command, is_top=False)
    return None


def _in_sequence(sequence: Sequence, command: Command, *, is_top: bool) -> Position | None:
    for index, step in enumerate(sequence.steps):
        if _is(step.node, command):
            return Position(sequence, index, is_top)
        found = _position(step.node, command, is_top=is_top and isinstance(step.node, Sequence))
        if found:
            return found
    return None


def _is(node: Node, command: Command) -> bool:
    return isinstance(node, Command) and node.start == command.start and node.end == command.end
