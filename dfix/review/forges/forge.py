"""What every forge does: list the comments of a change, and take new ones."""

from collections.abc import Iterator, Mapping, Sequence

from dfix.review.comment import Comment
from dfix.values import NamedTuple, Protocol

Json = dict[str, object]


class Target(NamedTuple):
    """The change under review.

    ``api`` is the address of the forge's interface, ``repository`` is ``owner/name`` or a project's number,
    ``number`` is the pull or merge request, ``commit`` its newest commit.
    """

    api: str
    repository: str
    number: int
    commit: str


class CiFacts(NamedTuple):
    """The same, as far as the environment of a CI run tells it; None or empty where it does not."""

    api: str | None
    repository: str | None
    number: str | None
    commit: str | None


class Send(NamedTuple):
    """The address and the body of one POST request."""

    url: str
    body: Json


class Client(Protocol):
    """Sends GET requests; ``http.Session`` is one."""

    def get(self, url: str) -> object:
        """The answer's JSON."""

    def pages(self, url: str) -> Iterator[object]:
        """The entries of a list, of all its pages."""


class Forge(Protocol):
    """One forge; a module with these names is one. ``TOKENS`` are the variables that may hold a token, best first."""

    TOKENS: tuple[str, ...]

    def headers(self, token: str) -> Mapping[str, str]:
        """The request headers that carry the token."""

    def ci_facts(self, environment: Mapping[str, str]) -> CiFacts:
        """The change under review, from the variables that the forge's CI sets."""

    def payload(self, comments: Sequence[Comment], summary: str, commit: str) -> object:
        """Everything that is posted, as one value for people to read."""

    def bodies(self, client: Client, target: Target) -> Iterator[str]:
        """The texts of the comments that the change has."""

    def sends(self, client: Client | None, target: Target, comments: Sequence[Comment], summary: str) -> Iterator[Send]:
        """The requests that post the comments. Where ``client`` is None, nothing is read from the forge."""


def texts(entries: Iterator[object], *keys: str) -> Iterator[str]:
    """The text that each entry of an answer has under ``keys``, entries without one left out."""
    for entry in entries:
        value: object = entry
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        if isinstance(value, str):
            yield value
