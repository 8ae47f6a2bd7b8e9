"""An immutable mapping that shares its entries with the one that it was made from."""

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView

from dfix.values import TypeAlias, TypeVar, cast

Key = TypeVar("Key")
Value = TypeVar("Value")
# A key's number, by which the order of the keys is kept, and its value.
Entry: TypeAlias = "tuple[int, object]"
Leaf: TypeAlias = "dict[object, Entry]"
Tree: TypeAlias = "Leaf | tuple[Tree, ...]"
# A mapping with more entries is a tree, whose leaves hold at most so many.
MOST_IN_ONE = 32
# A branch has 32 parts: five bits of a key's hash choose one. Keys with the same 60 bits share a leaf.
BITS, PARTS, DEEPEST = 5, 32, 12


class SharedMap(Mapping[Key, Value]):
    """A mapping that never changes: ``with_value`` and ``without`` give another one.

    A small one is a dictionary. A large one is a tree of dictionaries, by the hashes of the keys (a hash array mapped
    trie); a change copies one of the dictionaries and the few branches above it, and shares all else. So a
    stage or a branch takes over the facts of another one at no cost, and a change costs the same however
    many facts there are. The keys are in the order in which they came.
    """

    __slots__ = ("_count", "_next", "_small", "_tree")

    def __init__(self, entries: Mapping[Key, Value] = {}) -> None:
        """With these entries, in their order."""
        self._small: dict[Key, Value] | None = dict(entries)
        self._tree: Tree = {}
        self._count = self._next = len(entries)
        if self._count > MOST_IN_ONE:
            self._grow(self._small)

    def _grow(self, entries: dict[Key, Value]) -> None:
        """Become a tree with these entries."""
        tree: Tree = {}
        for number, (key, value) in enumerate(entries.items()):
            tree = _with(tree, key, (number, value), hash(key), 0)
        self._small, self._tree, self._next = None, tree, len(entries)

    def get(self, key: Key, default: Value = None) -> Value:  # type: ignore[assignment, override]
        """The key's value; ``default`` where it has none (without one None, as a dictionary's)."""
        if self._small is not None:
            return self._small.get(key, default)
        entry = _entry(self._tree, key)
        return default if entry is None else cast("Value", entry[1])

    def __getitem__(self, key: Key) -> Value:
        if self._small is not None:
            return self._small[key]
        entry = _entry(self._tree, key)
        if entry is None:
            raise KeyError(key)
        return cast("Value", entry[1])

    def __contains__(self, key: object) -> bool:
        return key in self._small if self._small is not None else _entry(self._tree, key) is not None

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Key]:
        if self._small is not None:
            return iter(self._small)
        return (cast("Key", key) for _, key in _numbered(self._tree))

    def items(self) -> ItemsView[Key, Value]:
        """All keys with their values; much faster than one look-up for each key."""
        return self._whole().items()

    def values(self) -> ValuesView[Value]:
        """All values, in the order of their keys."""
        return self._whole().values()

    def _whole(self) -> dict[Key, Value]:
        if self._small is not None:
            return self._small
        entries = sorted(_entries(self._tree), key=lambda item: item[1][0])
        return cast("dict[Key, Value]", {key: entry[1] for key, entry in entries})

    def with_value(self, key: Key, value: Value) -> "SharedMap[Key, Value]":
        """The mapping in which the key has this value; a key that it had before keeps its place in the order."""
        if self._small is not None:
            return SharedMap({**self._small, key: value})
        before = _entry(self._tree, key)
        number = self._next if before is None else before[0]
        tree = _with(self._tree, key, (number, value), hash(key), 0)
        return self._changed(tree, self._count + (before is None), self._next + (before is None))

    def without(self, key: Key) -> "SharedMap[Key, Value]":
        """The mapping without a key."""
        if key not in self:
            return self
        if self._small is not None:
            rest = dict(self._small)
            del rest[key]
            return SharedMap(rest)
        changed: SharedMap[Key, Value] = self._changed(
            _without(self._tree, key, hash(key)), self._count - 1, self._next
        )
        # Far below the size at which it grew, so that it does not go to and fro.
        return changed if changed._count > MOST_IN_ONE // 2 else SharedMap(dict(changed.items()))

    def _changed(self, tree: Tree, count: int, following: int) -> "SharedMap[Key, Value]":
        twin: SharedMap[Key, Value] = SharedMap.__new__(SharedMap)
        twin._small, twin._tree, twin._count, twin._next = None, tree, count, following
        return twin

    def in_order(self, keys: Iterable[Key]) -> list[Key]:
        """Those of the keys that the mapping has, each once, in its order."""
        if self._small is not None:
            chosen = frozenset(keys)
            return [key for key in self._small if key in chosen]
        entries = ((_entry(self._tree, key), key) for key in frozenset(keys))
        numbered = [(entry[0], key) for entry, key in entries if entry is not None]
        return [key for _, key in sorted(numbered, key=_number)]

    def changed(self, other: "SharedMap[Key, Value]") -> list[Key]:
        """The keys whose value is not the very one that they have in the other mapping, in this one's order.

        What both share is not looked at.
        """
        if self is other:
            return []
        mine, others = self._tree, other._tree  # noqa: SLF001 - another one of this class
        if mine and others:
            return [cast("Key", key) for _, key in sorted(_differing(mine, others), key=_number)]
        return [key for key, value in self.items() if key not in other or other[key] is not value]

    def join(
        self, other: "SharedMap[Key, Value]", absent: Value, join: Callable[[Value, Value], Value]
    ) -> "SharedMap[Key, Value]":
        """Both mappings, key by key; a key that one of them lacks has the value ``absent`` there.

        ``join`` of a value with itself is that value.
        """
        joined = self
        for key in dict.fromkeys((*self.changed(other), *other.changed(self))):
            joined = joined.with_value(key, join(self.get(key, absent), other.get(key, absent)))
        return joined

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same."""
        return isinstance(other, SharedMap) and dict(self.items()) == dict(other.items())

    def __hash__(self) -> int:
        """A number that equal mappings share."""
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        """As a dictionary is written."""
        return f"SharedMap({dict(self.items())})"


def _entry(tree: Tree, key: object) -> "Entry | None":
    code = hash(key)
    while isinstance(tree, tuple):
        tree, code = tree[code % PARTS], code >> BITS
    return tree.get(key)


def _with(tree: Tree, key: object, entry: Entry, code: int, depth: int) -> Tree:
    """The tree with an entry; ``code`` are the bits of the key's hash that no branch above has used."""
    if isinstance(tree, tuple):
        part = code % PARTS
        return (*tree[:part], _with(tree[part], key, entry, code >> BITS, depth + 1), *tree[part + 1 :])
    leaf = {**tree, key: entry}
    return leaf if len(leaf) <= MOST_IN_ONE or depth == DEEPEST else _branch(leaf, depth)


