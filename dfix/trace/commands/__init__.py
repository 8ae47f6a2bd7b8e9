"""What known commands do: one toolchain or tool a file.

Each file has ``MODELS``: from a command's name to a function that takes a call and the root
before it and yields effects. A model never touches text or rules, and another command only through ``model``.
To add a toolchain is to add a file here; ``scripts/command_table.py`` then enters its commands into ``_table.py``,
so that a run imports only the models of commands that it meets.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from dfix.trace.commands._table import COMMANDS, FILES
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect
from dfix.trace.state.root import Root
from dfix.values import TypeAlias

Model: TypeAlias = Callable[[Call, Root], Iterator[Effect]]


def model(name: str) -> Model | None:
    """The model of one command; None when no file has one."""
    file = COMMANDS.get(name)
    return _models_of(file)[name] if file else None


def models() -> Mapping[str, Model]:
    """Every command's model by the command's name."""
    return {name: one for file in FILES for name, one in _models_of(file).items()}


def _models_of(file: str) -> Mapping[str, Model]:
    own: Mapping[str, Model] = import_module(f"{__name__}.{file}").MODELS
    return own
