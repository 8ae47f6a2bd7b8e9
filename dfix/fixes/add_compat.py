"""Add Alpine's compatibility package for programs that were built for glibc."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.findings import Applicability, Change, Family, Fix, Growth, Repair
from dfix.fixes.install_package import installation, obstacle_to
from dfix.images import Libc, Release, version_key
from dfix.images.packages import packages_of_libraries
from dfix.trace.knowledge.needs import needs_of
from dfix.trace.knowledge.provides import lacks_library
from dfix.trace.landing import Landing
from dfix.trace.result import Trace

COMPAT = Repair(
    "install-compat",
    "`apk add gcompat`, with the C++ and Rust libraries where they are needed",
    "imitates glibc: simple programs run, others miss symbols; it only probably cures",
    Applicability.UNSAFE,
    Change.INSTRUCTION,
    Growth.SMALL,
    Confidence.POSSIBLE,
    Family.COMPAT,
)
# gcompat came with Alpine 3.11; older releases have libc6-compat (aports history).
FIRST_GCOMPAT = (3, 11)
RUNTIME_LIBRARIES = {"c++": ("libstdc++", "libgcc"), "rust": ("libgcc",)}


def add_compat(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """``apk add gcompat`` in the landing stage, with the libraries that the program needs beside libc's."""
    abi, release = landing.artifact.abi, landing.stage.root.release
    if abi is None or abi.libc is not Libc.GLIBC or release is None or release.distro != "alpine":
        return
    needed = (_compat(release), *RUNTIME_LIBRARIES.get(landing.artifact.language, ()), *_libraries(trace, landing))
    missing = tuple(name for name in dict.fromkeys(needed) if name not in landing.stage.root.packages)
    title = f"install {' '.join(missing)}"
    if missing and (obstacle := obstacle_to(landing.stage, missing)):
        yield COMPAT.blocked(title, obstacle)
    elif missing:
        yield COMPAT.fix(title, installation(trace, landing.stage, missing))


def _libraries(trace: Trace, landing: Landing) -> tuple[str, ...]:
    """The packages of the libraries that the program needs and the stage lacks."""
    root, builder = landing.stage.root, trace.builder(landing.artifact)
    needs = [need for need in needs_of(landing.artifact, builder.root if builder else None) if not need.own]
    absent = [need.soname for need in needs if need.sure > Confidence.POSSIBLE and lacks_library(root, need.soname)]
    return packages_of_libraries(absent, root.release) if root.release else ()


def _compat(release: Release) -> str:
    """The compatibility package of a release of Alpine."""
    version = release.version or ""
    return "libc6-compat" if version[:1].isdigit() and version_key(version) < FIRST_GCOMPAT else "gcompat"
