"""Three-valued logic."""

import pytest

from dfix.tristate import Tristate

YES, NO, UNKNOWN = Tristate.YES, Tristate.NO, Tristate.UNKNOWN


@pytest.mark.parametrize(
    ("left", "right", "both", "either", "joined"),
    [
        (YES, YES, YES, YES, YES),
        (YES, NO, NO, YES, UNKNOWN),
        (YES, UNKNOWN, UNKNOWN, YES, UNKNOWN),
        (NO, NO, NO, NO, NO),
        (NO, UNKNOWN, NO, UNKNOWN, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_operators(left: Tristate, right: Tristate, both: Tristate, either: Tristate, joined: Tristate) -> None:
    for one, other in ((left, right), (right, left)):
        assert (one & other, one | other, one.join(other)) == (both, either, joined)
        assert ~(one & other) is ~one | ~other


@pytest.mark.parametrize(("answer", "expected"), [(True, YES), (False, NO), (None, UNKNOWN)])
def test_of_a_test(answer: bool | None, expected: Tristate) -> None:
    assert Tristate.of(answer) is expected


def test_it_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="compare it with `is`"):
        bool(UNKNOWN)
