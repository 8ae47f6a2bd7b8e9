"""The projects of a workspace of Node, and which packages their lock file brings for those that are installed.

A lock file lists the packages of all projects. Who copies some of the projects only, or selects some by an option,
installs what these ask for. Sources: npm's documentation, "package-lock.json", "workspaces"; pnpm's "Filtering"; Yarn's
"Workspaces"; Bun's "Workspaces".
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from dfix.manifests.listed import Read, json_table, keys
from dfix.manifests.node import Selection, plain
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

# Projects that are looked at; directories between a package of npm's lock file and one that it uses.
MOST_PROJECTS, DEEPEST = 500, 12
LONGEST_PATH = 1000
IMPORTERS = pattern(r"^importers:[ \t]*\n((?:[ \t][^\n]*\n|\n)*)", re.MULTILINE)
IMPORTER = pattern(r"^ {2}['\"]?([^\s:'\"]+)['\"]?:", re.MULTILINE)
OF_YARN = pattern(r"^ {2}resolution: \"[^\n\"]{1,200}@workspace:([^\n\"]+)\"", re.MULTILINE)
# What a project depends on that is not in the lock file under its name: another project, a directory.
LOCAL = ("workspace:", "link:", "file:", "portal:")


class Project(NamedTuple):
    """A project that is installed: its directory from the workspace's (empty for that one), and its package.json."""

    path: str
    manifest: Mapping[str, object]

    def direct(self, *, production: bool) -> list[str]:
        """The packages that it asks for itself, without other projects."""
        sections = ("dependencies", "optionalDependencies", *(() if production else ("devDependencies",)))
        local = {name for section in sections for name in self._local(section)}
        return [name for name in keys(self.manifest, *sections) if name not in local]

    def _local(self, section: str) -> Iterator[str]:
        table = self.manifest.get(section)
        for name, wanted in table.items() if isinstance(table, dict) else ():
            if str(wanted).startswith(LOCAL):
                yield name


def projects(read: Read, directory: str, others: Iterable[str], selection: Selection) -> tuple[list[Project], bool]:
    """The projects of a workspace that are there and installed, and whether these are all that are known.

    ``others`` are the directories of the projects beside the workspace's own.
    """
    root = Project("", json_table(read(f"{directory}/package.json")))
    paths = [path for path in dict.fromkeys(map(plain, others)) if path not in ("", ".") and ".." not in path]
    texts = {path: read(f"{directory}/{path}/package.json") for path in paths[:MOST_PROJECTS]}
    there = [root, *(Project(path, json_table(text)) for path, text in texts.items() if text is not None)]
    chosen = _chosen(there, selection.projects)
    return chosen, len(chosen) == len(paths) + 1


def _chosen(there: list[Project], selected: tuple[str, ...]) -> list[Project]:
    """The selected projects, and those that they depend on; all where none is selected, or one that is not known."""
    named = {str(project.manifest.get("name", "")): project for project in there} | {
        project.path: project for project in there if project.path
    }
    if not selected or not all(word in named for word in selected):
        return there
    found, waiting = dict[str, Project](), [named[word] for word in selected]
    while waiting:
        project = waiting.pop()
        if project.path not in found:
            found[project.path] = project
            sections = keys(project.manifest, "dependencies", "devDependencies", "optionalDependencies")
            waiting += [named[name] for name in sections if name in named]
    return list(found.values())


def of_pnpm(lock: str) -> list[str]:
    """The directories of the projects in a lock file of pnpm."""
    section = IMPORTERS.search(lock)
    return IMPORTER.findall(section[1]) if section else []


def of_yarn(lock: str) -> list[str]:
    """The directories of the projects in a lock file of Yarn 2 or later; that of Yarn 1 tells none."""
    return OF_YARN.findall(lock)


def by_patterns(manifest: Mapping[str, object], selection: Selection, directory: str) -> Iterator[str]:
    """The directories that the patterns of a package.json mean: ``packages/*``, ``apps/web``."""
    said = manifest.get("workspaces")
    patterns = said.get("packages") if isinstance(said, dict) else said
    for text in list(patterns)[:MOST_PROJECTS] if isinstance(patterns, list) else ():
        above, _, last = plain(str(text)).rpartition("/")
        if "*" in above or "!" in above:
            continue
        if "*" not in last:
            yield plain(str(text))
        elif last in ("*", "**"):
            yield from (f"{above}/{name}".lstrip("/") for name in selection.names(f"{directory}/{above}".rstrip("/")))


def of_npm(packages: Mapping[str, object]) -> list[str]:
    """The directories of the projects in npm's lock file."""
    return [path for path in packages if path and "node_modules/" not in f"{path}/"]


def reached_of_npm(packages: Mapping[str, object], starts: Iterable[Project], *, production: bool) -> set[str]:
    """The places in npm's lock file of what some projects bring."""
    found = set[str]()
    waiting = [place for project in starts for place in _used(packages, project.path, production=production)]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += _used(packages, place, production=True)
    return found


def _used(packages: Mapping[str, object], path: str, *, production: bool) -> Iterator[str]:
    """The places of the packages that the one at a place depends on."""
    facts = packages.get(path)
    if isinstance(facts, dict) and len(path) < LONGEST_PATH:
        sections = ("dependencies", "optionalDependencies", "peerDependencies")
        for name in keys(facts, *sections, *(() if production else ("devDependencies",))):
            place = _place(packages, path, name)
            if place:
                yield place


def _place(packages: Mapping[str, object], path: str, name: str) -> str:
    """Where a package finds another: the nearest ``node_modules`` above it; empty where it is nowhere."""
    for _ in range(DEEPEST):
        place = f"{path}/node_modules/{name}".lstrip("/")
        if place in packages:
            return place
        if not path:
            return ""
        above, inner, _ = path.rpartition("node_modules/")
        path = above.rstrip("/") if inner else path.rpartition("/")[0]
    return ""
