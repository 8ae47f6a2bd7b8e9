"""What a command of pip, uv, Poetry and their like asks for: packages by name, files of requirements, projects.

Sources: pip's reference, "Requirements File Format", "pip install"; uv's documentation, "The pip interface"; the
manuals of pip-tools, Poetry and PDM.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from dfix.context import Folder
from dfix.manifests import python as manifests
from dfix.manifests.listed import Listed, Read
from dfix.manifests.python_lock import Choice, pipfile_lock, python_lock
from dfix.manifests.python_project import declared, pipfile
from dfix.text.pattern import pattern
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.root import Root

# Commands that install by a lock file of the project, beside Pipenv.
LOCKED = frozenset({"uv", "poetry", "pdm"})
# The project's own compiled parts, in a list of packages.
SELF = "the project itself"
REQUIREMENT = pattern(r"^([A-Za-z0-9][\w.-]*)(?:\[([^\]]*)\])?\s*([=<>!~;@].*)?$")
# An operand that may be the directory of a project, with the extras that are wanted of it.
PROJECT = pattern(r"(\.{1,2}(?:/[^\[]*)?|/[^\[]*)(?:\[([^\]]*)\])?")
PROJECT_FILES = ("pyproject.toml", "setup.py", "setup.cfg")
MAIN = frozenset({"main"})
MOST_PROJECTS, LONGEST_SCRIPT = 20, 50_000
# What a command compiles to a file of requirements.
COMPILED = pattern(r"\bpip[- ](?:tools[ ])?compile\b[^&|;\n]{0,300}?[ =](/?[\w./-]{1,200}\.(?:in|toml))(?=\s|$)")
WITH_VALUE = (
    "-r", "--requirement", "--requirements", "-c", "--constraint", "-t", "--target", "--prefix", "--root", "-i",
    "--index-url", "--extra-index-url", "-f", "--find-links", "-w", "--wheel-dir", "-d", "--dest", "--trusted-host",
    "--cache-dir", "--python", "-p", "--timeout", "--retries", "--no-binary", "--only-binary", "--progress-bar", "-e",
    "--editable", "--global-option", "--install-option", "--config-settings", "--platform", "--python-version", "--abi",
    "--implementation", "--log", "--proxy", "--build", "--extra", "--group", "--index", "--default-index",
    "--index-strategy", "--link-mode", "--prerelease", "--resolution", "--python-platform", "--torch-backend", "-o",
)  # fmt: skip
FROM_FILES = ("-r", "--requirement", "--requirements", "-e", "--editable")


def named_packages(texts: list[str]) -> list[str] | None:
    """The distributions that a command's operands name, in lower case; None when one names no distribution."""
    matches = [REQUIREMENT.match(text) for text in texts]
    if not texts or not all(matches):
        return None
    return [name for match in matches if match for name in manifests.distributions(match[1].lower(), match[2])]


def operands(call: Call) -> list[str]:
    """The words of a command of pip or of ``uv pip`` that are no options: what it does, then packages and projects."""
    return [arg.text for arg in call.operands(*WITH_VALUE)]


def named_by(call: Call) -> list[str] | None:
    """The distributions that a command of pip names; None where files or projects name them, or some of them."""
    return None if any(call.option(flag) for flag in FROM_FILES) else named_packages(operands(call)[1:])


def from_files(call: Call, files: list[Arg]) -> Call:
    """The command that installs what files of requirements list: ``uv pip sync FILE``, ``pip-sync FILE``."""
    words = [word for file in files for word in (Arg("-r", file.start, file.start), file)]
    return call._replace(args=(Arg("install", 0, 0), *words))


def listed_packages(call: Call, root: Root) -> Listed | None:
    """The packages that a command installs by files of the project; None where it reads none that is available."""
    files = [value.text for value in values(call, "-r", "--requirement", "--requirements")]
    if files:
        listed = _of_files(call, root, [call.path(file) for file in files])
        return _joined(listed, _of_projects(call, root))
    if call.name == "pipenv":
        return pipfile_lock(root.read, call.cwd) or pipfile(root.read, call.cwd)
    if _installs_by_lock_file(call):
        chosen = _selected_groups(call)
        locked = python_lock(root.read, call.cwd, chosen)
        return locked or declared(root.read, call.cwd, chosen)
    return _of_projects(call, root)


def listed_besides(call: Call, root: Root, names: list[str]) -> list[str] | None:
    """Some packages, and what the project lists beside them (``poetry add``); None where no file of it is available."""
    listed = listed_packages(call, root) if root.context else None
    return [*listed.names, *names] if listed else names or None


def _of_files(call: Call, root: Root, paths: list[str]) -> Listed | None:
    """What files of requirements list, or projects whose own files are named in their place."""
    projects = [path for path in paths if path.endswith(PROJECT_FILES)]
    texts = [path for path in paths if path not in projects]
    listed = None
    if texts:
        listed = manifests.requirements(root.read, texts, partial(_of_project, root))
        listed = listed or _of_generated(call, root, texts)
    for path in projects[:MOST_PROJECTS]:
        listed = _joined(listed, declared(root.read, path.rpartition("/")[0], _selected_groups(call, "main")))
    return listed


