"""Base images that the project builds itself: their Dockerfile is traced, and its last stage is the image.

Nothing of that trace names a place in the other file: an artifact of it came with the image, as far as this file goes.
"""

import os
import stat
from functools import lru_cache

from dfix.context import Folder
from dfix.images.user_images import Built, UserImage
from dfix.plan import Build, BuildError, BuildOptions, Scope, Stage, plan
from dfix.plan.build import platform_of
from dfix.shared_map import SharedMap
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace.interpreter.stage_start import Inputs, StageStart
from dfix.trace.stage import StageTrace, base_place
from dfix.trace.state.artifact import Place
from dfix.trace.state.facts import Happening
from dfix.trace.state.file_tree import FileTree, Node, Work
from dfix.trace.state.origin import FromImage
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

LARGEST = 16 * 1024 * 1024
# What ONBUILD may have, of what dfix interprets or need not (Dockerfile reference, "ONBUILD").
TRIGGERS = frozenset(
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE HEALTHCHECK LABEL RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split()
)
MOST_TRIGGERS = 200
# An image of the project may be built on another one; so many lie above each other at most.
DEEPEST = 8


class _Base(NamedTuple):
    """All that decides about an image that is traced; ``data`` is its Dockerfile's text."""

    built: Built
    data: bytes
    options: BuildOptions
    reads_context: bool
    user_images: tuple[UserImage, ...]
    above: tuple[str, ...]


def built_start(inputs: Inputs, stage: Stage, built: Built) -> StageStart | None:
    """The state after the Dockerfile of a base image; None where it cannot be read, or is built on itself."""
    traced = _traced(inputs, platform_of(inputs.build, stage), built)
    return None if traced is None else _as_base(stage, traced, inputs.work)


def _as_base(stage: Stage, traced: StageTrace, work: Work) -> StageStart:
    """The end of a stage of another text as a base image: nothing of it names a place in that text."""
    root = traced.root.copy()
    place = base_place(stage, root)
    root.files = _without_places(traced.root, place, work)
    root.carried = SharedMap()
    root.facts = root.facts._replace(context_sources=SharedMap(), builds=SharedMap())
    return StageStart(root, traced.image, Scope.of_image(dict(traced.scope.env)), traced.workdir, traced.shell)


def triggered_start(inputs: Inputs, stage: Stage, text: str, triggers: tuple[str, ...]) -> StageStart | None:
    """The state after the ONBUILD instructions of an image, which run in the stage's own build context.

    They are traced as a Dockerfile of their own. One that is not plainly an instruction may have done anything. None
    where they are traced already.
    """
    mark = f"ONBUILD {text}"
    if mark in inputs.above:
        return None
    plain = [one for one in triggers[:MOST_TRIGGERS] if _is_plain(one)]
    data = "\n".join((f"FROM {text}", *plain, "")).encode("utf-8", "surrogateescape")
    own = inputs.build.options
    options = BuildOptions(None, own.build_args, platform_of(inputs.build, stage), own.contexts, "", own.lock)
    try:
        build = plan(parse(Source(data)), options)
    except BuildError:
        return None
    from dfix.trace.interpreter.build import trace_from

    traced = trace_from(build, inputs.context, inputs.user_images, (*inputs.above, mark)).stages[0]
    start = _as_base(stage, traced, inputs.work)
    if len(plain) < len(triggers):
        start.root.closed = False
        start.root.learn(Happening.UNREAD_COMMAND)
        start.root.learn(Happening.UNREAD_INSTALLATION)
    return start._replace(scope=traced.scope)


def _is_plain(trigger: str) -> bool:
    """Whether a trigger is one instruction of a kind that ONBUILD may have, in one line."""
    return trigger.partition(" ")[0].upper() in TRIGGERS and trigger.isprintable() and "<<" not in trigger


def built_root(inputs: Inputs, stage: Stage, built: Built, place: Place) -> Root | None:
    """The root of an image that ``--from=`` names; ``place`` is the first link of the chains out of it."""
    start = built_start(inputs, stage, built)
    if start is None:
        return None
    start.root.place = place
    return start.root


def _traced(inputs: Inputs, platform: str | None, built: Built) -> StageTrace | None:
    path = os.path.realpath(built.dockerfile)
    data = None if path in inputs.above or len(inputs.above) >= DEEPEST else _read(path)
    if data is None:
        return None
    lock = inputs.build.options.lock
    options = BuildOptions(built.target, dict(built.args), platform, {}, os.path.basename(path), lock)
    base = _Base(built, data, options, inputs.context is not None, inputs.user_images, (*inputs.above, path))
    return _trace(_Key(base))


class _Key:
    """What a trace is kept under: tables cannot be hashed, their texts can."""

    def __init__(self, base: _Base) -> None:
        self.base = base
        options = base.options._replace(build_args={}, contexts={}, lock=None)
        args = tuple(sorted(base.built.args.items()))
        built = base.built._replace(args={})
        self._parts = (built, args, base.data, options.target, options.platform, id(base.options.lock))
        self._parts += (base.reads_context, base.user_images, base.above)  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts[2:5])


@lru_cache(maxsize=64)
def _trace(key: _Key) -> StageTrace | None:
    """The last stage of a Dockerfile, traced; None where it has none, or cannot be planned."""
    from dfix.trace.interpreter.build import trace_from

    base = key.base
    try:
        build = plan(parse(Source(base.data)), base.options)
        if not build.stages or not build.landing:
            return None
        context = Folder(base.built.context, base.built.dockerfile) if base.reads_context else None
        return trace_from(build, context, base.user_images, base.above).stages[_last(build)]
    except BuildError:
        return None


def _last(build: Build) -> int:
    return build.landing[-1]


def _without_places(root: Root, place: Place, work: Work) -> FileTree:
    """The files of a root as an image brings them: ready made, from nowhere in this file."""
    files = FileTree(work)
    for path, node in root.nodes.items():
        program = path.rpartition("/")[2]
        artifact = node.artifact._replace(
            provenance=(place,), origin=FromImage(root.image, program=program), arrival=None
        )
        files.put(path, Node(artifact, node.tree))
    return files


def forget() -> None:
    """Trace all base images anew: files of their build contexts may be others."""
    _trace.cache_clear()


def _read(path: str) -> bytes | None:
    """The bytes of a regular file; None where there is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(LARGEST + 1) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    return data if data and len(data) <= LARGEST and b"\0" not in data else None
