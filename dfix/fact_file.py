"""JSON files with facts, which lie in a folder ``data`` beside the module that knows their shape."""

import json
import os

from dfix.values import Generic, TypeVar

T = TypeVar("T")


class FactFile(Generic[T]):
    """A file that is read when its facts are first asked for, and then once: ``releases = FactFile[Shape](…)``.

    The shape is what the author of the file promises; tests check it.
    """

    __slots__ = ("_facts", "path")

    def __init__(self, module: str, *names: str) -> None:
        """``module`` is the ``__file__`` of the module; ``names`` lead from its ``data`` folder to the file."""
        self.path = os.path.join(os.path.dirname(module), "data", *names)
        self._facts: T | None = None

    def __call__(self) -> T:
        """The facts; nobody may change them."""
        if self._facts is None:
            self._facts = self._read()
        return self._facts

    def exists(self) -> bool:
        """Whether there is such a file."""
        return os.path.exists(self.path)

    def _read(self) -> T:
        with open(self.path, encoding="utf-8") as file:
            facts: T = json.load(file)
        return facts
