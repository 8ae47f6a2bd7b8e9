"""Unified diffs that ``patch -p1`` and ``git apply`` take."""

from dfix.text.source import Source, byte_text

ESCAPES = {"\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", '"': '"', "\\": "\\"}
NO_NEWLINE = "\\ No newline at end of file\n"


def unified_diff(before: bytes, after: bytes, path: str) -> bytes:
    """The change from ``before`` to ``after`` of the file ``path``; empty when they are equal.

    Lines keep their own ends (CRLF too), and a missing last newline is marked as git marks it.
    """
    from difflib import unified_diff as diff

    name = path.lstrip("/")
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


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}"
