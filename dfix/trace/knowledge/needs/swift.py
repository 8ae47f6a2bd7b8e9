"""The libraries of a Swift program: Swift's own, or the C++ runtime where those are linked in.

Source: swift.org, "Swift on Server, Packaging": the slim images hold the libraries that programs need.
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root

STATIC = ("--static-swift-stdlib", "-static-stdlib")
SWIFT = "libswiftCore.so"


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """Swift's core library stands for all of them."""
    words = artifact.made.call.texts if artifact.made else ()
    if any(word in STATIC for word in words):
        for soname in ("libstdc++.so.6", "libgcc_s.so.1"):
            yield Need(soname, Confidence.LIKELY, "Swift's own libraries, which are linked in, are written in C++")
    else:
        yield Need(SWIFT, Confidence.LIKELY, "the program links Swift's own libraries", ready_made=True)
