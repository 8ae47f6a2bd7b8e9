"""Go modules that need cgo: bindings to a C library, modules that bring C code along, drivers that import one.

The facts are in ``data/go_modules.json``, one module a line: what becomes of a build without cgo (``fails``; ``stub``:
it builds, and the program answers that it needs cgo; ``pure``: there is a Go version too), and the libraries of the
system that it links, as ``-l`` or pkg-config names them, also by build tag. Source: what is generally known of the
modules' ``#cgo`` lines; they were not read again one by one.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from dfix.fact_file import FactFile
from dfix.manifests.go import required, vendored_packages
from dfix.trace.state.root import Root
from dfix.values import NamedTuple, TypedDict

PURE = "pure"


class Row(TypedDict, total=False):
    """One line of the data file."""

    path: str
    without_cgo: str
    links: str
    tagged: dict[str, str]


class Module(NamedTuple):
    """A module, or a package of one, that uses cgo; ``tagged`` are the libraries that a build tag makes it link."""

    path: str
    without_cgo: str
    links: tuple[str, ...]
    tagged: tuple[tuple[str, str], ...]

    @property
    def needs_cgo(self) -> bool:
        """Whether it does not work where cgo is off."""
        return self.without_cgo != PURE

    def linked(self, tags: Collection[str]) -> tuple[str, ...]:
        """The libraries of the system that it links in a build with these tags."""
        return (*self.links, *(library for tag, library in self.tagged if tag in tags))


def module_of(package: str) -> Module | None:
    """The module in the table that a package is, or is in; a major version may follow its path."""
    table, place = _table(), package
    while "/" in place:
        module = table.get(place) or table.get(place.rpartition(".")[0])
        if module:
            return module
        place = place.rpartition("/")[0]
    return None


def listed_modules(root: Root, directory: str) -> Iterator[Module]:
    """The modules in the table that the packages of a Go module surely need, by its go.mod and its vendor directory.

    Where ``vendor/modules.txt`` is available, it names the packages; else a direct requirement shows the need.
    """
    vendored = root.read(f"{directory}/vendor/modules.txt")
    text = root.read(f"{directory}/go.mod")
    if vendored is not None:
        names = vendored_packages(vendored)
    else:
        names = frozenset(path for path, is_direct in required(text or "").items() if is_direct)
    yield from dict.fromkeys(module for name in sorted(names) if (module := module_of(name)))


_facts = FactFile[dict[str, list[Row]]](__file__, "go_modules.json")


@cache
def _table() -> Mapping[str, Module]:
    return {
        row["path"]: Module(
            row["path"], row["without_cgo"], tuple(row["links"].split()), tuple(row.get("tagged", {}).items())
        )
        for row in _facts()["modules"]
    }
