"""What a makefile's targets run: variables, prerequisites, recipes.

Source: the GNU Make manual, chapters 4 to 6. Conditionals are not decided: what they set is unknown.
Functions, includes and pattern rules are ignored.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

NAMES = ("GNUmakefile", "makefile", "Makefile")
ASSIGNMENT = pattern(r"(?:override\s+|export\s+)?([\w.-]+)\s*(\?|:{1,3}|\+|!)?=\s*(.*)")
RULE = pattern(r"([^\s:=#][^:=#]*?)\s*::?(?!=)\s*([^;]*)(?:;(.*))?$")
REFERENCE = pattern(r"\$(?:\$|\(([^()$]*)\)|\{([^{}$]*)\}|(\w|@|<|\^|\*|\?|%))")
# Make's own defaults (GNU Make manual, "Variables Used by Implicit Rules").
DEFAULTS = {"CC": "cc", "CXX": "g++", "AR": "ar", "LD": "ld", "RM": "rm -f"}
DEEPEST = 8
MOST_LINES = 400
MOST_TARGETS, MOST_NEEDS, MOST_REFERENCES = 50, 500, 200
LONGEST_LINE = 10_000
OPENING, CLOSING = frozenset({"ifeq", "ifneq", "ifdef", "ifndef", "define"}), frozenset({"endif", "endef"})


class Target(NamedTuple):
    """A target's prerequisites, and the lines of its recipe."""

    needs: list[str]
    runs: list[str]


class Makefile(NamedTuple):
    """``variables`` are as written, unknown where a conditional decides; ``rules`` are by target."""

    variables: Mapping[str, str]
    rules: Mapping[str, Target]
    first: str
    exported: frozenset[str]


@lru_cache(maxsize=16)
def parse(text: str) -> Makefile:
    """Read a makefile's text."""
    reader = _Reader()
    for line in text.replace("\r\n", "\n").replace("\\\n", " ").split("\n"):
        reader.read(line)
    return Makefile(reader.variables, reader.rules, reader.first, frozenset(reader.exported))


class _Reader:
    """What has been read of a makefile so far; it takes the lines one by one, continuations joined."""

    def __init__(self) -> None:
        self.variables: dict[str, str] = {}
        self.rules: dict[str, Target] = {}
        self.exported: set[str] = set()
        self.first = ""
        self._targets: list[str] = []
        self._conditionals = 0

    def read(self, line: str) -> None:
        if line.startswith("\t"):
            self._recipe(line[1:])
            return
        plain = line.split("#", 1)[0].strip() if len(line) <= LONGEST_LINE else ""
        word = plain.split(" ", 1)[0]
        self._conditionals += (word in OPENING) - (word in CLOSING)
        if word == "export" and "=" not in plain:
            self.exported.update(plain.split()[1:] or ["*"])
        assigned = ASSIGNMENT.fullmatch(plain)
        if assigned:
            if word == "export":
                self.exported.add(assigned[1])
            _assign(self.variables, assigned[1], assigned[2] or "", assigned[3], unsure=self._conditionals > 0)
        elif rule := RULE.fullmatch(plain):
            self._rule(rule[1].split()[:MOST_TARGETS], rule[2].split(), rule[3])

    def _recipe(self, command: str) -> None:
        for target in self._targets:
            if len(self.rules[target].runs) < MOST_LINES:
                self.rules[target].runs.append(command)

    def _rule(self, targets: list[str], needs: list[str], command: str | None) -> None:
        self._targets = targets
        self.first = self.first or next(filter(_can_be_default, targets), "")
        for target in targets:
            known = self.rules.setdefault(target, Target([], []))
            known.needs.extend(needs[: MOST_NEEDS - len(known.needs)])
            known.runs.extend([command.strip()] if command else [])


def _can_be_default(target: str) -> bool:
    return not target.startswith(".") and "%" not in target


def commands(makefile: Makefile, goals: list[str], given: Mapping[str, str]) -> Iterator[str]:
    """The shell lines that the goals run, prerequisites first; ``given`` are variables of the command line."""
    done: set[str] = set()
    lines = 0
    for goal in goals or [makefile.first]:
        for line in _of_goal(makefile, goal, given, done, 0):
            lines += 1
            if lines > MOST_LINES:
                return
            yield line


def environment(makefile: Makefile, given: Mapping[str, str]) -> dict[str, str]:
    """The variables that recipes find in their environment in addition to make's own."""
    names = makefile.variables if "*" in makefile.exported else makefile.exported & makefile.variables.keys()
    return {**{name: _expand(f"$({name})", makefile, given, "", ()) for name in names}, **given}


def _assign(variables: dict[str, str], name: str, operator: str, value: str, *, unsure: bool) -> None:
    if operator == "?" and name in variables:
        return
    if operator == "!" or unsure:
        variables[name] = UNKNOWN_TEXT
    elif operator == "+" and name in variables:
        grown = f"{variables[name]} {value}"
        variables[name] = grown if len(grown) <= LONGEST_LINE else UNKNOWN_TEXT
    else:
        variables[name] = value


def _of_goal(makefile: Makefile, goal: str, given: Mapping[str, str], done: set[str], depth: int) -> Iterator[str]:
    if goal in done or depth > DEEPEST or goal not in makefile.rules:
        return
    done.add(goal)
    needs, runs = makefile.rules[goal]
    expanded = [_expand(need, makefile, given, goal, needs) for need in needs]
    for need in " ".join(expanded).split():
        yield from _of_goal(makefile, need, given, done, depth + 1)
    for line in runs:
        yield _expand(line.lstrip("@-+ \t"), makefile, given, goal, needs)


def _expand(text: str, makefile: Makefile, given: Mapping[str, str], target: str, needs: Sequence[str]) -> str:
    """The text with references replaced: what a function gives is unknown, what nothing sets is empty."""
    if text.count("$") > MOST_REFERENCES:
        return UNKNOWN_TEXT
    automatic = {
        "@": target,
        "<": needs[0] if needs else "",
        "^": " ".join(needs),
        "*": UNKNOWN_TEXT,
        "?": UNKNOWN_TEXT,
        "%": UNKNOWN_TEXT,
    }

    def replaced(match: "re.Match[str]") -> str:
        if match[0] == "$$":
            return "\x01"
        name = match[1] or match[2] or match[3] or ""
        if name in automatic:
            return automatic[name]
        if name in ("MAKE", "MFLAGS", "MAKEFLAGS"):
            return "make" if name == "MAKE" else ""
        if not re.fullmatch(r"[\w.-]+", name):
            return UNKNOWN_TEXT
        return given.get(name, makefile.variables.get(name, DEFAULTS.get(name, "")))

    for _ in range(DEEPEST):
        changed = REFERENCE.sub(replaced, text)
        if changed == text or len(changed) > 20_000:
            break
        text = changed
    return text.replace("\x01", "$")
