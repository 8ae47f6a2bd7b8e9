"""Build for the target platform: tell the compiler, or let the stage run on it."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert, part, remove, replace
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Artifact, Linkage

TELL_TARGET = Repair(
    "tell-target",
    "`GOOS=$TARGETOS GOARCH=$TARGETARCH` before the build, and the ARG that declares them",
    "the compiler builds for the target; for the machine's own platform nothing changes",
    Applicability.SAFE,
    Change.INSTRUCTION,
)
RUN_ON_TARGET = Repair(
    "run-on-target",
    "the builder without `--platform=$BUILDPLATFORM`",
    "for other platforms the stage runs under emulation, slowly",
    Applicability.UNSAFE,
    Change.BUILDER,
)
SAME_PLATFORM = Repair(
    "same-platform",
    "the builder's `--platform` or GOARCH made that of the landing stage",
    "the image is then for one platform, which the Dockerfile already says",
    Applicability.UNSAFE,
    Change.WORDS,
)
GO_ARCHES = {"amd64": "amd64", "arm64": "arm64", "386": "386", "arm": "arm", "ppc64le": "ppc64le", "s390x": "s390x"}
CGO_COST = "what needs cgo also needs a C cross compiler"


def build_for_target(trace: Trace, artifact: Artifact) -> Iterator[Fix]:
    """``GOOS=$TARGETOS GOARCH=$TARGETARCH`` before a ``go build``, with the ARG that declares them."""
    call = artifact.call
    if call is None or call.name != "go" or not call.script.exact or call.instruction.json is not None:
        return
    names = [name for name in ("TARGETOS", "TARGETARCH") if name not in call.env]
    declare = (insert.instruction_before(trace.source, call.instruction, "ARG", " ".join(names)),) if names else ()
    tell = insert.before_program(call, "GOOS=$TARGETOS GOARCH=$TARGETARCH ")
    is_static = artifact.linkage is Linkage.STATIC
    yield TELL_TARGET.fix(
        "build for $TARGETARCH",
        (*declare, tell),
        applicability=Applicability.SAFE if is_static else Applicability.UNSAFE,
        cost="" if is_static else CGO_COST,
        cure=Confidence.CERTAIN if is_static else Confidence.LIKELY,
    )


def same_platform(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The builder's ``--platform`` or GOARCH made that of the landing stage, where both are written down."""
    artifact, wanted = landing.artifact, landing.stage.root.arch
    machine = GO_ARCHES.get(wanted)
    if artifact.stage is None or machine is None:
        return
    if artifact.call is not None and can_edit(artifact.call):
        goarch = next((word for name, word in artifact.call.command.assignments if name == "GOARCH" and word), None)
        if goarch is not None:
            edit = replace.arg(artifact.call, goarch, machine)
            yield SAME_PLATFORM.fix(f"build for {machine}", (edit,))
            return
    start = trace.bottom(artifact.stage).stage.start
    flag = start.flag("platform")
    if flag is not None and "$" not in flag.value and part.flag_value(start, flag).is_contiguous:
        edit = replace.flag_value(start, flag, f"linux/{machine}")
        yield SAME_PLATFORM.fix(f"build on linux/{machine}", (edit,))


def run_on_target(trace: Trace, artifact: Artifact) -> Iterator[Fix]:
    """The builder without ``--platform=$BUILDPLATFORM``."""
    if artifact.stage is None:
        return
    start = trace.bottom(artifact.stage).stage.start
    flag = start.flag("platform")
    if flag is not None and "BUILDPLATFORM" in flag.value:
        yield RUN_ON_TARGET.fix("build on the target platform", (remove.flag(start, flag),))
