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
HEADER = pattern(r"@?([A-Za-z_][\w-]*)((?:\s+[^:=]*(?:=(?:'[^']*'|\"[^\"]*\"|[\w./-]+)[^:=]*)*)?)\s*:(?!=)(.*)")
PARAMETER = pattern(r"([+*]?)\$?([A-Za-z_][\w-]*)(?:=('[^']*'|\"[^\"]*\"|[^\s]+))?")
NEED = pattern(r"\(([^()]*)\)|([A-Za-z_][\w-]*)")
TERM = pattern(r"'([^']*)'|\"([^\"]*)\"|env(?:_var_or_default)?\([^,()]*,\s*['\"]([^'\"]*)['\"]\)|([A-Za-z_][\w-]*)")
INTERPOLATION = pattern(r"\{\{(.*?)\}\}")
PREFIX = pattern(r"^[@-]+\s*")
MOST_LINES, DEEPEST, LONGEST = 400, 20, 10_000


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
        elif header := HEADER.fullmatch(plain):
            name = header[1]
            found = list(PARAMETER.finditer(header[2]))
            parameters = tuple((one[2], "''" if one[1] == "*" and not one[3] else one[3]) for one in found)
            takes_rest = bool(found) and found[-1][1] != ""
            recipes[name] = Recipe(parameters, tuple(_needs(header[3])), (), takes_rest)
    first = next(iter(recipes), "")
    recipes |= {alias: recipes[named] for alias, named in aliases.items() if named in recipes}
    return Justfile(variables, frozenset(exported), recipes, first)


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
    if recipe is None or words in done or depth > DEEPEST:
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
    lines = [INTERPOLATION.sub(lambda found: value_of(found[1], justfile, values), line) for line in recipe.lines]
    if lines and lines[0].lstrip().startswith("#!"):
        yield "\n".join(line.strip() for line in lines)
    else:
        yield from (PREFIX.sub("", line.strip()) for line in lines)


def value_of(text: str, justfile: Justfile, known: Mapping[str, str], depth: int = 0) -> str:
    """The value of an expression; what is not read of it is unknown text."""
    parts = re.split(r"\s*([+/])\s*(?=(?:[^'\"]*['\"][^'\"]*['\"])*[^'\"]*$)", text.strip())
    value = ""
    for part in parts:
        term = TERM.fullmatch(part)
        if part in ("+", "/"):
            value += part.replace("+", "")
        elif term is None or depth > DEEPEST:
            value += UNKNOWN_TEXT
        elif term[4] is None:
            value += next(found for found in term.groups() if found is not None)
        elif term[4] in known:
            value += known[term[4]]
        else:
            written = justfile.variables.get(term[4])
            value += UNKNOWN_TEXT if written is None else value_of(written, justfile, known, depth + 1)
    return value[:LONGEST]
