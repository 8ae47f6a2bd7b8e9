"""What a Taskfile says: tasks, their commands, dependencies, directories and variables (taskfile.dev, version 3).

Variables that a command sets, includes, and templates with functions are unknown.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from dfix.manifests.yaml_text import byte_text, read_yaml
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

NAMES = tuple(f"{name}.{ending}" for name in ("Taskfile", "taskfile", "Taskfile.dist") for ending in ("yml", "yaml"))
TEMPLATE = pattern(r"\{\{-?\s{0,9}\.(\w+)\s{0,9}-?\}\}|\{\{[^{}]*\}\}")
# Tasks may run each other in many ways, and variables double: so many tasks, so deep, texts of so many bytes.
MOST_TASKS, DEEPEST, MOST, LONGEST = 400, 20, 400, 10_000
Values = Mapping[str, object]


class Line(NamedTuple):
    """A command, the directory below the Taskfile's in which it runs, and the variables of its task."""

    text: str
    directory: str
    env: Mapping[str, str]


class _State(NamedTuple):
    """What a task is run with; ``ran`` has a name for each task that was run."""

    tasks: Values
    known: Mapping[str, str]
    env: Mapping[str, str]
    ran: list[str]
    depth: int = 0


@lru_cache(maxsize=16)
def _read(text: str) -> Values:
    return _mapping(read_yaml(text))


def commands(text: str, names: list[str], assigned: Mapping[str, str]) -> Iterator[Line]:
    """The commands that the named tasks run, ``default`` where none is named."""
    taskfile = _read(text)
    known = {**_texts(taskfile.get("vars"), {}), **assigned}
    state = _State(_mapping(taskfile.get("tasks")), known, _texts(taskfile.get("env"), known), [])
    for name in names or ["default"]:
        yield from _of_task(state, name)


def _of_task(state: _State, name: str) -> Iterator[Line]:
    task = state.tasks.get(name)
    if task is None or state.depth > DEEPEST or len(state.ran) >= MOST_TASKS:
        return
    state.ran.append(name)
    task = _mapping(task) or {"cmds": task}
    known = {**state.known, **_texts(task.get("vars"), state.known)}
    state = state._replace(known=known, env={**state.env, **_texts(task.get("env"), known)})
    directory = _filled(_text(task.get("dir")), known)
    for need in _items(task.get("deps")):
        yield from _of_command(state, need if isinstance(need, dict) else {"task": need})
    for command in [*_items(task.get("cmds")), *_items(task.get("cmd"))][:MOST]:
        for line in _of_command(state, command):
            is_own = not isinstance(command, dict) or "task" not in command
            yield line._replace(directory=directory) if is_own else line


def _of_command(state: _State, command: object) -> Iterator[Line]:
    """A command is a text, ``cmd:`` with settings, or ``task:`` with variables; ``for`` is not followed."""
    if isinstance(command, dict) and "task" in command:
        inner = {**state.known, **_texts(command.get("vars"), state.known)}
        yield from _of_task(state._replace(known=inner, depth=state.depth + 1), _text(command["task"]))
    elif isinstance(command, dict):
        if "for" not in command and "defer" not in command:
            yield Line(_filled(_text(command.get("cmd")), state.known), "", state.env)
    elif isinstance(command, str):
        yield Line(_filled(_text(command), state.known), "", state.env)


def _mapping(value: object) -> Values:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []


def _text(value: object) -> str:
    return byte_text(value).strip("\n") if isinstance(value, str) else UNKNOWN_TEXT if value else ""


def _texts(value: object, known: Mapping[str, str]) -> dict[str, str]:
    """Variables by name; one that a command sets is unknown."""
    return {str(name): _filled(_text(text), known) for name, text in _mapping(value).items()}


def _filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its variables; unknown where it is too long."""
    if len(text) > LONGEST:
        return UNKNOWN_TEXT
    filled = TEMPLATE.sub(lambda found: known.get(found[1] or "", UNKNOWN_TEXT), text)
    return filled if len(filled) <= LONGEST else UNKNOWN_TEXT
