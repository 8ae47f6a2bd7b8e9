"""The libraries that a language's packages need, by the packages' names.

``data/package_libraries.json``: ``compiled`` are packages that are compiled where they are installed, since nobody
publishes them ready made for Linux; ``ready_made`` are those that are published, and find libraries of the system when
they are loaded (measured: the dynamic sections of their files).
"""

from collections.abc import Iterator, Mapping

from dfix.confidence import Confidence
from dfix.fact_file import FactFile
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root
from dfix.values import TypeAlias

# By language, by package: the sonames, parted by blanks.
Sonames: TypeAlias = Mapping[str, Mapping[str, str]]


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """The libraries of an environment's packages that were compiled against some, or that look for some."""
    environment, release = artifact.environment, builder.release if builder else None
    # Other distributions may have MySQL's own client library instead of MariaDB's.
    if environment is None or release is None or release.distro not in ("debian", "alpine"):
        return
    compiled = _facts()["compiled"].get(environment.language, {})
    for package in environment.packages:
        if package in compiled:
            yield Need(compiled[package], Confidence.CERTAIN, f"{package} is compiled against it", package=package)
    yield from _ready_made(environment.language, environment.names)


def _ready_made(language: str, names: tuple[str, ...]) -> Iterator[Need]:
    """What published packages look for when they are loaded."""
    libraries = _facts()["ready_made"].get(language, {})
    for package in names:
        for soname in libraries.get(package, "").split():
            because = f"what is published of {package} looks for it"
            yield Need(soname, Confidence.CERTAIN, because, package=package, ready_made=True)


_facts = FactFile[Mapping[str, Sonames]](__file__, "package_libraries.json")
