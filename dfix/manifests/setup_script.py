"""Python's setup.py, read as tokens and never run."""

import re
from collections.abc import Collection, Iterator

from dfix.syntax.python import STRING, Line, PythonError, lines
from dfix.text.pattern import pattern

LARGEST = 100_000
# What makes a compiled part: of setuptools, Cython, pybind11, CMake, Rust, cffi.
MAKERS = frozenset(
    "Extension cythonize Pybind11Extension CMakeExtension RustExtension ParallelCompile intree_extensions "
    "mypycify CppExtension CUDAExtension NumpyExtension".split()
)
COMPILERS = pattern(
    r"\s*(cython|pybind11|cffi|setuptools[-_]rust|scikit-build|nanobind|swig|mypy|numpy)\b", re.IGNORECASE
)
LINKS = "libraries"
ARGUMENTS = frozenset("ext_modules rust_extensions cffi_modules cython_modules ext_package libraries".split())


def has_extensions(text: str) -> bool | None:
    """Whether a setup.py builds compiled parts; None when that is not known. It is not run."""
    setup = _read(text)
    if setup is None or setup.compiles:
        return None if setup is None else True
    return False if setup.is_called and not setup.is_open else None


def linked_libraries(text: str) -> tuple[str, ...]:
    """The names of the libraries that the extensions of a setup.py link (``libraries=["png"]``), as far as written."""
    setup = _read(text)
    return tuple(dict.fromkeys(setup.libraries)) if setup else ()


def required_packages(text: str, extras: Collection[str] = ()) -> tuple[str, ...]:
    """The requirements that ``install_requires`` of a setup.py lists, as far as they are written there.

    With those that its ``extras_require`` lists for some extras.
    """
    setup = _read(text)
    if setup is None:
        return ()
    chosen = (one for extra in extras for one in setup.extras.get(extra, ()))
    return tuple(dict.fromkeys((*setup.requires, *chosen)))


def _read(text: str) -> "_Setup | None":
    """What the calls of a setup.py say; None where it cannot be read."""
    if len(text) > LARGEST:
        return None
    setup = _Setup()
    try:
        for line in lines(text):
            setup.read(line)
    except PythonError:
        return None
    return setup


class _Setup:
    """What the calls of a setup.py say; ``is_open``: ``setup()`` has arguments that are put together elsewhere."""

    def __init__(self) -> None:
        self.compiles = self.is_called = self.is_open = False
        self.libraries: list[str] = []
        self.requires: list[str] = []
        self.extras: dict[str, list[str]] = {}

    def read(self, line: Line) -> None:
        """Read the calls of a line."""
        for number in range(len(line.tokens)):
            if line.word(number + 1) == "(" and line.word(number - 1) not in ("def", "class"):
                self._call(line, line.word(number), number + 1)

    def _call(self, line: Line, name: str, opened: int) -> None:
        """Read a call whose bracket is the token ``opened``."""
        if name == "setup":
            self.is_called = True
        elif name in MAKERS:
            self.compiles = True
        else:
            return
        for first, last in line.parts(opened + 1, line.closing[opened]):
            keyword = line.word(first) if line.word(first + 1) == "=" else ""
            if name != "setup":
                self.libraries += _texts(line, first + 2, last) if keyword == LINKS else ()
                continue
            self.requires += _texts(line, first + 2, last) if keyword == "install_requires" else ()
            if keyword == "extras_require":
                self._read_extras(line, first + 2, last)
            self.is_open = self.is_open or line.word(first) == "**"
            self.compiles = self.compiles or _compiles(line, keyword, first + 2, last)

    def _read_extras(self, line: Line, start: int, end: int) -> None:
        """Read ``{"extra": ["requirement"]}``, whose tokens are from ``start`` on."""
        if line.word(start) == "{" and line.closing[start] == end - 1:
            for first, last in line.parts(start + 1, end - 1):
                if line.tokens[first].kind == STRING and line.word(first + 1) == ":":
                    self.extras.setdefault(_text(line, first), []).extend(_texts(line, first + 2, last))


def _texts(line: Line, start: int, end: int) -> Iterator[str]:
    """The texts that a list or a tuple holds as they are written; its tokens are from ``start`` on."""
    if line.word(start) in ("(", "[") and line.closing[start] == end - 1:
        for first, last in line.parts(start + 1, end - 1):
            if last == first + 1 and line.tokens[first].kind == STRING:
                yield _text(line, first)


def _text(line: Line, number: int) -> str:
    """What a string holds, as it is written between its quotes."""
    token = line.tokens[number]
    return line.text[token.start : token.end].lstrip("rRbBuU").strip("'\"")


def _compiles(line: Line, keyword: str, start: int, end: int) -> bool:
    """Whether an argument of ``setup()`` names a compiled part, or what compiles one: its value is these tokens."""
    is_empty = line.word(start) in ("(", "[") and line.closing[start] == start + 1
    if keyword in ARGUMENTS:
        return not is_empty and not (end == start + 1 and line.word(start) == "None")
    return keyword == "setup_requires" and any(
        line.tokens[number].kind == STRING and COMPILERS.match(_text(line, number)) for number in range(start, end)
    )
