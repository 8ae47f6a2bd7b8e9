"""Node: package.json, and the lock files of npm (v2, v3), Yarn (v1, berry) and pnpm."""

import re
from collections.abc import Mapping

from dfix.manifests.listed import Listed, Read, json_table, keys
from dfix.text.pattern import pattern
from dfix.values import TypeAlias

YARN = pattern(r'^"?((?:@[^/@"\s]+/)?[^@"\s,:]+)@', re.MULTILINE)
DEPENDENCIES = frozenset({"dependencies:", "optionalDependencies:"})
# ``"@a/b" "^1.0"``, ``'@a/b': 1.0.0``: a dependency of an entry, without the blanks before it.
DEPENDENCY = pattern(r"['\"]?((?:@[^/@'\"\s]+/)?[^/@'\"\s:]+)['\"]?:?\s")
PNPM = pattern(r"^ {2}['\"]?/?((?:@[^/@'\"\s]+/)?[^/@'\"\s:(]+)[@/]\d", re.MULTILINE)


def node(read: Read, directory: str, *, production: bool) -> Listed | None:
    """The packages of a Node project; ``production``: without those for development only."""
    lock = json_table(read(f"{directory}/package-lock.json") or read(f"{directory}/npm-shrinkwrap.json"))
    packages = lock.get("packages")
    if isinstance(packages, dict):
        return _npm_lock(packages, production=production)
    text = read(f"{directory}/package.json")
    manifest = json_table(text)
    direct = keys(manifest, "dependencies", "optionalDependencies", *(() if production else ("devDependencies",)))
    for file, entry in (("yarn.lock", YARN), ("pnpm-lock.yaml", PNPM)):
        locked = read(f"{directory}/{file}")
        if locked is not None and not (production and keys(manifest, "devDependencies")):
            return Listed.of(entry.findall(locked), complete=True)
        if locked is not None and (brought := _brought(locked, entry, direct)) is not None:
            return Listed.of(brought, complete=True)
    return None if text is None else Listed.of(direct, complete=bool(manifest) and not direct)


def _brought(locked: str, entry: "re.Pattern[str]", direct: list[str]) -> list[str] | None:
    """The packages that come with some, themselves included, by a lock file of Yarn or pnpm; None where it lacks one.

    Of a package with several versions the dependencies of all are taken.
    """
    depends = _dependencies(locked, entry)
    found, waiting = dict[str, None](), list(direct)
    while waiting:
        name = waiting.pop()
        if name not in found:
            if name not in depends:
                return None
            found[name] = None
            waiting += depends[name]
    return list(found)


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


def _npm_lock(packages: Mapping[str, object], *, production: bool) -> Listed:
    """The packages of npm's lock file; one without an install script that is for every system compiles nothing.

    What the lock file keeps to musl is left out: elsewhere npm leaves it out too. Older lock files do not say it.
    """
    names, pure = [], set()
    for path, facts in packages.items():
        if path and isinstance(facts, dict) and not _is_left_out(facts, production=production):
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
