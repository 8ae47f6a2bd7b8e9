"""Image references, read as Docker reads them (distribution/reference)."""

import re

from dfix.text.pattern import pattern
from dfix.values import NamedTuple

DEFAULT_REGISTRY = "docker.io"
ALIASES = {"index.docker.io": DEFAULT_REGISTRY, "registry-1.docker.io": DEFAULT_REGISTRY}
COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
PATH = pattern(rf"{COMPONENT}(?:/{COMPONENT})*")
# What parts the words of a path and of a tag.
PARTS = str.maketrans("._-", "///")
TAG = pattern(r"[\w][\w.-]{0,127}", re.ASCII)


class Reference(NamedTuple):
    """``registry/path:tag@digest``; ``path`` of an official image is ``library/name``."""

    registry: str
    path: str
    tag: str | None
    digest: str | None

    @property
    def is_official(self) -> bool:
        """Whether it names an official image of Docker Hub."""
        return self.registry == DEFAULT_REGISTRY and self.path.startswith("library/")

    @property
    def name(self) -> str:
        """The name without tag and digest, as people write it: ``golang``, ``gcr.io/distroless/static``."""
        if self.is_official:
            return self.path.removeprefix("library/")
        return self.path if self.registry == DEFAULT_REGISTRY else f"{self.registry}/{self.path}"

    @property
    def namespace(self) -> str:
        """The registry and the user, as the catalog's files are called: ``ghcr.io+astral-sh``, ``oven``."""
        registry = [] if self.registry == DEFAULT_REGISTRY else [self.registry]
        return "+".join([*registry, *self.path.split("/")[:-1][:1]])

    @property
    def tagged(self) -> str:
        """``name:tag`` as people write it, ``latest`` where no tag is named."""
        return f"{self.name}:{self.tag or 'latest'}"


def parse_reference(text: str) -> Reference | None:
    """The reference that ``text`` writes, or None when it is none (capital letters in the path, blanks, …)."""
    rest, _, digest = text.partition("@")
    name, tag = _split_tag(rest)
    registry, path = _split_registry(name)
    if not _is_path(path) or (tag is not None and not _is_tag(tag)):
        return None
    if registry == DEFAULT_REGISTRY and "/" not in path:
        path = f"library/{path}"
    return Reference(registry, path, tag, digest or None)


def _is_path(path: str) -> bool:
    """Whether it is a repository's path; what consists of plain words needs no expression."""
    words = path.translate(PARTS).split("/")
    is_plain = path.isascii() and path.islower() and all(map(str.isalnum, words))
    return is_plain or PATH.fullmatch(path) is not None


def _is_tag(tag: str) -> bool:
    is_plain = tag.isascii() and tag[:1].isalnum() and tag.translate(PARTS).replace("/", "").isalnum()
    return (is_plain and "/" not in tag and len(tag) <= 128) or TAG.fullmatch(tag) is not None


def _split_tag(text: str) -> tuple[str, str | None]:
    head, colon, tag = text.rpartition(":")
    return (head, tag) if colon and "/" not in tag else (text, None)


def _split_registry(name: str) -> tuple[str, str]:
    first, slash, rest = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return ALIASES.get(first, first), rest
    return DEFAULT_REGISTRY, name
