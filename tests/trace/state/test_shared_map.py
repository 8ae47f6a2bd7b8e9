"""The immutable mapping against a dictionary."""

from hypothesis import given
from hypothesis import strategies as st

from dfix.trace.state.shared_map import SharedMap

CHANGES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)))


def filled(changes: list[tuple[int, int]]) -> SharedMap[int, int]:
    made: SharedMap[int, int] = SharedMap()
    for key, value in changes:
        made = made.with_value(key, value)
    return made


@given(CHANGES)
def test_it_holds_what_a_dictionary_holds(changes: list[tuple[int, int]]) -> None:
    expected = dict(changes)
    made = filled(changes)
    assert dict(made.items()) == expected
    assert [made.get(key, -1) for key in range(21)] == [expected.get(key, -1) for key in range(21)]


@given(CHANGES, CHANGES)
def test_a_change_leaves_the_mapping_it_was_made_from(
    first: list[tuple[int, int]], more: list[tuple[int, int]]
) -> None:
    made = filled(first)
    later = made
    for key, value in more:
        later = later.with_value(key, value)
    assert dict(made.items()) == dict(first)
    assert later == filled([*first, *more])
    assert hash(later) == hash(filled([*first, *more]))


@given(CHANGES, CHANGES)
def test_joining_is_key_by_key(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    one, other = dict(first), dict(second)
    joined = filled(first).join(filled(second), -1, max)
    assert dict(joined.items()) == {key: max(one.get(key, -1), other.get(key, -1)) for key in one | other}


def test_many_changes_lie_in_few_layers() -> None:
    """So that a lookup asks few dictionaries and a change copies few entries."""
    made = filled([(number, number) for number in range(10_000)])
    assert len(made._layers) < 15
