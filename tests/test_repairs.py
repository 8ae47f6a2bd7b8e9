"""Every rule has a repair, every repair is one that its rule names, and the table in docs/ is current."""

from pathlib import Path

import pytest
from repairs_table import render

from corpus import cases
from dfix import Confidence, analyse
from dfix.rules import rules
from dfix.rules.rule import Rule

TABLE = Path(__file__).parent.parent / "docs" / "repairs.md"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_every_rule_has_a_repair(rule: Rule) -> None:
    assert rule.repairs
    assert len({repair.id for repair in rule.repairs}) == len(rule.repairs)


def test_every_repair_is_named_by_its_rule_and_seen_in_the_corpus() -> None:
    named = {(rule.code, repair.id) for rule in rules() for repair in rule.repairs}
    seen = {
        (finding.code, fix.repair.id)
        for case in cases()
        for finding in analyse(case.data, case.options._replace(min_confidence=Confidence.POSSIBLE)).findings
        for fix in finding.fixes
    }
    assert seen <= named
    assert {repair for _, repair in named} == {repair for _, repair in seen}


def test_an_id_means_one_repair() -> None:
    kinds = {repair for rule in rules() for repair in rule.repairs}
    assert len({repair.id for repair in kinds}) == len(kinds)


def test_the_table_is_current() -> None:
    """`python scripts/repairs_table.py` writes it anew."""
    assert TABLE.read_text(encoding="utf-8") == render()
