"""Unified diffs that ``patch -p1`` and ``git apply`` take."""

from collections.abc import Iterator, Sequence

from dfix.text.source import Source, byte_text
from dfix.text.system_paths import slashed

ESCAPES = {"\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", '"': '"', "\\": "\\"}
NO_NEWLINE = "\\ No newline at end of file\n"


def unified_diff(before: bytes, after: bytes, path: str) -> bytes:
    """The change from ``before`` to ``after`` of the file ``path``; empty when they are equal.

    Lines keep their own ends (CRLF too), and a missing last newline is marked as git marks it.
    """
    from difflib import unified_diff as diff

    name = slashed(path).lstrip("/")
    lines = diff(Source(before).lines, Source(after).lines, _head(f"a/{name}"), _head(f"b/{name}"))
    return "".join(_ended(line) for line in lines).encode("latin-1")


def _head(name: str) -> str:
    """A file's name in a head line, as byte text: quoted as git quotes it, ended by a tab where it has blanks.

    So ``patch`` and ``git apply`` read the same name, and no name can begin another line. Source: git-config(1),
    ``core.quotePath``; git's ``diff.c`` puts the tab.
    """
    text = byte_text(name)
    if any(character < " " or character in '"\\\x7f' for character in text):
        return '"' + "".join(map(_quoted, text)) + '"'
    return f"{text}\t" if " " in text else text


def _quoted(character: str) -> str:
    if character in ESCAPES:
        return f"\\{ESCAPES[character]}"
    return character if " " <= character <= "~" else f"\\{ord(character):03o}"


def changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The lines that go, with ``-``, and those that come, with ``+``, in their order.

    The longest run of lines that both have stays, and so on before and behind it: as ``difflib`` decides
    it, whose module takes 1 ms to load.
    """
    start, new_start, count = _longest_run(old, new)
    if count:
        yield from changes(old[:start], new[:new_start])
        yield from changes(old[start + count :], new[new_start + count :])
    else:
        yield from (("-", line) for line in old)
        yield from (("+", line) for line in new)


def _longest_run(old: Sequence[str], new: Sequence[str]) -> tuple[int, int, int]:
    """Where the longest run of lines that both have begins in each, the first of several, and its length."""
    places: dict[str, list[int]] = {}
    for number, line in enumerate(new):
        places.setdefault(line, []).append(number)
    best, lengths = (0, 0, 0), dict[int, int]()
    for number, line in enumerate(old):
        lengths = {place: lengths.get(place - 1, 0) + 1 for place in places.get(line, ())}
        for place, length in lengths.items():
            if length > best[2]:
                best = (number - length + 1, place - length + 1, length)
    return best


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}"
