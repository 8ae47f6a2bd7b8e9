"""The stages as an editor shows them: symbols, hints with their C libraries, where a name leads, new names."""

import re
from collections.abc import Iterator

from lsprotocol import types as lsp

from dfix.lsp.document import Document, name_span, title
from dfix.text import Span, lowered
from dfix.trace.stage import StageTrace

# BuildKit's reservation for stage names (frontend/dockerfile/instructions: parseBuildStageName).
NAME = re.compile(r"[a-z][a-z0-9_.-]*", re.IGNORECASE)


def symbols(document: Document) -> Iterator[lsp.DocumentSymbol]:
    """One symbol a stage, with what it holds as its detail."""
    for stage in document.analysis.trace.stages:
        start = stage.stage.start.span
        end = stage.stage.body[-1].span.end if stage.stage.body else start.end
        own = name_span(stage.stage) or start
        yield lsp.DocumentSymbol(
            title(stage.stage),
            lsp.SymbolKind.Class,
            document.positions.range(Span(start.start, end)),
            document.positions.range(own),
            system(stage),
        )


def hints(document: Document, place: lsp.Range) -> Iterator[lsp.InlayHint]:
    """What each stage starts from, behind its FROM line: ``Alpine 3.20 · musl 1.2.5``."""
    for stage in document.analysis.trace.stages:
        at = document.positions.position(stage.stage.start.span.end)
        if stage.root.release is not None and place.start.line <= at.line <= place.end.line:
            yield lsp.InlayHint(at, system(stage), padding_left=True)


def definition(document: Document, place: lsp.Position) -> lsp.Location | None:
    """The FROM of the stage that the word under the cursor names."""
    found = document.stage_at_name(document.positions.offset(place))
    if found is None:
        return None
    own = name_span(found[0]) or found[0].start.span
    return lsp.Location(document.uri, document.positions.range(own))


def references(document: Document, place: lsp.Position) -> list[lsp.Location]:
    """Every word that names the same stage."""
    found = document.stage_at_name(document.positions.offset(place))
    if found is None:
        return []
    spans = [span for stage, span in document.mentions() if stage.number == found[0].number]
    return [lsp.Location(document.uri, document.positions.range(span)) for span in spans]


def renamable(document: Document, place: lsp.Position) -> lsp.Range | None:
    """The stage's name under the cursor, when it can be renamed: a number cannot."""
    found = document.stage_at_name(document.positions.offset(place))
    if found is None or name_span(found[0]) is None:
        return None
    span = found[1]
    written = lowered(document.analysis.source.text[span.start : span.end])
    return document.positions.range(span) if written == found[0].name else None


def rename(document: Document, place: lsp.Position, name: str) -> list[lsp.TextEdit] | str:
    """The edits that give the stage another name, or why there are none."""
    found = document.stage_at_name(document.positions.offset(place))
    if found is None or renamable(document, place) is None:
        return "there is no stage's name here"
    if not NAME.fullmatch(name):
        return f"{name} can be no stage's name: letters, digits, `_`, `-` and `.`, a letter first"
    stage = found[0]
    taken = {one.stage.name for one in document.analysis.trace.stages if one.stage.number != stage.number}
    if name.lower() in taken or name.lower() == "scratch":
        return f"there is a stage `{name}` already"
    spans = [span for one, span in document.mentions() if one.number == stage.number]
    text = document.analysis.source.text
    named = [span for span in spans if lowered(text[span.start : span.end]) == stage.name]
    return [lsp.TextEdit(document.positions.range(span), name) for span in named]


def system(stage: StageTrace) -> str:
    """``Debian 12 · glibc 2.36``."""
    known = stage.root.release
    if known is None:
        return ""
    return known.title if known.distro == "scratch" else f"{known.title} · {known.libc_title}"
