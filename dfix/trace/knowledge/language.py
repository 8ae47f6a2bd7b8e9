"""The interpreter of a language that stands in a root, and what is known of the language's packages."""

import re
from functools import cache

from dfix.fact_file import FactFile
from dfix.images.interpreters import Interpreter, of_image, of_package
from dfix.manifests.listed import Listed
from dfix.trace.state.root import Root

# Distribution packages that bring an interpreter under its usual path.
PACKAGES = {
    "python": re.compile(r"^python3?(-minimal|-pip|-venv|-dev|-virtualenv)?$|^py3-"),
    "node": re.compile(r"^(nodejs(-current)?|npm)$"),
    "ruby": re.compile(r"^ruby(-full|-dev|-bundler)?$"),
}


def interpreter(root: Root, language: str) -> Interpreter | None:
    """The interpreter that a command of the language uses in this root; None when none is known."""
    own = of_image(root.image, language) if root.image else None
    if own is not None:
        return own
    if root.release is not None and any(PACKAGES[language].match(name) for name in root.packages):
        return of_package(root.release, language)
    return None


@cache
def package_facts(language: str) -> dict[str, frozenset[str]]:
    """What the data file of a language lists: a class of packages → their names in lower case."""
    facts = FactFile[dict[str, str]](__file__, f"{language}_packages.json")
    return {name: frozenset(listed.split()) for name, listed in facts().items()}


def judged(language: str, listed: Listed) -> tuple[tuple[str, ...], bool]:
    """The packages of a project that have native parts, and whether it is known that no others do."""
    facts = package_facts(language)
    known = frozenset().union(*(facts[kind] for kind in facts if kind != "pure"))
    # A wheel's name says that it has none. That npm runs no script for a package does not: another may bring the parts.
    pure = listed.pure if language == "python" else listed.pure - known
    native = tuple(name for name in listed.names if name in listed.native or (name in known and name not in pure))
    told = all(name in facts["pure"] or name in pure or name in native for name in listed.names)
    return native, listed.complete and told


def with_native_parts(language: str, names: list[str]) -> tuple[tuple[str, ...], bool]:
    """Those of the names that are known to have native parts, and whether all others are known to have none."""
    facts = package_facts(language)
    native = tuple(name for name in names if any(name in facts[kind] for kind in facts if kind != "pure"))
    return native, all(name in facts["pure"] or name in native for name in names)
