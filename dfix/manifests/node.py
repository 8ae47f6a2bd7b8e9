"""Node: package.json, and the lock files of npm (v2, v3), Yarn (v1, berry), pnpm and Bun (text)."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from dfix.manifests.listed import Listed, Read, json_table, keys
from dfix.text.pattern import pattern
from dfix.values import NamedTuple, TypeAlias

YARN = pattern(r'^"?((?:@[^/@"\s]+/)?[^@"\s,:]+)@', re.MULTILINE)
DEPENDENCIES = frozenset({"dependencies:", "optionalDependencies:"})
# ``"@a/b" "^1.0"``, ``'@a/b': 1.0.0``: a dependency of an entry, without the blanks before it.
DEPENDENCY = pattern(r"['\"]?((?:@[^/@'\"\s]+/)?[^/@'\"\s:]+)['\"]?:?\s")
PNPM = pattern(r"^ {2}['\"]?/?((?:@[^/@'\"\s]+/)?[^/@'\"\s:(]+)[@/]\d", re.MULTILINE)

# What JSON does not allow and Bun writes: a comma after the last one.
LAST_COMMA = pattern(r",(?=\s{0,200}[\]}])")

# ``--filter`` of pnpm, ``--workspace`` of npm: a name or a directory, perhaps with what it depends on.
SELECTED = pattern(r"(?!\.\.\.)\{?([@\w./-]*[\w-]|\.)\}?/?(?:\.\.\.)?$")


class Selection(NamedTuple):
    """What a command installs: ``projects`` by name or directory, empty for all; without what is ``production``'s.

    ``names`` gives the names in a directory, where a lock file does not tell the projects. ``everything``: all that
    the lock file lists (``pnpm fetch``).
    """

    production: bool = False
    projects: tuple[str, ...] = ()
    names: Callable[[str], Iterable[str]] = lambda _: ()
    everything: bool = False


class Lock(NamedTuple):
    """A lock file: what each package in it depends on, and the directories of projects where it tells some."""

    depends: Mapping[str, Sequence[str]]
    projects: Sequence[str] = ()


def selectors(words: Iterable[str]) -> tuple[str, ...]:
    """The projects that options select; none (that is: all) where one selects them in another way."""
    matches = [SELECTED.fullmatch(word) for word in words]
    if not all(matches):
        return ()
    return tuple(plain(match[1]) for match in matches if match)


def plain(path: str) -> str:
    """A directory of a project without the signs that mean the workspace's own."""
    return path.removeprefix("./").rstrip("/")


def node(read: Read, directory: str, selection: Selection) -> Listed | None:
    """The packages of a Node project, and of the workspace's other projects that are there and that are installed."""
    lock = json_table(read(f"{directory}/package-lock.json") or read(f"{directory}/npm-shrinkwrap.json"))
    packages = lock.get("packages")
    if isinstance(packages, dict):
        return _npm_lock(packages, read, directory, selection)
    for file, reader in LOCKS.items():
        text = read(f"{directory}/{file}")
        read_lock = None if text is None else reader(text)
        if read_lock is not None:
            return _of_lock(read_lock, read, directory, selection)
    text = read(f"{directory}/package.json")
    manifest = json_table(text)
    direct = keys(manifest, "dependencies", "optionalDependencies")
    direct += [] if selection.production else keys(manifest, "devDependencies")
    return None if text is None else Listed.of(direct, complete=bool(manifest) and not direct)


def _of_lock(lock: Lock, read: Read, directory: str, selection: Selection) -> Listed:
    """The packages of a lock file that are installed with the projects that are."""
    if selection.everything or read(f"{directory}/package.json") is None:
        return Listed.of(lock.depends, complete=True)
    from dfix.manifests.node_workspace import by_patterns, projects

    manifest = json_table(read(f"{directory}/package.json"))
    others = lock.projects or by_patterns(manifest, selection, directory)
    installed, are_all = projects(read, directory, others, selection)
    has_more = selection.production and any(keys(project.manifest, "devDependencies") for project in installed)
    if are_all and not has_more:
        return Listed.of(lock.depends, complete=True)
    own = {str(project.manifest.get("name", "")) for project in installed}
    direct = (name for project in installed for name in project.direct(production=selection.production))
    return _brought(lock.depends, [name for name in direct if name not in own])


def _brought(depends: Mapping[str, Sequence[str]], direct: Iterable[str]) -> Listed:
    """The packages that come with some, themselves included, by a lock file; not complete where it lacks one.

    Of a package with several versions the dependencies of all are taken.
    """
    found, waiting = dict[str, None](), list(direct)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += depends.get(name, ())
    return Listed.of(found, complete=depends.keys() >= found.keys())


def _dependencies(locked: str, entry: "re.Pattern[str]") -> dict[str, list[str]]:
    """What each entry of a lock file depends on: the lines below ``dependencies:`` and ``optionalDependencies:``."""
    depends: dict[str, list[str]] = {}
    names: list[str] = []
    depth: int | None = None
    for line in locked.splitlines():
        indent = len(line) - len(line.lstrip())
        if match := entry.match(line):
            names, depth = depends.setdefault(match[1], []), None
        elif depth is not None and indent > depth:
            if match := DEPENDENCY.match(line, indent):
                names.append(match[1])
        elif line.strip():
            depth = indent if line.strip() in DEPENDENCIES else None
    return depends


