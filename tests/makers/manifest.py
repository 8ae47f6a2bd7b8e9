"""A project's files in memory, below ``/app``."""

from collections.abc import Callable, Mapping


def reader(files: Mapping[str, str]) -> Callable[[str], "str | None"]:
    """What reads a file by its path."""
    return lambda name: files.get(name.removeprefix("/app/"))
