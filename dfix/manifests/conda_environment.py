"""environment.yml of conda: the packages of conda, and those that pip installs beside them.

Source: conda's documentation, "Creating an environment file manually".
"""

from collections.abc import Iterator

from dfix.manifests.listed import Read
from dfix.manifests.python import named_in_lines
from dfix.manifests.yaml_text import read_yaml
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

MOST_PACKAGES, LONGEST_NAME = 2000, 200
NAME = pattern(r"(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)")


class CondaEnvironment(NamedTuple):
    """``packages`` are conda's, in lower case; ``pip`` the distributions that pip installs."""

    name: str
    packages: tuple[str, ...]
    pip: tuple[str, ...]


def conda_environment(read: Read, path: str) -> CondaEnvironment | None:
    """What a file of an environment says; None where it is not there, or is none."""
    text = read(path)
    said = read_yaml(text) if text is not None else None
    dependencies = said.get("dependencies") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(dependencies, list):
        return None
    lines = list(_of_pip(dependencies[:MOST_PACKAGES]))
    return CondaEnvironment(
        str(said.get("name", ""))[:LONGEST_NAME],
        tuple(_names(dependencies[:MOST_PACKAGES])),
        named_in_lines(read, path.rpartition("/")[0], lines),
    )


def _names(dependencies: list[object]) -> Iterator[str]:
    matches = (NAME.match(one) for one in dependencies if isinstance(one, str) and len(one) < LONGEST_NAME)
    yield from (match[1].lower() for match in matches if match)


def _of_pip(dependencies: list[object]) -> Iterator[str]:
    """The lines below ``pip:``, which are those of a file of requirements."""
    for one in dependencies:
        listed = one.get("pip") if isinstance(one, dict) else None
        yield from (
            (line for line in listed[:MOST_PACKAGES] if isinstance(line, str)) if isinstance(listed, list) else ()
        )
