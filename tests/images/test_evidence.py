"""How old evidence may be, by the catalog's own dates."""

import pytest

from dfix.images import evidence
from dfix.images.evidence import has_come, is_stale


@pytest.fixture(autouse=True)
def _newest_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "catalog_dates", lambda: {"as_of": "2026-11-25"})


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-25", False),
        ("2026-08-21", False),
        ("2026-07-29", False),
        ("2026-07-24", True),
        ("2025-11-25", True),
        ("2027-01-01", False),
    ],
)
def test_is_stale(day: str, expected: bool) -> None:
    assert is_stale(day) is expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-11-25", True), ("2026-11", True), ("2026", True), ("2026-12", False), ("2027", False)]
)
def test_has_come(day: str, expected: bool) -> None:
    assert has_come(day) is expected
