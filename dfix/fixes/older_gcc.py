"""Build with the newest GCC whose C++ runtime is no newer than the runtime stage's."""

from collections.abc import Iterator

from dfix.findings import Applicability, Change, Fix, Repair
from dfix.fixes.pin_builder import pin
from dfix.images import exists, resolve
from dfix.trace.landing import Landing
from dfix.trace.result import Trace

OLDER_GCC = Repair(
    "older-gcc",
    "the newest GCC whose C++ runtime is no newer than the one where the program runs",
    "an older compiler",
    Applicability.UNSAFE,
    Change.BUILDER,
)
OLDEST = 8


def older_gcc(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The image of that GCC on the same release, where the builder is an image of GCC."""
    made, there = landing.artifact.made, landing.stage.root.image
    builder = trace.bottom(made.stage) if made else None
    image = builder.image if builder else None
    if builder is None or image is None or there is None or image.reference.path != "library/gcc":
        return
    from dfix.images.cxx_runtime import gcc_of, newest_symbol, symbol_key

    newest, gcc = newest_symbol(there), gcc_of(image)
    if newest is None or gcc is None:
        return
    release = image.release.codename
    for major in range(gcc[0] - 1, OLDEST, -1):
        reference = f"gcc:{major}-{release}"
        older = resolve(reference) if exists(reference) else None
        symbol = newest_symbol(older) if older else None
        if symbol and symbol_key(symbol) <= symbol_key(newest):
            yield from pin(trace, builder, reference, OLDER_GCC, Applicability.UNSAFE)
            return
