"""Bring the builder to the runtime's release when its glibc is newer."""

from collections.abc import Iterator

from dfix.findings import Applicability, Change, Family, Fix, Repair
from dfix.fixes.translate.move import Untranslatable
from dfix.fixes.translate.rebase import rebased, with_digest
from dfix.images import Image, names_version, newest_has, variants
from dfix.images.packages import NAMES_OF
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace

PIN_BUILDER = Repair(
    "pin-builder",
    "the builder's very version on the runtime's release",
    "the builder's other packages stay at that release",
    Applicability.SAFE,
    Change.WORDS,
    family=Family.GLIBC,
)


def pin_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The builder's very version on the runtime's release.

    Safe when the tag names no release and the builder installs no packages.
    """
    builder = builder_of(trace, landing)
    reference = pinned(builder, landing)
    if builder.image is None or reference is None or not same_version(builder.image, reference):
        return
    is_safe = not _names_release(builder.image) and not _installs(trace, builder)
    applicability = Applicability.SAFE if is_safe else Applicability.UNSAFE
    yield from pin(trace, builder, reference, PIN_BUILDER, applicability)


def builder_of(trace: Trace, landing: Landing) -> StageTrace:
    """The stage that names the image which the artifact was made on; the landing stage's where no stage made it."""
    stage = landing.artifact.stage
    return trace.bottom(landing.stage.stage.number if stage is None else stage)


def pinned(builder: StageTrace, landing: Landing) -> str | None:
    """The builder's image on the landing stage's release; None where it is on it, or there is none."""
    artifact, target = landing.artifact, landing.stage.root.release
    if artifact.origin is None or artifact.is_from_image or target is None or builder.image is None:
        return None
    if builder.image.release == target:
        return None
    return next(variants(builder.image.reference, target), None)


def same_version(image: Image, reference: str) -> bool:
    """Whether the pinned tag means the version that the image's tag means now."""
    tag = image.reference.tag or "latest"
    return names_version(tag) or newest_has(image.reference.name, reference.rpartition(":")[2])


def pin(
    trace: Trace, builder: StageTrace, reference: str, repair: Repair, applicability: Applicability
) -> Iterator[Fix]:
    """The fix that lets the builder's FROM name ``reference``, or why it cannot."""
    title = pin_title(reference)
    try:
        edits, drops_digest = rebased(trace, builder, reference)
    except Untranslatable as reason:
        yield repair.blocked(title, str(reason))
        return
    yield with_digest(repair.fix(title, edits, applicability=applicability), drops_digest=drops_digest)


def pin_title(reference: str) -> str:
    """What a fix that pins the builder is called."""
    return f"pin the builder: FROM {reference}"


def _installs(trace: Trace, builder: StageTrace) -> bool:
    """Whether the stage, or one built on it, installs packages of its distribution."""
    calls = (call for stage in trace.family(builder) for call in stage.calls)
    return any(call.name in NAMES_OF or call.name == "dpkg" for call in calls)


def _names_release(image: Image) -> bool:
    """Whether the tag itself says which release it is of."""
    codename = image.release.codename
    return bool(codename) and str(codename) in (image.reference.tag or "")
