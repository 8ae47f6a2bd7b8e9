"""An immutable mapping that shares its entries with the one that it was made from."""

from collections.abc import Callable, Iterator

from dfix.values import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class SharedMap(Generic[Key, Value]):
    """A mapping that never changes: ``with_value`` gives another one.

    Its entries are in layers, the newest first, each more than twice as large as the one before. So a
    lookup searches O(log n) dictionaries, and n changes copy O(n log n) entries in all. A stage or a branch
    shares the facts of another one at no cost.
    """

    __slots__ = ("_layers",)

    def __init__(self, layers: tuple[dict[Key, Value], ...] = ()) -> None:
        """Without arguments: an empty mapping."""
        self._layers = layers

    def get(self, key: Key, default: Value) -> Value:
        """The key's value; ``default`` where it has none."""
        for layer in self._layers:
            if key in layer:
                return layer[key]
        return default

    def with_value(self, key: Key, value: Value) -> "SharedMap[Key, Value]":
        """The mapping in which the key has this value."""
        newest, older = {key: value}, self._layers
        while older and len(older[0]) <= 2 * len(newest):
            newest, older = {**older[0], **newest}, older[1:]
        return SharedMap((newest, *older))

    def join(
        self, other: "SharedMap[Key, Value]", absent: Value, join: Callable[[Value, Value], Value]
    ) -> "SharedMap[Key, Value]":
        """Both mappings, key by key; a key that one of them lacks has the value ``absent`` there."""
        if self is other:
            return self
        mine, others = dict(self.items()), dict(other.items())
        keys = (*mine, *(key for key in others if key not in mine))
        return SharedMap(({key: join(mine.get(key, absent), others.get(key, absent)) for key in keys},))

    def items(self) -> Iterator[tuple[Key, Value]]:
        """All keys with their values."""
        merged: dict[Key, Value] = {}
        for layer in reversed(self._layers):
            merged.update(layer)
        return iter(merged.items())

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same."""
        return isinstance(other, SharedMap) and dict(self.items()) == dict(other.items())

    def __hash__(self) -> int:
        """A number that equal mappings share."""
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        """As a dictionary is written."""
        return f"SharedMap({dict(self.items())})"
