"""How far the catalog's evidence reaches, by its own dates: no answer of dfix depends on the clock.

``data/catalog.json`` has the newest day on which a line of the catalog was checked. A tag that moves, and
whose evidence ends long before that day, may have moved since: its family is still known, its release is not.
"""

from dfix.images.facts import catalog_dates

# A Debian or Alpine release spreads through the images of one family within about this many days.
STALE_AFTER = 120


def is_stale(evidence_to: str) -> bool:
    """Whether the evidence, which ends on that day (``2026-08-21``), is too old for a tag that moves."""
    return _days(catalog_dates()["as_of"]) - _days(evidence_to) > STALE_AFTER


def has_come(day: str) -> bool:
    """Whether the catalog was last checked on that day or later; the day may be only a month or a year."""
    return catalog_dates()["as_of"] >= day


def _days(day: str) -> float:
    """The days since the year 0, to a day or two: ``datetime`` takes longer to import than all of this."""
    year, month, number = (int(part) for part in day.split("-"))
    return (year * 12 + month) * 30.44 + number
