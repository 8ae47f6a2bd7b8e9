"""PyInstaller, Nuitka, Cython, cx_Freeze, PEX, shiv: programs made from Python.

PyInstaller and Nuitka bundle the interpreter, which needs the libc it was built for
(PyInstaller's manual, "Making GNU/Linux Apps Forward-Compatible").
"""

from collections.abc import Iterator

from dfix.text.paths import join_path
from dfix.trace.knowledge.python_environment import environment
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, leaves, native, static
from dfix.trace.state.root import Root

BUNDLES = "it bundles the interpreter, which needs libc"


def pyinstaller(call: Call, root: Root) -> Iterator[Effect]:
    """``dist/NAME``, or below ``--distpath``."""
    where = call.option("--distpath")
    name = call.option("-n", "--name")
    program = native(call, root, "pyinstaller", "", LIKELY, BUNDLES)
    directory = call.path(where.text if where else "dist")
    yield Writes(directory, program, tree=True)
    if name:
        yield Writes(join_path(directory, name.text), program, tree=not call.has("-F", "--onefile"))


def nuitka(call: Call, root: Root) -> Iterator[Effect]:
    """A program beside the source, or below ``--output-dir``."""
    where = call.option("--output-dir")
    directory = call.path(where.text) if where else call.cwd
    yield from leaves(root, directory, native(call, root, "nuitka", "", LIKELY, BUNDLES)._replace(unnamed=not where))


def freeze(call: Call, root: Root) -> Iterator[Effect]:
    """``cxfreeze --target-dir``."""
    where = call.option("--target-dir", "--install-dir")
    yield Writes(
        call.path(where.text if where else "dist"), native(call, root, "cxfreeze", "", LIKELY, BUNDLES), tree=True
    )


def staticx(call: Call, root: Root) -> Iterator[Effect]:
    """``staticx IN OUT`` puts the libraries and the loader into the program."""
    operands = [arg.text for arg in call.operands("--loglevel", "-l")]
    if len(operands) == 2:
        yield Writes(
            call.path(operands[1]),
            static(call, root, "staticx", "", LIKELY, "staticx packs the libraries into the program"),
        )


def archive(call: Call, root: Root) -> Iterator[Effect]:
    """PEX and shiv: one file with packages, which an interpreter starts."""
    output = call.option("-o", "--output-file")
    if output:
        yield Writes(call.path(output.text), environment(call, root, call.name, None))


def cythonize(call: Call, root: Root) -> Iterator[Effect]:
    """``cythonize -i``: extension modules beside the sources."""
    if call.has("-i", "--inplace", "-b", "--build"):
        yield from leaves(root, call.cwd, environment(call, root, "cython", ["cython"]))


MODELS = {
    "pyinstaller": pyinstaller, "nuitka": nuitka, "nuitka3": nuitka, "cxfreeze": freeze, "staticx": staticx,
    "pex": archive, "shiv": archive, "cythonize": cythonize,
}  # fmt: skip
