"""Regular expressions that are compiled when they are first used.

An editor's save hook pays for start-up; most files need few of the expressions that dfix knows.
"""

import re

from dfix.values import cast


class _Lazy:
    """A regular expression that is compiled when a method of it is first used."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self._text, self._flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(text: str, flags: int = 0) -> "re.Pattern[str]":
    """``re.compile(text, flags)``, later.

    A mistake in the expression shows at its first use only, so a test must use each.
    """
    return cast("re.Pattern[str]", _Lazy(text, int(flags)))
