"""Where Python's installers put packages, and what stands there afterwards.

Sources: the Python Packaging User Guide; pip's reference, "pip install"; PEP 405 (virtual
environments); Debian's Python policy (``dist-packages``).
"""

import re
from collections.abc import Iterator

from dfix.images.interpreters import Interpreter
from dfix.manifests import python as manifests
from dfix.manifests.listed import Listed
from dfix.manifests.python_lock import Wanted, pipfile_lock, python_lock
from dfix.text import readable
from dfix.text.pattern import pattern
from dfix.trace.knowledge.language import interpreter, judged, with_native_parts
from dfix.trace.state.artifact import Artifact, Environment, Kind, Linkage, Place
from dfix.trace.state.built import packages_of
from dfix.trace.state.call import Arg, Call, join_path
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.root import Root

# What installs by a lock file of the project's own.
LOCKED = frozenset({"uv", "poetry", "pdm", "pipenv"})
# The project's own compiled parts, in a list of packages.
SELF = "the project itself"
REQUIREMENT = pattern(r"^([A-Za-z0-9][\w.-]*)(\[[^\]]*\])?\s*([=<>!~;@].*)?$")
UNKNOWN_PYTHON = Interpreter(None, "")


def python_of(root: Root) -> Interpreter:
    """The Python of a root, or one of which nothing is known."""
    return interpreter(root, "python") or UNKNOWN_PYTHON


def named_packages(texts: list[str]) -> list[str] | None:
    """The distributions that a command's operands name, in lower case; None when one names no distribution."""
    matches = [REQUIREMENT.match(text) for text in texts]
    if not texts or not all(matches):
        return None
    return [match[1].lower() for match in matches if match]


def environment(
    call: Call, root: Root, toolchain: str, names: list[str] | None, *, venv: str = "", version: str | None = None
) -> Artifact:
    """The nature of a tree of packages; ``names`` None: they stand in a file that is not read."""
    python = python_of(root)
    native: tuple[str, ...] = ()
    pure: bool | None = None
    if names is not None:
        native, told = with_native_parts("python", names)
        pure = True if told and not native else None
    elif root.context and (listed := _project(call, root)) is not None:
        native, told = judged("python", listed)
        pure = True if told and not native else None
    made = Environment("python", version or python.version, venv, native)
    parts = True if native else False if pure else None
    # A wheel from the index is built for the libc, not for the release (PEP 600, PEP 656).
    return packages_of(call, root, toolchain, made, native_parts=parts, release=False)


def _project(call: Call, root: Root) -> Listed | None:
    """What is installed, where the files that say it are at hand; None where they are not."""
    files = [value.text for value in _values(call, "-r", "--requirement", "--requirements")]
    if files:
        return manifests.requirements(root.read, [call.path(file) for file in files])
    here = next((arg.text for arg in call.args if arg.text in (".", "./") or arg.text.startswith(".[")), None)
    is_locked = call.name in LOCKED and (call.name != "uv" or call.has("sync", "run"))
    if not is_locked:
        compiles = manifests.project_compiles(root.read, call.cwd) if here or "setup.py" in call.texts else None
        return Listed((SELF,), False, (SELF,)) if compiles else None
    if call.name == "pipenv":
        return pipfile_lock(root.read, call.cwd)
    return python_lock(root.read, call.cwd, _wanted(call))


def _wanted(call: Call) -> Wanted:
    """Which groups and extras are installed (``uv sync``, ``poetry install`` and ``pdm install`` by their manuals)."""
    only = _names(call, "--only", "--only-group")
    without = _names(call, "--without", "--no-group")
    if call.has("--no-dev", "--no-default-groups") or call.env.get("UV_NO_DEV"):
        without |= {"dev"}
    if call.has("--prod", "--production", "--only-main"):
        only |= {"main"}
    return Wanted(
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


def adds_to(call: Call, root: Root, path: str, new: Artifact) -> Iterator[Effect]:
    """Packages are put to those that stand in an environment already: it has native parts if any have."""
    old = root.files.find(path)
    if old is None or old.artifact.kind is not Kind.ENVIRONMENT or old.artifact.environment is None:
        yield Writes(path, new, tree=True)
        return
    order = (Linkage.STATIC, Linkage.UNKNOWN, Linkage.DYNAMIC)
    known = max((old.artifact, new), key=lambda one: order.index(one.linkage))
    before, made = old.artifact.environment, known.environment
    merged = made and made._replace(
        interpreter=before.interpreter or made.interpreter, version=before.version or made.version
    )
    chain = (*old.artifact.provenance, Place(call.span, f"`{readable(call.name)}` adds {new.because}"))
    yield Writes(path, known._replace(environment=merged, provenance=chain), tree=True)


def system_directory(root: Root) -> str:
    """The directory into which pip installs by default; a hole stands for a version that is not known."""
    python = python_of(root)
    if python.path.startswith("/usr/bin") and root.release and root.release.package_manager == "apt":
        return f"/usr/local/lib/python{python.version or chr(0)}/dist-packages"
    prefix = "/usr" if python.path.startswith("/usr/bin") else "/usr/local"
    return f"{prefix}/lib/python{python.version or chr(0)}/site-packages"


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
    found = node.artifact.environment if node else None
    return found is not None and bool(found.interpreter)
