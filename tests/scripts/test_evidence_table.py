"""What findings rest on is as sure as its first readings let it be."""

import evidence_table
import pytest
from evidence_table import kinds, main, weak

from dfix import Confidence
from dfix.evidence import Evidence

# Kinds of which fewer repositories were read say nothing yet. What was false of the packages of a language were a
# package that takes another version of its library, too, and a manifest that a script writes.
FEWEST = 4


def test_each_kind_has_a_name_of_its_own() -> None:
    assert len({kind.words for kind in Evidence}) == len(Evidence)
    assert all(isinstance(kind.sure, Confidence) for kind in Evidence)


def test_what_was_mostly_wrong_is_only_possible() -> None:
    """To make a kind surer is to change its line and to show readings, or to ask for a second fact: another kind."""
    assert [kind for kind in weak() if kind.repositories["true"] + kind.repositories["false"] >= FEWEST] == []


def test_each_reading_says_what_it_rests_on() -> None:
    assert all(kind.evidence for kind in kinds())


def test_siblings_count_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = [("a/b", path, "DF105", "false", "headers in the builder", "x.") for path in ("x", "y")]
    read += [("c/d", "x", "DF105", "true", "linker word", "x.")]
    monkeypatch.setattr(evidence_table, "rows", lambda _: iter(map(list, read)))
    first, second = kinds()
    assert (first.findings["false"], first.repositories["false"], first.share) == (2, 1, 0.0)
    assert (first.sure, second.sure, second.share) == (Confidence.POSSIBLE, Confidence.CERTAIN, 1.0)
    assert list(weak()) == []
    monkeypatch.setattr(evidence_table, "KINDS", {"headers in the builder": Evidence.LINKER_WORD})
    assert list(weak()) == [first]


def test_the_page_has_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """`python scripts/evidence_table.py` writes it."""
    monkeypatch.setattr("sys.argv", ["evidence_table.py", "--check"])
    assert main() == 0
