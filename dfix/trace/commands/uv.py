"""uv: ``uv sync``, ``uv venv``, ``uv pip install``, managed interpreters.

Source: uv's documentation, "Using uv in Docker": the project's environment is ``.venv``, or what
UV_PROJECT_ENVIRONMENT says; managed Pythons are in UV_PYTHON_INSTALL_DIR.
"""

from collections.abc import Iterator

from dfix.text.paths import join_path
from dfix.trace.commands import model
from dfix.trace.knowledge.python_environment import adds_to, environment, in_venv
from dfix.trace.knowledge.python_requests import from_files, listed_besides, named_by, named_packages
from dfix.trace.knowledge.python_requests import operands as operands_of_pip
from dfix.trace.knowledge.uv_python import chosen_python, managed_directory
from dfix.trace.state.artifact import Environment
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, native, of_no_release, packages_of
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

WITH_VALUE = ("-p", "--python", "--directory", "--project", "--extra", "--group", "--no-group", "--package", "-c")


def uv(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``uv`` command."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    match words:
        case ["pip", *_]:
            yield from _pip(call._replace(args=call.args[1:]), root)
        case ["venv", *operands]:
            where = call.path(operands[0] if operands else call.env.get("UV_PROJECT_ENVIRONMENT", ".venv"))
            python = chosen_python(call, root)
            tree = Environment("python", python.version, python.path or "python", made_at=_made_at(call, where))
            venv = packages_of(call, root, "uv", tree, Tristate.NO, release=False)
            yield Writes(where, venv, tree=True)
        case ["sync" | "add" | "run" as subcommand, *operands]:
            names = listed_besides(call, root, named_packages(operands) or []) if subcommand == "add" else None
            python, where = chosen_python(call, root), _project_environment(call)
            made = in_venv(environment(call, root, "uv", names), python, _made_at(call, where))
            yield from adds_to(call, root, where, made)
        case ["python", *operands] if "install" in operands:
            managed = of_no_release(native(call, root, "uv", "", LIKELY, "uv downloads a Python for the stage's libc"))
            option = call.option("-i", "--install-dir")
            yield Writes(call.path(option.text) if option else managed_directory(call), managed, tree=True)
        case ["tool", "install", *operands]:
            home = call.env.get("UV_TOOL_DIR") or f"{call.env.get('HOME', '/root')}/.local/share/uv/tools"
            for name in (named_packages(operands[:1]) or [])[:1]:
                where = join_path(call.path(home), name)
                yield Writes(
                    where, in_venv(environment(call, root, "uv", [name]), chosen_python(call, root), where), tree=True
                )
        case ["build", *_]:
            yield Writes(call.path("dist"), environment(call, root, "uv", None), tree=True)


def _pip(call: Call, root: Root) -> Iterator[Effect]:
    """``uv pip install`` goes into ``.venv`` or VIRTUAL_ENV, with ``--system`` where pip would."""
    if call.texts[:1] == ("sync",):
        call = from_files(call, [Arg(word, 0, 0) for word in operands_of_pip(call)[1:]])
    run = model("pip")
    venv = call.env.get("VIRTUAL_ENV", "")
    system = call.has("--system", "--target", "-t", "--prefix") or call.env.get("UV_SYSTEM_PYTHON")
    if run and (system or (not venv and call.path(".venv") not in root.nodes)):
        yield from run(call, root)
    elif call.texts[:1] == ("install",):
        yield from adds_to(call, root, call.path(venv or ".venv"), environment(call, root, "uv", named_by(call)))


def _made_at(call: Call, where: str) -> str:
    """Where an environment is made, unless its scripts find their own python wherever they are."""
    is_relocatable = call.has("--relocatable") or call.env.get("UV_VENV_RELOCATABLE", "") not in ("", "0", "false")
    return "" if is_relocatable else where


def _project_environment(call: Call) -> str:
    """Where the project's environment is."""
    directory = call.option("--directory", "--project")
    base = call.path(directory.text) if directory else call.cwd
    return call._replace(cwd=base).path(call.env.get("UV_PROJECT_ENVIRONMENT", ".venv"))


MODELS = {"uv": uv}
