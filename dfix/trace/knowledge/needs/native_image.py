"""The library that a native image of GraalVM needs: zlib, unless everything but libc is linked in.

Source: GraalVM's guide "Build a Statically Linked or Mostly-Statically Linked Native Executable".
"""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root

MOSTLY_STATIC = ("--static-nolibc", "StaticExecutableWithDynamicLibC")


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """Zlib."""
    words = " ".join(artifact.made.call.texts) if artifact.made else ""
    if artifact.is_dynamic and not any(word in words for word in MOSTLY_STATIC):
        yield Need("libz.so.1", Evidence.KNOWN_RUNTIME.sure, "GraalVM links zlib into native images dynamically")
