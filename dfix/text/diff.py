"""Unified diffs that ``patch -p1`` and ``git apply`` take."""

from dfix.text.source import Source, byte_text

NO_NEWLINE = "\\ No newline at end of file\n"


def unified_diff(before: bytes, after: bytes, path: str) -> bytes:
    """The change from ``before`` to ``after`` of the file ``path``; empty when they are equal.

    Lines keep their own ends (CRLF too), and a missing last newline is marked as git marks it.
    """
    from difflib import unified_diff as diff

    name = byte_text(path.lstrip("/"))
    lines = diff(Source(before).lines, Source(after).lines, f"a/{name}", f"b/{name}")
    return "".join(_ended(line) for line in lines).encode("latin-1")


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}"
