"""Which packages a project installs, by its manifests and lock files, and which of them have native parts.

Read as text: a save hook cannot wait for a parser of megabytes. Sources: npm's package-lock.json (v2, v3),
yarn.lock (v1, berry), pnpm-lock.yaml; pip's requirements file format; uv.lock, poetry.lock, pdm.lock
and their file names of wheels (PEP 427, PEP 600, PEP 656); Bundler's Gemfile.lock.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

Read = Callable[[str], "str | None"]


class Listed(NamedTuple):
    """``names`` in lower case; ``complete``: what they depend on is among them.

    ``native`` are those of which the file itself shows compiled parts, ``pure`` those of which it
    shows that they have none.
    """

    names: tuple[str, ...]
    complete: bool
    native: tuple[str, ...] = ()
    pure: frozenset[str] = frozenset()


YARN = re.compile(r'^"?((?:@[^/@"\s]+/)?[^@"\s,:]+)@', re.MULTILINE)
PNPM = re.compile(r"^ {2}['\"]?/?((?:@[^/@'\"\s]+/)?[^/@'\"\s:(]+)[@/]\d", re.MULTILINE)
DEEPEST = 5


def node(read: Read, directory: str, *, production: bool) -> Listed | None:
    """The packages of a Node project; ``production``: without those for development only."""
    lock = _table(read(f"{directory}/package-lock.json") or read(f"{directory}/npm-shrinkwrap.json"))
    packages = lock.get("packages")
    if isinstance(packages, dict):
        entries = [
            (_node_name(path).lower(), facts)
            for path, facts in packages.items()
            if path and isinstance(facts, dict) and not facts.get("link") and not (production and facts.get("dev"))
        ]
        # What has no script to run when it is installed, and is for every system, compiles nothing.
        pure = frozenset(
            name for name, facts in entries if not facts.keys() & {"hasInstallScript", "os", "cpu", "libc"}
        )
        return _listed((name for name, _ in entries), complete=True)._replace(pure=pure)
    text = read(f"{directory}/package.json")
    manifest = _table(text)
    direct = _keys(manifest, "dependencies", "optionalDependencies", *(() if production else ("devDependencies",)))
    for file, pattern in (("yarn.lock", YARN), ("pnpm-lock.yaml", PNPM)):
        locked = read(f"{directory}/{file}")
        if locked is not None and not (production and _keys(manifest, "devDependencies")):
            return _listed(pattern.findall(locked), complete=True)
    return None if text is None else _listed(direct, complete=bool(manifest) and not direct)


def _node_name(path: str) -> str:
    return path.rpartition("node_modules/")[2] or path


REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>!~;@(].*|\\)?$")
NESTED = re.compile(r"^\s*(?:-r|--requirement)[\s=]+(\S+)")


def requirements(read: Read, paths: Iterable[str]) -> Listed | None:
    """The distributions that requirements files name; None where one is not there, or names what is no distribution."""
    names: list[str] = []
    complete = True
    for path in paths:
        found = _requirements(read, path, 0)
        if found is None:
            return None
        names += found.names
        complete = complete and found.complete
    return _listed(names, complete=complete)


def _requirements(read: Read, path: str, depth: int) -> Listed | None:
    text = read(path)
    if text is None or depth > DEEPEST:
        return None
    # pip-compile and uv export write what each came by, hashes, or both: then nothing is left out.
    complete = "# via" in text or "--hash=" in text
    names: list[str] = []
    for line in text.replace("\\\n", " ").splitlines():
        words = line.split(" #", 1)[0].split("\t#", 1)[0].strip()
        nested = NESTED.match(words)
        if nested:
            inner = _requirements(read, f"{path.rpartition('/')[0]}/{nested[1]}", depth + 1)
            if inner is None:
                return None
            names += inner.names
            complete = complete and inner.complete
        elif words and not words.startswith(
            ("#", "-c", "--constraint", "-i", "--index", "--extra-index", "--hash", "--")
        ):
            match = REQUIREMENT.match(words.split(" --", 1)[0].strip())
            if match is None:
                return None
            names.append(match[1])
    return _listed(names, complete=complete)


BLOCK = re.compile(r"^\[\[package\]\]\s*$", re.MULTILINE)
NAME = re.compile(r'^name\s*=\s*"([^"]+)"', re.MULTILINE)
NATIVE_WHEEL = re.compile(r"-(?:many|musl)?linux[\w.]*\.whl")
PURE_WHEEL = re.compile(r"-none-any\.whl")
DEPENDENCIES = re.compile(r"^dependencies\s*=\s*\[(.*?)^\]", re.MULTILINE | re.DOTALL)
DEPENDENCY = re.compile(r'name\s*=\s*"([^"]+)"')
OWN = re.compile(r"^source\s*=\s*\{\s*(?:editable|virtual)\s*=", re.MULTILINE)


def python_lock(read: Read, directory: str, *, production: bool) -> Listed | None:
    """The distributions that a lock file names, and what their wheels are.

    ``production``: without groups for development, as far as the file tells (uv's does).
    """
    for file in ("uv.lock", "poetry.lock", "pdm.lock"):
        text = read(f"{directory}/{file}")
        if text is None:
            continue
        blocks = {match[1].lower(): block for block in BLOCK.split(text)[1:] if (match := NAME.search(block))}
        if production:
            if file != "uv.lock":
                return None
            blocks = _reachable(blocks)
        native = [name for name, block in blocks.items() if NATIVE_WHEEL.search(block)]
        pure = frozenset(name for name, block in blocks.items() if PURE_WHEEL.search(block)) - frozenset(native)
        own = frozenset(name for name, block in blocks.items() if OWN.search(block))
        return Listed(tuple(name for name in blocks if name not in own), True, tuple(native), pure)
    return None


def _reachable(blocks: dict[str, str]) -> dict[str, str]:
    """What the project's own dependencies bring."""
    todo = [name for name, block in blocks.items() if OWN.search(block)]
    found: dict[str, str] = {}
    while todo:
        name = todo.pop()
        if name in found or name not in blocks:
            continue
        found[name] = blocks[name]
        for listed in DEPENDENCIES.findall(blocks[name]):
            todo += [one.lower() for one in DEPENDENCY.findall(listed)]
    return found


def pipfile_lock(read: Read, directory: str) -> Listed | None:
    """The distributions of a Pipfile.lock."""
    locked = _table(read(f"{directory}/Pipfile.lock"))
    return _listed(_keys(locked, "default"), complete=True) if locked else None


GEM = re.compile(r"^ {4}([\w.-]+) \(([^)]*)\)$", re.MULTILINE)


def gems(read: Read, directory: str) -> Listed | None:
    """The gems of a Gemfile.lock; one for a platform comes compiled."""
    text = read(f"{directory}/Gemfile.lock")
    if text is None:
        return None
    found = GEM.findall(text)
    native = [name for name, version in found if re.search(r"-(x86_64|aarch64|arm64|arm)-linux", version)]
    return _listed([name for name, _ in found], complete=True, native=native)


def has_extensions(text: str) -> bool | None:
    """Whether a setup.py builds compiled parts, read with libcst and not run; None when that cannot be told."""
    import libcst

    try:
        module = libcst.parse_module(text.encode("latin-1"))
    except (libcst.ParserSyntaxError, SyntaxError, ValueError, LookupError, RecursionError):
        return None
    finder = _Setup()
    try:
        finder.walk(module)
    except RecursionError:
        return None
    if finder.compiles:
        return True
    return False if finder.is_setup and not finder.is_open else None


# What makes a compiled part: of setuptools, Cython, pybind11, CMake, Rust, cffi.
MAKERS = frozenset(
    "Extension cythonize Pybind11Extension CMakeExtension RustExtension ParallelCompile intree_extensions "
    "mypycify CppExtension CUDAExtension NumpyExtension".split()
)
KEYWORDS = frozenset("ext_modules rust_extensions cffi_modules cython_modules ext_package libraries".split())


class _Setup:
    """What the calls of a setup.py say."""

    def __init__(self) -> None:
        self.compiles = self.is_setup = self.is_open = False

    def walk(self, node: object) -> None:
        import libcst

        if isinstance(node, libcst.Call):
            self._call(node)
        for child in getattr(node, "children", ()):
            self.walk(child)

    def _call(self, call: object) -> None:
        import libcst

        if not isinstance(call, libcst.Call):
            return
        function = call.func
        name = function.attr.value if isinstance(function, libcst.Attribute) else getattr(function, "value", "")
        if name in MAKERS:
            self.compiles = True
        if name != "setup":
            return
        self.is_setup = True
        for argument in call.args:
            if argument.star == "**":
                self.is_open = True
            keyword = argument.keyword.value if argument.keyword else ""
            is_empty = isinstance(argument.value, (libcst.List, libcst.Tuple)) and not argument.value.elements
            is_none = isinstance(argument.value, libcst.Name) and argument.value.value == "None"
            if keyword in KEYWORDS and not is_empty and not is_none:
                self.compiles = True


COMPILING_BACKENDS = re.compile(
    r'^\s*(?:build-backend\s*=\s*"(?:maturin|mesonpy|scikit_build_core[\w.]*|sipbuild[\w.]*|pdm\.pep517\.api)"|'
    r"requires\s*=\s*\[[^\]]*\"(?:cython|pybind11|setuptools-rust|cffi|numpy|scikit-build)\b)",
    re.MULTILINE | re.IGNORECASE,
)


def project_compiles(read: Read, directory: str) -> bool | None:
    """Whether a Python project itself has compiled parts: by its build system, else by its setup.py."""
    manifest = read(f"{directory}/pyproject.toml")
    if manifest is not None and COMPILING_BACKENDS.search(manifest):
        return True
    script = read(f"{directory}/setup.py")
    if script is not None:
        return has_extensions(script)
    return False if manifest is not None else None


def _listed(names: Iterable[str], *, complete: bool, native: Iterable[str] = ()) -> Listed:
    return Listed(tuple(dict.fromkeys(name.lower() for name in names)), complete, tuple(one.lower() for one in native))


def _table(text: str | None) -> dict[str, object]:
    if text is None:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _keys(table: dict[str, object], *sections: str) -> list[str]:
    return list(_all_keys(table, sections))


def _all_keys(table: dict[str, object], sections: Iterable[str]) -> Iterator[str]:
    for section in sections:
        found = table.get(section)
        if isinstance(found, dict):
            yield from (str(key) for key in found)
