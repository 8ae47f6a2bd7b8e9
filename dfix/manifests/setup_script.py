"""Python's setup.py, read with libcst and never run."""

import re
from collections.abc import Iterator

from dfix.text.pattern import pattern
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst

# People write some hundred lines; libcst takes a second for some ten thousand.
LARGEST, MOST_LINES = 100_000, 3_000


def has_extensions(text: str) -> bool | None:
    """Whether a setup.py builds compiled parts, read with libcst and not run; None when that is not known."""
    finder = _read(text)
    if finder is None or finder.compiles:
        return None if finder is None else True
    return False if finder.is_setup and not finder.is_open else None


def linked_libraries(text: str) -> tuple[str, ...]:
    """The names of the libraries that the extensions of a setup.py link (``libraries=["png"]``), as far as written."""
    finder = _read(text)
    return tuple(dict.fromkeys(finder.libraries)) if finder else ()


def _read(text: str) -> "_Setup | None":
    """What the calls of a setup.py say; None where it cannot be read."""
    if len(text) > LARGEST or text.count("\n") > MOST_LINES:
        return None
    import libcst

    try:
        module = libcst.parse_module(text.encode("latin-1"))
        finder = _Setup()
        finder.walk(module)
    except (libcst.ParserSyntaxError, SyntaxError, ValueError, LookupError, RecursionError):
        return None
    return finder


# What makes a compiled part: of setuptools, Cython, pybind11, CMake, Rust, cffi.
MAKERS = frozenset(
    "Extension cythonize Pybind11Extension CMakeExtension RustExtension ParallelCompile intree_extensions "
    "mypycify CppExtension CUDAExtension NumpyExtension".split()
)
COMPILERS = pattern(
    r"\s*(cython|pybind11|cffi|setuptools[-_]rust|scikit-build|nanobind|swig|mypy|numpy)\b", re.IGNORECASE
)
LINKS = "libraries"
KEYWORDS = frozenset("ext_modules rust_extensions cffi_modules cython_modules ext_package libraries".split())


class _Setup:
    """What the calls of a setup.py say."""

    def __init__(self) -> None:
        self.compiles = self.is_setup = self.is_open = False
        self.libraries: list[str] = []

    def walk(self, node: object) -> None:
        import libcst

        if isinstance(node, libcst.Call):
            self._call(node)
        for child in getattr(node, "children", ()):
            self.walk(child)

    def _call(self, call: "libcst.Call") -> None:
        import libcst

        function = call.func
        name = function.attr.value if isinstance(function, libcst.Attribute) else getattr(function, "value", "")
        if name in MAKERS:
            self.compiles = True
            named = (argument.value for argument in call.args if argument.keyword and argument.keyword.value == LINKS)
            self.libraries += (text for value in named for text in _texts(value))
        if name == "setup":
            self.is_setup = True
            self.is_open = self.is_open or any(argument.star == "**" for argument in call.args)
            self.compiles = self.compiles or any(map(_argument_compiles, call.args))


def _texts(value: object) -> Iterator[str]:
    """The texts that a list or a tuple holds as they are written."""
    import libcst

    for element in value.elements if isinstance(value, (libcst.List, libcst.Tuple)) else ():
        text = element.value.evaluated_value if isinstance(element.value, libcst.SimpleString) else None
        if isinstance(text, str):
            yield text


def _argument_compiles(argument: "libcst.Arg") -> bool:
    """Whether an argument of ``setup()`` names a compiled part, or what compiles one."""
    import libcst

    keyword, value = argument.keyword.value if argument.keyword else "", argument.value
    if isinstance(value, (libcst.List, libcst.Tuple)) and not value.elements:
        return False
    if keyword in KEYWORDS:
        return not (isinstance(value, libcst.Name) and value.value == "None")
    return keyword == "setup_requires" and _names_compiler(value)


def _names_compiler(node: object) -> bool:
    """Whether a list of requirements has one that compiles."""
    import libcst

    if isinstance(node, libcst.SimpleString):
        value = node.evaluated_value
        return isinstance(value, str) and COMPILERS.match(value) is not None
    return any(_names_compiler(child) for child in getattr(node, "children", ()))
