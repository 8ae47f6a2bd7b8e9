"""A program is built for another architecture than its landing stage.

## Why
The kernel refuses a program of another architecture: `exec format error`. This happens when two stages are pinned to different platforms. It also happens in builds for several platforms, when a stage `FROM --platform=$BUILDPLATFORM` runs the compiler without `$TARGETARCH`: every image then holds a program for the build machine.

The same comes of one written architecture: `GOARCH=amd64`, `--target x86_64-…`, or a download that ends in `linux-amd64` or comes from a folder of that name. That the image is for several platforms shows in `$BUILDPLATFORM`, or in a file beside the Dockerfile that builds it for another platform: a workflow, a makefile, a bake or compose file, GoReleaser's configuration. dfix reads those in the folder of the build context.

`ARG TARGETARCH=amd64` hides the value that BuildKit gives: its own default comes first. A stage that is shipped must not be `FROM --platform=$BUILDPLATFORM` either: its programs are for the build machine. Nor may it be `FROM --platform=linux/amd64` where `--platform` asks for another one, or an image whose tag says `amd64`. A stage that is built on another stage has that one's platform; its own flag changes nothing. A stage that does not declare `ARG TARGETARCH` has no such variable: it is empty in its commands, whatever is declared before the first `FROM`. In a stage for the target, `$BUILDPLATFORM` and `$BUILDARCH` choose the wrong download.

Words may hold for one architecture whatever becomes of what they name: the file of a package (`tool_1.0_amd64.deb`), an installer, a wheel, a repository `[arch=amd64]`, a compiler that is told `GOARCH=amd64`, a directory that Debian has on one architecture only (`/usr/lib/x86_64-linux-gnu`, `/usr/lib/jvm/java-17-openjdk-amd64`). They are found in every stage that the image needs, where the instruction does not choose by `$TARGETARCH` or by the machine.

## Fix safety
Passing the target to Go is safe where cgo is off: for the build's own platform it changes nothing. Where cgo may be needed, the build also needs a C cross compiler, so the fix is unsafe. Removing `--platform=$BUILDPLATFORM` is unsafe: the build then runs under emulation, which is slow. Changing one of two written platforms is unsafe: which of them was meant is a guess. `$TARGETARCH` in a download's name is unsafe, since the vendor may name files otherwise. Copying libraries out of `/usr/lib/*-linux-gnu` is unsafe: they land in `/usr/lib`, which the loader searches, and a program that opens one by its whole path does not look there. Declaring a variable is unsafe where a command was right without it. Dropping a default is unsafe for builders that do not set the variable.

## Sources
Dockerfile reference, "Automatic platform ARGs in the global scope"; Docker's guide "Multi-platform builds"; BuildKit's `dispatchArg`; docker/buildx#510; Go's GOARCH; sources.list(5); Debian's wiki, "Multiarch/Tuples"; ld.so(8).
"""

from collections.abc import Iterator
from functools import partial

from dfix.edit import part
from dfix.findings import Confidence, Finding, Fix, Severity
from dfix.fixes.build_for_target import TELL_TARGET, build_fixed_for_target, build_for_target
from dfix.fixes.choose_by_target import CHOOSE_BY_TARGET, choose_by_target
from dfix.fixes.find_library import FIND_LIBRARY, find_library
from dfix.fixes.name_target import NAME_TARGET, name_target, name_target_of_download
from dfix.fixes.pin_platform import PIN_PLATFORM, pin_platform
from dfix.fixes.run_on_target import RUN_ON_TARGET, run_on_any, run_on_target, run_stage_on_target
from dfix.fixes.same_platform import SAME_PLATFORM, same_platform
from dfix.fixes.show_platform import SHOW_PLATFORM, declare_platform, show_platform
from dfix.plan import Stage
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.rules.wording import shown_path, subject
from dfix.syntax import Instruction
from dfix.text import readable
from dfix.text.pattern import pattern
from dfix.trace.knowledge.fixed_architecture import Fixed, fixed_in
from dfix.trace.knowledge.hidden_platform import Hidden, Undeclared, chosen_by_builder, hidden, undeclared
from dfix.trace.knowledge.shipped_platform import Pinned, shipped_for_another, shipped_for_builder
from dfix.trace.knowledge.written_architecture import Kind as WrittenKind
from dfix.trace.knowledge.written_architecture import Written, written
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import PATH, StageTrace
from dfix.trace.state.arch import BUILD, OTHER_SYSTEMS, TARGET, cannot_run, of_words
from dfix.trace.state.artifact import Artifact, Linkage
from dfix.trace.state.file_tree import Landed
from dfix.trace.state.origin import Downloaded, FromContext

