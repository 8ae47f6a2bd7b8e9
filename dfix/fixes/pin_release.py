"""Bring the builder to the runtime's release when its glibc is newer."""

from collections.abc import Iterator

from dfix.findings import Applicability, Fix
from dfix.fixes.switch_base import depends_on_system, image_stage, replaced_reference
from dfix.images import Image, names_version, newest_has, variants
from dfix.trace.landing import Landing
from dfix.trace.stage_trace import StageTrace, Trace


def pin_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The builder's very version on the runtime's release.

    Safe when the tag names no release and the builder installs no packages.
    """
    builder, reference = _pinned(trace, landing)
    if builder.image is None or reference is None or not _same_version(builder.image, reference):
        return
    safe = not _names_release(builder.image) and not depends_on_system(trace, builder)
    applicability = Applicability.SAFE if safe else Applicability.UNSAFE
    yield from _fix(builder, reference, applicability, "the builder's other packages stay at that release")


def age_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The last version of the builder that there was on the runtime's release."""
    builder, reference = _pinned(trace, landing)
    if builder.image and reference and not _same_version(builder.image, reference):
        yield from _fix(builder, reference, Applicability.UNSAFE, "an older version of the tools comes with it")


def _pinned(trace: Trace, landing: Landing) -> tuple[StageTrace, str | None]:
    recipe, wanted = landing.artifact.recipe, landing.stage.root.release
    builder = image_stage(trace, recipe.stage if recipe and recipe.stage >= 0 else landing.stage.stage.number)
    if recipe is None or wanted is None or builder.image is None or recipe.toolchain == "package":
        return builder, None
    return builder, next(variants(builder.image.reference, wanted), None)


def _fix(builder: StageTrace, reference: str, applicability: Applicability, cost: str) -> Iterator[Fix]:
    edit = replaced_reference(builder, reference)
    if edit:
        yield Fix(f"pin the builder: FROM {reference}", applicability, cost, (edit,))


def _same_version(image: Image, reference: str) -> bool:
    """Whether the pinned tag means the version that the tag means now."""
    tag = image.reference.tag or "latest"
    return names_version(tag) or newest_has(image.reference.name, reference.rpartition(":")[2])


def _names_release(image: Image) -> bool:
    """Whether the tag itself says which release it is of."""
    codename = image.release.codename
    return bool(codename) and str(codename) in (image.reference.tag or "")


def pin_today(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The builder's tag with the release that it means today: the same image."""
    recipe = landing.artifact.recipe
    builder = image_stage(trace, recipe.stage) if recipe and recipe.stage >= 0 else None
    if builder is None or builder.image is None:
        return
    reference = next(variants(builder.image.reference, builder.image.release), None)
    if reference and _same_version(builder.image, reference):
        yield from _fix(builder, reference, Applicability.SAFE, "the tag no longer follows newer releases")
