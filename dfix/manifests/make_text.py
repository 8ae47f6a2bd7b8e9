"""What a makefile's texts mean: references to variables, and the functions that work on words.

Source: the GNU Make manual, "Basics of Variable References", "Functions for Transforming Text". What another function
gives is unknown, what nothing sets is empty.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from dfix.manifests.makefile import Makefile
from dfix.text import UNKNOWN_TEXT
from dfix.text.globs import name_matches
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

REFERENCE = pattern(r"\$(?:\$|\(([^()$]*)\)|\{([^{}$]*)\}|(\w|@|<|\^|\*|\?|%))")
SUBSTITUTION = pattern(r"([\w.-]+):([^=]*)=(.*)$")
CALL = pattern(r"(\w+)\s+(.*)$", re.DOTALL)
# Make's own defaults (GNU Make manual, "Variables Used by Implicit Rules").
DEFAULTS = {"CC": "cc", "CXX": "g++", "AR": "ar", "LD": "ld", "RM": "rm -f", "CPP": "cc -E", "OUTPUT_OPTION": "-o $@"}
DEEPEST = 8
MOST_REFERENCES = 200
LONGEST_TEXT = 20_000


def no_names(_directory: str) -> Sequence[str]:
    """The names in a directory of which nothing is known."""
    return ()


class Start(NamedTuple):
    """What make finds when it starts: the variables of its command line and of its environment, and names of files.

    ``names`` gives the names in a directory, which is relative to where make starts.
    """

    given: Mapping[str, str] = {}
    environment: Mapping[str, str] = {}
    names: Callable[[str], Sequence[str]] = no_names

    def exists(self, path: str) -> bool:
        """Whether a file is known to be there."""
        directory, _, name = path.rpartition("/")
        return name in self.names(directory or ".")


class Recipe(NamedTuple):
    """The target that is made, its prerequisites, and what ``%`` stands for in its pattern."""

    target: str = ""
    needs: Sequence[str] = ()
    stem: str = UNKNOWN_TEXT


def expand(text: str, makefile: Makefile, start: Start, recipe: Recipe) -> str:
    """The text with references replaced."""
    if text.count("$") > MOST_REFERENCES:
        return UNKNOWN_TEXT
    meanings = _Meanings(makefile, start, recipe)
    for _ in range(DEEPEST):
        changed = REFERENCE.sub(meanings.of, text)
        if changed == text or len(changed) > LONGEST_TEXT:
            break
        text = changed
    return text.replace("\x01", "$")


class _Meanings:
    """What references mean in one recipe."""

    def __init__(self, makefile: Makefile, start: Start, recipe: Recipe) -> None:
        self._makefile, self._start = makefile, start
        self._automatic = {
            "@": recipe.target, "<": recipe.needs[0] if recipe.needs else "",
            "^": " ".join(dict.fromkeys(recipe.needs)), "+": " ".join(recipe.needs), "*": recipe.stem,
            "?": UNKNOWN_TEXT, "%": UNKNOWN_TEXT, "@D": recipe.target.rpartition("/")[0] or ".",
            "@F": recipe.target.rpartition("/")[2], "MAKE": "make", "MFLAGS": "", "MAKEFLAGS": "",
        }  # fmt: skip

    def of(self, match: "re.Match[str]") -> str:
        """What stands in the place of one reference."""
        if match[0] == "$$":
            return "\x01"
        name = match[1] or match[2] or match[3] or ""
        if name in self._automatic:
            return self._automatic[name]
        if re.fullmatch(r"[\w.-]+", name):
            return self._variable(name)
        changed = SUBSTITUTION.match(name)
        if changed:
            old, new = (part if "%" in part else f"%{part}" for part in (changed[2], changed[3]))
            return _patsubst(old, new, self._variable(changed[1]))
        called = CALL.match(name)
        return self._call(called[1], called[2]) if called else UNKNOWN_TEXT

    def _variable(self, name: str) -> str:
        makefile, environment = self._makefile, self._start.environment
        if name in self._start.given:
            return self._start.given[name]
        weak = makefile.weak.get(name) if name in environment else None
        if weak == "?" or name not in makefile.variables:
            return environment.get(name, makefile.variables.get(name, DEFAULTS.get(name, "")))
        return f"{environment[name]} {makefile.variables[name]}" if weak else makefile.variables[name]

    def _call(self, function: str, text: str) -> str:
        """What a function gives for its arguments, in which nothing is left to replace."""
        function_of_words = FUNCTIONS.get(function)
        if function == "wildcard":
            return " ".join(self._matching(text.strip())) or UNKNOWN_TEXT
        if function_of_words is None or UNKNOWN_TEXT in text:
            return UNKNOWN_TEXT
        arguments = text.split(",")
        takes = function_of_words.__code__.co_argcount
        return function_of_words(*map(str.strip, arguments)) if len(arguments) == takes else UNKNOWN_TEXT

    def _matching(self, text: str) -> list[str]:
        directory, slash, name = text.rpartition("/")
        if set(directory) & set("*?[ ") or " " in name:
            return []
        return [f"{directory}{slash}{one}" for one in self._start.names(directory or ".") if name_matches(one, name)]


def stem_of(word: str, like: str) -> str | None:
    """What ``%`` stands for where a word is like the pattern; None where it is not."""
    before, percent, after = like.partition("%")
    fits = word.startswith(before) and word.endswith(after) and len(word) > len(before) + len(after)
    return word[len(before) : len(word) - len(after)] if percent and fits else None


def _patsubst(old: str, new: str, text: str) -> str:
    stems = ((word, stem_of(word, old)) for word in text.split())
    return " ".join(word if stem is None else new.replace("%", stem, 1) for word, stem in stems)


def _subst(old: str, new: str, text: str) -> str:
    return text.replace(old, new) if old else text


def _addprefix(prefix: str, text: str) -> str:
    return " ".join(prefix + word for word in text.split())


def _addsuffix(suffix: str, text: str) -> str:
    return " ".join(word + suffix for word in text.split())


def _notdir(text: str) -> str:
    return " ".join(word.rpartition("/")[2] for word in text.split())


def _basename(text: str) -> str:
    return " ".join(re.sub(r"\.[^./]*$", "", word) for word in text.split())


def _sort(text: str) -> str:
    return " ".join(sorted(set(text.split())))


def _strip(text: str) -> str:
    return " ".join(text.split())


FUNCTIONS: Mapping[str, Callable[..., str]] = {
    "patsubst": _patsubst, "subst": _subst, "addprefix": _addprefix, "addsuffix": _addsuffix, "notdir": _notdir,
    "basename": _basename, "sort": _sort, "strip": _strip,
}  # fmt: skip
