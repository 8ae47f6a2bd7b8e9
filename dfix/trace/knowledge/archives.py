"""Libraries that can be linked statically: the libraries that their archives need, and Alpine's packages of them.

The facts are in ``data/archives.json``, one library a line: Debian's development package holds its archive
(Debian 12, Contents-amd64), Alpine's has a package of its own (aports, ``subpackages``; empty: none is known).
A library that is not listed may have no archive, or one that needs more than its distribution has.
"""

from collections.abc import Iterable
from functools import cache

from dfix.fact_file import FactFile
from dfix.values import TypedDict


class Archive(TypedDict):
    """A library by its name behind ``-l`` and its pkg-config module; ``needs`` are names behind ``-l`` too."""

    flag: str
    needs: str
    module: str
    apk: str


class _Facts(TypedDict):
    archives: list[Archive]


_facts = FactFile[_Facts](__file__, "archives.json")


@cache
def _by_flag() -> dict[str, Archive]:
    return {row["flag"]: row for row in _facts()["archives"]}


def archives_of(flags: Iterable[str]) -> list[Archive] | None:
    """What is known of these libraries; None where one of them is not listed."""
    found = [_by_flag().get(flag) for flag in flags]
    return [row for row in found if row] if all(found) else None


def archives_of_modules(modules: Iterable[str]) -> list[Archive] | None:
    """What is known of pkg-config modules; None where one of them is not listed."""
    known = {row["module"]: row for row in _facts()["archives"]}
    found = [known.get(module) for module in modules]
    return [row for row in found if row] if all(found) else None
