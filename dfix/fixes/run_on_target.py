"""Let the builder run on the target platform."""

from collections.abc import Iterator

from dfix.edit import remove
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.plan import Stage
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Artifact

RUN_ON_TARGET = Repair(
    "run-on-target",
    "the builder without its `--platform`",
    "for other platforms the stage runs under emulation, slowly",
    Applicability.UNSAFE,
    Change.BUILDER,
)


def run_on_target(trace: Trace, artifact: Artifact) -> Iterator[Fix]:
    """The builder without ``--platform=$BUILDPLATFORM``."""
    if artifact.stage is not None:
        yield from run_stage_on_target(trace.bottom(artifact.stage).stage)


def run_stage_on_target(stage: Stage) -> Iterator[Fix]:
    """The stage without ``--platform=$BUILDPLATFORM``."""
    flag = stage.start.flag("platform")
    if flag is not None and "BUILDPLATFORM" in flag.value:
        yield RUN_ON_TARGET.fix("build on the target platform", (remove.flag(stage.start, flag),))


def run_on_any(trace: Trace, artifact: Artifact) -> Iterator[Fix]:
    """The builder without ``--platform=linux/amd64``, where the image is built for several platforms."""
    if artifact.stage is None:
        return
    start = trace.bottom(artifact.stage).stage.start
    flag = start.flag("platform")
    if flag is not None and "$" not in flag.value:
        yield RUN_ON_TARGET.fix("build on the target platform", (remove.flag(start, flag),))
