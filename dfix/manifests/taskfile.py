"""What a Taskfile says: tasks, their commands, dependencies, directories and variables (taskfile.dev, version 3).

Variables that a command sets, includes, and templates with functions are unknown.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from dfix.manifests.yaml_text import Value, read_yaml
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

NAMES = tuple(f"{name}.{ending}" for name in ("Taskfile", "taskfile", "Taskfile.dist") for ending in ("yml", "yaml"))
TEMPLATE = pattern(r"\{\{-?\s*\.(\w+)\s*-?\}\}|\{\{[^{}]*\}\}")
DEEPEST, MOST = 20, 400


class Line(NamedTuple):
    """A command, the directory below the Taskfile's in which it runs, and the variables of its task."""

    text: str
    directory: str
    env: Mapping[str, str]


@lru_cache(maxsize=16)
def _read(text: str) -> dict[str, Value]:
    value = read_yaml(text)
    return value if isinstance(value, dict) else {}


def commands(text: str, names: list[str], assigned: Mapping[str, str]) -> Iterator[Line]:
    """The commands that the named tasks run, ``default`` where none is named."""
    taskfile = _read(text)
    known = {**_texts(taskfile.get("vars"), {}), **assigned}
    env = _texts(taskfile.get("env"), known)
    for name in names or ["default"]:
        yield from _of_task(_mapping(taskfile.get("tasks")), name, known, env, 0)


def _of_task(
    tasks: Mapping[str, Value], name: str, known: Mapping[str, str], env: Mapping[str, str], depth: int
) -> Iterator[Line]:
    task = tasks.get(name)
    if task is None or depth > DEEPEST:
        return
    if not isinstance(task, dict):
        task = {"cmds": task}
    known = {**known, **_texts(task.get("vars"), known)}
    env = {**env, **_texts(task.get("env"), known)}
    directory = _filled(_text(task.get("dir")), known)
    for need in _items(task.get("deps")):
        yield from _of_command(tasks, need if isinstance(need, dict) else {"task": need}, known, env, depth)
    for command in [*_items(task.get("cmds")), *_items(task.get("cmd"))][:MOST]:
        for line in _of_command(tasks, command, known, env, depth):
            is_own = not isinstance(command, dict) or "task" not in command
            yield line._replace(directory=directory) if is_own else line


def _of_command(
    tasks: Mapping[str, Value], command: Value, known: Mapping[str, str], env: Mapping[str, str], depth: int
) -> Iterator[Line]:
    """A command is a text, ``cmd:`` with settings, or ``task:`` with variables; ``for`` is not followed."""
    if isinstance(command, dict) and "task" in command:
        inner = {**known, **_texts(command.get("vars"), known)}
        yield from _of_task(tasks, _text(command["task"]), inner, env, depth + 1)
    elif isinstance(command, dict):
        if "for" not in command and "defer" not in command:
            yield Line(_filled(_text(command.get("cmd")), known), "", env)
    elif isinstance(command, str):
        yield Line(_filled(command, known), "", env)


def _mapping(value: "Value | None") -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _items(value: "Value | None") -> list[Value]:
    return value if isinstance(value, list) else [value] if value else []


def _text(value: "Value | None") -> str:
    return value if isinstance(value, str) else UNKNOWN_TEXT if value else ""


def _texts(value: "Value | None", known: Mapping[str, str]) -> dict[str, str]:
    """Variables by name; one that a command sets is unknown."""
    return {name: _filled(_text(text), known) for name, text in _mapping(value).items()}


def _filled(text: str, known: Mapping[str, str]) -> str:
    return TEMPLATE.sub(lambda found: known.get(found[1] or "", UNKNOWN_TEXT), text)
