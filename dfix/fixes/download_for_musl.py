"""Download the musl or the static build instead, where its vendor is known to publish one.

The facts are in ``trace/knowledge/data/downloads.json`` (``variants``): the vendor's URL, and the words in it
that name the build for glibc and the one that runs on musl.
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import replace, written
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Family, Fix, Repair
from dfix.fixes.install_package import installation, obstacle_to
from dfix.images import Libc
from dfix.images.packages import packages_of_libraries
from dfix.syntax import Instruction
from dfix.trace.knowledge.download import Variant, facts
from dfix.trace.knowledge.needs.downloads import libraries_of
from dfix.trace.knowledge.provides import lacks_library
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
CHECKSUMS = ("sha256", "sha512", "checksum")


def download_for_musl(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The words of the URL that name the build, replaced wherever the instruction names it."""
    abi = landing.artifact.abi
    instruction = _download(trace, landing)
    if instruction is None or abi is None or abi.libc is not Libc.GLIBC:
        return
    text = written.instruction(trace.source, instruction)
    variant = _variant(text)
    if variant is None:
        return
    words = variant["words"].items()
    edits = [edit for old, new in words for edit in replace.text(trace.source, instruction, old, new)]
    libraries = _libraries(landing, text, variant)
    kind, family = ("static", Family.STATIC) if variant["static"] else ("musl", Family.MUSL)
    if obstacle := obstacle_to(landing.stage, libraries):
        yield OTHER_ASSET.blocked(f"download the {kind} build", obstacle, family=family)
        return
    edits += installation(trace, landing.stage, libraries)
    is_pinned = any(word in text for word in CHECKSUMS)
    cost = "" if is_pinned else "another build of the same version"
    cure = Confidence.CERTAIN if variant.get("always") else None
    yield OTHER_ASSET.fix(f"download the {kind} build", edits, family=family, cost=cost, cure=cure)


def _libraries(landing: Landing, text: str, variant: Variant) -> tuple[str, ...]:
    """The packages of the libraries that the other build needs and the stage lacks."""
    root = landing.stage.root
    for old, new in variant["words"].items():
        text = text.replace(old, new)
    absent = [soname for soname in libraries_of(text.lower()) if lacks_library(root, soname) is not None]
    return packages_of_libraries(absent, root.release) if root.release else ()


def _variant(text: str) -> Variant | None:
    """What is known of the vendor whose URL is in an instruction that names the build for glibc."""
    known = (row for row in facts()["variants"] if row["url"] in text.lower())
    return next((row for row in known if all(word in text for word in row["words"])), None)


def _download(trace: Trace, landing: Landing) -> Instruction | None:
    """The instruction whose command fetched it, or the ADD that did; None where it cannot be changed."""
    artifact = landing.artifact
    if not artifact.is_download:
        return None
    if artifact.call:
        return artifact.call.instruction if can_edit(artifact.call) else None
    at = artifact.provenance[-1].span.start if artifact.provenance else -1
    instruction = trace.build.dockerfile.instruction_at(at)
    return instruction if instruction is not None and instruction.keyword == "ADD" else None
