"""What a mode says of execution."""

import pytest

from dfix.trace.state.mode import may_execute
from dfix.tristate import Tristate

YES, NO, UNKNOWN = Tristate.YES, Tristate.NO, Tristate.UNKNOWN


@pytest.mark.parametrize(
    ("mode", "answer"),
    [
        ("755", YES), ("0755", YES), ("010", YES), ("001", YES),
        ("644", NO), ("0644", NO), ("002", NO), ("4600", NO),
        ("+x", YES), ("u=rwx,go=rX", YES), ("a+rX", UNKNOWN), ("u-x", UNKNOWN), ("$MODE", UNKNOWN), ("888", UNKNOWN),
    ],
)  # fmt: skip
def test_may_execute(mode: str, answer: Tristate) -> None:
    assert may_execute(mode) is answer
