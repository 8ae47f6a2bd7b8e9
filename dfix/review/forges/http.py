"""Requests to a forge's interface: follow pages, keep to rate limits, try again after failures, believe no server.

Source of the headers: RFC 9110 (Retry-After), RFC 8288 (Link), GitHub's and GitLab's pages on rate limits.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping

import httpx

from dfix.text.wording import shortened
from dfix.values import NamedTuple

TRIES = 5
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
# A server may be silent for so long, and an answer may take so long and be so large.
SECONDS = 30.0
LONGEST_ANSWER = 120.0
MOST_BYTES = 32 * 1024 * 1024
NUMBER = re.compile("[0-9]{1,15}")
MOST_PAGES = 100
LONGEST_MESSAGE = 400
# A shorter word of a header ("Bearer") is no token.
SHORTEST = 8
TRANSIENT = frozenset({429, 500, 502, 503, 504})


class ForgeError(Exception):
    """The forge refused a request or could not be reached; the message says what it answered."""


class Answer(NamedTuple):
    """What the server answered: the status and headers, and the body as it was read."""

    head: httpx.Response
    body: bytes

    @property
    def following(self) -> str | None:
        """The address of the next page (RFC 8288)."""
        return self.head.links.get("next", {}).get("url")


class Session:
    """Requests to one forge. Redirects are not followed, so that the token goes nowhere else."""

    def __init__(
        self,
        headers: Mapping[str, str],
        pause: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        """``headers`` carry the token; ``pause`` waits for some seconds."""
        self._client = httpx.Client(headers={"User-Agent": "dfix", **headers}, timeout=SECONDS)
        self._secrets = tuple(word for value in headers.values() for word in value.split() if len(word) >= SHORTEST)
        self._pause = pause
        self._now = now

    def get(self, url: str) -> object:
        """The answer's JSON.

        Raises:
            ForgeError: the forge refused, or could not be reached.
        """
        return _json(self._ask("GET", url, None))

    def pages(self, url: str) -> Iterator[object]:
        """The entries of a list, page by page (RFC 8288's ``rel="next"``).

        Raises:
            ForgeError: the forge refused, or could not be reached.
        """
        page, server = url, _origin(url)
        for _ in range(MOST_PAGES):
            answer = self._ask("GET", page, None)
            entries = _json(answer)
            yield from entries if isinstance(entries, list) else ()
            if not answer.following or _origin(answer.following) != server:
                return
            page = answer.following

    def post(self, url: str, body: object) -> None:
        """Create something. A failed request is repeated only where the forge surely created nothing.

        Raises:
            ForgeError: the forge refused, or could not be reached.
        """
        self._ask("POST", url, body)

    def _ask(self, method: str, url: str, body: object) -> Answer:
        pause = FIRST_PAUSE
        for left in range(TRIES - 1, -1, -1):
            try:
                answer = self._request(method, url, body)
            except httpx.TransportError as error:
                # What was sent may have arrived: a comment is not posted twice.
                if left == 0 or (method == "POST" and not isinstance(error, httpx.ConnectError)):
                    raise ForgeError(self._masked(f"{method} {url}: {error}")) from None
                self._pause(pause)
                pause *= 2
                continue
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                raise ForgeError(self._masked(f"{method} {url}: {error}")) from None
            if answer.head.is_success:
                return answer
            wait = self._wait(answer.head, pause)
            if left == 0 or wait is None or (method == "POST" and not _did_nothing(answer.head)):
                raise ForgeError(self._masked(f"{method} {url}: {_said(answer)}"))
            self._pause(wait)
            pause *= 2
        raise ForgeError(f"{method} {url}: no answer")

    def _request(self, method: str, url: str, body: object) -> Answer:
        """Send one request, and read the answer as far as it is reasonable."""
        with self._client.stream(method, url, json=body) as head:
            read, end = bytearray(), time.monotonic() + LONGEST_ANSWER
            for part in head.iter_bytes():
                read += part
                if len(read) > MOST_BYTES or time.monotonic() > end:
                    raise httpx.DecodingError("the answer does not end")
            return Answer(head, bytes(read))

    def _masked(self, message: str) -> str:
        """A message without the token, whatever the server sends back, and not too long."""
        for secret in self._secrets:
            message = message.replace(secret, "***")
        return shortened(message, LONGEST_MESSAGE)

    def _wait(self, answer: httpx.Response, pause: float) -> float | None:
        """How long to wait before the next try; None: another try would not help."""
        limited = answer.status_code == 403 and answer.headers.get("x-ratelimit-remaining") == "0"
        secondary = answer.status_code == 403 and "retry-after" in answer.headers
        if answer.status_code not in TRANSIENT and not limited and not secondary:
            return None
        told, reset = _number(answer, "retry-after"), _number(answer, "x-ratelimit-reset")
        if told is not None:
            wait = told
        elif reset is not None and (limited or answer.status_code == 429):
            wait = reset - self._now()
        else:
            wait = pause
        return max(wait, 0.0) if wait <= LONGEST_PAUSE else None


def _number(answer: httpx.Response, header: str) -> float | None:
    """The number in a header; None for anything else."""
    text = answer.headers.get(header, "")
    return float(text) if NUMBER.fullmatch(text) else None


def _said(answer: Answer) -> str:
    text = answer.body.decode("utf-8", "replace").strip()
    return f"{answer.head.status_code} {answer.head.reason_phrase}: {text}"


def _json(answer: Answer) -> object:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise ForgeError(f"{answer.head.url} answers no JSON; is --api the interface's address?") from None


def _did_nothing(answer: httpx.Response) -> bool:
    """Whether a POST that failed surely left nothing behind: it was turned away."""
    return answer.status_code in (403, 429, 503)


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port: the token goes to no other server. None for what is no address."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError):
        return None
    return parsed.scheme, parsed.host, parsed.port
