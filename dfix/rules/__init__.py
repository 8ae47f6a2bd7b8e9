"""What can be wrong with a Dockerfile: one rule a file, found by walking this folder.

A rule's file holds its code, its page, its check and its wording. Its examples are in ``examples/``,
which a run never imports. Start with ``rule.py``.
"""

import os
from functools import cache
from importlib import import_module

from dfix.rules.rule import Rule

NOT_RULES = frozenset({"__init__", "rule", "wording"})


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, sorted by code."""
    names = sorted(file[:-3] for file in os.listdir(os.path.dirname(__file__)) if file.endswith(".py"))
    modules = (import_module(f"{__name__}.{name}") for name in names if name not in NOT_RULES)
    return tuple(sorted((module.RULE for module in modules), key=lambda rule: rule.code))


__all__ = ["Rule", "rules"]
