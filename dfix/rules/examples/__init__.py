"""Examples of the rules: one file a rule, named as the rule's own, with the values ``BAD`` and ``GOOD``.

They are the rules' tests and a part of their pages. A run never imports them. Start with ``examples_of``.
"""

from collections.abc import Mapping
from importlib import import_module

from dfix.rules.rule import Rule
from dfix.values import NamedTuple


class Bad(NamedTuple):
    """A text with the fault: ``«…»`` marks the words at fault.

    ``says`` is a part of the message, ``fixed`` the text after the best fix (None: the rule offers
    none), ``files`` what the build context holds.
    """

    text: str
    says: str
    fixed: str | None = None
    files: Mapping[str, str] = {}


class Good(NamedTuple):
    """A text without the fault, and the reason; ``files`` are those of the build context."""

    reason: str
    text: str
    files: Mapping[str, str] = {}


class Examples(NamedTuple):
    """The examples of one rule, in the order in which its page shows them."""

    bad: tuple[Bad, ...]
    good: tuple[Good, ...]


def examples_of(rule: Rule) -> Examples:
    """Return the examples of a rule.

    Raises:
        ModuleNotFoundError: the rule has no file of examples.
    """
    module = import_module(f"{__name__}.{rule.module.rpartition('.')[2]}")
    return Examples(module.BAD, module.GOOD)


__all__ = ["Bad", "Examples", "Good", "examples_of"]
