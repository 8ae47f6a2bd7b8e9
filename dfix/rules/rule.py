"""What a rule is: its code and name, its check, and how it builds a finding."""

from collections.abc import Callable, Iterator, Sequence

from dfix.findings import Confidence, Finding, Fix, Repair, Severity
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.values import NamedTuple, TypeAlias

Check: TypeAlias = Callable[[Trace], Iterator[Finding]]
# A check that runs after those of all rules; it is given all their findings, however unsure.
PostCheck: TypeAlias = Callable[[Trace, Sequence[Finding]], Iterator[Finding]]


class Rule(NamedTuple):
    """One fault.

    ``module`` names the file whose docstring is the rule's page, ``repairs`` the kinds of fixes that
    its findings may have.
    """

    code: str
    name: str
    module: str
    check: Check
    repairs: tuple[Repair, ...]
    post_check: PostCheck | None = None

    def at_landing(
        self,
        landing: Landing,
        message: str,
        why: str,
        fixes: Iterator[Fix],
        *,
        severity: Severity = Severity.ERROR,
        confidence: Confidence = Confidence.CERTAIN,
    ) -> Finding:
        """A finding on a file that landed, with its chain; no surer than the landing itself is."""
        stage = landing.stage.stage
        return Finding(
            self.code,
            self.name,
            severity,
            min(confidence, landing.confidence),
            message,
            why,
            landing.span,
            stage.label,
            landing.chain(),
            tuple(fixes),
        )

    @property
    def summary(self) -> str:
        """The fault in one sentence: the page's first line."""
        return self.page.partition("\n")[0]

    @property
    def page(self) -> str:
        """The rule's page, Markdown: the docstring of its file."""
        import sys

        return (sys.modules[self.module].__doc__ or "").strip() + "\n"
