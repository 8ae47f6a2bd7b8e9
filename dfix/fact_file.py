"""Files with facts, which lie in a folder ``data`` beside the module that knows their shape."""

import os
from collections.abc import Callable, Iterator
from functools import cache

from dfix.values import Generic, TypeVar, cast

T = TypeVar("T")


class FactFile(Generic[T]):
    """A file that is read when its facts are first asked for, and then once: ``releases = FactFile[Shape](…)``.

    The shape is what the author of the file promises; tests check it.
    """

    __slots__ = ("_facts", "path")

    def __init__(self, module: str, *names: str) -> None:
        """``module`` is the ``__file__`` of the module; ``names`` lead from its ``data`` folder to the file."""
        self.path = os.path.join(os.path.dirname(module), "data", *names)
        self._facts: T | None = None

    def __call__(self) -> T:
        """The facts; nobody may change them."""
        if self._facts is None:
            self._facts = self._read()
        return self._facts

    def exists(self) -> bool:
        """Whether there is such a file."""
        return os.path.exists(self.path)

    def _read(self) -> T:
        with open(self.path, "rb", buffering=0) as file:
            return cast("T", _reader()(file.read().decode()))


class _Strict:
    """What ``json.JSONDecoder`` says to its scanner; our files have no other numbers than Python's."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, float


@cache
def _reader() -> Callable[[str], object]:
    """What reads a text of JSON: the scanner of the package ``json`` alone, for the package takes 1.5 ms to load.

    It does not say what is wrong with a text; tests read all files.
    """
    try:
        from _json import make_scanner
    except ImportError:  # another implementation of Python
        from json import loads

        return loads
    scan = make_scanner(_Strict)  # type: ignore[arg-type]  # it takes whatever has these attributes
    return lambda text: scan(text, 0)[0]


class FactLines:
    """A text file of one fact a line, in the order of the lines' bytes, for a run that asks for a few of many.

    The file is read when a line is first asked for. It stays one value of bytes, in which lines are found by
    bisection: to split a megabyte into lines takes ten times as long. Comments begin with ``#`` and come first.
    Of a file that does not exist there are no lines.
    """

    __slots__ = ("_text", "path")

    def __init__(self, path: str) -> None:
        """``path`` leads to the file; its last line ends with a line feed."""
        self.path = path
        self._text: bytes | None = None

    def starting(self, key: str) -> Iterator[str]:
        """The lines that begin with a text, in their order; none for no text."""
        text, wanted = self._read(), _encoded(key)
        start = _place(text, wanted)
        while text.startswith(wanted, start):
            end = text.find(b"\n", start)
            yield text[start:end].decode()
            start = end + 1

    def containing(self, word: str) -> Iterator[str]:
        """The lines in which a text is found, in their order; comments are not among them."""
        text, wanted = self._read(), _encoded(word)
        place = text.find(wanted)
        while place >= 0:
            start, end = text.rfind(b"\n", 0, place) + 1, text.find(b"\n", place)
            if text[start] != COMMENT:
                yield text[start:end].decode()
            place = text.find(wanted, end + 1)

    def _read(self) -> bytes:
        if self._text is None:
            try:
                with open(self.path, "rb", buffering=0) as file:
                    self._text = file.read()
            except FileNotFoundError:
                self._text = b""
        return self._text


COMMENT = ord("#")


def _encoded(text: str) -> bytes:
    """A text as a line may hold it; what no line can hold becomes a byte that is in none."""
    return b"\0" if "\n" in text or not text else text.encode("utf-8", "surrogatepass")


def _place(text: bytes, key: bytes) -> int:
    """The start of the first line that is not before the key."""
    low, high = 0, len(text)
    while low < high:
        start = text.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = text.find(b"\n", start) + 1
        if text[start:end] < key:
            low = end
        else:
            high = start
    return low
