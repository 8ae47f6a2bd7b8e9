"""What a rule is: its code and name, its check, and how it builds a finding."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from dfix.findings import Confidence, Finding, Fix, Offer, Repair, Severity
from dfix.plan import Stage
from dfix.rules.trigger import Trigger
from dfix.text import Span
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Kind, Place
from dfix.values import NamedTuple, TypeAlias

Check: TypeAlias = Callable[[Trace], Iterator[Finding]]
# A check that runs after those of all rules; it is given all their findings, however unsure.
PostCheck: TypeAlias = Callable[[Trace, Sequence[Finding]], Iterator[Finding]]


class Rule(NamedTuple):
    """One fault.

    ``module`` names the file whose docstring is the rule's page, ``repairs`` the kinds of fixes that
    its findings may have. ``trigger`` is what a file must have for the rule to find something; None:
    every file is traced for it.
    """

    code: str
    name: str
    module: str
    check: Check
    repairs: tuple[Repair, ...]
    post_check: PostCheck | None = None
    trigger: Trigger | None = None

    def finding(
        self,
        stage: Stage | None,
        span: Span,
        *,
        message: str,
        why: str,
        severity: Severity = Severity.ERROR,
        confidence: Confidence = Confidence.CERTAIN,
        chain: tuple[Place, ...] = (),
        fixes: Callable[[], Iterable[Fix]] = tuple,
    ) -> Finding:
        """Return a finding of this rule on the words at ``span``.

        ``stage`` is None for a finding on the whole file; ``fixes`` is called only when they are read.
        """
        return Finding(
            code=self.code,
            name=self.name,
            severity=severity,
            confidence=confidence,
            message=message,
            why=why,
            span=span,
            stage=stage.label if stage else "",
            chain=chain,
            offer=Offer(fixes),
        )

    def at_landing(
        self,
        landing: Landing,
        *,
        message: str,
        why: str,
        severity: Severity = Severity.ERROR,
        confidence: Confidence = Confidence.CERTAIN,
        fixes: Callable[[], Iterable[Fix]] = tuple,
    ) -> Finding:
        """Return a finding on a file that landed, with its chain; no surer than the landing itself is."""
        finding = self.finding(
            landing.stage.stage,
            landing.span,
            message=message,
            why=why,
            severity=severity,
            confidence=min(confidence, landing.confidence),
            chain=landing.chain(),
            fixes=fixes,
        )
        return finding.about(*(landed.path for landed in landing.landed if landed.artifact.kind is not Kind.PORTABLE))

    @property
    def summary(self) -> str:
        """The fault in one sentence: the page's first line."""
        return self.page.partition("\n")[0]

    @property
    def page(self) -> str:
        """The rule's page, Markdown: the docstring of its file."""
        import sys

        return (sys.modules[self.module].__doc__ or "").strip() + "\n"
