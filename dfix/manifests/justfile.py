"""What a justfile says: variables, and recipes with their parameters and dependencies.

Source: Just Programmer's Manual. Expressions other than strings, names, ``+``, ``/`` and ``env`` with a default are
unknown; conditionals, imports and modules are not read.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

NAMES = ("justfile", "Justfile", ".justfile")
ASSIGNMENT = pattern(r"(export\s+)?([A-Za-z_][\w-]*)\s*:=\s*(.*)")
ALIAS = pattern(r"alias\s+([\w-]+)\s*:=\s*([\w-]+)")
NAME = pattern(r"@?([A-Za-z_][\w-]*)")
PARAMETER = pattern(r"\s+([+*]?)\$?([A-Za-z_][\w-]*)(?:=('[^']*'|\"[^\"]*\"|[\w./-]+))?")
COLON = pattern(r"\s*:(?!=)(.*)")
NEED = pattern(r"\(([^()]*)\)|([A-Za-z_][\w-]*)")
TERM = pattern(r"'([^']*)'|\"([^\"]*)\"|env(?:_var_or_default)?\([^,()]*,\s*['\"]([^'\"]*)['\"]\)|([A-Za-z_][\w-]*)")
# Texts in quotes, operators, and what is neither.
TOKEN = pattern(r"'[^']*'|\"[^\"]*\"|[+/]|[^'\"+/]+|.")
INTERPOLATION = pattern(r"\{\{([^{}]*)\}\}")
PREFIX = pattern(r"^[@-]+\s*")
# Recipes may need each other in many ways, and variables double: so many steps, so deep, texts of so many bytes.
MOST_LINES, MOST_STEPS, DEEPEST, LONGEST = 400, 1_000, 20, 10_000


class Recipe(NamedTuple):
    """``parameters`` are names and defaults, None for no default; ``needs`` are recipes with their arguments.

    ``takes_rest``: the last parameter takes all words that are left.
    """

    parameters: tuple[tuple[str, str | None], ...]
    needs: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]
    takes_rest: bool = False


class Justfile(NamedTuple):
    """Variables are as written; ``first`` is the recipe that runs where none is named."""

    variables: Mapping[str, str]
    exported: frozenset[str]
    recipes: Mapping[str, Recipe]
    first: str


@lru_cache(maxsize=16)
def parse(text: str) -> Justfile:
    """Read a justfile's text."""
    variables, exported, recipes, aliases = dict[str, str](), set[str](), dict[str, Recipe](), dict[str, str]()
    name = ""
    for line in text.replace("\r\n", "\n").replace("\\\n", " ").split("\n")[: MOST_LINES * 4]:
        if name and line[:1] in (" ", "\t") and line.strip():
            if len(recipes[name].lines) < MOST_LINES:
                recipes[name] = recipes[name]._replace(lines=(*recipes[name].lines, line[:LONGEST]))
            continue
        plain = line.strip()
        if not plain or plain[0] in "#[" or len(plain) > LONGEST:
            continue
        name = ""
        if alias := ALIAS.fullmatch(plain):
            aliases[alias[1]] = alias[2]
        elif assigned := ASSIGNMENT.fullmatch(plain):
            variables[assigned[2]] = assigned[3]
            exported |= {assigned[2]} if assigned[1] else set()
        elif header := _header(plain):
            name, recipes[header[0]] = header[0], header[1]
    first = next(iter(recipes), "")
    recipes |= {alias: recipes[named] for alias, named in aliases.items() if named in recipes}
    return Justfile(variables, frozenset(exported), recipes, first)


def _header(line: str) -> tuple[str, Recipe] | None:
    """The name of the recipe that a line begins, and the recipe without its lines; None where it begins none."""
    named = NAME.match(line)
    if named is None:
        return None
    at, found = named.end(), list[re.Match[str]]()
    while parameter := PARAMETER.match(line, at):
        at = parameter.end()
        found.append(parameter)
    colon = COLON.fullmatch(line, at)
    if colon is None:
        return None
    parameters = tuple((one[2], "''" if one[1] == "*" and not one[3] else one[3]) for one in found)
    return named[1], Recipe(parameters, tuple(_needs(colon[1])), (), bool(found) and found[-1][1] != "")


