"""Regular expressions that are compiled when they are first used.

An editor's save hook pays for start-up; most files need few of the expressions that dfix knows. To compile
one takes 100 to 300 µs, as long as to import a small module.
"""

import re

from dfix.values import cast


class _Lazy:
    """A regular expression that is compiled when a method of it is first used."""

    def __init__(self, text: str, flags: int, having: tuple[str, ...]) -> None:
        self._text, self._flags, self._having = text, flags, having

    def __getattr__(self, name: str) -> object:
        return getattr(self._compiled(), name)

    def _compiled(self) -> "re.Pattern[str]":
        compiled = re.compile(self._text, self._flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern"):
            setattr(self, method, getattr(compiled, method))
        return compiled


class _Hinted(_Lazy):
    """One that is compiled when it is first used on a text that has one of the words it needs."""

    def search(self, text: str, *places: int) -> "re.Match[str] | None":
        """As ``re.Pattern.search``."""
        return self._compiled().search(text, *places) if self._may_be_in(text) else None

    def match(self, text: str, *places: int) -> "re.Match[str] | None":
        """As ``re.Pattern.match``."""
        return self._compiled().match(text, *places) if self._may_be_in(text) else None

    def fullmatch(self, text: str, *places: int) -> "re.Match[str] | None":
        """As ``re.Pattern.fullmatch``."""
        return self._compiled().fullmatch(text, *places) if self._may_be_in(text) else None

    def sub(self, new: str, text: str, count: int = 0) -> str:
        """As ``re.Pattern.sub``."""
        return self._compiled().sub(new, text, count) if self._may_be_in(text) else text

    def _may_be_in(self, text: str) -> bool:
        return any(word in text for word in self._having)


def pattern(text: str, flags: int = 0, *, having: str = "") -> "re.Pattern[str]":
    """``re.compile(text, flags)``, later.

    ``having``: words, parted by blanks, of which each text has one in which the expression is found; a test
    checks them. A mistake in the expression shows at its first use only, so a test must use each.
    """
    words = tuple(having.split())
    return cast("re.Pattern[str]", (_Hinted if words else _Lazy)(text, int(flags), words))
