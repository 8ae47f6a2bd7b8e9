"""What a product needs of the root in which it runs: shared libraries, and symbol versions in them.

There is one file a family of products, with a function ``needs(artifact, builder)``. It is named after the
toolchain (``php.py``), the language of an environment (``python.py``) or of a program, and it is imported only
where such a product is judged. ``packages.py`` is for every environment whose language has no file, ``downloads.py``
for what was downloaded, ``images.py`` for what an image brought. To add a family is to add a file. The interpreter
that a product needs is not here but in ``programs.py``.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from dfix.evidence import Evidence
from dfix.text.pattern import pattern
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root
from dfix.values import TypeAlias

__all__ = ["Need", "needs_of"]

Family: TypeAlias = Callable[[Artifact, Root | None], Iterator[Need]]
# Toolchains and languages that share a file.
SHARED = {
    "make": "cc", "cmake": "cc", "c": "cc", "c++": "cc", "cargo": "rust", "rustc": "rust",
    "go": "links", "php": "links",
}  # fmt: skip
# A toolchain may be a script that the Dockerfile names (``tools/build.sh``): a name is no module unless it can be one.
MODULE = pattern(r"[a-z]\w*")
NOT_FAMILIES = frozenset({"copied", "known_projects", "need", "openssl"})


def needs_of(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What an artifact needs beside libc's own libraries; ``builder`` is the root it was built in, where known."""
    for soname in artifact.needs:
        yield Need(soname, Evidence.MEASURED_FILE.sure, artifact.because, ready_made=artifact.made is None)
    family = next((family for name in _names(artifact) if (family := _family(name))), None)
    if family is not None:
        yield from family(artifact, builder)


def _names(artifact: Artifact) -> Iterator[str]:
    """What the file of the artifact's family may be called, the closest first."""
    if artifact.environment is not None:
        yield from (artifact.environment.language, "packages")
    elif artifact.made is not None:
        yield from (artifact.made.toolchain.name, artifact.language)
    elif artifact.is_download:
        yield "downloads"
    elif artifact.is_from_image:
        yield "images"


@cache
def _family(name: str) -> Family | None:
    """The function of a family's file; None where there is no such file."""
    file = SHARED.get(name, name).replace("-", "_")
    module = f"{__name__}.{file}"
    if not MODULE.fullmatch(file) or file in NOT_FAMILIES:
        return None
    try:
        family: Family = import_module(module).needs
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None
    return family
