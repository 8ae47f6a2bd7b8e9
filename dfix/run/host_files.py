"""Files that carry Dockerfiles inside: each Dockerfile is analysed and repaired in place, all else stays byte for byte.

Findings are at their places in the host. A fix is made only where the changed host, read again, gives
exactly the repaired Dockerfile.
"""

from collections.abc import Iterable, Sequence

from dfix.engine import Analysis, Choice, Options, Refusal, analyse, fix_document
from dfix.findings import Applicability, Applied, Finding, Fix
from dfix.hosts import HostError, extract
from dfix.hosts.embedded import Embedded
from dfix.text import Edit, apply_edits, fits
from dfix.trace.state.artifact import Place
from dfix.values import NamedTuple

# What looks like a slip may be the host's own language, unless the host says that it is a Dockerfile.
ONLY_IF_SURE = frozenset({"DF001"})


class HostResult(NamedTuple):
    """A host file after its repairs, with what is left to say, at the host's own places."""

    data: bytes
    findings: tuple[Finding, ...]
    applied: tuple[Applied, ...] = ()
    refused: tuple[Refusal, ...] = ()
    known: int = 0


def analyse_host(path: str, data: bytes, options: Options) -> HostResult:
    """The findings of all Dockerfiles in a host file.

    Raises:
        HostError: it is not well-formed.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    judged = judged_parts(path, data, options)
    return HostResult(data, shown_findings(judged), known=sum(analysis.known for _, analysis in judged))


def judged_parts(path: str, data: bytes, options: Options) -> list[tuple[Embedded, Analysis]]:
    """Each Dockerfile in a host file, with its analysis.

    Raises:
        HostError: the host is not well-formed.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    return [(embedded, analyse(embedded.data, options)) for embedded in extract(path, data)]


def shown_findings(judged: Iterable[tuple[Embedded, Analysis]]) -> tuple[Finding, ...]:
    """What is reported of the Dockerfiles in a host, at its places in the host, in the host's order."""
    found = [finding for embedded, analysis in judged for finding in _shown(embedded, analysis)]
    return tuple(sorted(found, key=lambda finding: (finding.span, finding.code)))


def fix_host(
    path: str, data: bytes, options: Options, allowed: Applicability, names: tuple[str, ...] = ()
) -> HostResult:
    """Make the fixes that are admitted, in each Dockerfile of a host file.

    Raises:
        HostError: it is not well-formed.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    applied: list[Applied] = []
    refused: list[Refusal] = []
    number = 0
    while number < len(extract(path, data)):
        document = _HostDocument(path, data, number)
        excluded = frozenset() if document.embedded.is_sure else ONLY_IF_SURE
        result = fix_document(document, Choice(allowed, names, excluded), options)
        data = result.data
        applied += result.applied
        refused += result.refused
        number += 1
    remaining = analyse_host(path, data, options)
    return remaining._replace(applied=tuple(applied), refused=tuple(refused))


class _HostDocument(NamedTuple):
    """A host file, of which the ``number``-th Dockerfile (from zero) is repaired."""

    path: str
    data: bytes
    number: int

    @property
    def embedded(self) -> Embedded:
        """The Dockerfile, with its places in the host."""
        return extract(self.path, self.data)[self.number]

    @property
    def dockerfile(self) -> bytes:
        """The text of the Dockerfile."""
        return self.embedded.data

    def edited(self, edits: Sequence[Edit]) -> "_HostDocument | str":
        """The host after edits of the Dockerfile, or why it cannot carry them."""
        written = _written(self.embedded, edits)
        if isinstance(written, str):
            return written
        after = self._replace(data=apply_edits(self.data, written))
        try:
            count = len(extract(after.path, after.data))
        except HostError as error:
            return f"the file would not be read any more: {error}"
        return after if count > self.number else "the host would not hold the Dockerfile any more"

    def located(self, finding: Finding) -> Finding:
        """A finding of the Dockerfile at its places in the host."""
        return _located(self.embedded, finding)


def _written(embedded: Embedded, edits: Sequence[Edit]) -> list[Edit] | str:
    """Edits of the Dockerfile as edits of the host, or why one of them cannot be made exactly."""
    written: list[Edit] = []
    for edit in edits:
        outer = embedded.written(edit)
        if isinstance(outer, str):
            return outer
        written.append(outer)
    ordered = sorted(set(written))
    apart = all(fits(edit, ordered) for edit in ordered)
    return ordered if apart else "the edits would overlap in the host"


def _shown(embedded: Embedded, analysis: Analysis) -> list[Finding]:
    """The findings that are reported, at their places in the host."""
    kept = (finding for finding in analysis.findings if embedded.is_sure or finding.code not in ONLY_IF_SURE)
    return [_located(embedded, finding) for finding in kept]


def _located(embedded: Embedded, finding: Finding) -> Finding:
    """A finding with all its places, and its fixes, in the host."""
    located = finding._replace(
        span=embedded.span(finding.span),
        chain=tuple(Place(embedded.span(place.span), place.note) for place in finding.chain),
    )
    return located.with_fixes(lambda fixes: [_located_fix(embedded, candidate) for candidate in fixes])


def _located_fix(embedded: Embedded, candidate: Fix) -> Fix:
    """A fix with its edits in the host; where one cannot be made, the reason is its obstacle."""
    if candidate.obstacle:
        return candidate._replace(edits=())
    written = [embedded.written(edit) for edit in candidate.edits]
    reason = next((edit for edit in written if isinstance(edit, str)), None)
    if reason is not None:
        return candidate._replace(edits=(), obstacle=reason)
    return candidate._replace(edits=tuple(edit for edit in written if isinstance(edit, Edit)))


__all__ = ["HostError", "HostResult", "analyse_host", "fix_host"]
