"""Run on the image that the environment was made in."""

from collections.abc import Iterator

from dfix.findings import Fix
from dfix.fixes.move_runtime import MOVE_RUNTIME
from dfix.fixes.translate.rebase import rebase
from dfix.images import variants
from dfix.trace.landing import Landing
from dfix.trace.result import Trace


def run_on_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The builder's image for the runtime, a slim one where there is one."""
    stage = landing.artifact.stage
    image = None if stage is None else trace.bottom(stage).image
    if image is None or not image.reference.is_official:
        return
    slim = (one for one in variants(image.reference, image.release) if "slim" in one)
    runtime = trace.bottom(landing.stage.stage.number)
    reference = next(slim, image.reference.tagged)
    yield from rebase(trace, runtime, reference, f"run on {image.reference.name}", MOVE_RUNTIME)
