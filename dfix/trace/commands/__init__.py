"""What known commands do: one toolchain or tool a file.

Each file has ``MODELS``: from a command's name to a function that takes a call and the root
before it and yields effects. A model never touches text or rules, and another command only through ``model``. To add a
toolchain is to add a file here; it is found by walking this folder.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module

from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect
from dfix.trace.state.root import Root
from dfix.values import TypeAlias

Model: TypeAlias = Callable[[Call, Root], Iterator[Effect]]


@cache
def models() -> Mapping[str, Model]:
    """Every command's model by the command's name."""
    found: dict[str, Model] = {}
    for file in sorted(os.listdir(os.path.dirname(__file__))):
        name, ending = os.path.splitext(file)
        if ending == ".py" and not name.startswith("_"):
            found |= import_module(f"{__name__}.{name}").MODELS
    return found


def model(name: str) -> Model | None:
    """The model of one command, for those that start others (``python -m pip``)."""
    return models().get(name)
