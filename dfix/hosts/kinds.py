"""Which file is a host of which kind, by its name."""

import os
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from itertools import islice

from dfix.hosts.error import HostError
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.hosts.embedded import Embedded

# The ending of a name, and the module of this package that reads it with ``extract(data)``.
KINDS = {
    ".py": "python", ".pyi": "python", ".yml": "yaml", ".yaml": "yaml", ".hcl": "bake", ".json": "json_inline",
    ".sh": "shell", ".bash": "shell", ".md": "markdown", ".markdown": "markdown", ".earth": "earthfile",
}  # fmt: skip
# Of one file; each takes some ten kilobytes while the file is at work.
MOST_DOCKERFILES = 2_000
# Bytes of several together: all are kept while the file is judged.
MOST_TOGETHER = 1024 * 1024
TEMPLATES = (".j2", ".jinja", ".jinja2")
Extract = Callable[[bytes], "list[Embedded]"]


def is_host(path: str) -> bool:
    """Whether a file of that name is read for the Dockerfiles in it, and not as a Dockerfile."""
    return _kind(path) is not None


@lru_cache(maxsize=2)  # a repair extracts from the same text again
def extract(path: str, data: bytes) -> "tuple[Embedded, ...]":
    """The Dockerfiles in a host file, in its order.

    Raises:
        HostError: it is not well-formed, or holds too many Dockerfiles.
    """
    kind = _kind(path)
    if kind is None:
        return ()
    from dfix.hosts.embedded import only_dockerfiles

    read: Extract = import_module(f"dfix.hosts.{kind}").extract
    found = tuple(islice(only_dockerfiles(read(data)), MOST_DOCKERFILES + 1))
    if len(found) > MOST_DOCKERFILES:
        raise HostError(f"it holds more than {MOST_DOCKERFILES} Dockerfiles")
    if len(found) > 1 and sum(len(one.data) for one in found) > MOST_TOGETHER:
        raise HostError(f"its Dockerfiles have more than {MOST_TOGETHER} bytes together")
    return found


def _kind(path: str) -> str | None:
    folder, name = os.path.split(path.lower())
    ending = os.path.splitext(name)[1]
    # Cookiecutter and Copier fill in all below a directory that is called ``{{ name }}``.
    is_template = ending in TEMPLATES or "{{" in folder
    if is_template and ("dockerfile" in name or "containerfile" in name):
        return "jinja"
    return "earthfile" if name == "earthfile" else KINDS.get(ending)


def second_objection(path: str, before: bytes, after: bytes) -> str | None:
    """Why a second reader of that kind of file refuses a change of it; None: it does not, or there is none."""
    if not path.endswith((".py", ".pyi")):
        return None
    from dfix.hosts.python_second_reader import second_objection as objection

    return objection(before, after)
