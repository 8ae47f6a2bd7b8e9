"""What is built for one written architecture, although the image is built for several.

That the image is for several shows in the Dockerfile, where a builder runs on ``$BUILDPLATFORM``, or in the files
beside it (``target_platforms.py``). What chooses by itself, or may be told by a build argument, is no fault.
"""

from collections.abc import Iterator, Mapping

from dfix.plan.scope import PLATFORM_ARGS
from dfix.syntax import Instruction
from dfix.text.pattern import pattern
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.arch import BUILD, OTHER_SYSTEMS, TARGET, UNKNOWN, WORD, WORDS, cannot_run
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.origin import Downloaded, MadeHere
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.trace.knowledge.target_platforms import Target

# Words of a command that looks at the machine or at the target.
CHOOSES = pattern(r"TARGETARCH|TARGETPLATFORM|uname|--print-arch|\$\(arch\)|`arch`|\bxx-")
# Variables by which compilers are told what to build for.
OF_COMPILERS = pattern(r"\b(GOARCH|CARGO_BUILD_TARGET)\b")
NOT_FIXED = frozenset({BUILD, TARGET, UNKNOWN, *OTHER_SYSTEMS})


class Fixed(NamedTuple):
    """An artifact that is always for one architecture; ``instruction`` says so.

    ``other`` is an architecture that the image is built for as well, by ``file``; both are empty where only the
    builder's ``$BUILDPLATFORM`` shows that there are others.
    """

    artifact: Artifact
    instruction: Instruction
    other: str = ""
    file: str = ""


def fixed_in(trace: Trace, landing: Landing) -> Fixed | None:
    """The first file of a landing that is always for one architecture; None where none is."""
    if not landing.stage.stage.is_last or landing.stage.root.arch != TARGET or trace.build.options.platform:
        return None
    if any(chooses(stage.start.logical.text) for stage in trace.build.stages):
        return None  # a stage for each platform: only that of the usual one is followed
    found = (fixed for one in landing.landed if (fixed := _fixed(trace, landing, one.artifact)))
    return next(found, None)


def _fixed(trace: Trace, landing: Landing, artifact: Artifact) -> Fixed | None:
    builder = trace.builder(artifact)
    if artifact.arch in (None, *NOT_FIXED) or not isinstance(artifact.origin, MadeHere | Downloaded) or not builder:
        return None
    if artifact.is_download and len(_fetched_for(trace, builder)) > 1:
        return None  # the files of several architectures are fetched, and something chooses
    said = _said(trace, builder, artifact)
    if said is None:
        return None
    targets = targets_of(trace, landing.stage)
    is_for_others = not targets or any(cannot_run(artifact.arch, other) for other in targets)
    if trace.bottom(builder.stage.number).root.arch == BUILD and not said.argument and is_for_others:
        return Fixed(artifact, said.instruction)
    for other, target in targets.items():
        if cannot_run(artifact.arch, other) and said.argument not in target.arguments:
            return Fixed(artifact, said.instruction, other, target.file)
    return None


def _fetched_for(trace: Trace, stage: StageTrace) -> set[str]:
    """The architectures that a stage's instructions with an address name."""
    texts = (text_of(one) for one in stage.stage.body if one.keyword in ("ADD", "RUN"))
    fetching = (text for text in texts if "://" in text)
    return trace.once(("fetched for", stage.stage.number), lambda: set().union(*map(names, fetching)))


def targets_of(trace: Trace, stage: StageTrace) -> "Mapping[str, Target]":
    """The architectures that the files beside the Dockerfile build the image for, and which file says so."""
    from dfix.trace.knowledge.target_platforms import targets

    return trace.once("target platforms", lambda: targets(stage.root.context))


class _Said(NamedTuple):
    """The instruction that names the architecture; ``argument`` is the build argument whose default it is."""

    instruction: Instruction
    argument: str = ""


def _said(trace: Trace, builder: StageTrace, artifact: Artifact) -> _Said | None:
    """What names the architecture; None where a command chooses it, or nothing in the Dockerfile names it."""
    made = _made_by(builder, artifact)
    if made is None or chooses(text_of(made)) or len(names(text_of(made))) > 1:
        return None
    if names(text_of(made)) == {artifact.arch} or _is_by_vendor(artifact):
        return _Said(made)
    for one in builder.stage.body:
        if one.keyword == "ENV" and OF_COMPILERS.search(one.args) and names(one.args) == {artifact.arch}:
            return _Said(one)
    if names(builder.stage.start.logical.text) == {artifact.arch}:
        return _Said(builder.stage.start)
    return next(_defaults(trace, builder, text_of(made), artifact), None)


def _is_by_vendor(artifact: Artifact) -> bool:
    """Whether the vendor's habit says what a download is for, not its name."""
    from dfix.trace.knowledge.download import unnamed_architecture

    return isinstance(artifact.origin, Downloaded) and bool(unnamed_architecture(artifact.origin.url))


def _made_by(builder: StageTrace, artifact: Artifact) -> Instruction | None:
    """The instruction that made or fetched it; None where a makefile or a script did."""
    if artifact.call is not None:
        return artifact.call.instruction if artifact.call.via is None else None
    spans = {place.span.start for place in artifact.provenance}
    adds = (one for one in builder.stage.body if one.keyword == "ADD")
    return next((one for one in adds if any(one.span.start <= start < one.span.end for start in spans)), None)


def _defaults(trace: Trace, builder: StageTrace, used: str, artifact: Artifact) -> Iterator[_Said]:
    """The build arguments whose default is the architecture, and which the command uses."""
    for one in (*trace.build.dockerfile.instructions[: _first(trace)], *builder.stage.body):
        name, sign, value = one.args.partition("=") if one.keyword == "ARG" else ("", "", "")
        if (
            sign
            and names(value) == {artifact.arch}
            and f"${name}" in used.replace("{", "")
            and name not in PLATFORM_ARGS
        ):
            yield _Said(one, name)


def _first(trace: Trace) -> int:
    """How many instructions are before the first FROM."""
    instructions = trace.build.dockerfile.instructions
    return next((number for number, one in enumerate(instructions) if one.keyword == "FROM"), 0)


def chooses(text: str) -> bool:
    """Whether a command looks at the machine or at the target."""
    return CHOOSES.search(text) is not None


def text_of(instruction: Instruction) -> str:
    """What follows an instruction's flags, as written, and its heredocs."""
    return "\n".join((instruction.args, *(doc.body for doc in instruction.heredocs)))


def names(text: str) -> set[str]:
    """The architectures that a text names."""
    return {WORDS[match[1]] for match in WORD.finditer(text.lower())}
