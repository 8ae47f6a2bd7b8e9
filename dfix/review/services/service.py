"""What every host is asked: which comments are there, and to take new ones."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from dfix.review.comment import Comment
from dfix.values import NamedTuple

Json = dict[str, object]


class Target(NamedTuple):
    """The change under review.

    ``api`` is the interface's address, ``repository`` ``owner/name`` or a project's number, ``number``
    the change's own, ``commit`` its newest one.
    """

    api: str
    repository: str
    number: int
    commit: str


class Send(NamedTuple):
    """One request that posts something."""

    url: str
    body: Json


class Client(Protocol):
    """Reads pages; see ``http.Session``."""

    def get(self, url: str) -> object:
        """One answer."""

    def pages(self, url: str) -> Iterator[object]:
        """All entries of a list that comes in pages."""


class Service(Protocol):
    """One host."""

    def payload(self, comments: Sequence[Comment], summary: str, commit: str) -> object:
        """What is posted, as one value to look at."""

    def bodies(self, client: Client, target: Target) -> Iterator[str]:
        """The texts of the comments that are there."""

    def sends(self, client: Client | None, target: Target, comments: Sequence[Comment], summary: str) -> Iterator[Send]:
        """The requests that post the comments; ``client`` None: nothing may be asked."""


def texts(entries: Iterator[object], *keys: str) -> Iterator[str]:
    """The texts of entries of an answer."""
    for entry in entries:
        value: object = entry
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        if isinstance(value, str):
            yield value
