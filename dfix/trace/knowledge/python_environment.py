"""Where Python's installers put packages, and what such a directory holds then.

Sources: the Python Packaging User Guide; pip's reference, "pip install"; PEP 405 (virtual
environments); Debian's Python policy (``dist-packages``).
"""

import re
from collections.abc import Iterator
from functools import partial

from dfix.context import Folder
from dfix.images.interpreters import Interpreter
from dfix.manifests import python as manifests
from dfix.manifests.listed import Listed, Read
from dfix.manifests.python_lock import Choice, pipfile_lock, python_lock
from dfix.manifests.python_project import declared, pipfile
from dfix.text import UNKNOWN_TEXT, readable
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge.language import interpreter
from dfix.trace.knowledge.native_parts import native_parts
from dfix.trace.state.artifact import Artifact, Environment, Kind, Linkage, Place, linked
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import packages_of
from dfix.trace.state.root import Root

# Commands that install by a lock file of the project, beside Pipenv.
LOCKED = frozenset({"uv", "poetry", "pdm"})
# The project's own compiled parts, in a list of packages.
SELF = "the project itself"
REQUIREMENT = pattern(r"^([A-Za-z0-9][\w.-]*)(?:\[([^\]]*)\])?\s*([=<>!~;@].*)?$")
# An operand that may be the directory of a project, with the extras that are wanted of it.
PROJECT = pattern(r"(\.{1,2}(?:/[^\[]*)?|/[^\[]*)(?:\[([^\]]*)\])?")
PROJECT_FILES = ("pyproject.toml", "setup.py", "setup.cfg")
UNKNOWN_PYTHON = Interpreter(None, "")


def python_of(root: Root) -> Interpreter:
    """The Python of a root, or one of which nothing is known."""
    return interpreter(root, "python") or UNKNOWN_PYTHON


def named_packages(texts: list[str]) -> list[str] | None:
    """The distributions that a command's operands name, in lower case; None when one names no distribution."""
    matches = [REQUIREMENT.match(text) for text in texts]
    if not texts or not all(matches):
        return None
    return [name for match in matches if match for name in manifests.distributions(match[1].lower(), match[2])]


def environment(
    call: Call, root: Root, tool: str, names: list[str] | None, *, venv: str = "", version: str | None = None
) -> Artifact:
    """The nature of a tree of packages; ``names`` None: files of the project name them.

    ``venv`` is the interpreter that the scripts of a virtual environment name, empty where there is none.
    """
    parts = native_parts(root, "python", names, partial(_listed_packages, call, root))
    tree = Environment("python", version or python_of(root).version, venv, parts.packages, parts.names)
    # A wheel from the index is built for the libc, not for the release (PEP 600, PEP 656).
    packages = packages_of(call, root, tool, tree, parts.exist, release=False)
    links = manifests.project_links(root.read, call.cwd) if SELF in parts.packages else ()
    return packages._replace(origin=packages.made._replace(links=links)) if packages.made and links else packages


def in_venv(packages: Artifact, python: Interpreter, made_at: str) -> Artifact:
    """The packages in a virtual environment of that interpreter, which is made at a path (empty: not known)."""
    tree = packages.environment
    venv = tree and tree._replace(interpreter=python.path or "python", version=python.version, made_at=made_at)
    return packages._replace(environment=venv)


def _listed_packages(call: Call, root: Root) -> Listed | None:
    """The packages that a command installs by files of the project; None where it reads none that is available."""
    files = [value.text for value in _values(call, "-r", "--requirement", "--requirements")]
    if files:
        listed = manifests.requirements(root.read, [call.path(file) for file in files], partial(_of_project, root))
        return listed or _of_generated(root, [call.path(file) for file in files])
    if call.name == "pipenv":
        return pipfile_lock(root.read, call.cwd) or pipfile(root.read, call.cwd)
    if _installs_by_lock_file(call):
        chosen = _selected_groups(call)
        locked = python_lock(root.read, call.cwd, chosen)
        return locked or declared(root.read, call.cwd, chosen)
    return _of_projects(call, root)


def _of_projects(call: Call, root: Root) -> Listed | None:
    """What the projects bring that a command installs by their directories, and what it names besides."""
    names, native = list[str](), tuple[str, ...]()
    is_project = False
    # ``pip install …``, or ``python setup.py install``.
    for word in call.texts[:1] if call.texts[:1] == ("setup.py",) else call.texts[1:]:
        match = PROJECT.fullmatch(word)
        directory = call.path(match[1]) if match else ""
        if word == "setup.py":
            directory = call.cwd
        if not directory or not any(root.read(f"{directory}/{name}") is not None for name in PROJECT_FILES):
            names += _distributions_of(word)
            continue
        is_project = True
        extras = frozenset(word.strip() for word in (match[2] or "").split(",")) if match else frozenset[str]()
        listed = declared(root.read, directory, Choice(extras=extras))
        names += listed.names if listed else ()
        native = (SELF,) if manifests.project_compiles(root.read, directory) else native
    is_told = is_project or any(map(manifests.fetched, call.texts[1:]))
    return Listed.of((*names, *native), complete=False, native=native) if is_told and (names or native) else None


