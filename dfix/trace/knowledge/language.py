"""The interpreter of a language that is in a root, and what the data files list of the language's packages."""

from functools import cache

from dfix.fact_file import FactFile
from dfix.images.interpreters import Interpreter, of_image, of_package
from dfix.text.pattern import pattern
from dfix.trace.state.root import Root

# Distribution packages that bring an interpreter under its usual path.
PACKAGES = {
    "python": pattern(r"^python3?(-minimal|-pip|-venv|-dev|-virtualenv)?$|^py3-", having="python py3-"),
    "node": pattern(r"^(nodejs(-current)?|npm)$", having="nodejs npm"),
    "ruby": pattern(r"^ruby(-full|-dev|-bundler)?$", having="ruby"),
}


def interpreter(root: Root, language: str) -> Interpreter | None:
    """The interpreter that a command of the language uses in this root; None when none is known."""
    of_base = of_image(root.image, language) if root.image else None
    if of_base is not None:
        return of_base
    if root.release is not None and any(PACKAGES[language].match(name) for name in root.packages):
        return of_package(root.release, language)
    return None


def interpreter_version(root: Root, language: str) -> str | None:
    """The version to which the interpreter in this root ties its packages; None when not known."""
    used = interpreter(root, language)
    return used.version if used else None


@cache
def package_facts(language: str) -> dict[str, frozenset[str]]:
    """What the data file of a language lists, if it has one: a class of packages → their names in lower case."""
    facts = FactFile[dict[str, str]](__file__, f"{language}_packages.json")
    return {name: frozenset(listed.split()) for name, listed in facts().items()} if facts.exists() else {}
