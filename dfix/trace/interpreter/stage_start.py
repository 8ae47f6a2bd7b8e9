"""What a stage begins with: the root of its base image or of the stage that it is built on."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile

from dfix.context import Folder
from dfix.images import Image, Libc, UserImage, described_image, release, resolve, user_image, with_commands
from dfix.images.toolchains import environment, workdir
from dfix.images.user_images import Built, built_image
from dfix.plan import Build, ImageBase, Scope, Scratch, Stage, StageBase
from dfix.plan.build import platform_of
from dfix.syntax import Directive
from dfix.trace.stage import StageTrace
from dfix.trace.state import arch
from dfix.trace.state.file_tree import Work
from dfix.trace.state.loader import Loader
from dfix.trace.state.root import Root
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.images.lock import Locked


class Inputs(NamedTuple):
    """What all stages of a build are interpreted with; ``built_on``: the stages right above a stage.

    ``work`` counts what is done for the file, and is the only value here that changes. ``above`` are the Dockerfiles
    whose base image this one makes, where it is traced for them.
    """

    build: Build
    context: Folder | None
    user_images: tuple[UserImage, ...]
    built_on: Mapping[int, Sequence[Stage]]
    work: Work
    above: tuple[str, ...] = ()


class StageStart(NamedTuple):
    """The state before a stage's first instruction; ``image`` is the image at the bottom of its bases."""

    root: Root
    image: Image | None
    scope: Scope
    workdir: str = "/"
    shell: str = "/bin/sh"


def start_of(inputs: Inputs, stage: Stage, done: Mapping[int, StageTrace]) -> StageStart:
    """The state in which a stage begins; ``done`` holds the stages that were interpreted before it."""
    base = stage.base
    before = done.get(base.number) if isinstance(base, StageBase) else None
    if before:
        start = StageStart(before.root.copy(), before.image, before.scope, before.workdir, before.shell)
    elif isinstance(base, Scratch):
        start = StageStart(Root(None, release("scratch")), None, Scope())
    elif isinstance(base, ImageBase) and (built := built_of(inputs, base.text)):
        from dfix.trace.interpreter.built_base import built_start

        start = built_start(inputs, stage, built) or _on_image(base_image(inputs, stage, base.text))
    else:
        image = base_image(inputs, stage, base.text) if isinstance(base, ImageBase) else None
        start = _after_triggers(inputs, stage, image) or _on_image(image)
    if before is None:
        # A stage on another one has that one's platform, whatever its own flag says (BuildKit's dockerfile2llb).
        start.root.arch = arch.of_stage(stage, base.text if isinstance(base, ImageBase) else "")
    return start


def _after_triggers(inputs: Inputs, stage: Stage, image: Image | None) -> StageStart | None:
    """The state after what ONBUILD of a measured image does first in a stage that is built on it; None for nothing."""
    base, locked = stage.base, image.locked if image else None
    if locked is None or not locked.triggers or not isinstance(base, ImageBase):
        return None
    from dfix.trace.interpreter.built_base import triggered_start

    return triggered_start(inputs, stage, base.text, locked.triggers)


def _on_image(image: Image | None) -> StageStart:
    if image is None or image.release.is_windows:
        return StageStart(Root(None, None), image, Scope())
    root = Root(image, image.release)
    if image.locked:
        _measured(root, image.locked)
    shell = image.locked.shell if image.locked else ""
    return StageStart(root, image, Scope.of_image(environment(image)), workdir(image), shell or "/bin/sh")


def _measured(root: Root, locked: "Locked") -> None:
    """Take over what was measured of an image and its release does not tell."""
    if locked.imitates_glibc:
        root.add_loader(Loader(Libc.GLIBC, None, compat=True))


def built_of(inputs: Inputs, text: str) -> Built | None:
    """How the project itself builds an image; None where nobody says that it does."""
    lock = inputs.build.options.lock
    return built_image(text, inputs.user_images) or (lock.built_here(text) if lock else None)


def base_image(inputs: Inputs, stage: Stage, text: str) -> Image | None:
    """The base image: as the author or the user says, else from the catalog and its commands."""
    stated = _stated(inputs.build, stage, text) or _told(inputs, stage, text)
    return stated or with_commands(text, _commands(inputs, stage))


def outside_image(inputs: Inputs, stage: Stage, text: str) -> Image | None:
    """The image that ``--from=`` of a stage names."""
    return _told(inputs, stage, text) or resolve(text)


def _told(inputs: Inputs, stage: Stage, text: str) -> Image | None:
    """What was measured of an image, else what the user says of it."""
    lock = inputs.build.options.lock
    measured = lock.image(text, platform_of(inputs.build, stage)) if lock else None
    return measured or user_image(text, inputs.user_images)


def _commands(inputs: Inputs, stage: Stage) -> Iterator[str]:
    """The texts of the RUNs of a stage, and of all stages above it."""
    waiting = [stage]
    while waiting:
        stage = waiting.pop()
        waiting += inputs.built_on.get(stage.number, ())
        for instruction in stage.body:
            if instruction.keyword == "RUN":
                yield "\n".join([instruction.logical.text, *(heredoc.body for heredoc in instruction.heredocs)])


def _directives_at(build: Build, stage: Stage) -> Iterator[Directive]:
    """The directives before a stage's FROM."""
    instructions, directives = build.dockerfile.instructions, build.dockerfile.directives

    def number_of(directive: Directive) -> int:
        return len(instructions) if directive.instruction is None else directive.instruction

    number = bisect_left(instructions, stage.start.span, key=lambda one: one.span)
    first = bisect_left(directives, number, key=number_of)
    return takewhile(lambda one: number_of(one) == number, islice(directives, first, None))


def _stated(build: Build, stage: Stage, text: str) -> Image | None:
    """What directives before FROM say of its image: ``libc=glibc``, ``libc-version=2.31``, ``like=debian:12``."""
    if not build.dockerfile.directives:
        return None
    facts = {one.key: one.values[0].text for one in _directives_at(build, stage) if one.values}
    fact = UserImage(text, facts.get("like"), facts.get("libc"), facts.get("libc-version"))
    return described_image(text, fact) if fact.like or fact.libc else None
