"""pip: ``install`` with ``--prefix``, ``--target``, ``--user``, ``--root``; ``wheel``, ``download``."""

from collections.abc import Iterator

from dfix.text.paths import join_path
from dfix.trace.knowledge.python_environment import (
    active_venv,
    adds_to,
    environment,
    in_venv,
    python_of,
    system_directory,
)
from dfix.trace.knowledge.python_requests import WITH_VALUE, from_files, named_by, named_packages, operands
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.root import Root


def pip(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``pip`` command."""
    subcommand, names = next(iter(operands(call)), ""), named_by(call)
    if subcommand == "install":
        yield from install(call, root, "pip", names)
    elif subcommand in ("wheel", "download"):
        where = call.option("-w", "--wheel-dir", "-d", "--dest")
        packages = environment(call, root, "pip", names)
        yield Writes(call.path(where.text) if where else call.cwd, packages, tree=True)


def sync(call: Call, root: Root) -> Iterator[Effect]:
    """``pip-sync FILE…`` installs what files of requirements list, that of the usual name without any."""
    files = list(call.operands(*WITH_VALUE)) or [Arg("requirements.txt", 0, 0)]
    yield from install(from_files(call, files), root, "pip", None)


def install(call: Call, root: Root, toolchain: str, names: list[str] | None) -> Iterator[Effect]:
    """Packages go where the options say, else into the active environment, else into the system's directory."""
    directory = call.option("-t", "--target") or _prefix(call)
    install_root = call.option("--root")
    venv = active_venv(call, root)
    packages = environment(call, root, toolchain, names)
    if directory:
        yield from adds_to(call, root, call.path(directory.text), packages)
    elif call.has("--user"):
        home = call.env.get("PYTHONUSERBASE") or f"{call.env.get('HOME', '/root')}/.local"
        yield from adds_to(call, root, call.path(home), packages)
    elif venv:
        yield from adds_to(call, root, venv, packages)
    else:
        where = system_directory(root)
        yield from adds_to(call, root, join_path(install_root.text, where[1:]) if install_root else where, packages)


def pipx(call: Call, root: Root) -> Iterator[Effect]:
    """``pipx install PACKAGE``: each package in an environment of its own."""
    words = [arg.text for arg in call.operands("--python", "--index-url", "-i", "--pip-args", "--suffix")]
    home = call.env.get("PIPX_HOME") or f"{call.env.get('HOME', '/root')}/.local/share/pipx"
    for name in (named_packages(words[1:]) or ()) if words[:1] == ["install"] else ():
        where = join_path(call.path(home), f"venvs/{name}")
        yield from adds_to(call, root, where, in_venv(environment(call, root, "pip", [name]), python_of(root), where))


def _prefix(call: Call) -> Arg | None:
    """The value of ``--prefix``; until pip 23.1 an option could hand it to setup.py."""
    handed = [text for text in call.texts if text.startswith("--install-option=--prefix=")]
    return Arg(handed[-1].rsplit("=", 1)[1], 0, 0) if handed else call.option("--prefix")


MODELS = {
    **dict.fromkeys(("pip", "pip2", "pip3", *(f"pip3.{minor}" for minor in range(5, 15))), pip),
    "pip-sync": sync,
    "pipx": pipx,
}
