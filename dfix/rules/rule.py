"""What a rule is: its code and name, its check, and the examples that are its tests and its page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from dfix.findings import Confidence, Finding, Fix, Repair, Severity
from dfix.trace.landing import Landing
from dfix.trace.result import Trace


class Bad(NamedTuple):
    """A text in which the rule speaks: ``«…»`` marks the words at fault.

    ``fixed`` is the text after the best fix (None: the rule offers none), ``says`` a part of the message,
    ``files`` what the build context holds.
    """

    text: str
    says: str
    fixed: str | None = None
    files: Mapping[str, str] = {}


class Good(NamedTuple):
    """A text in which the rule is silent, and why; ``files`` are those of the build context."""

    reason: str
    text: str
    files: Mapping[str, str] = {}


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
    bad: tuple[Bad, ...]
    good: tuple[Good, ...]
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
            stage.name or str(stage.number),
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
