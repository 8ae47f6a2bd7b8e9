"""Download the musl or the static build instead, where its vendor is known to publish one.

The facts stand in ``trace/data/downloads.json`` (``variants``): the vendor's URL, and the words in it
that name the build for glibc and the one that runs on musl.
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import replace, written
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Family, Fix, Repair
from dfix.images import Libc
from dfix.syntax import Instruction
from dfix.trace.knowledge.download import facts
from dfix.trace.landing import Landing
from dfix.trace.result import Trace

OTHER_ASSET = Repair(
    "musl-asset",
    "the vendor's musl or static build of the download",
    "another file than before: a checksum in the file must be renewed",
    Applicability.UNSAFE,
    Change.WORDS,
    cure=Confidence.LIKELY,
)


def download_for_musl(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The words of the URL that name the build, replaced wherever the instruction names it."""
    artifact = landing.artifact
    if not artifact.is_download or artifact.abi is None or artifact.abi.libc is not Libc.GLIBC:
        return
    instruction = artifact.call.instruction if artifact.call else _instruction_at(trace, landing)
    if instruction is None or (artifact.call and not can_edit(artifact.call)):
        return
    text = written.instruction(trace.source, instruction)
    known = (row for row in facts()["variants"] if row["url"] in text.lower())
    variant = next((row for row in known if all(word in text for word in row["words"])), None)
    if variant is None:
        return
    words = variant["words"].items()
    edits = [edit for old, new in words for edit in replace.text(trace.source, instruction, old, new)]
    family = Family.STATIC if variant["static"] else Family.MUSL
    kind = "static" if variant["static"] else "musl"
    pinned = "sha256" in text or "sha512" in text or "checksum" in text
    cost = "" if pinned else "another build of the same version"
    yield OTHER_ASSET.fix(f"download the {kind} build", edits, family=family, cost=cost)


def _instruction_at(trace: Trace, landing: Landing) -> Instruction | None:
    """The ADD that fetched it."""
    places = landing.artifact.provenance
    span = places[-1].span if places else None
    bodies = (one for stage in trace.stages for one in stage.stage.body)
    return next(
        (one for one in bodies if one.keyword == "ADD" and span and one.span.start <= span.start < one.span.end), None
    )
