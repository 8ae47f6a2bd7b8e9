"""Unified diffs that ``patch -p1`` and ``git apply`` take."""

NO_NEWLINE = "\\ No newline at end of file\n"


def unified_diff(before: bytes, after: bytes, path: str) -> bytes:
    """The change from ``before`` to ``after`` of the file ``path``; empty when they are equal.

    Lines keep their own ends (CRLF too), and a missing last newline is marked as git marks it.
    """
    from difflib import unified_diff as diff

    old = before.decode("latin-1").split("\n")
    new = after.decode("latin-1").split("\n")
    name = path.lstrip("/").encode("utf-8", "surrogateescape").decode("latin-1")
    lines = diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")
    return "".join(_ended(line) for line in lines).encode("latin-1")


def _lines(parts: list[str]) -> list[str]:
    whole = [part + "\n" for part in parts[:-1]]
    return [*whole, parts[-1]] if parts[-1] else whole


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}"
