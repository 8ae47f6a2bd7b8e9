"""Values behave as ``typing.NamedTuple``s do."""

import copy
import pickle
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfix.values import NamedTuple, TypedDict


class Ours(NamedTuple):
    """A value."""

    first: object
    second: object = 2
    third: object = ()

    @property
    def both(self) -> tuple[object, object]:
        """Two fields."""
        return self.first, self.second

    def swapped(self) -> "Ours":
        """Another value."""
        return self._replace(first=self.second, second=self.first)

    @classmethod
    def of(cls, text: str) -> "Ours":
        """A value of a text's letters."""
        return cls(*text)


class Theirs(typing.NamedTuple):
    """A value."""

    first: object
    second: object = 2
    third: object = ()


class Derived(Ours):
    """A class of values with a base."""

    def __str__(self) -> str:
        return "derived"


class Facts(TypedDict, total=False):
    """A dictionary."""

    name: str


FIELDS = st.one_of(st.integers(), st.text(max_size=3), st.none(), st.tuples(st.integers()))
SOME = st.fixed_dictionaries({"first": FIELDS}, optional={"second": FIELDS, "third": FIELDS})


@given(SOME, SOME)
def test_as_typings(one: dict[str, object], other: dict[str, object]) -> None:
    ours, theirs = Ours(**one), Theirs(**one)  # type: ignore[arg-type]
    assert ours == theirs == tuple(ours)
    assert hash(ours) == hash(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert (ours.first, ours.second, ours.third) == (theirs.first, theirs.second, theirs.third)
    assert ours._replace(**other) == theirs._replace(**other)  # type: ignore[arg-type]
    assert (ours == Ours(**other)) == (theirs == Theirs(**other))  # type: ignore[arg-type]
    assert Ours._make(theirs) == ours
    assert Ours(*ours) == ours


@given(SOME)
def test_pickled_and_copied(fields: dict[str, object]) -> None:
    value = Ours(**fields)  # type: ignore[arg-type]
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert again == value
        assert type(again) is Ours


def test_the_class_is_as_typings() -> None:
    assert Ours._fields == Theirs._fields
    assert Ours.__match_args__ == Theirs.__match_args__
    assert Ours.__doc__ == "A value."
    assert type(Ours) is type
    assert issubclass(Ours, tuple)
    assert Ours(1).both == (1, 2)
    assert Ours(1).swapped() == (2, 1, ())
    assert Ours.of("abc").third == "c"
    assert not hasattr(Ours(1), "__dict__")
    assert str(Derived(1)) == "derived"
    assert Derived(1, third=3) == (1, 2, 3)
    assert Facts(name="x") == {"name": "x"}


def test_patterns() -> None:
    match Ours(1, third=3):
        case Ours(first, second, third=3):
            assert (first, second) == (1, 2)
        case _:
            raise AssertionError


@pytest.mark.parametrize("wrong", [{}, {"first": 1, "fourth": 4}])
def test_wrong_fields(wrong: dict[str, object]) -> None:
    with pytest.raises(TypeError) as ours:
        Ours(**wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError) as theirs:
        Theirs(**wrong)  # type: ignore[arg-type]
    assert str(ours.value).rpartition("__new__")[2] == str(theirs.value).rpartition("__new__")[2]
    with pytest.raises(ValueError, match="fourth"):
        Ours(1)._replace(fourth=4)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Ours._make([])
    with pytest.raises(AttributeError):
        Ours(1).first = 2  # type: ignore[misc]


def test_a_value_without_fields() -> None:
    class Empty(NamedTuple):
        """Nothing."""

    assert Empty() == ()
    assert repr(Empty()) == "Empty()"
    assert pickle.loads(pickle.dumps(Ours(1))) == Ours(1)
