"""The pages of rules and fixes, by name; and where they are on this machine.

dfix brings them, so that a link works without a network.
"""

import os

from dfix.config.settings import did_you_mean
from dfix.findings import Repair
from dfix.rules import rules
from dfix.syntax.suppression import current_name


def local_address() -> str:
    """A ``file:`` address with ``{code}`` in it; empty where the pages are not there."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (os.path.join(here, "pages"), os.path.join(os.path.dirname(here), "docs", "rules")):
        if os.path.isdir(folder):
            from urllib.parse import quote

            return f"file://{quote(folder)}/{{code}}.md"
    return ""


def known_names() -> list[str]:
    """Every word that has a page: codes and names of rules, and ids of fixes."""
    return [*(name for rule in rules() for name in (rule.code, rule.name)), *_repairs()]


def pages_named(word: str) -> list[str]:
    """The pages that a word means: of the rule with that name, of those whose codes begin so, or of a fix.

    Raises:
        ValueError: there is none.
    """
    from dfix.report.page import repair_page, rule_page

    found = [rule for rule in rules() if rule.code.startswith(word.upper()) or rule.name == current_name(word)]
    repair = _repairs().get(word.lower())
    if not word or not (found or repair):
        advice = did_you_mean(word, known_names()) or "; dfix rules lists both"
        raise ValueError(f"there is no rule and no fix {word}{advice}")
    if repair and not found:
        return [repair_page(repair, rules())]
    return [rule_page(rule) for rule in found]


def _repairs() -> dict[str, Repair]:
    return {repair.id: repair for rule in rules() for repair in rule.repairs}
