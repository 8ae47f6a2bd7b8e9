"""Python: pip's requirements files, and the build system of pyproject.toml."""

import re
from collections.abc import Iterable

from dfix.manifests.listed import Listed, Read
from dfix.manifests.setup_script import has_extensions
from dfix.text.pattern import pattern

DEEPEST = 5
REQUIREMENT = pattern(r"^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>!~;@(].*|\\)?$")
NESTED = pattern(r"^\s*(?:-r|--requirement)[\s=]+(\S+)")


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
    return Listed.of(names, complete=complete)


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
    return Listed.of(names, complete=complete)


COMPILING_BACKENDS = pattern(
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
