"""Files that carry Dockerfiles inside: each Dockerfile is analysed and repaired in place, all else stays byte for byte.

Findings are at their places in the host. A fix is made only where the changed host, read again, gives
exactly the repaired Dockerfile.
"""

from collections.abc import Callable, Iterable, Sequence

from dfix.engine import Analysis, Choice, Chooser, FixResult, Options, Refusal, analyse
from dfix.engine.analysis import limited
from dfix.engine.repair import INEXACT, Proposal, Repair
from dfix.findings import Applicability, Applied, Finding, Fix
from dfix.hosts import HostError, extract, second_objection
from dfix.hosts.embedded import Embedded, looks_like_dockerfile
from dfix.text import Edit, apply_edits, fits
from dfix.trace.state.artifact import Place
from dfix.values import NamedTuple, cast

# What looks like a slip may be the host's own language, unless the host says that it is a Dockerfile.
ONLY_IF_SURE = frozenset({"DF001"})
NOT_FOUND_AGAIN = "the host would not hold the Dockerfile any more"
# How often a host is read again at most: a round of changes takes one reading, one that cannot be made some more.
MOST_READS = 100


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
    """What is reported of the Dockerfiles in a host, at its places in the host, in the host's order.

    Raises:
        dfix.plan.LimitError: it is too much.
    """
    found = limited(finding for embedded, analysis in judged for finding in _shown(embedded, analysis))
    return tuple(sorted(found, key=lambda finding: (finding.span, finding.code)))


def fix_host(
    path: str, data: bytes, options: Options, allowed: Applicability, names: tuple[str, ...] = ()
) -> HostResult:
    """Make the fixes that are admitted, in each Dockerfile of a host file.

    Raises:
        HostError: it is not well-formed.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    host = _Host(path, data)
    repairs = [Repair(_HostDocument(host, number), _choice(one, allowed, names), options)
               for number, one in enumerate(host.parts)]  # fmt: skip
    while waiting := [repair for repair in repairs if repair.proposal]:
        host.write(waiting)
    return _result(host, [repair.result for repair in repairs])


def repair_host_in_order(path: str, data: bytes, options: Options, choose: Callable[[bytes], Chooser]) -> HostResult:
    """Make the fixes that are chosen, one Dockerfile of a host file after the other.

    ``choose`` gives the chooser for the text of a Dockerfile.

    Raises:
        HostError: it is not well-formed.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    host = _Host(path, data)
    results = []
    for number in range(len(host.parts)):
        repair = Repair(_HostDocument(host, number), choose(host.parts[number].data), options)
        while repair.proposal:
            host.write([repair])
        results.append(repair.result)
    return _result(host, results)


def _result(host: "_Host", results: Sequence[FixResult]) -> HostResult:
    """What became of a host, from the results of its Dockerfiles."""
    judged = [(embedded, result.remaining) for embedded, result in zip(host.parts, results, strict=True)]
    return HostResult(
        host.data,
        shown_findings(judged),
        tuple(one for result in results for one in result.applied),
        tuple(one for result in results for one in result.refused),
        sum(analysis.known for _, analysis in judged),
    )


def _choice(embedded: Embedded, allowed: Applicability, names: tuple[str, ...]) -> Choice:
    return Choice(allowed, names, frozenset() if embedded.is_sure else ONLY_IF_SURE)


class _Reading(NamedTuple):
    """A host after changes: its Dockerfiles, and the numbers of those whose text is not what was meant."""

    data: bytes
    parts: tuple[Embedded, ...]
    inexact: frozenset[int]


class _Host:
    """A host file while its Dockerfiles are repaired; it is read once for a round of changes, not for each."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self.parts = extract(path, data)
        self._reads = 0

    def write(self, waiting: Sequence[Repair]) -> None:
        """Answer repairs that wait: write their proposals together, or where that cannot be, fewer at a time."""
        if self._reads >= MOST_READS:
            _refuse(waiting, "too many Dockerfiles of the file cannot be changed exactly")
            return
        proposals = [(repair, repair.proposal) for repair in waiting if repair.proposal]
        after = self._after([proposal for _, proposal in proposals])
        if isinstance(after, _Reading) and not after.inexact:
            self.data, self.parts = after.data, after.parts
            for repair, proposal in proposals:
                repair.answer(proposal.document)
            return
        if len(waiting) == 1:
            _refuse(waiting, after if isinstance(after, str) else INEXACT)
            return
        inexact = frozenset() if isinstance(after, str) else after.inexact
        wrong = [repair for repair, proposal in proposals if _number(proposal) in inexact]
        if 0 < len(wrong) < len(waiting):
            _refuse(wrong, INEXACT)
            self.write([repair for repair in waiting if repair not in wrong])
            return
        half = len(waiting) // 2
        self.write(waiting[:half])
        self.write(waiting[half:])

    def _after(self, proposals: Sequence[Proposal]) -> _Reading | str:
        """The host with the proposals, read again, or why they cannot be written together."""
        expected = {number: one.data for number, one in enumerate(self.parts)}
        edits: list[Edit] = []
        for proposal in proposals:
            document = cast("_HostDocument", proposal.document)
            edits += cast("list[Edit]", _written(document.embedded, document.edits))
            expected[document.number] = proposal.text
        self._reads += 1
        try:
            data = apply_edits(self.data, edits)
            parts = extract(self.path, data)
        except HostError as error:
            return f"the file would not be read any more: {error}"
        except ValueError:
            return "the edits would overlap in the host"
        if len(parts) != len(expected):
            return NOT_FOUND_AGAIN
        refusal = second_objection(self.path, self.data, data)
        if refusal:
            return refusal
        wrong = (number for number, one in enumerate(parts) if one.data != expected[number])
        return _Reading(data, parts, frozenset(wrong))


def _refuse(waiting: Iterable[Repair], reason: str) -> None:
    for repair in waiting:
        repair.answer(reason)


def _number(proposal: Proposal) -> int:
    return cast("_HostDocument", proposal.document).number


class _HostDocument(NamedTuple):
    """The ``number``-th Dockerfile (from zero) of a host file; ``edits`` are those that are to be made in it."""

    host: _Host
    number: int
    edits: tuple[Edit, ...] = ()

    @property
    def embedded(self) -> Embedded:
        """The Dockerfile, with its places in the host."""
        return self.host.parts[self.number]

    @property
    def data(self) -> bytes:
        """The host."""
        return self.host.data

    @property
    def dockerfile(self) -> bytes:
        """The text of the Dockerfile."""
        return self.embedded.data

    def edited(self, edits: Sequence[Edit]) -> "_HostDocument | str":
        """The document with edits that the host will make, or why it cannot carry them."""
        written = _written(self.embedded, edits)
        if isinstance(written, str):
            return written
        if not self.embedded.is_sure and not looks_like_dockerfile(apply_edits(self.dockerfile, edits)):
            return NOT_FOUND_AGAIN
        return self._replace(edits=tuple(edits))

    def located(self, finding: Finding) -> Finding:
        """A finding of the Dockerfile at its places in the host."""
        return located(self.embedded, finding)


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
    return [located(embedded, finding) for finding in reported(embedded, analysis)]


def reported(embedded: Embedded, analysis: Analysis) -> tuple[Finding, ...]:
    """The findings that are reported, at their places in the Dockerfile itself."""
    return tuple(one for one in analysis.findings if embedded.is_sure or one.code not in ONLY_IF_SURE)


def located(embedded: Embedded, finding: Finding) -> Finding:
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
