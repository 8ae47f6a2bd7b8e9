"""What a Go program imports, as far as the build context tells: whether it uses cgo when cgo is on.

Source: the Go standard library (1.22): which of its packages use cgo, themselves or through others;
``go help packages``, ``go help buildconstraint`` (file names).
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache

from dfix.fact_file import FactFile
from dfix.text.pattern import pattern
from dfix.trace.state.call import join_path
from dfix.trace.state.root import Root

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


def imports_of(root: Root, directory: str, packages: list[str]) -> Imports:
    """What the main packages, named as ``go build`` is given them, and those of their module import."""
    module_root, module = _module(root, directory)
    todo = [_directory(directory, name, module_root, module) for name in packages or ["."]]
    files = [name for name in packages if name.endswith(".go")]
    seen: set[str] = set()
    found, third, read = Imports.NEITHER, False, 0
    while todo:
        place = todo.pop()
        if place in seen:
            continue
        seen.add(place)
        texts = list(_sources(root, place, files if place == directory and files else None))
        read += len(texts)
        if not texts or read > MOST_FILES:
            return Imports.UNKNOWN
        imported = [name for text in texts for name in _imported(text)]
        if "C" in imported or any(_needs_c(name) for name in imported):
            return Imports.C
        if any(WITH_CGO.match(name) for name in imported):
            found = Imports.NET
        for name in imported:
            if module and (name == module or name.startswith(f"{module}/")):
                todo.append(join_path(module_root, "." + name[len(module) :]))
            elif "." in name.split("/", 1)[0]:
                vendored = f"{module_root}/vendor/{name}"
                if root.names(vendored):
                    todo.append(vendored)
                else:
                    third = True
        if len(seen) > MOST_PACKAGES:
            return Imports.UNKNOWN
    return Imports.UNKNOWN if third and found is Imports.NEITHER else found


_modules = FactFile[dict[str, str]](__file__, "go_modules.json")


@cache
def _c_modules() -> tuple[str, ...]:
    """Modules that are bindings to a C library, or bring one along."""
    return tuple(_modules()["cgo"].split())


def _needs_c(package: str) -> bool:
    """Whether a package is one of those modules, or in one; a major version may stand behind its path."""
    return any(package == one or package.startswith((f"{one}/", f"{one}.")) for one in _c_modules())


def _directory(cwd: str, package: str, module_root: str, module: str) -> str:
    if package.endswith(".go"):
        return cwd
    if module and package.startswith(f"{module}/"):
        return join_path(module_root, package[len(module) + 1 :])
    return join_path(cwd, package)


def _module(root: Root, directory: str) -> tuple[str, str]:
    """The directory of the nearest go.mod, and its module's path; empty where there is none."""
    place = directory
    while place:
        text = root.read(f"{place}/go.mod")
        match = MODULE.search(text) if text else None
        if match:
            return place, match[1].strip('"')
        place = place.rpartition("/")[0]
    return directory, ""


def _sources(root: Root, directory: str, files: list[str] | None) -> Iterator[str]:
    """The Go files of one directory, tests and files for other systems left out."""
    names = files if files is not None else [n for n in root.names(directory) if n.endswith(".go")]
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
