"""Where a command stands among the others of its script, and what depends on its exit status."""

from functools import lru_cache

from dfix.syntax.script import Branches, Command, Function, Group, Loop, Node, Sequence, Step
from dfix.trace.state.call import Call
from dfix.values import NamedTuple


class Position(NamedTuple):
    """A command's sequence, its number there, from 0, and whether that sequence is the script's own.

    ``binds_rest``: all that follows it there is bound by ``&&``.
    """

    sequence: Sequence
    number: int
    is_top: bool
    binds_rest: bool

    @property
    def operator(self) -> str:
        """The operator before the command; empty before the first one."""
        return self.sequence.steps[self.number].operator

    @property
    def after(self) -> Step | None:
        """The step after it; None after the last one."""
        steps = self.sequence.steps
        return steps[self.number + 1] if self.number + 1 < len(steps) else None

    @property
    def count_after(self) -> int:
        """How many steps are after it."""
        return len(self.sequence.steps) - self.number - 1

    @property
    def next_operator(self) -> str:
        """The operator after the command; empty after the last one."""
        return self.after.operator if self.after else ""


def position_of(call: Call) -> Position | None:
    """The sequence that holds the command; None when it stands in a pipeline."""
    return _positions(_Same(call.script.body)).get((call.command.start, call.command.end))


def stops_build(call: Call) -> bool:
    """Whether the RUN fails when the command does."""
    position = position_of(call)
    if position is None or not position.is_top or position.next_operator == "||":
        return False
    return position.binds_rest or sets_e(call.script.body)


def sets_e(body: Sequence) -> bool:
    """Whether the first ``set`` of a script is ``set -e``, with other letters or without."""
    for step in body.steps:
        node = step.node
        if isinstance(node, Command) and node.words and node.words[0].raw == "set":
            return any(word.raw.startswith("-") and "e" in word.raw for word in node.words[1:])
    return False


class _Same:
    """A script by its identity: to compare two costs as much as to read them."""

    __slots__ = ("body",)

    def __init__(self, body: Sequence) -> None:
        self.body = body

    def __hash__(self) -> int:
        return id(self.body)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.body is other.body


@lru_cache(maxsize=4)  # rules and repairs ask for one command of a script after the other
def _positions(script: _Same) -> dict[tuple[int, int], Position]:
    """The position of each command by its place in the text."""
    positions: dict[tuple[int, int], Position] = {}
    _collect(script.body, positions, is_top=True)
    return positions


def _collect(node: Node, positions: dict[tuple[int, int], Position], *, is_top: bool) -> None:
    match node:
        case Sequence():
            _collect_steps(node, positions, is_top=is_top)
        case Branches(bodies):
            for body in bodies:
                _collect(body, positions, is_top=False)
        case Loop(body=body) | Group(body=body) | Function(body=body):
            _collect(body, positions, is_top=False)


def _collect_steps(sequence: Sequence, positions: dict[tuple[int, int], Position], *, is_top: bool) -> None:
    unbound = [number for number, step in enumerate(sequence.steps) if step.operator != "&&"]
    last = unbound[-1] if unbound else -1
    for number, step in enumerate(sequence.steps):
        if isinstance(step.node, Command):
            position = Position(sequence, number, is_top, binds_rest=number >= last)
            positions.setdefault((step.node.start, step.node.end), position)
        else:
            _collect(step.node, positions, is_top=is_top and isinstance(step.node, Sequence))