def _needs(text: str) -> Iterator[tuple[str, ...]]:
    """The recipes before and after (``&&``) the colon's recipe, in the order of the text."""
    for match in NEED.finditer(text.split("#", 1)[0]):
        yield tuple(match[1].split()) if match[1] is not None else (match[2],)


def commands(justfile: Justfile, words: list[str], assigned: Mapping[str, str]) -> Iterator[str]:
    """The commands that the words of a call run, each for a shell of its own; a script is one command."""
    done: set[tuple[str, ...]] = set()
    rest = words or [justfile.first]
    while rest:
        recipe = justfile.recipes.get(rest[0])
        count = 0 if recipe is None else len(rest) if recipe.takes_rest else len(recipe.parameters)
        yield from _run(justfile, tuple(rest[: count + 1]), assigned, done, 0)
        rest = rest[count + 1 :]


def environment(justfile: Justfile, assigned: Mapping[str, str]) -> dict[str, str]:
    """The variables that the commands see in their environment."""
    return {name: value_of(justfile.variables[name], justfile, assigned) for name in justfile.exported}


def _run(
    justfile: Justfile, words: tuple[str, ...], known: Mapping[str, str], done: set[tuple[str, ...]], depth: int
) -> Iterator[str]:
    recipe = justfile.recipes.get(words[0]) if words else None
    if recipe is None or words in done or depth > DEEPEST or len(done) >= MOST_LINES:
        return
    done.add(words)
    given = dict(zip((name for name, _ in recipe.parameters), words[1:], strict=False))
    if recipe.takes_rest and len(words) > len(recipe.parameters):
        given[recipe.parameters[-1][0]] = " ".join(words[len(recipe.parameters) :])
    defaults = {name: value_of(text, justfile, known) if text else UNKNOWN_TEXT for name, text in recipe.parameters}
    values = {**known, **defaults, **given}
    for need in recipe.needs:
        arguments = (value_of(word, justfile, values) for word in need[1:])
        yield from _run(justfile, (*need[:1], *arguments), known, done, depth + 1)
    expressions = _Expressions(justfile, values)
    lines = [_filled(line, expressions) for line in recipe.lines]
    if lines and lines[0].lstrip().startswith("#!"):
        yield "\n".join(line.strip() for line in lines)
    else:
        yield from (PREFIX.sub("", line.strip()) for line in lines)


def _filled(line: str, expressions: "_Expressions") -> str:
    """A line with the values of its expressions; unknown where it is too long."""
    filled = INTERPOLATION.sub(lambda found: expressions.value(found[1], 0), line)
    return filled if len(filled) <= LONGEST else UNKNOWN_TEXT


def value_of(text: str, justfile: Justfile, known: Mapping[str, str]) -> str:
    """The value of an expression; what is not read of it is unknown text."""
    return _Expressions(justfile, known).value(text, 0)


class _Expressions:
    """Reads expressions, whose variables may name each other; ``steps`` counts the parts that were read."""

    def __init__(self, justfile: Justfile, known: Mapping[str, str]) -> None:
        self.justfile, self.known, self.steps = justfile, known, 0

    def value(self, text: str, depth: int) -> str:
        """The value of an expression: texts and names, joined with ``+`` or ``/``."""
        value = ""
        if self.steps > MOST_STEPS:
            return UNKNOWN_TEXT
        for part in _parts(text[:LONGEST]):
            self.steps += 1
            value += part.replace("+", "") if part in ("+", "/") else self._term(part.strip(), depth)
            if len(value) > LONGEST:
                return UNKNOWN_TEXT
        return value

    def _term(self, part: str, depth: int) -> str:
        term = TERM.fullmatch(part)
        if term is None or depth > DEEPEST or self.steps > MOST_STEPS:
            return UNKNOWN_TEXT
        if term[4] is None:
            return next(found for found in term.groups() if found is not None)
        if term[4] in self.known:
            return self.known[term[4]]
        written = self.justfile.variables.get(term[4])
        return UNKNOWN_TEXT if written is None else self.value(written, depth + 1)


def _parts(text: str) -> Iterator[str]:
    """The terms and the operators of an expression, in their order."""
    term = ""
    for token in TOKEN.findall(text):
        if token in ("+", "/"):
            yield from (term, token)
            term = ""
        else:
            term += token
    yield term
