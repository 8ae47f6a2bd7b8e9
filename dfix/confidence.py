"""How sure dfix is of something; the one scale that every part uses."""

from enum import IntEnum


class Confidence(IntEnum):
    """Ordered, so that the confidence of a chain is the ``min`` of its links."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3

    @property
    def word(self) -> str:
        """As messages and options write it."""
        return self.name.lower()
