"""Edits: applied together, refused when they overlap."""

import pytest

from dfix.text import Edit, Span, apply_edits, overlap


def edit(start: int, end: int, new: str = "") -> Edit:
    return Edit(Span(start, end), new)


@pytest.mark.parametrize(
    ("edits", "after"),
    [
        ([edit(0, 0, "x")], b"xabcdef"),
        ([edit(1, 3)], b"adef"),
        ([edit(4, 6, "Z"), edit(0, 1, "Y")], b"YbcdZ"),
        ([edit(2, 2, "x"), edit(2, 2, "x")], b"abxcdef"),
        ([edit(0, 2), edit(2, 3, "!")], b"!def"),
    ],
)
def test_apply(edits: list[Edit], after: bytes) -> None:
    assert apply_edits(b"abcdef", edits) == after


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (edit(0, 2), edit(2, 4), False),
        (edit(0, 3), edit(2, 4), True),
        (edit(1, 1, "a"), edit(1, 1, "b"), True),
        (edit(1, 1, "a"), edit(1, 1, "a"), False),
        (edit(0, 4), edit(1, 2), True),
    ],
)
def test_overlap(one: Edit, other: Edit, expected: bool) -> None:
    assert overlap(one, other) is expected
    assert overlap(other, one) is expected


@pytest.mark.parametrize("edits", [[edit(0, 3), edit(2, 4)], [edit(5, 9)]])
def test_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match=r"overlap|outside"):
        apply_edits(b"abcdef", edits)
