"""The libraries of a program that ``deno compile`` makes: those of Deno itself (denoland/deno#26387)."""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """The unwinder of Rust programs."""
    yield Need("libgcc_s.so.1", Evidence.KNOWN_RUNTIME.sure, "Deno's runtime is written in Rust", ready_made=True)
