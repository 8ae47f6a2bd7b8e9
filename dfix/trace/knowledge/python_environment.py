"""Where Python's installers put packages, and what such a directory holds then.

Sources: the Python Packaging User Guide; pip's reference, "pip install"; PEP 405 (virtual
environments); Debian's Python policy (``dist-packages``).
"""

from collections.abc import Iterator
from functools import partial

from dfix.images.interpreters import Interpreter
from dfix.manifests import python as manifests
from dfix.text import UNKNOWN_TEXT, readable
from dfix.text.paths import join_path
from dfix.trace.knowledge.language import interpreter
from dfix.trace.knowledge.native_parts import native_parts
from dfix.trace.knowledge.python_requests import SELF, listed_packages
from dfix.trace.state.artifact import Artifact, Environment, Kind, Linkage, Place, linked
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import packages_of
from dfix.trace.state.root import Root

UNKNOWN_PYTHON = Interpreter(None, "")


def python_of(root: Root) -> Interpreter:
    """The Python of a root, or one of which nothing is known."""
    return interpreter(root, "python") or UNKNOWN_PYTHON


def environment(
    call: Call, root: Root, tool: str, names: list[str] | None, *, venv: str = "", version: str | None = None
) -> Artifact:
    """The nature of a tree of packages; ``names`` None: files of the project name them.

    ``venv`` is the interpreter that the scripts of a virtual environment name, empty where there is none.
    """
    parts = native_parts(root, "python", names, partial(listed_packages, call, root))
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
