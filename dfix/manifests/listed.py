"""The packages that a manifest or lock file lists, and the readers of JSON and TOML."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from dfix.values import NamedTuple

LARGEST_TOML = 500_000
# The byte text of a file by its path, None where it is not available.
Read = Callable[[str], "str | None"]


class Listed(NamedTuple):
    """Packages: ``names`` in lower case; ``complete``: what they depend on is among them.

    ``native`` are those of which the file itself shows compiled parts, ``pure`` those of which it
    shows that they have none.
    """

    names: tuple[str, ...]
    complete: bool
    native: tuple[str, ...] = ()
    pure: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], *, complete: bool, native: Iterable[str] = ()) -> "Listed":
        """The names in lower case, each once."""
        lowered = tuple(dict.fromkeys(name.lower() for name in names))
        return cls(lowered, complete, tuple(name.lower() for name in native))


def json_table(text: str | None) -> dict[str, object]:
    """An object of JSON; an empty one where it is none."""
    if text is None:
        return {}
    import json

    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def toml_table(text: str | None) -> Mapping[str, object]:
    """A document of TOML; an empty one where it is none, or larger or deeper than people write."""
    return {} if text is None or len(text) > LARGEST_TOML else _read_toml(text)


@lru_cache(maxsize=4)
def _read_toml(text: str) -> Mapping[str, object]:
    from dfix.text import toml

    try:
        return toml.toml_table(text.encode("latin-1", "replace").decode("utf-8", "replace"))
    except ValueError:
        return {}


def keys(table: Mapping[str, object], *sections: str) -> list[str]:
    """The keys of these sections, those of the first one first."""
    return list(_all_keys(table, sections))


def _all_keys(table: Mapping[str, object], sections: Iterable[str]) -> Iterator[str]:
    for section in sections:
        found = table.get(section)
        if isinstance(found, dict):
            yield from (str(key) for key in found)
