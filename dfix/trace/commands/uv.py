"""uv: ``uv sync``, ``uv venv``, ``uv pip install``, managed interpreters.

Source: uv's documentation, "Using uv in Docker": the project's environment is ``.venv``, or what
UV_PROJECT_ENVIRONMENT says; managed Pythons stand in UV_PYTHON_INSTALL_DIR.
"""

from collections.abc import Iterator

from dfix.trace.commands import model
from dfix.trace.knowledge.python_environment import adds_to, environment, named_packages, python_of
from dfix.trace.state.artifact import Environment
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, native, packages_of
from dfix.trace.state.root import Root

WITH_VALUE = ("-p", "--python", "--directory", "--project", "--extra", "--group", "--no-group", "--package", "-c")
MANAGED = "/root/.local/share/uv/python"


def uv(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``uv`` command."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    subcommand = words[0] if words else ""
    inner = call._replace(args=call.args[1:])
    if subcommand == "pip":
        yield from _pip(inner, root)
    elif subcommand == "venv":
        where = words[1] if len(words) > 1 else ".venv"
        made = packages_of(call, root, "uv", _owned(root), native_parts=False, release=False)
        yield Writes(call.path(where), made, tree=True)
    elif subcommand in ("sync", "add", "run"):
        names = named_packages(words[1:]) if subcommand == "add" else None
        made = environment(call, root, "uv", names, venv=python_of(root).path or "python")
        yield from adds_to(call, root, _project(call), made)
    elif subcommand == "python" and "install" in words:
        directory = call.env.get("UV_PYTHON_INSTALL_DIR", MANAGED)
        because = "a Python that uv downloads for the libc"
        managed = native(call, root, "uv", "", LIKELY, because)
        abi = managed.abi and managed.abi._replace(release=None)
        yield Writes(call.path(directory), managed._replace(abi=abi), tree=True)
    elif subcommand == "build":
        yield Writes(call.path("dist"), environment(call, root, "uv", None), tree=True)


def _pip(call: Call, root: Root) -> Iterator[Effect]:
    """``uv pip install`` goes into ``.venv`` or VIRTUAL_ENV, with ``--system`` where pip would."""
    run = model("pip")
    venv = call.env.get("VIRTUAL_ENV", "")
    system = call.has("--system", "--target", "-t", "--prefix") or call.env.get("UV_SYSTEM_PYTHON")
    if run and (system or (not venv and call.path(".venv") not in root.nodes)):
        yield from run(call, root)
    elif call.texts[:1] == ("install",):
        yield from adds_to(call, root, call.path(venv or ".venv"), environment(call, root, "uv", None))


def _owned(root: Root) -> Environment:
    return Environment("python", python_of(root).version, python_of(root).path or "python")


def _project(call: Call) -> str:
    directory = call.option("--directory", "--project")
    base = call.path(directory.text) if directory else call.cwd
    return call._replace(cwd=base).path(call.env.get("UV_PROJECT_ENVIRONMENT", ".venv"))


MODELS = {"uv": uv}
