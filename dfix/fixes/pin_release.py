"""Bring the builder to the runtime's release when its glibc is newer."""

from collections.abc import Iterator

from dfix.edit import replace
from dfix.findings import Applicability, Change, Family, Fix, Repair
from dfix.fixes.translate.move import Untranslatable
from dfix.images import Image, names_version, newest_has, resolve, variants
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
AGE_BUILDER = Repair(
    "age-builder",
    "the last version of the builder that there was on the runtime's release",
    "an older version of the tools comes with it",
    Applicability.UNSAFE,
    Change.BUILDER,
    family=Family.GLIBC,
)
PIN_TODAY = Repair(
    "pin-today",
    "the builder's tag with the release that it means today: the same image",
    "the tag no longer follows newer releases",
    Applicability.SAFE,
    Change.WORDS,
    family=Family.GLIBC,
)


def pin_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The builder's very version on the runtime's release.

    Safe when the tag names no release and the builder installs no packages.
    """
    builder, reference = _pinned(trace, landing)
    if builder.image is None or reference is None or not _same_version(builder.image, reference):
        return
    safe = not _names_release(builder.image) and not _installs(trace, builder)
    yield from _fix(trace, builder, reference, PIN_BUILDER, Applicability.SAFE if safe else Applicability.UNSAFE)


def age_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The last version of the builder that there was on the runtime's release."""
    builder, reference = _pinned(trace, landing)
    if builder.image and reference and not _same_version(builder.image, reference):
        yield from _fix(trace, builder, reference, AGE_BUILDER, Applicability.UNSAFE)


def pin_today(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The builder's tag with the release that it means today: the same image."""
    stage = landing.artifact.stage
    builder = None if stage is None else trace.bottom(stage)
    if builder is None or builder.image is None:
        return
    reference = next(variants(builder.image.reference, builder.image.release), None)
    edit = replace.base(builder, reference) if reference else None
    if reference and edit and _same_version(builder.image, reference):
        yield PIN_TODAY.fix(_title(reference), (edit,))


def _pinned(trace: Trace, landing: Landing) -> tuple[StageTrace, str | None]:
    artifact, wanted = landing.artifact, landing.stage.root.release
    builder = trace.bottom(landing.stage.stage.number if artifact.stage is None else artifact.stage)
    if artifact.origin is None or wanted is None or builder.image is None or artifact.is_from_image:
        return builder, None
    if builder.image.release == wanted:
        return builder, None
    return builder, next(variants(builder.image.reference, wanted), None)


def _fix(
    trace: Trace, builder: StageTrace, reference: str, repair: Repair, applicability: Applicability
) -> Iterator[Fix]:
    image, title = resolve(reference), _title(reference)
    edit = replace.base(builder, reference)
    if edit is None or image is None:
        yield repair.blocked(title, "the FROM line names its image by a digest or a variable")
        return
    from dfix.fixes.translate.stage import translate_stage

    try:
        edits = translate_stage(trace, builder, image, compiles=False)
    except Untranslatable as reason:
        yield repair.blocked(title, str(reason))
        return
    yield repair.fix(title, (edit, *edits), applicability=applicability)


def _title(reference: str) -> str:
    return f"pin the builder: FROM {reference}"


def _installs(trace: Trace, builder: StageTrace) -> bool:
    """Whether the stage, or one built on it, installs packages of its distribution."""
    calls = (call for stage in trace.family(builder) for call in stage.calls)
    return any(call.name in NAMES_OF or call.name == "dpkg" for call in calls)


def _same_version(image: Image, reference: str) -> bool:
    """Whether the pinned tag means the version that the tag means now."""
    tag = image.reference.tag or "latest"
    return names_version(tag) or newest_has(image.reference.name, reference.rpartition(":")[2])


def _names_release(image: Image) -> bool:
    """Whether the tag itself says which release it is of."""
    codename = image.release.codename
    return bool(codename) and str(codename) in (image.reference.tag or "")
