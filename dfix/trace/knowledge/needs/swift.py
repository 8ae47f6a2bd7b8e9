"""The libraries of a Swift program: Swift's own, or the C++ runtime where those are linked in.

Source: swift.org, "Swift on Server, Packaging": the slim images hold the libraries that programs need.
"""

import re
from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.text.paths import join_path
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root

STATIC = ("--static-swift-stdlib", "-static-stdlib")
SWIFT = "libswiftCore.so"
# Swift's forums and its images' package lists: FoundationNetworking is written on curl, FoundationXML on libxml2.
OF_SYSTEM = {"FoundationNetworking": "libcurl.so.4", "FoundationXML": "libxml2.so.2"}
MOST_SOURCES = 60


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """Swift's core library stands for all of them."""
    words = artifact.made.call.texts if artifact.made else ()
    if any(word in STATIC for word in words):
        for soname in ("libstdc++.so.6", "libgcc_s.so.1"):
            yield Need(
                soname, Evidence.KNOWN_RUNTIME.sure, "Swift's own libraries, which are linked in, are written in C++"
            )
        yield from _of_foundation(artifact, builder)
    else:
        yield Need(SWIFT, Evidence.KNOWN_RUNTIME.sure, "the program links Swift's own libraries", ready_made=True)


def _of_foundation(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What parts of Foundation link of the system, where the project's sources import them."""
    if builder is None or not builder.context or artifact.made is None:
        return
    text = "\n".join(_sources(builder, artifact.made.call.cwd))
    for module, soname in OF_SYSTEM.items():
        if re.search(rf"^\s*import\s+{module}\b", text, re.MULTILINE):
            yield Need(soname, Evidence.SOURCE.sure, f"{module} links it", ready_made=True)


def _sources(builder: Root, home: str) -> Iterator[str]:
    """The texts of the Swift sources two levels below ``Sources``."""
    top = join_path(home, "Sources")
    for target in builder.names(top):
        for name in builder.names(join_path(top, target))[:MOST_SOURCES]:
            if name.endswith(".swift"):
                yield builder.read(join_path(top, f"{target}/{name}")) or ""
