"""Bring builder and runtime to one release when the builder's glibc is newer."""

from collections.abc import Iterator

from dfix.findings import Applicability, Fix
from dfix.fixes.switch_base import depends_on_system, image_stage, replaced_reference
from dfix.images import Image, variants
from dfix.trace.interpret import Trace
from dfix.trace.landing import Landing


def pin_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Build on the runtime's release; safe when the tag names none and no package is installed."""
    recipe, wanted = landing.artifact.recipe, landing.stage.root.release
    if recipe is None or wanted is None:
        return
    builder = image_stage(trace, recipe.stage)
    if builder.image is None:
        return
    floats = builder.image.floats or not _names_release(builder.image)
    safe = floats and not depends_on_system(trace, builder)
    for reference in list(variants(builder.image.reference, wanted))[:1]:
        edit = replaced_reference(builder, reference)
        if edit:
            applicability = Applicability.SAFE if safe else Applicability.UNSAFE
            cost = "the builder's other packages stay at that release"
            yield Fix(f"pin the builder: FROM {reference}", applicability, cost, (edit,))


def _names_release(image: Image) -> bool:
    """Whether the tag itself says which release it is of."""
    codename = image.release.codename
    return bool(codename) and str(codename) in (image.reference.tag or "")
