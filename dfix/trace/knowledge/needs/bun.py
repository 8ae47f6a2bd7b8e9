"""The libraries of a program that ``bun build --compile`` makes: those of Bun itself.

The build for glibc has its C++ runtime inside; the one for musl does not (Bun's image on Alpine installs it).
"""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.images import Libc
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """The C++ runtime, for musl."""
    if artifact.abi and artifact.abi.libc is Libc.MUSL:
        for soname in ("libstdc++.so.6", "libgcc_s.so.1"):
            yield Need(soname, Evidence.KNOWN_RUNTIME.sure, "Bun's runtime for musl is written in C++", ready_made=True)
