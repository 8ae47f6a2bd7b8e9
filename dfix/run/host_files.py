"""Files that carry Dockerfiles inside: each analysed and repaired in place, all else left byte for byte.

Findings are told at their places in the host. A repair is made only where the host, read again, gives
exactly the repaired Dockerfile.
"""

from collections.abc import Sequence

from dfix.engine import Analysis, Choice, Options, Refusal, analyse, analyse_all, proved
from dfix.findings import Applicability, Finding, Fix, Place
from dfix.hosts import HostError, extract
from dfix.hosts.embedded import Embedded
from dfix.text import Edit, apply_edits
from dfix.values import NamedTuple


class HostResult(NamedTuple):
    """A host file after its repairs, with what is left to say, at the host's own places."""

    data: bytes
    findings: tuple[Finding, ...]
    applied: tuple[tuple[Finding, Fix], ...] = ()
    refused: tuple[Refusal, ...] = ()
    known: int = 0


def analyse_host(path: str, data: bytes, options: Options) -> HostResult:
    """The findings of all Dockerfiles in a host file.

    Raises:
        HostError: it is not well-formed.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    findings: list[Finding] = []
    known = 0
    for embedded in extract(path, data):
        analysis = analyse(embedded.data, options)
        findings += _told(embedded, analysis)
        known += analysis.known
    return HostResult(data, tuple(sorted(findings, key=lambda one: (one.span, one.code))), known=known)


def fix_host(
    path: str, data: bytes, options: Options, allowed: Applicability, names: tuple[str, ...] = ()
) -> HostResult:
    """Make the fixes that are admitted, in each Dockerfile of a host file.

    Raises:
        HostError: it is not well-formed.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    applied: list[tuple[Finding, Fix]] = []
    refused: list[Refusal] = []
    choice = Choice(allowed, names)
    number = 0
    while number < len(extract(path, data)):
        repair = _Repair(path, number, options, choice)
        while (step := repair.step(data)) is not None:
            data, finding, made = step
            applied.append((finding, made))
        refused += repair.refused.values()
        number += 1
    left = analyse_host(path, data, options)
    return left._replace(applied=tuple(applied), refused=tuple(refused))


class _Repair:
    """Repairs the Dockerfile that stands ``number``-th in a host, one finding after the other."""

    def __init__(self, path: str, number: int, options: Options, choice: Choice) -> None:
        self.path = path
        self.number = number
        self.options = options
        self.choice = choice
        self.refused: dict[tuple[object, str], Refusal] = {}

    def step(self, data: bytes) -> tuple[bytes, Finding, Fix] | None:
        """The host after one more fix; None when there is none that can be made."""
        embedded = extract(self.path, data)[self.number]
        analysis = analyse_all(embedded.data, self.options)
        for finding in analysis.findings:
            if finding.code == "DF001" and not embedded.is_sure:
                continue
            for count, made in enumerate(finding.fixes, 1):
                key = (finding.identity, made.title)
                if key in self.refused or not self.choice.admits(finding, count, made):
                    continue
                after = self._made(data, embedded, analysis, finding, made)
                if isinstance(after, bytes):
                    return after, _moved(embedded, finding), made
                self.refused[key] = Refusal(_moved(embedded, finding), made, after)
        return None

    def _made(self, data: bytes, embedded: Embedded, analysis: Analysis, finding: Finding, made: Fix) -> bytes | str:
        """The host with the fix in it, or why it is not made."""
        edits = [embedded.written(edit) for edit in made.edits]
        reason = next((edit for edit in edits if isinstance(edit, str)), None)
        if reason is not None:
            return reason
        after = proved(analysis, [(finding, made)], self.options)
        if isinstance(after, str):
            return after
        written = apply_edits(data, [edit for edit in edits if isinstance(edit, Edit)])
        try:
            again = extract(self.path, written)
        except HostError as error:
            return f"the file would not be read any more: {error}"
        if len(again) <= self.number or again[self.number].data != after.source.data:
            return "the text cannot be written there exactly"
        return written


def _told(embedded: Embedded, analysis: Analysis) -> Sequence[Finding]:
    """The findings at the host's places; what looks like a slip may be the host's own language."""
    kept = [one for one in analysis.findings if embedded.is_sure or one.code != "DF001"]
    return [_moved(embedded, one) for one in kept]


def _moved(embedded: Embedded, finding: Finding) -> Finding:
    """A finding with all its places, and its fixes, in the host."""
    return finding._replace(
        span=embedded.span(finding.span),
        chain=tuple(Place(embedded.span(place.span), place.note) for place in finding.chain),
        fixes=tuple(_moved_fix(embedded, one) for one in finding.fixes),
    )


def _moved_fix(embedded: Embedded, one: Fix) -> Fix:
    if one.obstacle:
        return one._replace(edits=())
    edits = [embedded.written(edit) for edit in one.edits]
    reason = next((edit for edit in edits if isinstance(edit, str)), None)
    if reason is not None:
        return one._replace(edits=(), obstacle=reason)
    return one._replace(edits=tuple(edit for edit in edits if isinstance(edit, Edit)))


__all__ = ["HostError", "HostResult", "analyse_host", "fix_host"]
