"""What a Go program imports, as far as the build context tells: whether it uses cgo when cgo is on.

Source: the Go standard library (1.22): which of its packages use cgo, themselves or through others;
``go help packages``, ``go help buildconstraint`` (file names).
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache

from dfix.fact_file import FactFile
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

# Packages of the standard library that bring ``net`` or ``os/user``, which use cgo where it is on.
WITH_CGO = pattern(
    r"^(net|net/(http|rpc|smtp|mail|textproto)(/.*)?|os/user|crypto/(tls|x509)|log/syslog|mime/multipart|expvar|"
    r"archive/tar|plugin|runtime/cgo)$"
)
IMPORT = pattern(r'^[ \t]*import[ \t]+(?:[\w.]+[ \t]+)?"([^"\n]+)"', re.MULTILINE)
BLOCK = pattern(r"^[ \t]*import[ \t]*\(", re.MULTILINE)
IN_BLOCK = pattern(r'^[ \t]*(?:[\w.]+[ \t]+)?"([^"\n]+)"', re.MULTILINE)
MODULE = pattern(r"^[ \t]*module[ \t]+(\S+)", re.MULTILINE)
OTHER_SYSTEM = pattern(r"_(test|windows|darwin|freebsd|netbsd|openbsd|solaris|js|wasm|plan9|android|ios|aix)\.go$")
MOST_PACKAGES = 200
MOST_FILES = 1_000


class Imports(Enum):
    """What is known of the packages that a program is made of."""

    C = "C code"
    NET = "net or os/user"
    NEITHER = "neither net nor os/user"
    UNKNOWN = "not known"


class _Module(NamedTuple):
    """A Go module: the directory of its go.mod, and its path; ``path`` is empty where there is no go.mod."""

    directory: str
    path: str

    def has(self, package: str) -> bool:
        """Whether a package is one of the module's own."""
        return bool(self.path) and (package == self.path or package.startswith(f"{self.path}/"))

    def directory_of(self, package: str) -> str:
        """The directory of one of its packages."""
        return join_path(self.directory, "." + package[len(self.path) :])


class _Package(NamedTuple):
    """What the files of one package import.

    ``directories`` are those of imported packages that can be read; ``is_complete`` tells that the others
    are of the standard library.
    """

    imports: tuple[str, ...]
    directories: tuple[str, ...]
    is_complete: bool


def imports_of(root: Root, directory: str, packages: list[str]) -> Imports:
    """What the main packages, named as ``go build`` is given them, and those of their module import."""
    net, is_complete = False, True
    for package in _reached(root, directory, packages):
        if package is None:
            return Imports.UNKNOWN
        if "C" in package.imports or any(map(_needs_c, package.imports)):
            return Imports.C
        net = net or any(map(WITH_CGO.match, package.imports))
        is_complete = is_complete and package.is_complete
    if net:
        return Imports.NET
    return Imports.NEITHER if is_complete else Imports.UNKNOWN


def _reached(root: Root, directory: str, packages: list[str]) -> Iterator[_Package | None]:
    """The main packages and all that they reach; ends with None where one cannot be read, or they are too many."""
    module = _module(root, directory)
    files = [name for name in packages if name.endswith(".go")]
    todo = [_main_directory(directory, name, module) for name in packages or ["."]]
    seen: set[str] = set()
    files_read = 0
    while todo:
        place = todo.pop()
        if place in seen:
            continue
        seen.add(place)
        texts = list(_sources(root, place, files if place == directory else []))
        files_read += len(texts)
        if not texts or files_read > MOST_FILES:
            yield None
            return
        package = _package(root, module, texts)
        yield package
        todo += package.directories
        if len(seen) > MOST_PACKAGES:
            yield None
            return


def _package(root: Root, module: _Module, texts: list[str]) -> _Package:
    """A package by the texts of its files."""
    imports = tuple(name for text in texts for name in _imported(text))
    directories, is_complete = [], True
    for name in imports:
        vendored = f"{module.directory}/vendor/{name}"
        if module.has(name):
            directories.append(module.directory_of(name))
        elif _is_of_standard_library(name):
            continue
        elif root.names(vendored):
            directories.append(vendored)
        else:
            is_complete = False
    return _Package(imports, tuple(directories), is_complete)


def _is_of_standard_library(package: str) -> bool:
    """Whether an import path names no host."""
    return "." not in package.split("/", 1)[0]


_modules = FactFile[dict[str, str]](__file__, "go_modules.json")


@cache
def _c_modules() -> tuple[str, ...]:
    """Modules that are bindings to a C library, or bring one along."""
    return tuple(_modules()["cgo"].split())


def _needs_c(package: str) -> bool:
    """Whether a package is one of those modules, or in one; a major version may follow its path."""
    return any(package == module or package.startswith((f"{module}/", f"{module}.")) for module in _c_modules())


def _main_directory(cwd: str, package: str, module: _Module) -> str:
    """The directory of a main package, which ``go build`` is given as a file, a directory or an import path."""
    if package.endswith(".go"):
        return cwd
    if package != module.path and module.has(package):
        return module.directory_of(package)
    return join_path(cwd, package)


def _module(root: Root, directory: str) -> _Module:
    """The module of the nearest go.mod at or above a directory."""
    place = directory
    while place:
        text = root.read(f"{place}/go.mod")
        match = MODULE.search(text) if text else None
        if match:
            return _Module(place, match[1].strip('"'))
        place = place.rpartition("/")[0]
    return _Module(directory, "")


def _sources(root: Root, directory: str, files: list[str]) -> Iterator[str]:
    """The texts of these files, or of all Go files of a directory; tests and files for other systems are left out."""
    names = files or [name for name in root.names(directory) if name.endswith(".go")]
    for name in names:
        text = root.read(join_path(directory, name)) if not OTHER_SYSTEM.search(name) else None
        if text is not None:
            yield text


def _imported(text: str) -> Iterator[str]:
    """The paths that one file imports."""
    yield from IMPORT.findall(text)
    start = BLOCK.search(text)
    while start and (end := text.find(")", start.end())) >= 0:
        yield from IN_BLOCK.findall(text[start.end() : end])
        start = BLOCK.search(text, end)