def _branch(leaf: Leaf, depth: int) -> Tree:
    """A leaf that has become too large, parted."""
    parts: list[Leaf] = [{} for _ in range(PARTS)]
    for key, entry in leaf.items():
        parts[(hash(key) >> (BITS * depth)) % PARTS][key] = entry
    return tuple(parts)


def _without(tree: Tree, key: object, code: int) -> Tree:
    """The tree without a key that it has."""
    if isinstance(tree, tuple):
        part = code % PARTS
        smaller = _without(tree[part], key, code >> BITS)
        whole = (*tree[:part], smaller, *tree[part + 1 :])
        return whole if smaller or any(whole) else {}
    rest = dict(tree)
    del rest[key]
    return rest


def _entries(tree: Tree) -> Iterator[tuple[object, Entry]]:
    leaves = [tree]
    while leaves:
        one = leaves.pop()
        if isinstance(one, tuple):
            leaves.extend(one)
        else:
            yield from one.items()


def _numbered(tree: Tree) -> list[tuple[int, object]]:
    """Each key behind its number, in their order."""
    return sorted(((entry[0], key) for key, entry in _entries(tree)), key=_number)


def _number(numbered: "tuple[int, object]") -> int:
    return numbered[0]


def _differing(mine: Tree, others: Tree) -> Iterator[tuple[int, object]]:
    """The keys, each behind its number, whose value is not the one that it has in the other tree."""
    if mine is others:
        return
    if isinstance(mine, tuple) and isinstance(others, tuple):
        for one, other in zip(mine, others, strict=True):
            yield from _differing(one, other)
        return
    known = dict(_entries(others))
    for key, entry in _entries(mine):
        before = known.get(key)
        if before is None or before[1] is not entry[1]:
            yield entry[0], key
