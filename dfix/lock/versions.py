"""Which versions the interpreters and the compiler of a root have, as far as files, packages or variables tell.

A link's target tells most (``python3`` → ``python3.11``), then the package that brings the program, then the variable
that official images set; the variable counts only for a program in ``/usr/local``, where those images put theirs.
"""

from dfix.inspect.tree import Kind, Root
from dfix.lock.databases import packages_of
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

NUMBER = pattern(r"(?:\d+:)?v?(\d+(?:\.\d+){0,3})")


class Language(NamedTuple):
    """How a program's version is told: packages by the beginning of their names, and the variable."""

    packages: tuple[str, ...]
    variable: str = ""


LANGUAGES = {
    "python3": Language(("python3", "python3-minimal", "python3-libs"), "PYTHON_VERSION"),
    "python": Language(("python", "python2"), "PYTHON_VERSION"),
    "node": Language(("nodejs", "nodejs-current"), "NODE_VERSION"),
    "ruby": Language(("ruby", "ruby-libs"), "RUBY_VERSION"),
    "php": Language(("php-cli", "php"), "PHP_VERSION"),
    "perl": Language(("perl-base", "perl", "perl-interpreter"), ""),
    "java": Language((), "JAVA_VERSION"),
    "bash": Language(("bash",)),
    "gcc": Language(("gcc",), "GCC_VERSION"),
    "go": Language(("golang", "go"), "GOLANG_VERSION"),
}


def versions(root: Root) -> dict[str, str]:
    """The versions by program, of those that are on PATH."""
    packages = packages_of(root)
    found = ((name, _version(root, packages, name, language)) for name, language in LANGUAGES.items())
    return {name: version for name, version in found if version}


def _version(root: Root, packages: dict[str, str], name: str, language: Language) -> str:
    """The version of one program; empty where it is not there, or nothing tells it."""
    place = next((f"{one}/{name}" for one in root.search_path if _is_program(root, f"{one}/{name}")), "")
    if not place:
        return ""
    real = root.find(place)
    told = real[0].rpartition("/")[2].removeprefix(name.rstrip("3")) if real else ""
    is_local = place.startswith("/usr/local/")
    variable = root.image.environment.get(language.variable, "") if root.image and language.variable else ""
    if is_local and variable:
        return _number(variable)
    if "." in told and _number(told) == told:
        return told
    return "" if is_local else next((_number(packages[one]) for one in language.packages if one in packages), "")


def _is_program(root: Root, path: str) -> bool:
    found = root.find(path)
    return found is not None and found[1].kind is Kind.FILE and found[1].executable


def _number(text: str) -> str:
    match = NUMBER.match(text)
    return match[1] if match else ""
