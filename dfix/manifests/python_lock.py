"""Python's lock files: uv.lock, poetry.lock, pdm.lock, Pipfile.lock.

They name the wheels, and a wheel's name tells whether it has compiled parts (PEP 427, PEP 600, PEP 656).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from dfix.manifests.listed import Listed, Read, json_table, keys, toml_table
from dfix.text.pattern import pattern
from dfix.values import NamedTuple


class Choice(NamedTuple):
    """What is installed of a project: ``only`` these dependency groups if there are any, else all but ``without``.

    ``main`` is the group of the project's own dependencies. ``also`` are optional groups, ``extras`` the
    project's extras; ``every_extra`` takes all of them.
    """

    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    extras: frozenset[str] = frozenset()
    every_extra: bool = False

    def takes(self, group: str) -> bool:
        """Whether a group is installed that is installed by default."""
        return group in self.only if self.only else group not in self.without


Edge = tuple[str, tuple[str, ...]]


class Block(NamedTuple):
    """One package of a lock file.

    ``edges`` are the packages it needs, each with the extras it needs of it; ``extras`` what an extra of
    its own needs, ``groups`` what a group needs; ``of_groups`` the groups it is in, where the file says.
    """

    text: str
    edges: tuple[Edge, ...] = ()
    extras: Mapping[str, tuple[Edge, ...]] = {}
    groups: Mapping[str, tuple[Edge, ...]] = {}
    of_groups: tuple[str, ...] = ()
    own: bool = False
    optional: bool = False


Blocks = Mapping[str, Block]
START = pattern(r"^\[\[package\]\]\s*$", re.MULTILINE)
NAME = pattern(r'^name\s*=\s*"([^"]+)"', re.MULTILINE)
SECTION = pattern(r"^\[package\.([\w-]+)\]\s*$", re.MULTILINE)
NATIVE_WHEEL = pattern(r"-(?:many|musl)?linux[\w.]*\.whl")
PURE_WHEEL = pattern(r"-none-any\.whl")
WORD = pattern(r'"([^"]+)"')


def python_lock(read: Read, directory: str, choice: Choice) -> Listed | None:
    """The distributions that a lock file installs, and what their wheels are; None where that is not known."""
    for file, parse, choose in READERS:
        text = read(f"{directory}/{file}")
        if text is None:
            continue
        blocks = {match[1].lower(): parse(block) for block in START.split(text)[1:] if (match := NAME.search(block))}
        names = choose(blocks, choice, read, directory)
        return None if names is None else _judged(blocks, names)
    return None


def pipfile_lock(read: Read, directory: str) -> Listed | None:
    """The distributions of a Pipfile.lock."""
    locked = json_table(read(f"{directory}/Pipfile.lock"))
    return Listed.of(keys(locked, "default"), complete=True) if locked else None


def _judged(blocks: Blocks, names: Iterable[str]) -> Listed:
    chosen = [name for name in names if not blocks[name].own]
    native = tuple(name for name in chosen if NATIVE_WHEEL.search(blocks[name].text))
    pure = frozenset(name for name in chosen if PURE_WHEEL.search(blocks[name].text)) - frozenset(native)
    return Listed(tuple(chosen), True, native, pure)


def _reached(blocks: Blocks, todo: list[Edge]) -> list[str]:
    """What these packages bring, themselves among it."""
    seen: set[Edge] = set()
    names: dict[str, None] = {}
    while todo:
        name, extras = edge = todo.pop()
        block = blocks.get(name)
        if block is None or edge in seen:
            continue
        seen.add(edge)
        names[name] = None
        todo += block.edges
        for extra in extras:
            todo += block.extras.get(extra, ())
    return list(names)


# uv


ARRAY = pattern(r"([\w.-]+) = \[$")
NAMED = pattern(r'[ \t]*\{ name = "([^"]+)"(.*)')
EXTRA = pattern(r"extra = \[([^\]\n]*)\]")
OWN = pattern(r"^source\s*=\s*\{\s*(?:editable|virtual)\s*=", re.MULTILINE)
AT_ROOT = pattern(r"^source\s*=\s*\{\s*(?:editable|virtual)\s*=\s*\"\.\"", re.MULTILINE)
# A package for other systems is in the lock file, and is not installed here.
ELSEWHERE = pattern(
    r"marker\s*=\s*\"(?:sys_platform|os_name|platform_system) == '(?:win32|nt|Windows|darwin|Darwin)'\""
)


def _uv_block(text: str) -> Block:
    head, *rest = SECTION.split(text)
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    return Block(
        text,
        _arrays(head).get("dependencies", ()),
        _arrays(sections.get("optional-dependencies", "")),
        _arrays(sections.get("dev-dependencies", "")),
        own=bool(OWN.search(head)),
    )


def _arrays(section: str) -> dict[str, tuple[Edge, ...]]:
    """The arrays of tables, by their names; uv writes an item a line."""
    edges_of: dict[str, list[Edge]] = {}
    name = ""
    for line in section.splitlines():
        start = ARRAY.match(line)
        name = start[1] if start else "" if line.startswith("]") else name
        item = NAMED.match(line)
        if name and item and not ELSEWHERE.search(item[2]):
            extra = EXTRA.search(item[2])
            edge = (item[1].lower(), tuple(WORD.findall(extra[1])) if extra else ())
            edges_of.setdefault(name, []).append(edge)
    return {name: tuple(edges) for name, edges in edges_of.items()}


def _uv_choice(blocks: Blocks, choice: Choice, read: Read, directory: str) -> list[str]:
    """The project's own dependencies, its group ``dev``, and the groups and extras of the choice."""
    other_defaults = "default-groups" in (read(f"{directory}/pyproject.toml") or "")
    projects = [block for block in blocks.values() if block.own]
    roots = [block for block in projects if AT_ROOT.search(block.text)] or projects
    todo = [edge for block in roots for edge in _uv_edges(block, choice, other_defaults=other_defaults)]
    return _reached(blocks, todo)


