"""From instructions to stages: bases, names, global ARGs, who reads whom, which stages land."""

from collections.abc import Iterator, Mapping, Sequence

from dfix.plan.scope import Scope, platform_values
from dfix.plan.stage import Base, ImageBase, Scratch, Stage, StageBase
from dfix.shared_map import SharedMap
from dfix.syntax import Dockerfile, Instruction
from dfix.syntax.validate import Fault
from dfix.syntax.words import arguments
from dfix.text import UNKNOWN_TEXT, byte_text, lowered, readable
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.images.image import Image
    from dfix.images.lock import Lock

# Go's integers, which BuildKit reads stage numbers as, have at most 19 digits.
LONGEST_NUMBER = 18
# What TARGETOS, TARGETARCH and TARGETVARIANT are in most builds.
USUAL_PLATFORMS = (("amd64",), ("linux", "amd64"), ("linux", "amd64", ""), ("amd64", ""))


class BuildError(ValueError):
    """Why a file that can be read is not analysed: the options name something that it does not have, say a stage.

    ``help`` says what to do.
    """

    help = "see --target"


class LimitError(BuildError):
    """The file asks for more work than dfix does for one file; the message says where it stopped."""

    help = "split the file"


IMAGE = "docker-image://"


class BuildOptions(NamedTuple):
    """The options of ``docker build``: ``--target``, ``--build-arg``, ``--platform``, ``--build-context``.

    ``contexts`` are by name: ``docker-image://REF``, or a directory. Such a name takes precedence over
    a stage's and an image's (buildx, "Additional build contexts").
    ``path`` is the Dockerfile's own, as far as its directories may say what kind of file it is; empty where it is
    not known. Nothing is read there. ``lock`` tells what images were measured to hold.
    """

    target: str | None = None
    build_args: Mapping[str, str] = {}
    platform: str | None = None
    contexts: Mapping[str, str] = {}
    path: str = ""
    lock: "Lock | None" = None

    def resolve(self, text: str, platform: str | None = None) -> "Image | None":
        """What an image holds: as it was measured, else as the catalog says; None: nobody can tell."""
        from dfix.images.catalog import resolve

        return (self.lock.image(text, platform or self.platform) if self.lock else None) or resolve(text)

    def image_of(self, name: str) -> str | None:
        """The image that a named context is; empty for a directory, None where none is so named."""
        value = self.contexts.get(name)
        return None if value is None else value.removeprefix(IMAGE) if value.startswith(IMAGE) else ""


class Build(NamedTuple):
    """The stages of one file.

    ``global_args`` are the ARGs before the first FROM; ``landing`` the indices of the stages
    whose root filesystem is shipped; ``reads`` maps a stage's index to those it reads; ``named`` a name in
    lower case to the last stage that has it.
    """

    dockerfile: Dockerfile
    options: BuildOptions
    stages: tuple[Stage, ...]
    global_args: Mapping[str, str | None]
    reads: Mapping[int, frozenset[int]]
    landing: tuple[int, ...]
    faults: tuple[Fault, ...]
    named: Mapping[str, int]

    def stage_named(self, text: str) -> Stage | None:
        """The stage that a ``--from=`` or FROM names, by name or number."""
        if text in self.options.contexts:
            return None
        number = stage_number(text)
        if number is not None:
            return self.stages[number] if number < len(self.stages) else None
        number = self.named.get(lowered(text))
        return None if number is None else self.stages[number]


def plan(dockerfile: Dockerfile, options: BuildOptions) -> Build:
    """The stages of a file.

    Raises:
        BuildError: ``options.target`` names no stage.
    """
    options = _byte_text(options)
    global_args = _global_args(dockerfile, options)
    stages = tuple(_stages(dockerfile, global_args, options))
    named = {stage.name: stage.number for stage in stages if stage.name is not None}
    build = Build(dockerfile, options, stages, global_args, {}, (), (), named)
    reads = {stage.number: frozenset(_reads(build, stage)) for stage in build.stages}
    build = build._replace(reads=reads)
    return build._replace(landing=_landing(build), faults=tuple(_circles(build)))