def _joined(one: Listed | None, other: Listed | None) -> Listed | None:
    """What two lists list; what is not known beside one of them is not told of."""
    if one is None or other is None:
        return one or other
    names, native = dict.fromkeys((*one.names, *other.names)), (*one.native, *other.native)
    return Listed(tuple(names), one.complete and other.complete, native, one.pure | other.pure)


def _of_projects(call: Call, root: Root) -> Listed | None:
    """What the projects bring that a command installs by their directories, and what it names besides."""
    names, native = list[str](), tuple[str, ...]()
    is_project = False
    # ``pip install …``, or ``python setup.py install``.
    is_script = call.texts[:1] == ("setup.py",)
    for word in call.texts[:1] if is_script else [*operands(call)[1:], *_editable(call)]:
        match = PROJECT.fullmatch(word)
        directory = call.path(match[1]) if match else ""
        if word == "setup.py":
            directory = call.cwd
        if not directory or not any(root.read(f"{directory}/{name}") is not None for name in PROJECT_FILES):
            names += _distributions_of(word)
            continue
        is_project = True
        extras = frozenset(word.strip() for word in (match[2] or "").split(",")) if match else frozenset[str]()
        listed = declared(root.read, directory, Choice(MAIN, extras=extras))
        names += listed.names if listed else ()
        native = (SELF,) if manifests.project_compiles(root.read, directory) else native
    has_files = any(call.option(flag) for flag in FROM_FILES)
    is_told = is_project or has_files or any(map(manifests.fetched, call.texts[1:]))
    return Listed.of((*names, *native), complete=False, native=native) if is_told and (names or native) else None


def _editable(call: Call) -> list[str]:
    """The projects that ``-e`` names."""
    return [value.text for value in values(call, "-e", "--editable")]


def _of_project(root: Root, directory: str) -> tuple[str, ...]:
    """What the project in a directory depends on, as far as it says."""
    listed = declared(root.read, directory, Choice(MAIN))
    return listed.names if listed else ()


def _of_generated(call: Call, root: Root, paths: list[str]) -> Listed | None:
    """What files of requirements are made from that are not there: the files that one compiles, or a lock file.

    ``pip-compile`` and ``uv pip compile`` make them; ``poetry export``, ``uv export`` and ``pipenv requirements`` do,
    mostly in a stage of their own.
    """
    context = root.context
    if context is None or any(
        root.read(path) is not None or context.read(path.strip("/")) is not None for path in paths
    ):
        return None
    sources = [call.path(name) for name in _compiled(call.script.text)]
    sources += [f"{path.removesuffix('.txt')}.in" for path in paths]
    for source in (source for source in sources if root.read(source) is not None):
        return _of_files(call, root, [source])
    chosen = Choice(without=frozenset({"dev"}))
    for read, directory in ((root.read, paths[0].rpartition("/")[0]), (_from_context(context), "")):
        listed = python_lock(read, directory, chosen) or pipfile_lock(read, directory)
        listed = listed or (declared(read, directory, chosen) if read(f"{directory}/setup.py") is None else None)
        if listed:
            return listed._replace(complete=False)
    return None


@lru_cache(maxsize=2)
def _compiled(script: str) -> tuple[str, ...]:
    """The files from which a script compiles files of requirements."""
    return tuple(COMPILED.findall(script[:LONGEST_SCRIPT])[:MOST_PROJECTS])


def _from_context(context: Folder) -> Read:
    """What reads a file of the build context by its path from there."""
    return lambda path: context.read(path.strip("/"))


def _distributions_of(word: str) -> list[str]:
    """The distributions that an operand of a command names; none for an option, or what is none."""
    return [] if word.startswith("-") else named_packages([word]) or manifests.fetched(word)


def _installs_by_lock_file(call: Call) -> bool:
    return call.name in LOCKED and (call.name != "uv" or call.has("sync", "run", "add"))


def _selected_groups(call: Call, *always: str) -> Choice:
    """Which groups and extras are installed (``uv sync``, ``poetry install`` and ``pdm install`` by their manuals).

    ``always`` are the only groups where no option tells.
    """
    only = frozenset(always) | _names(call, "--only", "--only-group")
    without = _names(call, "--without", "--no-group")
    if call.has("--no-dev", "--no-default-groups") or call.env.get("UV_NO_DEV"):
        without |= {"dev"}
    if call.has("--prod", "--production", "--only-main"):
        only |= {"main"}
    return Choice(
        only,
        without,
        _names(call, "--with", "--group", "-G"),
        _names(call, "--extra", "--extras", "-E"),
        call.has("--all-extras", "--all-groups", ":all"),
    )


def _names(call: Call, *options: str) -> frozenset[str]:
    words = (word for value in values(call, *options) for word in re.split(r"[\s,]+", value.text))
    return frozenset("main" if word == "default" else word for word in words if word)


def values(call: Call, *names: str) -> Iterator[Arg]:
    """Every value of an option that may be given several times."""
    for number, arg in enumerate(call.args):
        if arg.text in names and number + 1 < len(call.args):
            yield call.args[number + 1]
        elif arg.text.startswith(tuple(f"{name}=" for name in names if name.startswith("--"))):
            yield arg._replace(text=arg.text.partition("=")[2])
        elif "-r" in names and re.match(r"-r[^-\s]", arg.text):
            yield arg._replace(text=arg.text[2:])
