"""Build for the target platform: tell the compiler, or let the stage run on it."""

from collections.abc import Iterator

from dfix.findings import Applicability, Fix
from dfix.fixes.switch_base import image_stage
from dfix.text import Edit, Source, Span
from dfix.trace.artifact import Artifact, Linkage
from dfix.trace.stage_trace import Trace

TELL_COST = "the compiler builds for the target; for the machine's own platform nothing changes"
CGO_COST = "what needs cgo also needs a C cross compiler"
EMULATION_COST = "for other platforms the stage runs under emulation, slowly"


def build_for_target(source: Source, artifact: Artifact) -> Iterator[Fix]:
    """``GOOS=$TARGETOS GOARCH=$TARGETARCH`` before a ``go build``, with the ARG that declares them."""
    call = artifact.recipe.call if artifact.recipe else None
    if call is None or call.name != "go" or not call.script.exact or call.instruction.json is not None:
        return
    at = call.command.words[0].start
    names = [name for name in ("TARGETOS", "TARGETARCH") if name not in call.env]
    line = source.line_starts[call.instruction.first_line]
    keyword = "arg" if call.instruction.logical.text[call.instruction.keyword_start :][:3].islower() else "ARG"
    declare = (Edit(Span(line, line), f"{keyword} {' '.join(names)}{source.newline}"),) if names else ()
    tell = Edit(call.script.span(at, at), "GOOS=$TARGETOS GOARCH=$TARGETARCH ")
    is_static = artifact.linkage is Linkage.STATIC
    applicability = Applicability.SAFE if is_static else Applicability.UNSAFE
    yield Fix("build for $TARGETARCH", applicability, TELL_COST if is_static else CGO_COST, (*declare, tell))


def run_on_target(trace: Trace, artifact: Artifact) -> Iterator[Fix]:
    """The builder without ``--platform=$BUILDPLATFORM``."""
    if artifact.recipe is None or artifact.recipe.stage < 0:
        return
    start = image_stage(trace, artifact.recipe.stage).stage.start
    flag = start.flag("platform")
    if flag is not None and "BUILDPLATFORM" in flag.value and start.logical.is_contiguous(flag.start, flag.end + 1):
        edit = Edit(start.logical.span(flag.start, flag.end + 1), "")
        yield Fix("build on the target platform", Applicability.UNSAFE, EMULATION_COST, (edit,))
