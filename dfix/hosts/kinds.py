"""Which file is a host of which kind, by its name."""

import os
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import cast

from dfix.hosts.embedded import Embedded, only_dockerfiles
from dfix.text.pattern import pattern

# By name: the module of this package that reads it, with ``extract(data)``.
KINDS = (
    (pattern(r"\.pyi?$"), "python"),
    (pattern(r"\.ya?ml$"), "yaml"),
    (pattern(r"\.hcl$"), "bake"),
    (pattern(r"\.json$"), "json_inline"),
    (pattern(r"\.(sh|bash)$"), "shell"),
    (pattern(r"\.(md|markdown)$"), "markdown"),
    (pattern(r"^earthfile$|\.earth$"), "earthfile"),
    (pattern(r"(^|[./_-])(docker|container)file.*\.(j2|jinja2?)$"), "jinja"),
)
Extract = Callable[[bytes], "list[Embedded]"]


def is_host(path: str) -> bool:
    """Whether a file of that name is read for the Dockerfiles in it, not as one."""
    return _kind(path) is not None


@lru_cache(maxsize=2)  # a repair asks for the same text again
def extract(path: str, data: bytes) -> tuple[Embedded, ...]:
    """The Dockerfiles in a host file, in its order.

    Raises:
        HostError: it is not well-formed.
    """
    kind = _kind(path)
    if kind is None:
        return ()
    read = cast("Extract", import_module(f"dfix.hosts.{kind}").extract)
    return tuple(only_dockerfiles(read(data)))


def _kind(path: str) -> str | None:
    name = os.path.basename(path).lower()
    return next((module for names, module in KINDS if names.search(name)), None)
