"""What can be wrong with a Dockerfile: one rule a file, found by walking this folder.

A rule's file holds its code, its page, its check and its wording. Its examples are in ``examples/``,
which a run never imports. Start with ``rule.py``.
"""

import os
from collections.abc import Container, Mapping
from functools import cache
from importlib import import_module

from dfix.rules._table import TRIGGERS
from dfix.rules.trigger import Trigger
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.rules.rule import Rule

NOT_RULES = frozenset({"__init__", "_table", "rule", "trigger", "wording"})


@cache
def rules() -> "tuple[Rule, ...]":
    """All rules, sorted by code."""
    return rules_with(triggers())


@cache
def triggers() -> Mapping[str, Trigger | None]:
    """Each rule's trigger by its code; a rule is imported only where the table does not have it."""
    return dict(map(_trigger, _files()))


def rules_with(codes: Container[str]) -> "tuple[Rule, ...]":
    """The rules with these codes, sorted; no other is imported."""
    return tuple(sorted((_rule(file) for file in _files() if _trigger(file)[0] in codes), key=lambda rule: rule.code))


@cache
def _files() -> tuple[str, ...]:
    """The names of the rules' files, without their ending."""
    names = sorted(file[:-3] for file in os.listdir(os.path.dirname(__file__)) if file.endswith(".py"))
    return tuple(name for name in names if name not in NOT_RULES)


@cache
def _rule(file: str) -> "Rule":
    rule: Rule = import_module(f"{__name__}.{file}").RULE
    return rule


def _trigger(file: str) -> tuple[str, Trigger | None]:
    if file in TRIGGERS:
        return TRIGGERS[file]
    rule = _rule(file)
    return rule.code, rule.trigger


__all__ = ["Trigger", "rules", "rules_with", "triggers"]