# Names of stages that people use on the machine that builds them.
FOR_DEVELOPERS = pattern(r"dev|test|debug|lint|build|check|verif|(^|-)ci(-|$)")


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each copied word that brings a program for another architecture, and for what names one."""
    told: set[object] = set()
    for landing in trace.landings:
        here = _architecture(trace, landing)
        foreign = (
            one for one in landing.landed if _is_foreign(landing, one, here) and not _is_for_others(landing, one)
        )
        if one := next(foreign, None):
            told.update(_sources(landing))
            yield describe(trace, landing, one, here)
        elif fixed := fixed_in(trace, landing):
            told.update(_sources(landing))
            yield describe_fixed(trace, landing, fixed)
    yield from _of_words(trace, told)
    if stage := shipped_for_builder(trace):
        yield describe_builder_image(trace, stage)
    if pinned := shipped_for_another(trace):
        yield describe_another_image(pinned)


def _of_words(trace: Trace, told: set[object]) -> Iterator[Finding]:
    """What words say, but for addresses and stages of which something was ``told``."""
    for word in written(trace):
        name = word.stage.number if word.kind is WrittenKind.COMPILER else word.words.lower().split("?")[0]
        if name not in told:
            yield describe_written(trace, word)
    for variable in undeclared(trace):
        if told.isdisjoint((variable.stage.number, variable.instruction.span)):
            yield describe_undeclared(trace, variable)
    for default in hidden(trace):
        yield describe_default(default)
    for chosen, instruction in chosen_by_builder(trace):
        yield describe_choice(trace, chosen, instruction)


def _sources(landing: Landing) -> Iterator[object]:
    """Where what landed comes from: the addresses of downloads, the stages that built, the commands' instructions."""
    for artifact in (one.artifact for one in landing.landed):
        if artifact.call is not None:
            yield artifact.call.instruction.span
        if isinstance(artifact.origin, Downloaded):
            yield artifact.origin.url
        elif artifact.stage is not None:
            yield artifact.stage


def describe_builder_image(trace: Trace, stage: StageTrace) -> Finding:
    """Return the finding on a shipped stage ``FROM --platform=$BUILDPLATFORM``."""
    flag = stage.stage.start.flag("platform")
    span = part.word(stage.stage.start, flag).span if flag else stage.stage.base_span
    # The only stage of a file is its image, whatever its name.
    is_one_of_several = len(trace.stages) > 1 and FOR_DEVELOPERS.search(trace.stages[-1].stage.name or "") is not None
    return RULE.finding(
        stage.stage,
        span,
        message=f"{stage.stage.title} is for the build machine, whatever platform the image is for",
        why="in a build for another platform the image names that platform and holds programs for the build machine",
        severity=Severity.WARNING,
        confidence=Confidence.POSSIBLE if is_one_of_several else Confidence.LIKELY,
        fixes=partial(run_stage_on_target, stage.stage),
    )


def describe_another_image(pinned: Pinned) -> Finding:
    """Return the finding on a shipped stage of one platform, which its flag or its image's name says."""
    stage, other = pinned.stage, pinned.other
    flag = stage.stage.start.flag("platform")
    span = part.word(stage.stage.start, flag).span if flag else stage.stage.base_span
    others = (
        f"`{readable(pinned.file)}` builds the image for {other} too"
        if pinned.file
        else f"the image is built for {other}"
    )
    return RULE.finding(
        stage.stage,
        span,
        message=f"{stage.stage.title} is for {stage.root.arch}, and {others}",
        why=f"the image holds programs for {stage.root.arch}, which start on {other} under an emulator at most",
        severity=Severity.WARNING,
        confidence=Confidence.LIKELY,
    )


def describe_undeclared(trace: Trace, one: Undeclared) -> Finding:
    """Return the finding on a variable that is empty because its stage does not declare it."""
    return RULE.finding(
        one.stage,
        one.instruction.keyword_span,
        message=f"`${one.name}` is empty in {one.stage.title}: no ARG declares it there",
        why="BuildKit gives it only to a stage that declares it, so what it chooses is the same for every platform",
        severity=Severity.WARNING,
        confidence=Confidence.LIKELY if one.is_known else Confidence.POSSIBLE,
        fixes=partial(declare_platform, trace, one),
    )


