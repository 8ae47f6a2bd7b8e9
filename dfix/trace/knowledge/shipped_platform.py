"""Images whose last stage is not of the platform that they are built for: the builder's, or one that a name says."""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.plan import ImageBase, StageBase
from dfix.trace.knowledge.fixed_architecture import targets_of
from dfix.trace.result import Trace
from dfix.trace.stage import PATH, StageTrace
from dfix.trace.state.arch import BUILD, TARGET, cannot_run, of_words
from dfix.trace.state.artifact import Kind
from dfix.tristate import Tristate
from dfix.values import NamedTuple


class Pinned(NamedTuple):
    """A stage whose image is of one platform only, though it is built for ``other``, by ``file`` where one says so."""

    stage: StageTrace
    other: str
    file: str = ""


def shipped_for_builder(trace: Trace) -> StageTrace | None:
    """The stage of whose image the last one is, where that is of the building machine's platform and starts a program.

    A program that lands on PATH is there to be started, too, by whoever runs the image.

    Nothing is found where neither other stages nor the platforms of the build show that it is for others, too,
    and where its base holds no programs.
    """
    stage = trace.stages[-1] if trace.stages else None
    if stage is None or not stage.stage.is_last or stage.root.arch != BUILD:
        return None
    holds_none = stage.root.offers(Libc.GLIBC) is stage.root.offers(Libc.MUSL) is Tristate.NO
    if holds_none or not (any(one.starts for one in _built_on(trace, stage)) or _brings_program(stage)):
        return None
    bottom = trace.bottom(stage.stage.number)
    is_shipped = isinstance(bottom.stage.base, ImageBase) and stage.stage.number in trace.build.landing
    return bottom if is_shipped and _is_for_others_too(trace, stage) else None


def _brings_program(stage: StageTrace) -> bool:
    """Whether a program that the build makes came into a directory of PATH."""
    landed = (one.path for one in stage.root.files.landed if one.artifact.kind is Kind.PROGRAM and one.artifact.made)
    return any(path.rpartition("/")[0] in PATH for path in landed)


def shipped_for_another(trace: Trace) -> Pinned | None:
    """The stage of whose image the last one is, where that is of another platform than one that it is built for.

    A platform that the stage's own flag names is meant, unless the user asks for another one.
    """
    stage = trace.stages[-1] if trace.stages else None
    if stage is None or not stage.stage.is_last or stage.stage.number not in trace.build.landing:
        return None
    bottom, platform = trace.bottom(stage.stage.number), trace.build.options.platform
    if not isinstance(bottom.stage.base, ImageBase) or stage.root.arch in (TARGET, BUILD):
        return None
    if platform is not None:
        asked = of_words(platform)
        return Pinned(bottom, asked) if asked and cannot_run(stage.root.arch, asked) else None
    targets = targets_of(trace, stage) if bottom.stage.start.flag("platform") is None else {}
    others = ((other, target.file) for other, target in targets.items() if cannot_run(stage.root.arch, other))
    return next((Pinned(bottom, other, file) for other, file in others), None)


def _built_on(trace: Trace, stage: StageTrace) -> Iterator[StageTrace]:
    """The stage and those that it is built on, whose ENTRYPOINT and CMD it has."""
    yield stage
    while isinstance(stage.stage.base, StageBase):
        stage = trace.stages[stage.stage.base.number]
        yield stage


def _is_for_others_too(trace: Trace, stage: StageTrace) -> bool:
    """Whether the build is for another platform than its machine's, as its stages or files beside it show.

    Machines that build for several platforms are amd64 nearly always.
    """
    platform = trace.build.options.platform
    architectures = {of_words(platform)} if platform else {*targets_of(trace, stage)}
    return any(trace.build.reads.values()) or bool(architectures - {"amd64", None})
