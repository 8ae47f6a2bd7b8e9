"""Words that were probably meant."""

import pytest

from dfix.text.spelling import closest


@pytest.mark.parametrize(
    ("word", "expected"), [("RNU", "RUN"), ("copyy", "COPY"), ("select", None), ("glibx", "glibc"), ("", None)]
)
def test_closest(word: str, expected: str | None) -> None:
    assert closest(word, ("RUN", "COPY", "glibc")) == expected
