"""Repairs as code actions and as edits of the whole text."""

from collections.abc import Iterable, Iterator

from lsprotocol import types as lsp

from dfix.engine import fix
from dfix.findings import Applicability, Confidence, Finding
from dfix.lsp.diagnostics import diagnostic
from dfix.lsp.document import Document
from dfix.report.escape import harmless
from dfix.text import Edit, Source, Span

FIX_ALL = "source.fixAll.dfix"


def repaired(document: Document, allowed: Applicability) -> list[lsp.TextEdit]:
    """The edits that make all proved fixes of that applicability; none when there are none."""
    after = fix(document.data, document.options, allowed, document.settings.fix_ids or ()).data
    return edits(document, changes(document.data, after))


def code_actions(
    document: Document, place: lsp.Range, only: Iterable[str] | None, rule_url: str, *, versioned: bool
) -> Iterator[lsp.CodeAction]:
    """Every repair of the findings in a range, a way to ignore each, and the repair of the whole file."""
    wanted = tuple(only) if only is not None else None
    if _asks(wanted, lsp.CodeActionKind.QuickFix):
        for finding in document.analysis.findings:
            if _meet(document.positions.range(finding.span), place):
                yield from _quick_fixes(document, finding, rule_url, versioned=versioned)
    if _asks(wanted, FIX_ALL):
        made = repaired(document, Applicability.SAFE)
        if made:
            workspace_edit = _workspace_edit(document, made, versioned=versioned)
            yield lsp.CodeAction("dfix: make all safe fixes", FIX_ALL, edit=workspace_edit)


def changes(before: bytes, after: bytes) -> list[Edit]:
    """The differing lines, as edits: what did not change keeps its place in the editor, cursor and all."""
    if before == after:
        return []
    from difflib import SequenceMatcher

    old, new = Source(before), Source(after)
    starts = [*old.line_starts[: len(old.lines)], len(before)]
    found = []
    for tag, first, last, begin, end in SequenceMatcher(None, old.lines, new.lines, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append(Edit(Span(starts[first], starts[last]), "".join(new.lines[begin:end])))
    return found


def edits(document: Document, made: Iterable[Edit]) -> list[lsp.TextEdit]:
    """Edits in the protocol's words."""
    return [
        lsp.TextEdit(document.positions.range(one.span), one.new.encode("latin-1").decode("utf-8", "replace"))
        for one in sorted(set(made))
    ]


def _quick_fixes(document: Document, finding: Finding, rule_url: str, *, versioned: bool) -> Iterator[lsp.CodeAction]:
    shown = diagnostic(document, finding, rule_url)
    for number, candidate in enumerate(finding.fixes):
        title = harmless(f"{finding.code}: {candidate.title}")
        if candidate.obstacle:
            disabled = lsp.CodeActionDisabled(candidate.obstacle)
            yield lsp.CodeAction(title, lsp.CodeActionKind.QuickFix, [shown], disabled=disabled)
            continue
        sure = "" if candidate.cure is Confidence.CERTAIN else ", only probably cures"
        mark = "" if candidate.applicability is Applicability.SAFE else f" ({candidate.applicability.word}{sure})"
        yield lsp.CodeAction(
            title + mark,
            lsp.CodeActionKind.QuickFix,
            [shown],
            number == 0,
            edit=_workspace_edit(document, edits(document, candidate.edits), versioned=versioned),
        )
    ignored = _ignore(document, finding)
    if ignored:
        title = f"{finding.code}: ignore it here"
        made = _workspace_edit(document, edits(document, [ignored]), versioned=versioned)
        yield lsp.CodeAction(title, lsp.CodeActionKind.QuickFix, [shown], edit=made)


def _ignore(document: Document, finding: Finding) -> Edit | None:
    """The directive that suppresses a finding, before its instruction."""
    instruction = document.instruction_at(finding.span.start)
    if instruction is None or finding.code in ("DF001", "DF002"):
        return None
    source = document.analysis.source
    start = source.line_starts[instruction.first_line]
    indent = source.text[start : instruction.span.start]
    blank = indent if not indent.strip(" \t") else ""
    return Edit(Span(start, start), f"{blank}# dfix: ignore={finding.code}{source.newline}")


def _workspace_edit(document: Document, made: list[lsp.TextEdit], *, versioned: bool) -> lsp.WorkspaceEdit:
    if not versioned:
        return lsp.WorkspaceEdit(changes={document.uri: made})
    identifier = lsp.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(identifier, list(made))])


def _asks(only: tuple[str, ...] | None, kind: str) -> bool:
    """Whether a kind is requested: itself, or one that it is a part of."""
    name = str(getattr(kind, "value", kind))
    return only is None or any(name == str(one) or name.startswith(f"{one}.") for one in only)


def _meet(one: lsp.Range, other: lsp.Range) -> bool:
    start, end = (one.start.line, one.start.character), (one.end.line, one.end.character)
    return start <= (other.end.line, other.end.character) and (other.start.line, other.start.character) <= end
