"""uv: ``uv sync``, ``uv venv``, ``uv pip install``, managed interpreters.

Source: uv's documentation, "Using uv in Docker": the project's environment is ``.venv``, or what
UV_PROJECT_ENVIRONMENT says; managed Pythons are in UV_PYTHON_INSTALL_DIR.
"""

from collections.abc import Iterator

from dfix.trace.commands import model
from dfix.trace.knowledge.python_environment import adds_to, environment, named_packages, python_of
from dfix.trace.state.artifact import Environment
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, native, of_no_release, packages_of
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

WITH_VALUE = ("-p", "--python", "--directory", "--project", "--extra", "--group", "--no-group", "--package", "-c")
MANAGED = "/root/.local/share/uv/python"


def uv(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``uv`` command."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    match words:
        case ["pip", *_]:
            yield from _pip(call._replace(args=call.args[1:]), root)
        case ["venv", *operands]:
            tree = Environment("python", python_of(root).version, _interpreter(root))
            venv = packages_of(call, root, "uv", tree, Tristate.NO, release=False)
            yield Writes(call.path(operands[0] if operands else ".venv"), venv, tree=True)
        case ["sync" | "add" | "run" as subcommand, *operands]:
            names = named_packages(operands) if subcommand == "add" else None
            packages = environment(call, root, "uv", names, venv=_interpreter(root))
            yield from adds_to(call, root, _project_environment(call), packages)
        case ["python", *operands] if "install" in operands:
            managed = of_no_release(native(call, root, "uv", "", LIKELY, "uv downloads a Python for the stage's libc"))
            yield Writes(call.path(call.env.get("UV_PYTHON_INSTALL_DIR", MANAGED)), managed, tree=True)
        case ["build", *_]:
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


def _interpreter(root: Root) -> str:
    """The interpreter that the scripts of an environment name."""
    return python_of(root).path or "python"


def _project_environment(call: Call) -> str:
    """Where the project's environment is."""
    directory = call.option("--directory", "--project")
    base = call.path(directory.text) if directory else call.cwd
    return call._replace(cwd=base).path(call.env.get("UV_PROJECT_ENVIRONMENT", ".venv"))


MODELS = {"uv": uv}
