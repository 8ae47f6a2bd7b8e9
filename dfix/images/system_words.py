"""Which release a word of a tag names: ``bookworm``, ``alpine3.20``, ``windowsservercore``.

The facts are in ``data/tag_words.json``.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import takewhile

from dfix.images.facts import releases, tag_words
from dfix.text.pattern import pattern as lazy_pattern


@lru_cache(maxsize=512)
def named_system(tag: str) -> str | None:
    """The id of the release that a tag names in words; None when it names none that is known."""
    for pattern, system in _rules():
        match = pattern.search(tag)
        if match:
            found = filled(system, match)
            if found.startswith("alpine") and "glibc" in tag:
                return "alpine-glibc"
            return found if found in releases() else None
    return None


def filled(system: str, match: re.Match[str]) -> str:
    """A rule's release id with the groups of its pattern put in."""
    if system == "@codename":
        return tag_words()["codenames"][match[1]]
    if "$" not in system:
        return system
    return re.sub(r"\$(\d)", lambda number: match[int(number[1])] or "", system)


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    facts = tag_words()
    return tuple(
        (lazy_pattern(facts["not_before"] + rule["find"], having=" ".join(_beginnings(rule["find"]))), rule["os"])
        for rule in facts["suffix_rules"]
    )


def _beginnings(find: str) -> Iterator[str]:
    """The letters with which an expression begins, or each of the alternatives with which it begins."""
    alternatives = find.removeprefix("(").removeprefix("?:").partition(")")[0] if find.startswith("(") else find
    for alternative in alternatives.split("|") if find.startswith("(") else (alternatives,):
        yield "".join(takewhile(str.isalpha, alternative))
