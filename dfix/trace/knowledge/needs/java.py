"""The native libraries that packages of a Java program need (see ``portable_packages.py``)."""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.knowledge.portable_packages import library_of
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root

REASONS = {
    "libfontconfig.so.1": "draws text with Java's AWT, which reads fonts through fontconfig",
    "libgomp.so.1": "loads a library that uses OpenMP",
    "libstdc++.so.6": "loads a library that is written in C++",
}


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """Fontconfig for Java's AWT, the C++ runtime for a database."""
    for package in artifact.environment.packages if artifact.environment else ():
        soname = library_of("java", package)
        because = f"{package} {REASONS[soname]}"
        yield Need(soname, Evidence.PROJECT_FILE.sure, because, package=package, ready_made=True)
