"""Which Python uv makes an environment with: one of the stage, or one that uv downloads and manages.

Source: uv's documentation, "Python versions", "Environment variables". By default uv takes a Python that it
manages before one of the system, and downloads one where none fits the request: ``--python``, UV_PYTHON,
``.python-version``, ``requires-python``.
"""

import re

from dfix.images.interpreters import Interpreter
from dfix.images.provides import lacks_program
from dfix.manifests.listed import toml_table
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.knowledge.provides import packages_of
from dfix.trace.knowledge.python_environment import python_of
from dfix.trace.state.call import Call
from dfix.trace.state.facts import Happening
from dfix.trace.state.root import Root

MANAGED = ".local/share/uv/python"
# uv's own images hold no Python where their tag names none, but those on Debian that are not slim.
WITHOUT_PYTHON = pattern(r"astral(-sh)?/uv$")
VERSION = pattern(r"(?:python|cpython-?|=+|~=)?\s*(\d+\.\d+)(?:\.[\d*]+)?$")
AT_LEAST = pattern(r">=\s*(\d+)\.(\d+)")
OFF = frozenset({"never", "manual", "false", "0"})


def managed_directory(call: Call) -> str:
    """Where uv keeps the Pythons that it manages."""
    return call.path(call.env.get("UV_PYTHON_INSTALL_DIR") or f"{call.env.get('HOME', '/root')}/{MANAGED}")


def chosen_python(call: Call, root: Root) -> Interpreter:
    """The Python of a new environment; its path has unknown text where uv manages it."""
    system, directory = python_of(root), managed_directory(call)
    requested = _requested(call, root)
    if requested.startswith("/"):
        return system if requested == system.path else Interpreter(None, requested)
    version = VERSION.match(requested)
    wanted = version[1] if version else None
    if _takes_system_only(call):
        return Interpreter(system.version or wanted, system.path)
    is_there = root.files.has_below(directory) or directory in root.nodes
    is_fit = _fits(requested, wanted, system.version)
    is_wanted = not is_fit or (not system.path and _has_no_python(root))
    if is_there:
        return _managed(directory, wanted)
    if is_wanted and call.env.get("UV_PYTHON_DOWNLOADS", "") not in OFF and not call.has("--no-python-downloads"):
        return _managed(directory, wanted)
    return Interpreter(system.version or wanted, system.path)


def _managed(directory: str, version: str | None) -> Interpreter:
    return Interpreter(version, f"{directory}/{UNKNOWN_TEXT}/bin/python{version or '3'}")


def is_managed(interpreter: str) -> bool:
    """Whether a path is that of a Python that uv manages."""
    return UNKNOWN_TEXT in interpreter


def _takes_system_only(call: Call) -> bool:
    """Whether uv may take a Python of the system only."""
    preference = call.option("--python-preference")
    said = preference.text if preference else call.env.get("UV_PYTHON_PREFERENCE", "")
    is_off = call.has("--no-managed-python") or call.env.get("UV_NO_MANAGED_PYTHON", "") in ("1", "true")
    return said in ("only-system", "system") or is_off or UNKNOWN_TEXT in said


def _requested(call: Call, root: Root) -> str:
    """What the command, its environment or the project asks for; empty for any Python, unknown text where unclear."""
    option = call.option("-p", "--python")
    if option or call.env.get("UV_PYTHON"):
        return option.text if option else call.env["UV_PYTHON"]
    directory = call.option("--directory", "--project")
    base = call.path(directory.text) if directory else call.cwd
    pinned = root.read(f"{base.rstrip('/')}/.python-version")
    if pinned and pinned.strip():
        return pinned.split()[0]
    project = toml_table(root.read(f"{base.rstrip('/')}/pyproject.toml")).get("project")
    requires = project.get("requires-python") if isinstance(project, dict) else None
    return str(requires) if requires else ""


def _fits(requested: str, wanted: str | None, here: str | None) -> bool:
    """Whether a Python of the system fits, or may."""
    if here is None or not requested or UNKNOWN_TEXT in requested:
        return True
    least = AT_LEAST.match(requested)
    if least:
        return tuple(map(int, here.split("."))) >= (int(least[1]), int(least[2]))
    return wanted is None or wanted == here


def _has_no_python(root: Root) -> bool:
    """Whether the stage surely has no Python of its own."""
    image = root.image
    if image is None or root.facts.may_have(Happening.UNREAD_COMMAND) or any(map(_may_be_python, root.packages)):
        return False
    tag = image.reference.tag or ""
    if WITHOUT_PYTHON.search(image.reference.path):
        return bool(re.search(r"slim|alpine", tag)) and "python" not in tag
    return lacks_program(image, packages_of(root), "python3") is not None


def _may_be_python(package: str) -> bool:
    return "python" in package or package.startswith("py") or UNKNOWN_TEXT in package