def platform_of(build: Build, stage: Stage) -> str | None:
    """The platform of a stage's images: its own flag's, else the one that is built for; None where nobody tells."""
    written = stage.platform or ""
    return written if "/" in written and UNKNOWN_TEXT not in written else build.options.platform


def sources(instruction: Instruction) -> Iterator[str]:
    """What an instruction's ``--from=`` and ``--mount=…,from=`` name."""
    flag = instruction.flag("from")
    if flag:
        yield flag.value
    for mount in mounts(instruction):
        if "from" in mount:
            yield mount["from"]


def mounts(instruction: Instruction) -> Iterator[dict[str, str]]:
    """The ``--mount`` flags of a RUN as mappings."""
    for flag in instruction.flags:
        if flag.name == "mount":
            pairs = (part.partition("=") for part in flag.value.split(","))
            yield {key.strip(): value.strip('"') for key, _, value in pairs}


def stage_number(text: str) -> int | None:
    """The number that ``--from=`` gives instead of a name; None for a name, which too long a number is."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def _byte_text(options: BuildOptions) -> BuildOptions:
    """The options as byte text, like the file they meet (see ``text/source.py``)."""
    given = {byte_text(name): byte_text(value) for name, value in options.build_args.items()}
    return options._replace(build_args=given, platform=options.platform and byte_text(options.platform))


def _global_args(dockerfile: Dockerfile, options: BuildOptions) -> SharedMap[str, str | None]:
    platform = platform_values(options.platform)
    values: SharedMap[str, str | None] = SharedMap({**platform})
    scope = Scope(args=values)
    for instruction in dockerfile.instructions:
        if instruction.keyword == "FROM":
            break
        if instruction.keyword != "ARG":
            continue
        for pair in arguments(instruction.logical.text, instruction.args_start):
            default = scope.expand(pair.value.text, dockerfile.escape) if pair.value else platform.get(pair.name)
            scope = scope.with_arg(pair.name, options.build_args.get(pair.name, default))
    return scope.args


def _stages(dockerfile: Dockerfile, global_args: SharedMap[str, str | None], options: BuildOptions) -> Iterator[Stage]:
    starts = [n for n, i in enumerate(dockerfile.instructions) if i.keyword == "FROM" and i.words]
    scope = Scope(args=global_args)
    names: dict[str, int] = {}
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(dockerfile.instructions)
        instruction = dockerfile.instructions[start]
        words = instruction.words
        platform = instruction.flag("platform")
        yield Stage(
            index,
            name := lowered(words[2].text) if len(words) > 2 else None,
            _base(scope.expand(words[0].text, dockerfile.escape), names, options),
            words[0],
            scope.expand(platform.value) if platform else None,
            instruction,
            dockerfile.instructions[start + 1 : end],
            index + 1 == len(starts),
        )
        if name:
            names[name] = index


def _base(text: str, names: Mapping[str, int], options: BuildOptions) -> Base:
    outside = options.image_of(text)
    if outside is not None:
        return ImageBase(outside or UNKNOWN_TEXT)
    if text == "scratch":
        return Scratch()
    earlier = names.get(lowered(text))
    if earlier is None and UNKNOWN_TEXT in text and "/" not in text:
        earlier = _of_usual_platform(lowered(text), names)
    return ImageBase(text) if earlier is None else StageBase(earlier)


def _of_usual_platform(text: str, names: Mapping[str, int]) -> int | None:
    """The stage that ``FROM build-${TARGETARCH}`` means on the platform that most build for; None for none.

    The stages for several platforms are the same but for what differs by the platform.
    """
    parts = text.split(UNKNOWN_TEXT)
    for holes in USUAL_PLATFORMS:
        name = parts[0] + "".join(f"{hole}{part}" for hole, part in zip(holes, parts[1:], strict=False))
        if len(holes) == len(parts) - 1 and name in names:
            return names[name]
    return None


def _reads(build: Build, stage: Stage) -> Iterator[int]:
    if isinstance(stage.base, StageBase):
        yield stage.base.number
    for instruction in stage.body:
        for name in sources(instruction) if instruction.flags else ():
            read = build.stage_named(name)
            if read:
                yield read.number


def _landing(build: Build) -> tuple[int, ...]:
    """The target, or else every stage that nothing reads; the last one always."""
    if build.options.target is not None:
        stage = build.stage_named(byte_text(build.options.target))
        if stage is None:
            names = ", ".join(readable(s.name) for s in build.stages if s.name) or "none has a name"
            raise BuildError(f"no stage is named `{build.options.target}`; the stages are: {names}")
        return (stage.number,)
    read = frozenset().union(*build.reads.values()) if build.reads else frozenset()
    return tuple(s.number for s in build.stages if s.number not in read or s.number == len(build.stages) - 1)


def _circles(build: Build) -> Iterator[Fault]:
    """Stages that need themselves, and ``--from=`` numbers beyond the last stage."""
    circle = _circle(build)
    if circle:
        stage = build.stages[circle[0]]
        message = f"{stage.title} needs itself: {' → '.join(build.stages[number].title for number in circle)}"
        yield Fault(stage.start.keyword_span, message, "let one of these stages copy from another one")
        return
    for stage in build.stages:
        for instruction in stage.body:
            flag = instruction.flag("from")
            number = stage_number(flag.value) if flag else None
            if flag and number is not None and number >= len(build.stages):
                span = instruction.logical.span(flag.value_start, flag.end)
                message = f"there is no stage {flag.value}; the stages are numbered 0 to {len(build.stages) - 1}"
                yield Fault(span, message, "name the stage with `AS` and copy from the name")


def _circle(build: Build) -> list[int]:
    """The way from the first stage that needs itself back to it; empty where no stage does."""
    if all(read < number for number, reads in build.reads.items() for read in reads):
        return []
    components = _components(build.reads)
    number = next((one for one in build.reads if len(components[one]) > 1 or one in build.reads[one]), None)
    if number is None:
        return []
    path = [number]
    while len(path) == 1 or path[-1] != number:
        path.append(min(read for read in build.reads[path[-1]] if read in components[number]))
        if len(path) > len(build.stages) + 1:
            break
    return path


def _components(reads: Mapping[int, frozenset[int]]) -> dict[int, frozenset[int]]:
    """For each stage those that it needs and that need it, itself among them (Kosaraju's algorithm)."""
    readers: dict[int, list[int]] = {number: [] for number in reads}
    for number, read in reads.items():
        for one in read:
            readers[one].append(number)
    components: dict[int, frozenset[int]] = {}
    for start in reversed(_finished(reads)):
        if start not in components:
            members = _reached(readers, start, components)
            components |= dict.fromkeys(members, frozenset(members))
    return components


def _finished(reads: Mapping[int, frozenset[int]]) -> list[int]:
    """The stages, each behind those that it reads, as far as there are no circles."""
    order: list[int] = []
    seen: set[int] = set()
    for start in reads:
        waiting = [(start, False)]
        while waiting:
            number, is_done = waiting.pop()
            if is_done:
                order.append(number)
            elif number not in seen:
                seen.add(number)
                waiting += [(number, True), *((one, False) for one in reads[number] if one not in seen)]
    return order


def _reached(readers: Mapping[int, Sequence[int]], start: int, without: Mapping[int, object]) -> set[int]:
    """The stages that read a stage, and those that read these; none of ``without``."""
    reached: set[int] = set()
    waiting = [start]
    while waiting:
        number = waiting.pop()
        if number not in reached and number not in without:
            reached.add(number)
            waiting += readers[number]
    return reached