def _yarn_lock(text: str) -> Lock | None:
    from dfix.manifests.node_workspace import of_yarn

    return Lock(_dependencies(text, YARN), of_yarn(text))


def _pnpm_lock(text: str) -> Lock | None:
    from dfix.manifests.node_workspace import of_pnpm

    return Lock(_dependencies(text, PNPM), of_pnpm(text))


def _bun_lock(text: str) -> Lock | None:
    """Bun's lock file: ``"name": ["name@1.0.0", "", {"dependencies": {…}}, "sha512-…"]``; None where it is none."""
    lock = json_table(LAST_COMMA.sub("", text))
    packages, members = lock.get("packages"), lock.get("workspaces")
    if not isinstance(packages, dict) or not isinstance(members, dict):
        return None
    depends: dict[str, list[str]] = {}
    for key, entry in packages.items():
        facts = [part for part in entry if isinstance(part, dict)] if isinstance(entry, list) else []
        # ``a/b`` is the b of a, ``@a/b`` a package of a scope.
        scope, name = ["", *key.rsplit("/", 2)][-2:]
        depends.setdefault(f"{scope}/{name}" if scope.startswith("@") else name, []).extend(
            name for table in facts[:1] for name in keys(table, "dependencies", "optionalDependencies")
        )
    return Lock(depends, list(members))


LOCKS: Mapping[str, Callable[[str], Lock | None]] = {
    "yarn.lock": _yarn_lock,
    "pnpm-lock.yaml": _pnpm_lock,
    "bun.lock": _bun_lock,
}


def _npm_lock(packages: Mapping[str, object], read: Read, directory: str, selection: Selection) -> Listed:
    """The packages of npm's lock file that are installed.

    One without an install script that is for every system compiles nothing. What the lock file keeps to musl is left
    out: elsewhere npm leaves it out too. Older lock files do not say it.
    """
    from dfix.manifests.node_workspace import of_npm, projects, reached_of_npm

    installed, are_all = projects(read, directory, of_npm(packages), selection)
    places: Collection[str] = packages
    if not are_all:
        places = reached_of_npm(packages, installed, production=selection.production)
    names, pure = [], set()
    for path, facts in packages.items():
        is_reached = bool(path) and path in places
        if is_reached and isinstance(facts, dict) and not _is_left_out(facts, production=selection.production):
            name = _node_name(path).lower()
            names.append(name)
            if not facts.keys() & {"hasInstallScript", "os", "cpu", "libc"}:
                pure.add(name)
    return Listed.of(names, complete=True)._replace(pure=frozenset(pure))


def _is_left_out(facts: Mapping[str, object], *, production: bool) -> bool:
    return bool(facts.get("link")) or (production and bool(facts.get("dev"))) or facts.get("libc") == ["musl"]


def _node_name(path: str) -> str:
    return path.rpartition("node_modules/")[2] or path


# A version's numbers, as far as they are known: ``(4, 13, 0)``, ``(5,)``.
Version: TypeAlias = tuple[int, ...]
# The newest of a major version, where only that is known.
NEWEST = 10_000
NUMBERS = pattern(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?")


def direct_packages(read: Read, directory: str) -> frozenset[str]:
    """The packages that package.json itself asks for where the project runs."""
    manifest = json_table(read(f"{directory}/package.json"))
    return frozenset(keys(manifest, "dependencies", "optionalDependencies"))


def version_of(read: Read, directory: str, package: str) -> Version | None:
    """The version of a package by the lock file, else the newest that package.json allows; None where neither tells."""
    for file in ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"):
        text = read(f"{directory}/{file}")
        if text is not None and (match := re.search(_locked(file, re.escape(package)), text)):
            return _numbers(match[1])
    manifest = json_table(read(f"{directory}/package.json"))
    for section in ("dependencies", "devDependencies"):
        asked = manifest.get(section)
        text = asked.get(package) if isinstance(asked, dict) else None
        if isinstance(text, str) and (numbers := _numbers(text.lstrip("^~>=v "))):
            return numbers if text[0].isdigit() else (numbers[0], NEWEST)
    return None


def _locked(file: str, package: str) -> str:
    """The expression for a package's version in a lock file."""
    if file == "yarn.lock":
        return rf'(?m)^"?{package}@[^\n]*:\n  version:? "?([\d.]+)'
    if file == "pnpm-lock.yaml":
        return rf"(?m)^ {{2}}['\"]?/?{package}[@/](\d[\d.]*)"
    return rf'"(?:node_modules/)?{package}": \{{\s*"version": "([\d.]+)'


def _numbers(text: str) -> Version | None:
    match = NUMBERS.match(text)
    return tuple(int(number) for number in match.groups() if number) if match else None
