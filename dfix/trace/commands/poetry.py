"""Poetry, PDM, Pipenv, Hatch: project environments of Python.

Sources: Poetry's configuration (``virtualenvs.create``, ``virtualenvs.in-project``,
``virtualenvs.path``), PDM's (``__pypackages__``, ``.venv``), Pipenv's (PIPENV_VENV_IN_PROJECT).
"""

from collections.abc import Iterator, Sequence

from dfix.trace.knowledge.python_environment import (
    active_venv,
    adds_to,
    environment,
    in_venv,
    python_of,
    system_directory,
)
from dfix.trace.knowledge.python_requests import listed_besides, named_packages
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, SetsFact, Writes
from dfix.trace.state.facts import PoetrySetting
from dfix.trace.state.root import Root

CACHE = {"poetry": "/root/.cache/pypoetry/virtualenvs", "pipenv": "/root/.local/share/virtualenvs"}
TRUE = ("1", "true", "True", "yes")


def poetry(call: Call, root: Root) -> Iterator[Effect]:
    """``poetry install``, ``poetry build``, ``poetry config``."""
    words = [arg.text for arg in call.operands("--only", "--without", "--with", "-C", "--directory", "-E", "--extras")]
    if words[:1] == ["config"] and len(words) > 2:
        yield SetsFact(PoetrySetting(words[1], words[2]))
    elif words[:1] in (["install"], ["add"], ["sync"]):
        named = words[1:] if words[0] == "add" else []
        yield from _installs(call, root, _poetry_place(call, root), named)
    elif words[:1] == ["build"]:
        yield Writes(call.path("dist"), environment(call, root, "poetry", None), tree=True)


def pdm(call: Call, root: Root) -> Iterator[Effect]:
    """``pdm install``, ``pdm sync``; ``__pypackages__`` where an option or setting asks for it."""
    words = call.texts
    if words[:1] in (("install",), ("sync",), ("add",)):
        legacy = call.has("--no-editable") and root.files.has_below(call.path("__pypackages__"))
        yield from _installs(call, root, call.path("__pypackages__" if legacy else ".venv"))
        yield from _installs(call, root, call.path("__pypackages__"))
    elif words[:1] == ("build",):
        yield Writes(call.path("dist"), environment(call, root, "pdm", None), tree=True)


def pipenv(call: Call, root: Root) -> Iterator[Effect]:
    """``pipenv install``, ``pipenv sync``; with ``--system`` into the system's directory."""
    if not call.has("install", "sync", "--deploy", "update"):
        return
    if call.has("--system"):
        yield from adds_to(call, root, system_directory(root), environment(call, root, "pipenv", None))
    elif call.env.get("PIPENV_VENV_IN_PROJECT"):
        yield from _installs(call, root, call.path(".venv"))
    else:
        yield from _installs(call, root, active_venv(call, root) or call.env.get("WORKON_HOME", CACHE["pipenv"]))


def _installs(call: Call, root: Root, place: str, named: Sequence[str] = ()) -> Iterator[Effect]:
    """What the project lists, and what the command names beside it."""
    names = listed_besides(call, root, named_packages(list(named)) or []) if named else None
    packages = environment(call, root, call.name, names)
    if place != system_directory(root):
        # In its cache the environment is in a directory below, of a name that is not known.
        packages = in_venv(packages, python_of(root), place if place.endswith("/.venv") else "")
    yield from adds_to(call, root, place, packages)


def _poetry_place(call: Call, root: Root) -> str:
    def setting(name: str) -> str:
        variable = f"POETRY_{name.upper().replace('.', '_').replace('-', '_')}"
        return call.env.get(variable) or root.facts.poetry_setting(name)

    venv = active_venv(call, root)
    if venv:
        return venv
    if setting("virtualenvs.create").lower() in ("false", "0"):
        return system_directory(root)
    if setting("virtualenvs.in-project") in TRUE:
        return call.path(".venv")
    return call.path(setting("virtualenvs.path") or CACHE["poetry"])


MODELS = {"poetry": poetry, "pdm": pdm, "pipenv": pipenv}