def describe_choice(trace: Trace, stage: Stage, instruction: Instruction) -> Finding:
    """Return the finding on a download that the build machine's platform chooses."""
    return RULE.finding(
        stage,
        instruction.keyword_span,
        message=f"the build machine's platform chooses what is downloaded, and {stage.title} is for the target platform",
        why="in a build for another platform the start fails with `exec format error`; choose by $TARGETPLATFORM",
        severity=Severity.WARNING,
        confidence=Confidence.LIKELY,
        fixes=partial(choose_by_target, trace, stage, instruction),
    )


def describe_default(default: Hidden) -> Finding:
    """Return the finding on a default that hides the platform's value."""
    return RULE.finding(
        default.stage,
        part.word(default.instruction, default.word).span,
        message=f"the default of `{default.name}` hides the platform's value, so it is `{readable(default.value)}` for every platform",
        why="BuildKit sets it by itself only where the ARG has no default; images for other platforms get files for this one",
        severity=Severity.WARNING,
        confidence=Confidence.LIKELY if default.is_for_several else Confidence.POSSIBLE,
        fixes=partial(show_platform, default),
    )


def describe_fixed(trace: Trace, landing: Landing, fixed: Fixed) -> Finding:
    """Return the finding on a file that is always for one architecture."""
    artifact = fixed.artifact
    path = next(one.path for one in landing.landed if one.artifact is artifact)
    who = subject(landing.stage, path, artifact)
    others = (
        f"`{readable(fixed.file)}` builds the image for {fixed.other} too"
        if fixed.file
        else "its builder runs on $BUILDPLATFORM, as in a build for several platforms"
    )
    same = landing._replace(landed=tuple(one for one in landing.landed if one.artifact is artifact))
    return RULE.finding(
        landing.stage.stage,
        same.span,
        message=f"{who.words} {who.verb('is', 'are')} for {artifact.arch} whatever the platform, and {others}",
        why=f"elsewhere the kernel refuses to start {who.verb('it', 'them')}: `exec format error`",
        severity=Severity.WARNING,
        confidence=Confidence.POSSIBLE if landing.is_for_export or artifact.unnamed else Confidence.LIKELY,
        chain=same.chain(),
        fixes=partial(_repairs_of_fixed, trace, landing, fixed),
    )


WHY_WRITTEN = {
    WrittenKind.FILE: "a program in it does not start there (`exec format error`), and package managers refuse it",
    WrittenKind.REPOSITORY: "apt finds none of its packages elsewhere: `Unable to locate package`",
    WrittenKind.PLACE: "elsewhere nothing is at this path: `no such file or directory`",
    WrittenKind.COMPILER: "elsewhere the kernel refuses to start what it builds: `exec format error`",
}


HOLDS = {
    WrittenKind.FILE: "is for",
    WrittenKind.REPOSITORY: "takes packages for",
    WrittenKind.PLACE: "is there on",
    WrittenKind.COMPILER: "builds for",
}


def describe_written(trace: Trace, word: Written) -> Finding:
    """Return the finding on words that hold for one architecture only."""
    name = word.words.rstrip("/").rsplit("/", 1)[-1] if word.kind is WrittenKind.FILE else word.words
    holds = HOLDS[word.kind]
    if word.file:
        others = f"whatever the platform, and `{readable(word.file)}` builds the image for {word.other} too"
    elif word.other:
        others = f"and the image is built for {word.other}"
    else:
        others = "whatever the platform, and another stage runs on $BUILDPLATFORM, as in a build for several platforms"
    return RULE.finding(
        word.stage,
        word.span,
        message=f"{shown_path(name)} {holds} {word.arch} alone, {others}",
        why=WHY_WRITTEN[word.kind],
        severity=Severity.WARNING,
        confidence=Confidence.LIKELY,
        fixes=partial(_repairs_of_written, trace, word),
    )


def _repairs_of_written(trace: Trace, word: Written) -> Iterator[Fix]:
    yield from find_library(trace, word)
    if word.instruction.keyword != "COPY":
        yield from name_target(trace, word)


