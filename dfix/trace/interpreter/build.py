"""Interpret all stages of a build, each after those that it reads."""

from collections.abc import Iterator

from dfix.context import Folder
from dfix.images import UserImage
from dfix.plan import Build, Stage, StageBase
from dfix.trace.interpreter.stage import StageInterpreter
from dfix.trace.interpreter.stage_start import Inputs
from dfix.trace.landing import landings
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.file_tree import Work

# So much text of a file takes the memory of a step.
TEXT_OF_A_STEP = 256


def trace(build: Build, context: Folder | None = None, user_images: tuple[UserImage, ...] = ()) -> Trace:
    """The trace of a build: every stage, interpreted.

    ``context`` is the build context, None where it is not available. ``user_images`` are the user's own
    facts of images.

    Raises:
        LimitError: the file asks for more work than dfix does for one file.
    """
    return trace_from(build, context, user_images, ())


def trace_from(
    build: Build, context: Folder | None, user_images: tuple[UserImage, ...], above: tuple[str, ...]
) -> Trace:
    """As ``trace``, of the base image of other Dockerfiles: ``above`` are those, and its own."""
    work = Work()
    work.spend(len(build.dockerfile.source.text) // TEXT_OF_A_STEP)
    inputs = Inputs(build, context, user_images, _built_on(build), work, above)
    shipped = _shipped(build)
    done: dict[int, StageTrace] = {}
    for index in _order(build):
        done[index] = StageInterpreter(inputs, build.stages[index], done, shipped=index in shipped).interpret()
    stages = tuple(done[stage.number] for stage in build.stages)
    return Trace(build, stages, tuple(landings(build, stages)), {})


def _built_on(build: Build) -> dict[int, list[Stage]]:
    """The stages that are built right on a stage, by its number."""
    above: dict[int, list[Stage]] = {}
    for stage in build.stages:
        if isinstance(stage.base, StageBase) and stage.base.number < stage.number:
            above.setdefault(stage.base.number, []).append(stage)
    return above


def _shipped(build: Build) -> set[int]:
    """The stages that are shipped, and those that they are built on."""
    shipped: set[int] = set()
    for index in build.landing:
        stage = build.stages[index]
        while stage.number not in shipped:
            shipped.add(stage.number)
            if isinstance(stage.base, StageBase):
                stage = build.stages[stage.base.number]
    return shipped


def _order(build: Build) -> Iterator[int]:
    """The indices of the stages, those that are read first; a circle is cut."""
    seen: set[int] = set()
    for start in range(len(build.stages)):
        stack = [(start, iter(sorted(build.reads[start])))]
        if start in seen:
            continue
        seen.add(start)
        while stack:
            index, reads = stack[-1]
            following = next((read for read in reads if read not in seen), None)
            if following is None:
                yield index
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(sorted(build.reads[following]))))
