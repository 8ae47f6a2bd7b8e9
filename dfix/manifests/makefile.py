"""What a makefile says: variables, prerequisites, recipes, pattern rules.

Source: the GNU Make manual, chapters 4 to 6 and 10. Conditionals are not decided: what they set is unknown.
Includes are ignored. ``make_goals.py`` says what its targets run, ``make_text.py`` what its texts mean.
"""

from collections.abc import Mapping
from functools import lru_cache

from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

NAMES = ("GNUmakefile", "makefile", "Makefile")
ASSIGNMENT = pattern(r"(?:override\s+|export\s+)?([\w.-]+)\s*(\?|:{1,3}|\+|!)?=\s*(.*)")
RULE = pattern(r"([^\s:=#][^:=#]*?)\s*::?(?!=)\s*([^;]*)(?:;(.*))?$")
# ``targets: pattern: prerequisites``; a colon inside a reference is none.
STATIC_PATTERN = pattern(r"((?:[^:$]|\$\([^()]*\)|\$\{[^{}]*\}|\$(?![({]))*):(?!=)(.*)$")
# What turns make's own rules off (GNU Make manual, "Canceling Implicit Rules"; "Suffix Rules").
NO_BUILT_IN = pattern(r"^MAKEFLAGS\s*[+:]?=.*(--no-builtin-rules|(^|[\s=])-?\w*r)|^\.SUFFIXES\s*:\s*$")
SUFFIX_RULE = pattern(r"\.(\w+)(\.\w+)?$")
# The suffixes that make knows by itself, as far as a compiler of C or C++ is run.
SUFFIXES = frozenset(".o .c .cc .C .cpp".split())
MOST_LINES = 400
MOST_TARGETS, MOST_NEEDS = 50, 500
LONGEST_LINE = 10_000
OPENING, CLOSING = frozenset({"ifeq", "ifneq", "ifdef", "ifndef", "define"}), frozenset({"endif", "endef"})


class Target(NamedTuple):
    """A target's prerequisites, and the lines of its recipe; ``pattern``: that of a static pattern rule.

    ``sets`` are its own variables: name, operator and value.
    """

    needs: list[str]
    runs: list[str]
    pattern: str = ""
    sets: tuple[tuple[str, str, str], ...] = ()


class Makefile(NamedTuple):
    """``variables`` are as written, unknown where a conditional decides; ``rules`` are by target.

    ``patterns`` are the rules whose target has a ``%``, in order. ``weak`` are the variables that an environment's
    value replaces (``?``) or precedes (``+``).
    """

    variables: Mapping[str, str]
    rules: Mapping[str, Target]
    first: str
    exported: frozenset[str]
    patterns: tuple[tuple[str, Target], ...] = ()
    weak: Mapping[str, str] = {}
    has_built_in: bool = True


@lru_cache(maxsize=16)
def parse(text: str) -> Makefile:
    """Read a makefile's text."""
    reader = _Reader()
    for line in text.replace("\r\n", "\n").replace("\\\n", " ").split("\n"):
        reader.read(line)
    exported = frozenset(reader.exported)
    patterns = tuple(reader.patterns)
    return Makefile(reader.variables, reader.rules, reader.first, exported, patterns, reader.weak, reader.has_built_in)


class _Reader:
    """What has been read of a makefile so far; it takes the lines one by one, continuations joined."""

    def __init__(self) -> None:
        self.variables: dict[str, str] = {}
        self.rules: dict[str, Target] = {}
        self.patterns: list[tuple[str, Target]] = []
        self.weak: dict[str, str] = {}
        self.exported: set[str] = set()
        self.first = ""
        self.has_built_in = True
        self._open: list[Target] = []
        self._conditionals = 0

    def read(self, line: str) -> None:
        if line.startswith("\t"):
            self._recipe(line[1:])
            return
        plain = line.split("#", 1)[0].strip() if len(line) <= LONGEST_LINE else ""
        word = plain.split(" ", 1)[0]
        self._conditionals += (word in OPENING) - (word in CLOSING)
        self.has_built_in = self.has_built_in and not NO_BUILT_IN.search(plain)
        if word == "export" and "=" not in plain:
            self.exported.update(plain.split()[1:] or ["*"])
        assigned = ASSIGNMENT.fullmatch(plain)
        if assigned:
            if word == "export":
                self.exported.add(assigned[1])
            self._assign(assigned[1], assigned[2] or "", assigned[3])
        elif rule := RULE.fullmatch(plain):
            self._rule(rule[1].split()[:MOST_TARGETS], rule[2], rule[3])

    def _assign(self, name: str, operator: str, value: str) -> None:
        variables = self.variables
        if operator == "?" and name in variables:
            return
        if operator in ("?", "+") and name not in variables:
            self.weak[name] = operator
        if operator == "!" or self._conditionals > 0:
            variables[name] = UNKNOWN_TEXT
        elif operator == "+" and name in variables:
            grown = f"{variables[name]} {value}"
            variables[name] = grown if len(grown) <= LONGEST_LINE else UNKNOWN_TEXT
        else:
            variables[name] = value

    def _recipe(self, command: str) -> None:
        for target in self._open:
            if len(target.runs) < MOST_LINES:
                target.runs.append(command)

    def _rule(self, targets: list[str], needed: str, command: str | None) -> None:
        own = ASSIGNMENT.fullmatch(needed)
        if own:
            for target in targets:
                known = self.rules.get(target, Target([], []))
                self.rules[target] = known._replace(sets=(*known.sets, (own[1], own[2] or "", own[3])))
            return
        by_pattern = STATIC_PATTERN.match(needed)
        stem, needs = (by_pattern[1].strip(), by_pattern[2].split()) if by_pattern else ("", needed.split())
        self.first = self.first or next(filter(_can_be_default, targets), "")
        self._open = [self._opened(target, stem) for target in targets]
        for known in self._open:
            known.needs.extend(needs[: MOST_NEEDS - len(known.needs)])
            known.runs.extend([command.strip()] if command else [])

    def _opened(self, name: str, stem: str) -> Target:
        """The target, whose recipe follows; a suffix rule (``.c.o:``) is a pattern rule."""
        suffixes = SUFFIX_RULE.match(name)
        if suffixes and f".{suffixes[1]}" in SUFFIXES:
            source = Target([f"%.{suffixes[1]}"], [])
            self.patterns.append((f"%{suffixes[2] or ''}", source))
            return source
        if "%" in name and not stem:
            target = Target([], [])
            self.patterns.append((name, target))
            return target
        known = self.rules.get(name)
        if known is None or (stem and not known.pattern):
            before = known or Target([], [])
            known = self.rules[name] = before._replace(pattern=stem)
        return known


def _can_be_default(target: str) -> bool:
    return not target.startswith(".") and "%" not in target