def _uv_edges(project: Block, choice: Choice, *, other_defaults: bool) -> Iterator[Edge]:
    """What is installed of a project; ``other_defaults``: it says itself which groups are installed by default."""
    if choice.takes("main"):
        yield from project.edges
    for group, edges in project.groups.items():
        by_default = group == "dev" or other_defaults or bool(choice.only)
        if group in choice.also or (by_default and choice.takes(group)):
            yield from edges
    for extra, edges in project.extras.items():
        if choice.every_extra or extra in choice.extras:
            yield from edges


# Poetry and PDM

GROUPS = pattern(r"^groups = \[([^\]\n]*)\]", re.MULTILINE)
CATEGORY = pattern(r'^category\s*=\s*"(\w+)"', re.MULTILINE)  # up to Poetry 1.4
OPTIONAL = pattern(r"^optional\s*=\s*true", re.MULTILINE)
TABLE_ENTRY = pattern(r'^"?([\w.-]+)"? = (.*)$', re.MULTILINE)
EXTRAS = pattern(r"extras = \[([^\]\n]*)\]")
REQUIRED = pattern(r"^\s*([A-Za-z0-9][\w.-]*)")
NOT_HERE = pattern(r"optional\s*=\s*true|(?:sys_platform|platform_system) == \\?[\"'](?:win32|Windows|darwin|Darwin)")


def _poetry_block(text: str) -> Block:
    head, *rest = SECTION.split(text)
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    groups, category = GROUPS.search(head), CATEGORY.search(head)
    return Block(
        text,
        tuple(_poetry_edges(sections.get("dependencies", ""))),
        {
            extra: tuple((match[1].lower(), ()) for one in WORD.findall(items) if (match := REQUIRED.match(one)))
            for extra, items in TABLE_ENTRY.findall(sections.get("extras", ""))
        },
        of_groups=tuple(WORD.findall(groups[1])) if groups else (category[1],) if category else (),
        optional=bool(OPTIONAL.search(head)),
    )


def _poetry_edges(section: str) -> Iterator[Edge]:
    for name, value in TABLE_ENTRY.findall(section):
        if not NOT_HERE.search(value):
            extras = EXTRAS.search(value)
            yield name.lower(), tuple(WORD.findall(extras[1])) if extras else ()


def _poetry_choice(blocks: Blocks, choice: Choice, read: Read, directory: str) -> list[str] | None:
    """By the groups of each package, where the file has them; else what the project's dependencies bring."""
    if choice.every_extra or choice.extras or choice.also:
        return None
    installed = [name for name, block in blocks.items() if not block.optional]
    if not choice.only and not choice.without:
        return installed
    if all(block.of_groups for block in blocks.values()):
        return [name for name in installed if any(map(choice.takes, map(_plain, blocks[name].of_groups)))]
    todo = _poetry_starts(toml_table(read(f"{directory}/pyproject.toml")), choice)
    return None if todo is None else [name for name in _reached(blocks, todo) if not blocks[name].optional]


def _poetry_starts(project: Mapping[str, object], choice: Choice) -> list[Edge] | None:
    """What the project itself asks for; None where it does not have the groups that are named."""
    groups = _poetry_groups(project)
    if not project or not groups.keys() >= choice.only:
        return None
    return [edge for group, edges in groups.items() if choice.takes(group) for edge in edges]


def _plain(group: str) -> str:
    return "main" if group == "default" else group


def _poetry_groups(project: Mapping[str, object]) -> dict[str, list[Edge]]:
    """The groups of a pyproject.toml of Poetry that are installed by default."""
    poetry = _inner(project, "tool", "poetry")
    groups = {"main": _declared(_inner(poetry, "dependencies")), "dev": _declared(_inner(poetry, "dev-dependencies"))}
    required = _inner(project, "project").get("dependencies")
    for one in required if isinstance(required, list) else ():
        match = REQUIRED.match(str(one))
        if match:
            extras = re.search(r"\[([^\]]*)\]", str(one))
            groups["main"].append((match[1].lower(), tuple(extras[1].split(",")) if extras else ()))
    for name, group in _inner(poetry, "group").items():
        if isinstance(group, dict) and not group.get("optional"):
            groups[name] = _declared(_inner(group, "dependencies"))
    return groups


def _declared(table: Mapping[str, object]) -> list[Edge]:
    edges: list[Edge] = []
    for name, value in table.items():
        extras = value.get("extras") if isinstance(value, dict) else None
        if not (isinstance(value, dict) and value.get("optional")):
            edges.append((name.lower(), tuple(map(str, extras)) if isinstance(extras, list) else ()))
    return edges


def _inner(table: Mapping[str, object], *names: str) -> Mapping[str, object]:
    for name in names:
        value = table.get(name)
        table = value if isinstance(value, dict) else {}
    return table


Parse = Callable[[str], Block]
Choose = Callable[[Blocks, Choice, Read, str], "list[str] | None"]
READERS: tuple[tuple[str, Parse, Choose], ...] = (
    ("uv.lock", _uv_block, _uv_choice),
    ("poetry.lock", _poetry_block, _poetry_choice),
    ("pdm.lock", _poetry_block, _poetry_choice),
)
