"""Which of a language's packages have native parts, and whether that is known of all of them.

The packages of each language are in ``data/``; what a project's lock files show counts more.
"""

from collections.abc import Callable, Sequence

from dfix.manifests.listed import Listed
from dfix.trace.knowledge.language import package_facts
from dfix.trace.state.root import Root
from dfix.tristate import Tristate
from dfix.values import NamedTuple


class NativeParts(NamedTuple):
    """``packages`` are those known to have native parts; ``exist`` tells whether any package has some.

    ``names`` are all packages that are known by name; ``are_all`` tells that there are no others.
    """

    packages: tuple[str, ...]
    exist: Tristate
    names: tuple[str, ...] = ()
    are_all: bool = False


NOT_KNOWN = NativeParts((), Tristate.UNKNOWN)


def native_parts(
    root: Root, language: str, names: Sequence[str] | None, project: Callable[[], Listed | None]
) -> NativeParts:
    """The native parts of the packages that a command installs.

    ``names`` are the packages that the command names. None means that the project's files name them:
    ``project`` reads these, where the build context is available.
    """
    if names is not None:
        return native_parts_of_names(language, names)
    listed = project() if root.context else None
    return native_parts_of_project(language, listed) if listed else NOT_KNOWN


def native_parts_of_names(language: str, names: Sequence[str]) -> NativeParts:
    """The native parts of packages of which only the names are known; what they depend on is left out."""
    pure, with_parts = _classes(language)
    native = tuple(name for name in names if name in with_parts)
    return _parts(native, tuple(names), is_known_of_all=all(name in pure or name in with_parts for name in names))


def native_parts_of_project(language: str, listed: Listed) -> NativeParts:
    """The native parts of the packages that a project's files list."""
    pure, with_parts = _classes(language)
    # A wheel's name says that it has none. That npm runs no script for a package does not: another may bring the parts.
    shown_pure = listed.pure if language == "python" else listed.pure - with_parts
    native = tuple(
        name for name in listed.names if name in listed.native or (name in with_parts and name not in shown_pure)
    )
    is_known_of_all = all(name in pure or name in shown_pure or name in native for name in listed.names)
    parts = _parts(native, listed.names, is_known_of_all=listed.complete and is_known_of_all)
    return parts._replace(are_all=listed.complete)


def _parts(native: tuple[str, ...], names: tuple[str, ...], *, is_known_of_all: bool) -> NativeParts:
    if native:
        return NativeParts(native, Tristate.YES, names)
    return NativeParts((), Tristate.NO if is_known_of_all else Tristate.UNKNOWN, names)


def _classes(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The packages known to have no native parts, and those known to have some."""
    facts = package_facts(language)
    return facts.get("pure", frozenset()), frozenset().union(*(facts[kind] for kind in facts if kind != "pure"))
