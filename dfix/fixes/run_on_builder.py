"""Run on the image that the environment was made in."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.findings import Fix
from dfix.fixes.move_runtime import MOVE_RUNTIME
from dfix.fixes.translate.rebase import rebase
from dfix.images import variants
from dfix.trace.landing import Landing
from dfix.trace.result import Trace


def run_on_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The builder's image for the runtime: an official one, slim if it can be, or one that was measured.

    Of a measured image it is known that the interpreter is there, not what else of the runtime's own the stage needs.
    """
    stage = landing.artifact.stage
    image = None if stage is None else trace.bottom(stage).image
    is_measured = image is not None and image.locked is not None and image.reference.tag is not None
    if image is None or not (image.reference.is_official or is_measured):
        return
    slim = (one for one in variants(image.reference, image.release) if "slim" in one)
    runtime = trace.bottom(landing.stage.stage.number)
    reference = next(slim, image.reference.tagged)
    sure = Confidence.CERTAIN if image.reference.is_official else Confidence.LIKELY
    yield from rebase(trace, runtime, reference, f"run on {image.reference.name}", MOVE_RUNTIME, sure=sure)
