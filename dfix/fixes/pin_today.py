"""Pin the builder's tag to the release that it means today."""

from collections.abc import Iterator

from dfix.edit.base import base
from dfix.findings import Applicability, Change, Family, Fix, Repair
from dfix.fixes.pin_builder import pin_title, same_version
from dfix.images import variants
from dfix.trace.landing import Landing
from dfix.trace.result import Trace

PIN_TODAY = Repair(
    "pin-today",
    "the builder's tag with the release that it means today: the same image",
    "the tag no longer follows newer releases",
    Applicability.SAFE,
    Change.WORDS,
    family=Family.GLIBC,
)


def pin_today(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The builder's tag with the release that it means today: the same image."""
    stage = landing.artifact.stage
    builder = None if stage is None else trace.bottom(stage)
    if builder is None or builder.image is None:
        return
    reference = next(variants(builder.image.reference, builder.image.release), None)
    renamed = base(trace.build, builder, reference) if reference else None
    if reference and renamed and not renamed.drops_digest and same_version(builder.image, reference):
        yield PIN_TODAY.fix(pin_title(reference), renamed.edits)
