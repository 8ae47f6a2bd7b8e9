"""Python: pip's requirements files, and the build system of pyproject.toml."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from dfix.manifests.listed import Listed, Read, toml_table
from dfix.manifests.setup_script import COMPILERS, has_extensions, linked_libraries
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

MOST_FILES, LONGEST = 50, 500_000
LONGEST_LINE = 2_000
REQUIREMENT = pattern(r"^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*(?:[=<>!~;@(].*|\\)?$")
# A project in a directory, a file or a repository, instead of a distribution of the index.
ELSEWHERE = pattern(r"(-e|--editable)\b|\.{0,2}/|\.(\[|$)|(git|hg|svn|bzr)\+|(https?|file):")
ADDRESS = pattern(r"(?:-e\s+|--editable[\s=]+)?(?:(?:git|hg|svn|bzr)\+)?(?:https?|ssh|git|file)://(\S+)")
EGG = pattern(r"#(?:.*&)?egg=([A-Za-z0-9][\w.-]*)")
ARCHIVES = (".whl", ".tar.gz", ".zip")
FILE_VERSION = pattern(r"-v?\d")
DISTRIBUTION = pattern(r"[A-Za-z0-9][\w.-]{0,100}")
# A project's own directory as a requirement, with extras.
OWN_PROJECT = pattern(r"(?:(?:-e|--editable)[\s=]+)?(?:file:)?(\.{1,2}(?:/[\w./-]*)?)(?:\[[^\]]*\])?$")
NESTED = pattern(r"(?:-r|--requirement)[\s=]*(\S+)")


def requirements(
    read: Read, paths: Iterable[str], project: Callable[[str], Iterable[str]] = lambda _: ()
) -> Listed | None:
    """The distributions that requirements files name; None where a file is missing or names something else.

    ``project`` gives those that the project in a directory depends on, which a file may name by its path.
    """
    names, projects = list[str](), list[str]()
    complete = True
    todo, seen = list(paths), set[str]()
    while todo:
        path = todo.pop(0)
        if path in seen:
            continue
        seen.add(path)
        text = read(path)
        named = None if text is None or len(text) > LONGEST or len(seen) > MOST_FILES else _named(text)
        if named is None:
            return None
        names += named.names
        above = path.rpartition("/")[0]
        projects += dict.fromkeys(join_path(above or "/", where) for where in named.projects)
        complete = complete and named.complete
        todo += dict.fromkeys(f"{path.rpartition('/')[0]}/{nested}" for nested in named.files)
    names += [one for where in list(dict.fromkeys(projects))[:MOST_FILES] for one in project(where)]
    return Listed.of(names, complete=complete)


def named_in_lines(read: Read, directory: str, lines: Iterable[str]) -> tuple[str, ...]:
    """The distributions that some lines of requirements name, and the files in them; none where that is unclear."""
    named = _named("\n".join(line for line in lines if "\n" not in line))
    if named is None:
        return ()
    listed = requirements(read, [f"{directory}/{file}" for file in named.files]) if named.files else None
    return Listed.of((*named.names, *(listed.names if listed else ())), complete=False).names


def distributions(name: str, extras: str | None) -> list[str]:
    """A distribution and those that its extras name: ``psycopg[binary]`` brings ``psycopg-binary``."""
    said = [extra.strip() for extra in (extras or "").split(",")]
    return [name, *(f"{name}-{extra}" for extra in said if extra in ("binary", "c"))]


def fetched(word: str) -> list[str]:
    """The distribution that an address names: a wheel, an archive, or a repository of the distribution's name."""
    match = ADDRESS.match(word)
    if match is None or len(word) > LONGEST_LINE:
        return []
    egg = EGG.search(word)
    path = re.split(r"[?#]", match[1], maxsplit=1)[0].rstrip("/")
    last = path.rsplit("/", 1)[-1].partition("@")[0].removesuffix(".git")
    if egg:
        last = egg[1]
    elif last.endswith(ARCHIVES):
        last = FILE_VERSION.split(last, maxsplit=1)[0]
    return [last.lower().replace("_", "-")] if DISTRIBUTION.fullmatch(last) else []


class _Named(NamedTuple):
    """What one file names: distributions, further files, and directories of projects."""

    names: list[str]
    files: list[str]
    projects: list[str]
    complete: bool


@lru_cache(maxsize=2)
def _named(text: str) -> _Named | None:
    # pip-compile and uv export write why each is there, hashes, or both: then the list is complete.
    named = _Named([], [], [], "# via" in text or "--hash=" in text)
    for line in text.replace("\\\n", " ").splitlines():
        words = line.split(" #", 1)[0].split("\t#", 1)[0].split(" --", 1)[0].strip()
        if not words or words.startswith(("#", "-c", "--constraint", "-i", "-f", "--index", "--extra-index", "--hash")):
            continue
        if ELSEWHERE.match(words):
            # What is fetched from elsewhere, or lies in a directory, may depend on more.
            named = named._replace(complete=False)
            named.names.extend(fetched(words))
            own = OWN_PROJECT.match(words)
            named.projects.extend([own[1]] if own else ())
            continue
        nested = NESTED.match(words)
        if nested:
            named.files.append(nested[1])
        elif not words.startswith("--"):
            match = REQUIREMENT.match(words) if len(words) < LONGEST_LINE else None
            if match is None:
                return None
            named.names.extend(distributions(match[1], match[2]))
    return named


BACKENDS = ("maturin", "mesonpy", "scikit_build_core", "sipbuild", "pdm.pep517.api")


def project_compiles(read: Read, directory: str) -> bool | None:
    """Whether a Python project itself has compiled parts: by its build system, else by its setup.py."""
    manifest = read(f"{directory}/pyproject.toml")
    build = toml_table(manifest).get("build-system")
    if isinstance(build, dict):
        requires = build.get("requires")
        if str(build.get("build-backend", "")).startswith(BACKENDS):
            return True
        if isinstance(requires, list) and any(COMPILERS.match(str(one)) for one in requires):
            return True
    script = read(f"{directory}/setup.py")
    if script is not None:
        return has_extensions(script)
    return False if manifest is not None else None


def project_links(read: Read, directory: str) -> tuple[tuple[str, str], ...]:
    """The libraries that a Python project's own compiled parts link, each with the file that names it."""
    tool = toml_table(read(f"{directory}/pyproject.toml")).get("tool")
    setuptools = tool.get("setuptools") if isinstance(tool, dict) else None
    modules = setuptools.get("ext-modules") if isinstance(setuptools, dict) else None
    named = [one.get("libraries") for one in modules if isinstance(one, dict)] if isinstance(modules, list) else []
    links = [(str(one), "pyproject.toml") for names in named if isinstance(names, list) for one in names]
    script = read(f"{directory}/setup.py")
    return (*links, *((name, "setup.py") for name in (linked_libraries(script) if script else ())))
