"""Node: package.json, and the lock files of npm (v2, v3), Yarn (v1, berry) and pnpm."""

import re
from collections.abc import Mapping

from dfix.manifests.listed import Listed, Read, json_table, keys
from dfix.text.pattern import pattern

YARN = pattern(r'^"?((?:@[^/@"\s]+/)?[^@"\s,:]+)@', re.MULTILINE)
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
    return None if text is None else Listed.of(direct, complete=bool(manifest) and not direct)


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
