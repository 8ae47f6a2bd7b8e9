"""Bring the builder to the runtime's release in an older version, where its own version is not on that release."""

from collections.abc import Iterator

from dfix.findings import Applicability, Change, Family, Fix, Repair
from dfix.fixes.pin_builder import builder_of, pin, pinned, same_version
from dfix.trace.landing import Landing
from dfix.trace.result import Trace

AGE_BUILDER = Repair(
    "age-builder",
    "the last version of the builder that there was on the runtime's release",
    "an older version of the tools comes with it",
    Applicability.UNSAFE,
    Change.BUILDER,
    family=Family.GLIBC,
)


def age_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The last version of the builder that there was on the runtime's release."""
    builder = builder_of(trace, landing)
    reference = pinned(builder, landing)
    if builder.image and reference and not same_version(builder.image, reference):
        yield from pin(trace, builder, reference, AGE_BUILDER, Applicability.UNSAFE)
