"""The libraries of a Haskell program: GMP for its integers; libnuma where GHC was built with it.

Source: GHC's user guide ("GHC Backends", "Runtime system options, --numa"); the official image installs libnuma-dev
for linking.
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.trace.knowledge.builder_libraries import can_link
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """GMP, and perhaps libnuma."""
    yield Need("libgmp.so.10", Confidence.LIKELY, "GHC links GMP into programs for its integers")
    if builder is not None and can_link("numa", builder):
        yield Need("libnuma.so.1", Confidence.POSSIBLE, "GHC's runtime may be built with libnuma")
