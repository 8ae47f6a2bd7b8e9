"""Paths with slashes, as text: in containers, in build contexts, in archives. Nothing here looks at a disk."""

from dfix.text.source import UNKNOWN_TEXT


def parts(path: str) -> list[str]:
    """The names that a path goes through, without empty ones and ``.``; ``..`` is kept."""
    return [part for part in path.split("/") if part not in ("", ".")]


def clean(path: str) -> str:
    """The path relative to its root, with ``.`` and ``..`` resolved; it does not lead out of the root.

    As Go's ``filepath.Clean`` of the path behind a slash. Empty for the root itself.
    """
    if ".." not in path:
        return "/".join(parts(path))
    kept: list[str] = []
    for part in parts(path):
        if part == "..":
            del kept[-1:]
        else:
            kept.append(part)
    return "/".join(kept)


def join_path(base: str, text: str) -> str:
    """``text`` as an absolute path seen from ``base``; ``.`` and ``..`` resolved, no slash at the end."""
    path = text if text.startswith("/") else f"/{text}" if base == "/" else f"{base}/{text}"
    is_clean = path.startswith("/") and "//" not in path and "/." not in path and not path.endswith("/")
    return path if is_clean else "/" + clean(path)


def is_pattern(path: str) -> bool:
    """Whether a path may mean several files."""
    return UNKNOWN_TEXT in path or any(char in path for char in "*?[")
