"""Tell a compiler to build for the target platform."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert, replace
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.fixes.name_target import declared
from dfix.trace.knowledge.fixed_architecture import Fixed
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Artifact, Linkage

TELL_TARGET = Repair(
    "tell-target",
    "`GOOS=$TARGETOS GOARCH=$TARGETARCH` before the build, and the ARG that declares them",
    "the compiler builds for the target; for the machine's own platform nothing changes",
    Applicability.SAFE,
    Change.INSTRUCTION,
)
CGO_COST = "what needs cgo also needs a C cross compiler"


def build_for_target(trace: Trace, artifact: Artifact) -> Iterator[Fix]:
    """``GOOS=$TARGETOS GOARCH=$TARGETARCH`` before a ``go build``, with the ARG that declares them."""
    call = artifact.call
    if call is None or call.name != "go" or not call.script.exact or call.instruction.json is not None:
        return
    names = [name for name in ("TARGETOS", "TARGETARCH") if not call.env.get(name)]
    pairs = (("GOOS", "TARGETOS"), ("GOARCH", "TARGETARCH"))
    told = "".join(f"{name}=${argument} " for name, argument in pairs if f"{name}=" not in call.script.text)
    edits = [insert.before_program(call, told)] if told else []
    if names:
        edits.insert(0, insert.instruction_before(trace.source, call.instruction, "ARG", " ".join(names)))
    title = "build for $TARGETARCH"
    if artifact.linkage is Linkage.STATIC:
        yield TELL_TARGET.fix(title, edits)
    else:
        yield TELL_TARGET.fix(title, edits, applicability=Applicability.UNSAFE, cost=CGO_COST, cure=Confidence.LIKELY)


def build_fixed_for_target(trace: Trace, fixed: Fixed) -> Iterator[Fix]:
    """``GOARCH=$TARGETARCH`` instead of one architecture, and the ARG that declares it."""
    call, instruction = fixed.artifact.call, fixed.instruction
    if call is None or call.name != "go" or instruction.json is not None:
        return
    edits = tuple(replace.text(trace.source, instruction, f"GOARCH={fixed.artifact.arch}", "GOARCH=$TARGETARCH"))
    if not edits:
        return
    builder = trace.builder(fixed.artifact)
    edits = (*declared(trace, builder.stage.body if builder else (), instruction, "TARGETARCH"), *edits)
    if fixed.artifact.linkage is Linkage.STATIC:
        yield TELL_TARGET.fix("build for $TARGETARCH", edits)
    else:
        title = "build for $TARGETARCH"
        yield TELL_TARGET.fix(title, edits, applicability=Applicability.UNSAFE, cost=CGO_COST, cure=Confidence.LIKELY)
