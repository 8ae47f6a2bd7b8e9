"""Which paths git ignores, by the .gitignore files between the repository's root and the path.

Source: gitignore(5), and git's ``dir.c`` for what that leaves open. Lines and paths are compared as bytes.
``.git/info/exclude`` and the user's own list are not read.
"""

import os
import re
from collections.abc import Iterator

from dfix.config.regular_file import read_regular
from dfix.text.globs import gitignore_glob
from dfix.values import NamedTuple

BOM = "\xef\xbb\xbf"
LARGEST = 4 * 1024 * 1024
NAME, ENDING, PATH = "name", "ending", "path"


class _Rule(NamedTuple):
    """One line. ``subject`` tells what is compared: a name with ``text``, its ending, or an expression with a path.

    The last line that matches decides; ``negated``: it takes the path back.
    """

    negated: bool
    directories_only: bool
    subject: str
    text: str
    expression: "re.Pattern[str] | None" = None

    def matches(self, path: str, name: str) -> bool:
        """Whether it means a file: ``path`` is relative to the .gitignore, ``name`` its last part."""
        if self.expression is None:
            return name == self.text if self.subject == NAME else name.endswith(self.text)
        return self.expression.match(path if self.subject == PATH else name) is not None


class Ignored:
    """The rules that hold below ``top``, those of the repository around it among them."""

    def __init__(self, top: str) -> None:
        """Read the .gitignore files from the repository's root down to the directory above ``top``."""
        self._rules: dict[str, tuple[_Rule, ...]] = {}
        above = os.path.abspath(top)
        directories = []
        while not os.path.exists(os.path.join(above, ".git")):
            if os.path.dirname(above) == above:
                return
            above = os.path.dirname(above)
            directories.append(above)
        for directory in reversed(directories):
            self.enter(directory)

    def enter(self, directory: str) -> None:
        """Add the rules of a directory's own .gitignore."""
        try:
            data = read_regular(os.path.join(directory, ".gitignore"), LARGEST)
        except OSError:
            return
        text = data.decode("latin-1").removeprefix(BOM)
        self._rules[os.path.abspath(directory)] = tuple(reversed(list(_rules(text))))

    def covers(self, path: str, *, is_directory: bool) -> bool:
        """Whether a path is ignored, of which no directory above is: the nearest .gitignore that says so decides."""
        if not self._rules:
            return False
        directory, name = os.path.split(os.path.abspath(path))
        name = below = os.fsencode(name).decode("latin-1")
        while True:
            for rule in self._rules.get(directory, ()):
                if (is_directory or not rule.directories_only) and rule.matches(below, name):
                    return not rule.negated
            directory, parent = os.path.split(directory)
            if not parent:
                return False
            below = f"{os.fsencode(parent).decode('latin-1')}/{below}"


def _rules(text: str) -> Iterator[_Rule]:
    for line in text.split("\n"):
        pattern = line.removesuffix("\r")
        if not pattern.startswith("#"):
            pattern = _without_trailing_spaces(pattern)
            if pattern:
                yield _rule(pattern)


def _rule(pattern: str) -> _Rule:
    negated = pattern.startswith("!")
    pattern = pattern[negated:]
    directories_only = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    if "/" in pattern:
        return _Rule(negated, directories_only, PATH, "", gitignore_glob(pattern.removeprefix("/")))
    if not _has_wildcard(pattern):
        return _Rule(negated, directories_only, NAME, pattern)
    if pattern.startswith("*") and not _has_wildcard(pattern[1:]):
        return _Rule(negated, directories_only, ENDING, pattern[1:])
    return _Rule(negated, directories_only, NAME, "", gitignore_glob(pattern))


def _has_wildcard(text: str) -> bool:
    return any(mark in text for mark in "*?[\\")


def _without_trailing_spaces(line: str) -> str:
    """The line without the spaces at its end; a backslash keeps the one behind it."""
    kept, at = 0, 0
    while at < len(line):
        quotes = line[at] == "\\"
        at += 1 + quotes
        if quotes or line[at - 1] != " ":
            kept = at
    return line[:kept]