def _repairs_of_fixed(trace: Trace, landing: Landing, fixed: Fixed) -> Iterator[Fix]:
    yield from build_fixed_for_target(trace, fixed)
    yield from name_target_of_download(trace, fixed)
    yield from run_on_any(trace, fixed.artifact)
    if not fixed.file and fixed.artifact.arch:
        yield from pin_platform(landing, fixed.artifact.arch)


def _architecture(trace: Trace, landing: Landing) -> str:
    """The landing stage's architecture: as written, else that of the target platform."""
    here, platform = landing.stage.root.arch, trace.build.options.platform
    return (of_words(platform) or here) if here == TARGET and platform else here


def _is_foreign(landing: Landing, one: Landed, here: str) -> bool:
    """Whether a program cannot run in a stage of the architecture ``here``.

    A program for the build machine is foreign whichever platform ``--platform`` asks for.
    """
    return cannot_run(one.artifact.arch, here) or cannot_run(one.artifact.arch, landing.stage.root.arch)


def _is_for_others(landing: Landing, one: Landed) -> bool:
    """Whether a program for Windows or macOS may be there for download, not to be run."""
    if one.artifact.arch not in OTHER_SYSTEMS:
        return False
    stage = landing.stage
    is_named_so = one.path.lower().endswith((".exe", ".dll", ".dylib"))
    in_path = one.path.rpartition("/")[0] in PATH
    return stage.root.release is None or not (one.path in stage.starts or (in_path and not is_named_so))


def describe(trace: Trace, landing: Landing, landed: Landed, here: str) -> Finding:
    """Return the finding on one file; ``here`` is the landing stage's architecture."""
    label, artifact = landing.stage.stage.title, landed.artifact
    who = subject(landing.stage, landed.path, artifact)
    built = f"{who.words} {who.verb('is', 'are')} built for"
    why = f"the kernel refuses to start {who.verb('it', 'them')}: `exec format error`"
    if artifact.arch == BUILD:
        message = f"{built} the build machine, and {label} is for the target platform"
        why = (
            "in a build for another platform the start fails with `exec format error`; pass $TARGETARCH to the compiler"
        )
    elif artifact.arch in OTHER_SYSTEMS:
        message = f"{built} {artifact.arch}, and {label} is Linux"
    else:
        message = f"{built} {artifact.arch}, and {label} is {here}"
    same = landing._replace(landed=tuple(one for one in landing.landed if one.artifact is artifact))
    return RULE.finding(
        landing.stage.stage,
        same.span,
        message=message,
        why=why,
        severity=Severity.WARNING if artifact.arch == BUILD else Severity.ERROR,
        confidence=Confidence.POSSIBLE if landing.is_for_export else _sure(artifact),
        chain=same.chain(),
        fixes=partial(_repairs, trace, landing, artifact),
    ).about(*(one.path for one in same.landed))


def _sure(artifact: Artifact) -> Confidence:
    """How sure the architecture is: surest where a compiler is known to have run; another build may cross-compile."""
    if isinstance(artifact.origin, FromContext):
        return artifact.confidence
    if artifact.is_download:
        return Confidence.LIKELY
    if artifact.linkage is Linkage.UNKNOWN or artifact.unnamed:
        return Confidence.POSSIBLE
    return Confidence.LIKELY if artifact.arch == BUILD else max(artifact.confidence, Confidence.LIKELY)


def _repairs(trace: Trace, landing: Landing, artifact: Artifact) -> Iterator[Fix]:
    if artifact.arch in OTHER_SYSTEMS:
        return
    if artifact.arch != BUILD:
        yield from same_platform(trace, landing)
    elif artifact.call:
        yield from build_for_target(trace, artifact)
        yield from run_on_target(trace, artifact)


RULE = Rule(
    "DF104",
    "foreign-architecture",
    __name__,
    check,
    repairs=(
        TELL_TARGET,
        RUN_ON_TARGET,
        SAME_PLATFORM,
        SHOW_PLATFORM,
        PIN_PLATFORM,
        CHOOSE_BY_TARGET,
        NAME_TARGET,
        FIND_LIBRARY,
    ),
    trigger=Trigger(
        words=("TARGETARCH", "TARGETPLATFORM", "BUILDARCH", "BUILDPLATFORM"),
        arrivals=True,
        written_platform=True,
        named_architecture=True,
    ),
)
