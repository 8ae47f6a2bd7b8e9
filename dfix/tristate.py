"""Answers that may be unknown: Kleene's three-valued logic."""

from enum import Enum


class Tristate(Enum):
    """Whether something holds: yes, no, or not known.

    Compare with ``is``: an unknown answer is neither true nor false, so it has no truth value.
    """

    NO = 0
    UNKNOWN = 1
    YES = 2

    @classmethod
    def of(cls, answer: bool | None) -> "Tristate":
        """The answer of a test; None is unknown."""
        return cls.UNKNOWN if answer is None else cls.YES if answer else cls.NO

    def __and__(self, other: "Tristate") -> "Tristate":
        """Whether both hold."""
        return self if self.value <= other.value else other

    def __or__(self, other: "Tristate") -> "Tristate":
        """Whether one of them holds."""
        return self if self.value >= other.value else other

    def __invert__(self) -> "Tristate":
        """Whether it does not hold."""
        return Tristate(2 - self.value)

    def join(self, other: "Tristate") -> "Tristate":
        """What holds when either of two answers may be the true one: unknown where they differ."""
        return self if self is other else Tristate.UNKNOWN

    def __bool__(self) -> bool:
        """An error: ``if answer:`` would take unknown for yes.

        Raises:
            TypeError: always.
        """
        raise TypeError("a Tristate has no truth value: compare it with `is`")
