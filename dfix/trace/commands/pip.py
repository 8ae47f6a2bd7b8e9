"""pip: ``install`` with ``--prefix``, ``--target``, ``--user``, ``--root``; ``wheel``, ``download``."""

from collections.abc import Iterator

from dfix.text.paths import join_path
from dfix.trace.knowledge.python_environment import (
    active_venv,
    adds_to,
    environment,
    named_packages,
    system_directory,
)
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.root import Root

WITH_VALUE = (
    "-r", "--requirement", "-c", "--constraint", "-t", "--target", "--prefix", "--root", "-i", "--index-url",
    "--extra-index-url", "-f", "--find-links", "-w", "--wheel-dir", "-d", "--dest", "--trusted-host", "--cache-dir",
    "--python", "--timeout", "--retries", "--no-binary", "--only-binary", "--progress-bar", "-e", "--editable",
    "--global-option", "--install-option", "--platform", "--python-version", "--log", "--proxy", "--build",
)  # fmt: skip
FROM_FILES = ("-r", "--requirement", "-e", "--editable")


def pip(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``pip`` command."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    subcommand, named = (words[0], words[1:]) if words else ("", [])
    names = None if any(call.option(flag) for flag in FROM_FILES) else named_packages(named)
    if subcommand == "install":
        yield from install(call, root, "pip", names)
    elif subcommand in ("wheel", "download"):
        where = call.option("-w", "--wheel-dir", "-d", "--dest")
        packages = environment(call, root, "pip", names)
        yield Writes(call.path(where.text) if where else call.cwd, packages, tree=True)


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


def _prefix(call: Call) -> Arg | None:
    """The value of ``--prefix``; until pip 23.1 an option could hand it to setup.py."""
    handed = [text for text in call.texts if text.startswith("--install-option=--prefix=")]
    return Arg(handed[-1].rsplit("=", 1)[1], 0, 0) if handed else call.option("--prefix")


MODELS = dict.fromkeys(("pip", "pip2", "pip3", *(f"pip3.{minor}" for minor in range(5, 15))), pip)
