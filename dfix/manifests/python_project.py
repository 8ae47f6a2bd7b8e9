"""What a Python project says that it depends on, where no lock file tells: pyproject.toml, setup.py, setup.cfg.

Sources: the Python Packaging User Guide, "pyproject.toml specification"; Poetry's documentation, "The pyproject.toml
file"; setuptools' documentation, "Dependencies Management", "Dynamic Metadata"; Pipenv's "Pipfile". What these packages
depend on in turn is not known.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from dfix.manifests.listed import Listed, Read, toml_table
from dfix.manifests.python import distributions, requirements
from dfix.manifests.python_lock import Choice
from dfix.manifests.setup_script import required_packages
from dfix.text.pattern import pattern

# It matches whatever follows the name, so that nothing is tried twice.
REQUIREMENT = pattern(r"([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?([^;]*)(;.*)?$", re.DOTALL)
# Environment markers of another system (PEP 508).
ELSEWHERE = pattern(
    r"""(sys_platform|platform_system|os_name)\s*==\s*["'](win32|cygwin|darwin|Windows|Darwin|nt)["']"""
)
REQUIREMENTS_FILE = pattern(
    r"""["']((?:requirements/)?(?:requirements|base|install|prod|main)(?:[_.-]\w+)?\.(?:txt|in))["']"""
)
NOT_LINUX = pattern(r"""(sys_platform|platform_system)\s*!=\s*["'](linux2?|Linux)["']""")
Table = Mapping[str, object]


def declared(read: Read, directory: str, choice: Choice) -> Listed | None:
    """The distributions that a project itself depends on; None where no file of it tells."""
    manifest = toml_table(read(f"{directory}/pyproject.toml"))
    names = [*_by_standard(read, directory, manifest, choice), *_by_poetry(manifest, choice)]
    script = read(f"{directory}/setup.py")
    names += _named(required_packages(script, choice.extras) if script else ())
    names += _read_by_script(read, directory, script) if script else ()
    names += _named(_of_configuration(read(f"{directory}/setup.cfg") or "", choice.extras))
    return Listed.of(names, complete=False) if names else None


def _read_by_script(read: Read, directory: str, script: str) -> tuple[str, ...]:
    """What the files of requirements name that a setup.py reads."""
    files = REQUIREMENTS_FILE.findall(script) if "open(" in script or "read" in script else []
    listed = requirements(read, [f"{directory}/{file}" for file in files[:1]]) if files else None
    return listed.names if listed else ()


def pipfile(read: Read, directory: str) -> Listed | None:
    """The distributions that a Pipfile names; None without one."""
    packages = _table(toml_table(read(f"{directory}/Pipfile")), "packages")
    return Listed.of(packages, complete=False) if packages else None


def _by_standard(read: Read, directory: str, manifest: Table, choice: Choice) -> Iterator[str]:
    """By PEP 621, with the extras and the groups of dependencies that are chosen."""
    project, groups = _table(manifest, "project"), _table(manifest, "dependency-groups")
    if choice.takes("main"):
        yield from _named(_texts(project.get("dependencies")))
        yield from _dynamic(read, directory, manifest)
    for extra, listed in _table(project, "optional-dependencies").items():
        yield from _named(_texts(listed)) if choice.every_extra or extra in choice.extras else ()
    for group, listed in groups.items():
        is_default = group == "dev" and choice.takes(group)
        yield from _named(_texts(listed)) if group in choice.also or is_default else ()


def _dynamic(read: Read, directory: str, manifest: Table) -> Iterator[str]:
    """What setuptools is told to read from files of requirements."""
    dynamic = _table(manifest, "tool", "setuptools", "dynamic", "dependencies").get("file")
    files = [dynamic] if isinstance(dynamic, str) else _texts(dynamic)
    listed = requirements(read, [f"{directory}/{file}" for file in files]) if files else None
    yield from listed.names if listed else ()


def _by_poetry(manifest: Table, choice: Choice) -> Iterator[str]:
    """By Poetry: its own dependencies, and the groups that are installed by default or by name."""
    poetry = _table(manifest, "tool", "poetry")
    for name, wanted in _table(poetry, "dependencies").items() if choice.takes("main") else ():
        is_optional = isinstance(wanted, dict) and wanted.get("optional")
        if name.lower() != "python" and not is_optional and not _is_elsewhere(wanted):
            yield name
    for extra, listed in _table(poetry, "extras").items():
        yield from _named(_texts(listed)) if choice.every_extra or extra in choice.extras else ()
    for group, table in _table(poetry, "group").items():
        is_optional = isinstance(table, dict) and table.get("optional")
        if group in choice.also or (choice.takes(group) and not is_optional):
            yield from (name for name, wanted in _table(poetry, "group", group, "dependencies").items() if wanted)


def _of_configuration(text: str, extras: Collection[str]) -> Iterator[str]:
    """The lines of ``install_requires`` in a setup.cfg, and those of the extras that are chosen."""
    is_inside, section = False, ""
    for line in text.splitlines():
        key, _, value = line.partition("=")
        if line.startswith("["):
            section = line.strip()
        if line[:1].strip() and not line.startswith("#"):
            is_extra = section == "[options.extras_require]" and key.strip() in extras
            is_inside = is_extra or key.strip() == "install_requires"
            if is_inside:
                yield value
        elif is_inside and not line.lstrip().startswith("#"):
            yield line


def _is_elsewhere(wanted: object) -> bool:
    said = f"{wanted.get('markers', '')} {wanted.get('platform', '')}" if isinstance(wanted, dict) else ""
    return bool(ELSEWHERE.search(said) or NOT_LINUX.search(said) or said.split() in (["win32"], ["darwin"]))


def _named(texts: Iterable[str]) -> Iterator[str]:
    """The distributions that requirements name, without those for other systems."""
    for text in texts:
        match = REQUIREMENT.match(text.strip())
        if match and not (match[4] and (ELSEWHERE.search(match[4]) or NOT_LINUX.search(match[4]))):
            yield from distributions(match[1], match[2])


def _table(table: Table, *path: str) -> Table:
    """A table below another; an empty one where it is none."""
    for name in path:
        below = table.get(name)
        if not isinstance(below, dict):
            return {}
        table = below
    return table


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
