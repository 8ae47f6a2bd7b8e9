"""What a misspelt word was probably meant to be."""

from collections.abc import Iterable
from functools import lru_cache


def closest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known word that is most like ``word``, else like it in upper case; None where none is like it.

    ``likeness`` is the least ratio of ``difflib``: 1.0 is the same word.
    """
    return _closest(word, tuple(known), likeness)


@lru_cache(maxsize=64)
def _closest(word: str, words: tuple[str, ...], likeness: float) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(word, words, 1, likeness) or get_close_matches(word.upper(), words, 1, likeness)
    return near[0] if near else None
