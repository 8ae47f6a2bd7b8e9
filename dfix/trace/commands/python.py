"""Python: interpreters, ``venv``, ``virtualenv``, ``setup.py``, modules run with ``-m``."""

from collections.abc import Iterator

from dfix.images.interpreters import Interpreter
from dfix.text.paths import join_path
from dfix.trace.commands import model
from dfix.trace.knowledge.python_environment import adds_to, environment, python_of, system_directory
from dfix.trace.state.artifact import Environment
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Havoc, SetsFact, Writes
from dfix.trace.state.facts import ActiveEnvironment
from dfix.trace.state.products import leaves, packages_of
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

WITH_VALUE = ("-p", "--python", "--prompt", "-W", "-X", "--creator", "--app-data", "--extra-search-dir")
# Modules that are started with -m under a command's own name.
MODULES = {"virtualenv": "virtualenv", "pip": "pip", "PyInstaller": "pyinstaller", "nuitka": "nuitka", "uv": "uv",
    "playwright": "playwright",
}  # fmt: skip
DATA_MODULES = frozenset("http.server json.tool compileall pytest unittest py_compile ensurepip zipapp".split())


def python(call: Call, root: Root) -> Iterator[Effect]:
    """``python -m module``, ``python setup.py …``; another script may write anything."""
    words = call.texts
    if "-m" in words and words.index("-m") + 1 < len(words):
        yield from _module(call, root, words.index("-m") + 1)
    elif words and words[0].endswith("setup.py"):
        yield from _setup(call, root)
    elif words and not words[0].startswith("-"):
        yield Havoc(call.cwd, f"{call.name} {words[0]}")


def _module(call: Call, root: Root, position: int) -> Iterator[Effect]:
    name = call.texts[position]
    inner = call._replace(args=call.args[position + 1 :])
    if name == "venv":
        yield from make_venv(inner, root)
    elif name in MODULES:
        run = model(MODULES[name])
        yield from run(inner, root) if run else ()
    elif name == "build":
        out = inner.option("-o", "--outdir")
        yield Writes(call.path(out.text if out else "dist"), environment(call, root, "python", None), tree=True)
    elif name not in DATA_MODULES:
        yield Havoc(call.cwd, f"{call.name} -m {name}")


def make_venv(call: Call, root: Root) -> Iterator[Effect]:
    """An empty environment whose scripts name the interpreter that made it."""
    requested = call.option("-p", "--python")
    python = _maker(call, root)
    path, version = python.path or "python", python.version
    if requested and requested.text.removeprefix("python").replace(".", "").isdigit():
        version = requested.text.removeprefix("python") if "." in requested.text else version
    for operand in call.operands(*WITH_VALUE):
        where = call.path(operand.text)
        copies = call.has("--copies", "--always-copy")
        tree = Environment("python", version, path, made_at=where, copies=copies)
        packages = packages_of(call, root, "venv", tree, Tristate.NO, release=False)
        yield Writes(where, packages._replace(because="an empty environment"), tree=True)


def _maker(call: Call, root: Root) -> Interpreter:
    """The interpreter that makes an environment; one that is started by its version (``python3.11``) has that one."""
    usual, version = python_of(root), call.name.removeprefix("python")
    started = call.program if call.program.startswith("/") and "python" in call.name else ""
    if not version.replace(".", "").isdigit() or "." not in version:
        return usual._replace(path=started or usual.path)
    locked = root.image.locked if root.image else None
    beside = f"{usual.path.rpartition('/')[0]}/{call.name}" if version == usual.version and usual.path else ""
    return Interpreter(version, started or (locked.places.get(call.name) if locked else "") or beside)


def _setup(call: Call, root: Root) -> Iterator[Effect]:
    """``setup.py install``, ``bdist_wheel``, ``build_ext --inplace``."""
    packages = environment(call, root, "python", None)
    prefix, install_root = call.option("--prefix"), call.option("--root")
    if call.has("install", "develop"):
        where = system_directory(root)
        if prefix:
            where = call.path(prefix.text)
        yield from adds_to(call, root, join_path(install_root.text, where[1:]) if install_root else where, packages)
    elif call.has("bdist_wheel", "bdist", "sdist", "bdist_egg"):
        out = call.option("-d", "--dist-dir")
        yield Writes(call.path(out.text if out else "dist"), packages, tree=True)
    else:
        yield from leaves(root, call.cwd, packages)


def activate(call: Call, root: Root) -> Iterator[Effect]:
    """``. venv/bin/activate``: holds until the RUN ends."""
    for arg in call.args[:1]:
        if arg.text.endswith("/bin/activate"):
            yield SetsFact(ActiveEnvironment(call.path(arg.text.removesuffix("/bin/activate"))))


NAMES = ("python", "python2", "python3", *(f"python3.{minor}" for minor in range(4, 15)), "python2.7", "pypy", "pypy3")
MODELS = {
    **dict.fromkeys(NAMES, python),
    "virtualenv": make_venv,
    "pyvenv": make_venv,
    ".": activate,
    "source": activate,
}
