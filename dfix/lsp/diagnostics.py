"""Findings as diagnostics, with their chains as related places."""

from lsprotocol import types as lsp

from dfix.findings import Finding, Severity
from dfix.lsp.document import Document
from dfix.report.escape import address, harmless

SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}
# What these find does nothing, so editors may fade it.
NEEDLESS = frozenset({"DF002", "DF301", "DF302", "DF401"})


def diagnostics(document: Document, rule_url: str) -> list[lsp.Diagnostic]:
    """All findings of a document."""
    return [diagnostic(document, finding, rule_url) for finding in document.analysis.findings]


def diagnostic(document: Document, finding: Finding, rule_url: str) -> lsp.Diagnostic:
    """One finding."""
    page = address(rule_url, finding.code) if rule_url else ""
    return lsp.Diagnostic(
        document.positions.range(finding.span),
        harmless(f"{finding.message} ({finding.confidence.word}: {finding.why})"),
        SEVERITIES[finding.severity],
        finding.code,
        lsp.CodeDescription(page) if page else None,
        "dfix",
        [lsp.DiagnosticTag.Unnecessary] if finding.code in NEEDLESS else None,
        [
            lsp.DiagnosticRelatedInformation(
                lsp.Location(document.uri, document.positions.range(place.span)), harmless(place.note)
            )
            for place in finding.chain
        ],
    )
