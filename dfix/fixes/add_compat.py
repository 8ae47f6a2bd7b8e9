"""Add Alpine's compatibility package for programs that were built for glibc."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.findings import Applicability, Change, Family, Fix, Growth, Repair
from dfix.fixes.install_package import installation
from dfix.images import Libc, Release, version_key
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
    """``apk add gcompat`` in the landing stage, with the libraries of C++ and Rust for programs in them."""
    abi, release = landing.artifact.abi, landing.stage.root.release
    if abi is None or abi.libc is not Libc.GLIBC or release is None or release.distro != "alpine":
        return
    needed = (_compat(release), *RUNTIME_LIBRARIES.get(landing.artifact.language, ()))
    missing = tuple(name for name in needed if name not in landing.stage.root.packages)
    if missing:
        yield COMPAT.fix(f"install {' '.join(missing)}", installation(trace, landing.stage, missing))


def _compat(release: Release) -> str:
    """The compatibility package of a release of Alpine."""
    version = release.version or ""
    return "libc6-compat" if version[:1].isdigit() and version_key(version) < FIRST_GCOMPAT else "gcompat"
