"""What a Go program imports, as far as the build context tells: whether it uses cgo when cgo is on.

Source: the Go standard library (1.22): which of its packages use cgo, themselves or through others;
``go help packages``, ``go help buildconstraint`` (file names).
"""

from collections.abc import Iterator, Sequence
from enum import Enum

from dfix.manifests.go import MODULE, PACKAGE, imported, is_built, linked, replacements
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge.go_modules import Module, module_of
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

# Packages of the standard library that bring ``net`` or ``os/user``, which use cgo where it is on.
WITH_NET = pattern(
    r"^(net|net/(http|rpc|smtp|mail|textproto)(/.*)?|crypto/(tls|x509)|log/syslog|mime/multipart|expvar|"
    r"plugin|runtime/cgo)$"
)
# A module's major version at the end of its path.
MAJOR = pattern(r"/v\d+$")
WITH_USER = pattern(r"^(os/user|archive/tar)$")
NO_PROGRAMS = frozenset({"vendor", "testdata", "node_modules"})
MOST_PACKAGES = 200
MOST_FILES = 1_000
MOST_DIRECTORIES = 300


class Imports(Enum):
    """What is known of the packages that a program is made of."""

    C = "C code"
    USER = "os/user"
    NET = "net or os/user"
    NEITHER = "neither net nor os/user"
    UNKNOWN = "not known"


class Sources(NamedTuple):
    """What a ``go`` command builds: the packages that it names, seen from ``directory``, and its build tags."""

    directory: str
    packages: tuple[str, ...]
    tags: frozenset[str] = frozenset()


class Program(NamedTuple):
    """What is known of a program's packages.

    ``modules`` are those in the table of modules that need cgo, ``links`` the libraries of the system that
    its own files, and vendored ones, name in ``#cgo`` lines, as ``-l`` or pkg-config names them. ``is_read``:
    all of its packages have been read; ``opens_plugins``: one of them imports ``plugin``.
    """

    imports: Imports
    modules: tuple[Module, ...] = ()
    links: tuple[str, ...] = ()
    is_read: bool = False
    opens_plugins: bool = False


NOT_KNOWN = Program(Imports.UNKNOWN)


class _Home(NamedTuple):
    """The Go module in which a program is: the directory of its go.mod, its path; empty where there is no go.mod.

    ``replaced`` are the modules for which it has directories of its own, and these.
    """

    directory: str
    path: str
    replaced: tuple[tuple[str, str], ...] = ()

    def has(self, package: str) -> bool:
        """Whether a package is one of the module's own."""
        return bool(self.path) and (package == self.path or package.startswith(f"{self.path}/"))

    def directory_of(self, package: str) -> str:
        """The directory of one of its packages."""
        return join_path(self.directory, "." + package[len(self.path) :])

    def replacement_of(self, package: str) -> str:
        """The directory of a package whose module is replaced by a directory; empty where it is not."""
        for name, directory in self.replaced:
            if package == name or package.startswith(f"{name}/"):
                return join_path(self.directory, f"{directory}/{package[len(name) + 1 :]}".rstrip("/"))
        return ""

    def package_in(self, directory: str) -> str:
        """The import path of the package in a directory of the module; empty where there is no go.mod."""
        rest = directory.removeprefix(self.directory.rstrip("/"))
        return f"{self.path}{rest}" if self.path else ""


class _Package(NamedTuple):
    """What the files of one package import and link.

    ``directories`` are those of imported packages that can be read; ``is_complete`` tells that the others
    are of the standard library.
    """

    imports: tuple[str, ...]
    links: tuple[str, ...]
    directories: tuple[str, ...]
    is_complete: bool


def program_of(root: Root, sources: Sources) -> Program:
    """What the main packages, named as ``go build`` is given them, and those of their module import."""
    packages = list(_reached(root, sources))
    read = [package for package in packages if package is not None]
    names = dict.fromkeys(name for package in read for name in package.imports)
    modules = tuple(dict.fromkeys(module for name in names if (module := module_of(name))))
    links = tuple(dict.fromkeys(link for package in read for link in package.links))
    is_read = all(one and one.is_complete for one in packages)
    return Program(_imports(names, modules, is_complete=is_read), modules, links, is_read, "plugin" in names)


def _imports(names: dict[str, None], modules: tuple[Module, ...], *, is_complete: bool) -> Imports:
    if "C" in names or modules:
        return Imports.C
    if any(map(WITH_NET.match, names)):
        return Imports.NET
    if any(map(WITH_USER.match, names)):
        return Imports.USER if is_complete else Imports.NET
    return Imports.NEITHER if is_complete else Imports.UNKNOWN


