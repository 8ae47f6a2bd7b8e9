"""Expressions that are compiled at their first use."""

import importlib
import pkgutil
import re

import dfix
from dfix.text.pattern import pattern


def test_it_is_as_a_compiled_one() -> None:
    lazy = pattern("a(b)", re.IGNORECASE)
    match = lazy.search("xAB")
    assert match is not None
    assert match[1] == "B"
    assert lazy.fullmatch("abc") is None
    assert lazy.sub("-", "abab") == "--"
    assert lazy.pattern == "a(b)"
    assert lazy.flags & re.IGNORECASE


def test_every_expression_compiles() -> None:
    """A fault in one is not to wait for the file in which it is first used."""
    found = 0
    for module in pkgutil.walk_packages(dfix.__path__, "dfix."):
        if module.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            for one in value.values() if isinstance(value, dict) else [value]:
                if type(one).__name__ == "_Lazy":
                    assert one.search("") is not NotImplemented
                    found += 1
    assert found > 80
