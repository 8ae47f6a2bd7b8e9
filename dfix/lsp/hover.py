"""What an editor shows of the word under the cursor: the image of FROM, the trace of a copied file."""

from collections.abc import Iterator

from lsprotocol import types as lsp

from dfix.lsp.document import Document, title
from dfix.plan import ImageBase, Scratch
from dfix.report.escape import code_span, markdown, prose
from dfix.syntax import Instruction
from dfix.text import UNKNOWN_TEXT, readable
from dfix.trace.landing import Landing
from dfix.trace.stage import StageTrace, title_of


def hover(document: Document, place: lsp.Position) -> lsp.Hover | None:
    """A base image on FROM, the provenance on COPY, ADD and RUN; None elsewhere."""
    offset = document.positions.offset(place)
    instruction, stage = document.instruction_at(offset), document.stage_at(offset)
    if instruction is None or stage is None:
        return None
    lines = list(_base(stage) if instruction.keyword == "FROM" else _landings(document, instruction, offset))
    if not lines:
        return None
    text = lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n".join(lines))
    return lsp.Hover(text, document.positions.range(instruction.span))


def _base(stage: StageTrace) -> Iterator[str]:
    base, root, image = stage.stage.base, stage.root, stage.image
    if isinstance(base, Scratch):
        yield "**scratch**: nothing, no C library: only static programs run here"
        return
    name = readable(base.text).replace(UNKNOWN_TEXT, "…") if isinstance(base, ImageBase) else title(stage.stage)
    if root.release is None:
        yield f"{code_span(name)}: dfix does not know this image"
        yield "Tell it: `# dfix: like=debian:12` or `# dfix: libc=glibc` on the line before, or `[images]` in dfix.toml"
        return
    yield f"{code_span(name)}: **{markdown(title_of(root))}**"
    known = root.release
    facts = [f"package manager: {known.package_manager or 'none'}"]
    loaders = ", ".join(
        f"{loader.libc.value} {loader.version or ''}".strip() + (" (imitated)" if loader.compat else "")
        for loader in root.loaders
    )
    facts.append(f"loaders: {loaders or 'none'}")
    facts.append(f"C library {root.family_sure.word}, release {root.release_sure.word}")
    yield "; ".join(facts)
    if image and image.history:
        steps = ", ".join(f"{system} from {day}" for day, system in image.history)
        yield f"this tag moved: {markdown(steps)}"


def _landings(document: Document, instruction: Instruction, offset: int) -> Iterator[str]:
    """What the instruction brings into a stage that is shipped: the word under the cursor first."""
    span = instruction.span
    own = [one for one in document.analysis.trace.landings if span.start <= one.span.start <= span.end]
    own.sort(key=lambda one: not one.span.start <= offset <= one.span.end)
    for landing in own[:3]:
        yield f"{code_span(readable(landing.path))}: {_nature(landing)}"
        steps = []
        for number, place in enumerate(landing.chain(), 1):
            line = document.analysis.source.line_of(place.span.start) + 1
            steps.append(f"{number}. line {line}: {prose(place.note)}")
        yield "\n".join(steps)


def _nature(landing: Landing) -> str:
    artifact = landing.artifact
    needs = f", built for {markdown(artifact.abi.title)}" if artifact.abi and artifact.is_dynamic else ""
    why = f": {prose(artifact.because)}" if artifact.because else ""
    return f"{artifact.linkage.value} {artifact.kind.value}{needs} ({artifact.confidence.word}{why})"