def home_of(root: Root, directory: str) -> str:
    """The directory of the nearest go.mod at or above a directory; the directory itself where there is none."""
    return _home(root, directory).directory


def program_name(root: Root, directory: str) -> str:
    """What ``go build`` calls the program in a directory: the last part of its import path; empty where not known."""
    return last_of(_home(root, directory).package_in(directory))


def last_of(package: str) -> str:
    """The last part of an import path, of a path or of a file's name; a major version at its end does not count."""
    return MAJOR.sub("", package.rstrip("/")).rsplit("/", 1)[-1].removesuffix(".go")


def programs_below(root: Root, sources: Sources) -> Iterator[str]:
    """The directories of the main packages that a pattern such as ``./...`` means; none where they are too many."""
    todo = [join_path(sources.directory, name.partition("...")[0]) for name in sources.packages]
    found: list[str] = []
    seen = 0
    while todo:
        place = todo.pop()
        seen += 1
        if seen > MOST_DIRECTORIES:
            return
        names = root.names(place)
        if _is_program(root, place, names, sources.tags):
            found.append(place)
        # A name with an ending is hardly a directory's, and looking costs a call to the system.
        todo += [f"{place}/{name}" for name in names if "." not in name and name not in NO_PROGRAMS and name[0] != "_"]
    yield from sorted(found)


def _is_program(root: Root, directory: str, names: Sequence[str], tags: frozenset[str]) -> bool:
    texts = _sources(root, directory, [name for name in names if name.endswith(".go")], tags)
    return any((package := PACKAGE.search(text)) and package[1] == "main" for text in texts)


def _reached(root: Root, sources: Sources) -> Iterator[_Package | None]:
    """The main packages and all that they reach; ends with None where one cannot be read, or they are too many."""
    home = _home(root, sources.directory)
    files = [name for name in sources.packages if name.endswith(".go")]
    todo = [place for name in sources.packages or (".",) for place in _directories(root, sources, name, home)]
    seen: set[str] = set()
    files_read = 0
    while todo:
        place = todo.pop()
        if place in seen:
            continue
        seen.add(place)
        texts = list(_sources(root, place, files if place == sources.directory else [], sources.tags))
        files_read += len(texts)
        if not texts or files_read > MOST_FILES or len(seen) > MOST_PACKAGES:
            yield None
            return
        package = _package(root, home, texts)
        yield package
        todo += package.directories


def _package(root: Root, home: _Home, texts: list[str]) -> _Package:
    """A package by the texts of its files."""
    imports = tuple(name for text in texts for name in imported(text))
    links = tuple(name for text in texts if "#cgo" in text for name in linked(text))
    directories, is_complete = [], True
    for name in imports:
        vendored = f"{home.directory}/vendor/{name}"
        if home.has(name):
            directories.append(home.directory_of(name))
        elif _is_of_standard_library(name):
            continue
        elif root.names(vendored):
            directories.append(vendored)
        elif (replaced := home.replacement_of(name)) and root.names(replaced):
            directories.append(replaced)
        else:
            is_complete = False
    return _Package(imports, links, tuple(directories), is_complete)


def _is_of_standard_library(package: str) -> bool:
    """Whether an import path names no host."""
    return "." not in package.split("/", 1)[0]


def _directories(root: Root, sources: Sources, package: str, home: _Home) -> list[str]:
    """The directories of the main packages that an argument means; that of a pattern itself where it has none."""
    top = package.partition("...")[0]
    found = list(programs_below(root, sources._replace(packages=(top or ".",)))) if top != package else []
    return found or [_main_directory(sources.directory, package, home)]


def _main_directory(cwd: str, package: str, home: _Home) -> str:
    """The directory of a main package, which ``go build`` is given as a file, a directory or an import path."""
    if package.endswith(".go"):
        return cwd
    if package != home.path and home.has(package):
        return home.directory_of(package)
    return join_path(cwd, package)


def _home(root: Root, directory: str) -> _Home:
    """The module of the nearest go.mod at or above a directory."""
    place = directory
    while place:
        text = root.read(f"{place}/go.mod")
        match = MODULE.search(text) if text else None
        if match:
            return _Home(place, match[1].strip('"'), tuple(replacements(text or "")))
        place = place.rpartition("/")[0]
    return _Home(directory, "")


def _sources(root: Root, directory: str, files: Sequence[str], tags: frozenset[str]) -> Iterator[str]:
    """The texts of these files, or of all Go files of a directory, that a build takes in."""
    for name in files or [name for name in root.names(directory) if name.endswith(".go")]:
        text = root.read(join_path(directory, name)) if is_built(name, "", tags) else None
        if text is not None and (name in files or is_built(name, text, tags)):
            yield text
