"""Download the build for the target platform instead of that for one written architecture."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import replace
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.fixes.build_for_target import declared
from dfix.text import Edit
from dfix.trace.knowledge.fixed_architecture import Fixed
from dfix.trace.result import Trace

DOWNLOAD_FOR_TARGET = Repair(
    "download-for-target",
    "`${TARGETARCH}` or `$(uname -m)` instead of one architecture in a download",
    "the vendor must publish the file for the other platforms under the same name; a checksum holds for one file only",
    Applicability.UNSAFE,
    Change.WORDS,
    cure=Confidence.LIKELY,
)


def download_for_target(trace: Trace, fixed: Fixed) -> Iterator[Fix]:
    """``amd64`` becomes ``${TARGETARCH}``; ``x86_64``, as the machine calls itself, ``$(uname -m)``."""
    instruction, artifact = fixed.instruction, fixed.artifact
    if not artifact.is_download or instruction.keyword not in ("RUN", "ADD") or instruction.json is not None:
        return
    text, edits = trace.source.text, tuple[Edit, ...]()
    if f"{artifact.arch}" in text[slice(*instruction.span)]:
        edits = tuple(replace.text(trace.source, instruction, str(artifact.arch), "${TARGETARCH}"))
        edits = (*declared(trace, fixed, "TARGETARCH"), *edits)
    elif instruction.keyword == "RUN" and artifact.arch == "amd64":
        edits = tuple(replace.text(trace.source, instruction, "x86_64", "$(uname -m)"))
    if edits and "'" not in text[slice(*instruction.span)]:
        yield DOWNLOAD_FOR_TARGET.fix("download the build for the target platform", edits)
