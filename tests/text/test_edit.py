"""Edits: applied together, refused when they overlap."""

import pytest

from dfix.text import Edit, Span, apply_edits, fits


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
        (edit(0, 2), edit(2, 4), True),
        (edit(0, 3), edit(2, 4), False),
        (edit(1, 1, "a"), edit(1, 1, "b"), False),
        (edit(1, 1, "a"), edit(1, 1, "a"), True),
        (edit(0, 4), edit(1, 2), False),
    ],
)
def test_beside_another(one: Edit, other: Edit, expected: bool) -> None:
    assert fits(one, [other]) is expected
    assert fits(other, [one]) is expected


@pytest.mark.parametrize(("one", "expected"), [(edit(3, 4), True), (edit(2, 4), False), (edit(4, 6), False)])
def test_between_others(one: Edit, expected: bool) -> None:
    assert fits(one, [edit(0, 1), edit(1, 3), edit(5, 7), edit(8, 9)]) is expected


@pytest.mark.parametrize("edits", [[edit(0, 3), edit(2, 4)], [edit(5, 9)]])
def test_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match=r"overlap|outside"):
        apply_edits(b"abcdef", edits)