def _of_project(root: Root, directory: str) -> tuple[str, ...]:
    """What the project in a directory depends on, as far as it says."""
    listed = declared(root.read, directory, Choice())
    return listed.names if listed else ()


def _of_generated(root: Root, paths: list[str]) -> Listed | None:
    """What the project's lock file lists, where files of requirements are not there: they are made from it.

    ``poetry export``, ``uv export`` and ``pipenv requirements`` make them, mostly in a stage of their own.
    """
    context = root.context
    if context is None or any(
        root.read(path) is not None or context.read(path.strip("/")) is not None for path in paths
    ):
        return None
    chosen = Choice(without=frozenset({"dev"}))
    for read, directory in ((root.read, paths[0].rpartition("/")[0]), (_from_context(context), "")):
        listed = python_lock(read, directory, chosen) or pipfile_lock(read, directory)
        listed = listed or (declared(read, directory, chosen) if read(f"{directory}/setup.py") is None else None)
        if listed:
            return listed._replace(complete=False)
    return None


def _from_context(context: Folder) -> Read:
    """What reads a file of the build context by its path from there."""
    return lambda path: context.read(path.strip("/"))


def _distributions_of(word: str) -> list[str]:
    """The distributions that an operand of a command names; none for an option, or what is none."""
    return [] if word.startswith("-") else named_packages([word]) or manifests.fetched(word)


def _installs_by_lock_file(call: Call) -> bool:
    return call.name in LOCKED and (call.name != "uv" or call.has("sync", "run"))


def _selected_groups(call: Call) -> Choice:
    """Which groups and extras are installed (``uv sync``, ``poetry install`` and ``pdm install`` by their manuals)."""
    only = _names(call, "--only", "--only-group")
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
    words = (word for value in _values(call, *options) for word in re.split(r"[\s,]+", value.text))
    return frozenset("main" if word == "default" else word for word in words if word)


def _values(call: Call, *names: str) -> Iterator[Arg]:
    """Every value of an option that may be given several times."""
    for number, arg in enumerate(call.args):
        if arg.text in names and number + 1 < len(call.args):
            yield call.args[number + 1]
        elif arg.text.startswith(tuple(f"{name}=" for name in names if name.startswith("--"))):
            yield arg._replace(text=arg.text.partition("=")[2])
        elif "-r" in names and re.match(r"-r[^-\s]", arg.text):
            yield arg._replace(text=arg.text[2:])


def adds_to(call: Call, root: Root, path: str, packages: Artifact) -> Iterator[Effect]:
    """Packages are added to those that an environment holds already: it has native parts if any of them has."""
    node = root.files.find(path)
    before = node.artifact.environment if node and node.artifact.kind is Kind.ENVIRONMENT else None
    if node is None or before is None:
        yield Writes(path, packages, tree=True)
        return
    order = (Linkage.STATIC, Linkage.UNKNOWN, Linkage.DYNAMIC)
    own = packages.environment or before
    joined = max((node.artifact, packages), key=lambda artifact: order.index(artifact.linkage))
    environment = joined.environment and joined.environment._replace(
        interpreter=before.interpreter or joined.environment.interpreter,
        version=before.version if before.interpreter else before.version or joined.environment.version,
        packages=_union(before.packages, own.packages),
        names=_union(before.names, own.names),
        made_at=before.made_at or joined.environment.made_at,
        copies=before.copies or joined.environment.copies,
    )
    chain = linked(node.artifact.provenance, Place(call.span, f"`{readable(call.name)}` adds {packages.because}"))
    yield Writes(path, joined._replace(environment=environment, provenance=chain), tree=True)


def _union(names: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names + others))


def system_directory(root: Root) -> str:
    """The directory into which pip installs by default, with unknown text for a version that is not known."""
    python = python_of(root)
    version = python.version or UNKNOWN_TEXT
    if python.path.startswith("/usr/bin") and root.release and root.release.package_manager == "apt":
        return f"/usr/local/lib/python{version}/dist-packages"
    prefix = "/usr" if python.path.startswith("/usr/bin") else "/usr/local"
    return f"{prefix}/lib/python{version}/site-packages"


def active_venv(call: Call, root: Root) -> str:
    """The virtual environment that the command works in: by its path, VIRTUAL_ENV or PATH; empty for none."""
    if "/" in call.program:
        prefix = join_path(call.cwd, call.program).removesuffix(f"/bin/{call.name}")
        if _is_venv(root, prefix):
            return prefix
    path = call.env.get("VIRTUAL_ENV", "") or call.env.get("PATH", "").split(":")[0].removesuffix("/bin")
    if path and _is_venv(root, path):
        return path
    return root.facts.active_environment or ""


def _is_venv(root: Root, path: str) -> bool:
    node = root.nodes.get(path)
    return bool(node and node.artifact.environment and node.artifact.environment.interpreter)
