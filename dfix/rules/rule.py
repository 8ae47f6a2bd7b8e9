"""What a rule is: its code and name, its check, and the examples that are its tests and its page."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from dfix.findings import Finding
from dfix.text import Source
from dfix.trace.interpret import Trace


class Bad(NamedTuple):
    """A text in which the rule speaks: ``«…»`` marks the words at fault.

    ``fixed`` is the text after the best fix (None: the rule offers none), ``says`` a part of the message.
    """

    text: str
    says: str
    fixed: str | None = None


class Good(NamedTuple):
    """A text in which the rule is silent, and why."""

    reason: str
    text: str


Check: TypeAlias = Callable[[Source, Trace], Iterator[Finding]]


class Rule(NamedTuple):
    """One fault. ``module`` names the file whose docstring is the rule's page."""

    code: str
    name: str
    module: str
    check: Check
    bad: tuple[Bad, ...]
    good: tuple[Good, ...]

    @property
    def page(self) -> str:
        """The rule's page, Markdown: the docstring of its file."""
        import sys

        return (sys.modules[self.module].__doc__ or "").strip() + "\n"
