"""The immutable mapping against a dictionary."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from dfix.shared_map import SharedMap

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


# Keys, each put in (a number) or taken out (None).
STEPS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3) | st.none()), max_size=400)


def after(made: SharedMap[int, int], steps: list[tuple[int, int | None]]) -> SharedMap[int, int]:
    for key, value in steps:
        made = made.without(key) if value is None else made.with_value(key, value)
    return made


@given(STEPS)
def test_a_large_one_keeps_the_order_of_a_dictionary(steps: list[tuple[int, int | None]]) -> None:
    expected = dict.fromkeys(range(500, 550), 0)
    made = after(SharedMap(expected), steps)
    for key, value in steps:
        if value is None:
            expected.pop(key, None)
        else:
            expected[key] = value
    assert list(made.items()) == list(expected.items())
    assert len(made) == len(expected)
    assert made.in_order(reversed(range(0, 600, 3))) == [key for key in expected if key % 3 == 0]


@given(STEPS, STEPS)
def test_what_changed_is_what_is_another_value(
    first: list[tuple[int, int | None]], more: list[tuple[int, int | None]]
) -> None:
    before = after(SharedMap(dict.fromkeys(range(100), 0)), first)
    later = after(before, more)
    assert later.changed(before) == [key for key in later if before.get(key) != later[key]]
    assert before.changed(later) == [key for key in before if later.get(key) != before[key]]


def test_a_change_copies_little_however_large_it_is() -> None:
    large = SharedMap({f"/usr/{number}": number for number in range(20_000)})
    tracemalloc.start()
    kept = [large.with_value(f"/opt/{number}", number) for number in range(100)]
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept[-1]) == 20_001
    assert size < 100 * 6_000
