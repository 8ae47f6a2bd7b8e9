"""What make runs for its goals: recipes, pattern rules, and make's own rules for C and C++.

Source: the GNU Make manual, chapter 10 ("Catalogue of Built-In Rules", "Implicit Rule Search Algorithm"). A pattern
rule is taken where the files that it needs are known to be there, or another rule makes them.
"""

from collections.abc import Iterator, Mapping, Sequence

from dfix.manifests.make_text import DEEPEST, Recipe, Start, expand, stem_of
from dfix.manifests.makefile import MOST_LINES, MOST_NEEDS, Makefile, Target
from dfix.text import UNKNOWN_TEXT
from dfix.values import NamedTuple

_LINK = "$({}) $({}) $(CPPFLAGS) $(LDFLAGS) $(TARGET_ARCH) $^ $(LOADLIBES) $(LDLIBS) -o $@"
_COMPILE = "$({}) $({}) $(CPPFLAGS) $(TARGET_ARCH) -c -o $@ $<"
_CXX = (".cc", ".C", ".cpp")
BUILT_IN = (
    ("%", Target(["%.o"], ["$(CC) $(LDFLAGS) $(TARGET_ARCH) $^ $(LOADLIBES) $(LDLIBS) -o $@"])),
    ("%", Target(["%.c"], [_LINK.format("CC", "CFLAGS")])),
    *(("%", Target([f"%{suffix}"], [_LINK.format("CXX", "CXXFLAGS")])) for suffix in _CXX),
    ("%.o", Target(["%.c"], [_COMPILE.format("CC", "CFLAGS")])),
    *(("%.o", Target([f"%{suffix}"], [_COMPILE.format("CXX", "CXXFLAGS")])) for suffix in _CXX),
)
MOST_SEARCHES = 500


def commands(makefile: Makefile, goals: list[str], start: Start) -> Iterator[str]:
    """The shell lines that the goals run, prerequisites first."""
    run = _Run(makefile, start)
    lines = 0
    for goal in goals or [expand(makefile.first, makefile, start, Recipe()).partition(" ")[0]]:
        for line in run.goal(goal, 0):
            lines += 1
            if lines > MOST_LINES:
                return
            yield line


def environment(makefile: Makefile, start: Start) -> dict[str, str]:
    """The variables that recipes find in their environment in addition to make's own."""
    names = makefile.variables if "*" in makefile.exported else makefile.exported & makefile.variables.keys()
    return {**{name: expand(f"$({name})", makefile, start, Recipe()) for name in names}, **start.given}


class _Run:
    """One run of make."""

    def __init__(self, makefile: Makefile, start: Start) -> None:
        self._makefile, self._start = makefile, start
        self._done: set[str] = set()
        self._rules = dict(self._named())
        self._patterns = [(self._expanded(name), target) for name, target in makefile.patterns]
        self._patterns += BUILT_IN if makefile.has_built_in else ()
        phony = self._rules.get(".PHONY", Target([], []))
        self._phony = frozenset(self._needs(phony.needs, "", None)[0])
        needed = (self._needs(rule.needs, name, None) for name, rule in self._rules.items() if "%" not in name)
        self._mentioned = frozenset(need for needs, others in needed for need in (*needs, *others))
        self._searches = 0

    def _named(self) -> Iterator[tuple[str, Target]]:
        """The rules by the names that their targets have once variables are replaced; the first recipe counts."""
        found = dict[str, Target]()
        for name, rule in self._makefile.rules.items():
            for target in self._expanded(name).split()[:MOST_NEEDS] if "$" in name else (name,):
                known = found.get(target)
                needs = [*(known.needs if known else ()), *rule.needs]
                runs, sets = (known.runs if known else []) or rule.runs, (*(known.sets if known else ()), *rule.sets)
                pattern = rule.pattern or (known.pattern if known else "")
                found[target] = Target(needs, runs, pattern, sets)
        yield from found.items()

    def _expanded(self, text: str, recipe: Recipe | None = None) -> str:
        return expand(text, self._makefile, self._start, recipe or Recipe())

    def goal(self, goal: str, depth: int) -> Iterator[str]:
        """The lines that make one goal."""
        rule = self._rules.get(goal)
        if goal in self._done or depth > DEEPEST or UNKNOWN_TEXT in goal:
            return
        self._done.add(goal)
        outside = self._makefile
        if rule and rule.sets:
            self._makefile = outside._replace(variables=self._with(rule.sets))
        yield from self._made(goal, rule, depth)
        self._makefile = outside

    def _with(self, sets: Sequence[tuple[str, str, str]]) -> Mapping[str, str]:
        """The variables with those of a target, which hold for its prerequisites too."""
        variables = dict(self._makefile.variables)
        for name, operator, value in sets:
            before = variables.get(name, "")
            if operator != "?" or not before:
                variables[name] = f"{before} {value}" if operator == "+" else value
        return variables

    def _made(self, goal: str, rule: Target | None, depth: int) -> Iterator[str]:
        stem = stem_of(goal, self._expanded(rule.pattern)) if rule and rule.pattern else None
        needs, others = self._needs(rule.needs, goal, stem) if rule else ([], [])
        runs = rule.runs if rule else []
        if not runs and not self._is_phony(goal):
            implicit = self._implicit(goal, 0)
            if implicit is not None:
                stem, first, runs = implicit.stem, implicit.needs, implicit.runs
                needs, others = [*first, *(need for need in needs if need not in first)], [*others, *implicit.others]
        for need in (*needs, *others):
            yield from self.goal(need, depth + 1)
        recipe = Recipe(goal, needs, UNKNOWN_TEXT if stem is None else stem)
        for line in runs:
            yield self._expanded(line.lstrip("@-+ \t"), recipe)

    def _needs(self, words: Sequence[str], goal: str, stem: str | None) -> tuple[list[str], list[str]]:
        """The prerequisites, and those behind ``|``, which are no operands of the recipe."""
        recipe = Recipe(goal, words)
        texts = (word if stem is None else word.replace("%", stem, 1) for word in words)
        needs = " ".join(self._expanded(text, recipe) for text in texts).split()
        cut = needs.index("|") if "|" in needs else len(needs)
        return needs[:cut], needs[cut + 1 :]

    def _is_phony(self, goal: str) -> bool:
        return goal in self._phony or self._start.exists(goal)

    def _implicit(self, goal: str, depth: int) -> "_Implicit | None":
        """The pattern rule that makes a goal; None where none does."""
        candidates = list(self._candidates(goal))
        for found in candidates:
            if all(map(self._ought_to_exist, (*found.needs, *found.others))):
                return found
        for found in candidates if depth == 0 else ():
            # A file between, such as ``main.o`` of ``main.c``.
            if all(self._ought_to_exist(need) or self._implicit(need, 1) for need in (*found.needs, *found.others)):
                return found
        return None

    def _ought_to_exist(self, name: str) -> bool:
        return name in self._rules or name in self._mentioned or self._start.exists(name)

    def _candidates(self, goal: str) -> Iterator["_Implicit"]:
        for name, target in self._patterns:
            stem = stem_of(goal, name)
            self._searches += 1
            if stem is not None and target.runs and self._searches < MOST_SEARCHES:
                yield _Implicit(stem, *self._needs(target.needs, goal, stem), target.runs)


class _Implicit(NamedTuple):
    """A pattern rule for a goal: what ``%`` stands for, its prerequisites, those behind ``|``, its recipe."""

    stem: str
    needs: list[str]
    others: list[str]
    runs: list[str]
