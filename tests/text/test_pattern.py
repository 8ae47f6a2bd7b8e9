"""Expressions that are compiled at their first use."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dfix
from dfix.images import system_words
from dfix.text.pattern import _Lazy, pattern


def test_it_is_as_a_compiled_one() -> None:
    lazy = pattern("a(b)", re.IGNORECASE)
    match = lazy.search("xAB")
    assert match is not None
    assert match[1] == "B"
    assert lazy.fullmatch("abc") is None
    assert lazy.sub("-", "abab") == "--"
    assert lazy.pattern == "a(b)"
    assert lazy.flags & re.IGNORECASE


@pytest.mark.parametrize("text", ["xbyc", "b", "", "c", "ac"])
def test_words_that_it_needs_change_nothing(text: str) -> None:
    lazy, compiled = pattern("a?(b|c)+", having="b c"), re.compile("a?(b|c)+")
    for method in ("search", "match", "fullmatch"):
        found, expected = getattr(lazy, method)(text), getattr(compiled, method)(text)
        assert (found and found.span()) == (expected and expected.span())
    assert pattern("a?(b|c)+", having="b c").sub("-", text) == compiled.sub("-", text)


def lazy_expressions() -> Iterator[tuple[str, _Lazy]]:
    """All of dfix's modules, with where they are."""
    for module in pkgutil.walk_packages(dfix.__path__, "dfix."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for one in value.values() if isinstance(value, dict) else [value]:
                if isinstance(one, _Lazy):
                    yield f"{module.name}.{name}", one


def test_every_expression_compiles() -> None:
    """A fault in one is not to wait for the file in which it is first used."""
    found = [re.compile(one._text, one._flags) for _, one in lazy_expressions()]
    assert len(found) > 80


OF_TAGS = [(f"rule {number} of tags", rule) for number, (rule, _) in enumerate(system_words._rules())]
HINTED = [pytest.param(one, id=place) for place, one in [*lazy_expressions(), *OF_TAGS] if one._having]


@pytest.mark.parametrize("expression", HINTED)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_text_in_which_it_is_found_has_a_word_that_it_needs(data: st.DataObject, expression: _Lazy) -> None:
    text = data.draw(st.from_regex(re.compile(expression._text, expression._flags)))
    assert any(word in text for word in expression._having)
