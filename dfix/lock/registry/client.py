"""Requests to one registry: credentials where they belong, waits where it asks for them, bounds on all it sends.

Sources: OCI distribution specification, "Pulling manifests" and "Pulling blobs"; RFC 9110 (Retry-After, redirects,
ranges). Redirects are followed here and not by httpx: to another server nothing goes along that tells who asks.
"""

import json
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime

import httpx

from dfix.lock.error import LockError, NotThereError
from dfix.lock.oci import INDEXES, MANIFESTS, table_of
from dfix.lock.registry.challenge import Challenge, challenge_of
from dfix.lock.registry.credentials import Credentials
from dfix.lock.registry.trust import trusted
from dfix.text.wording import shortened
from dfix.values import NamedTuple

TRIES = 5
FIRST_PAUSE = 1.0
# A registry may ask for a longer wait; nobody waits at a terminal for it.
LONGEST_PAUSE = 60.0
LONGEST_WAITS = 180.0
SECONDS = 30.0
MOST_REDIRECTS = 5
LARGEST_TOKEN = 1024 * 1024
LONGEST_MESSAGE = 200
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TRANSIENT = frozenset({429, 500, 502, 503, 504})
ACCEPT = ", ".join((*INDEXES, *MANIFESTS))
USER_INFO = re.compile(r"//[^/@\s]+@")
NUMBER = re.compile(r"\d{1,9}")
LOCAL = re.compile(r"^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$")


class Endpoint(NamedTuple):
    """Where an image is asked for: ``host`` with its port, ``path`` of the repository there, tag or digest.

    ``host`` may have a path behind it, below which ``/v2/`` is. ``scheme`` is empty where https is tried first and
    plain HTTP then: for localhost, and where the user's configuration says so.
    """

    host: str
    path: str
    target: str
    scheme: str = "https"
    ca: tuple[str, ...] = ()


class Client:
    """Sends requests for one repository of one registry."""

    def __init__(self, endpoint: Endpoint, credentials: Credentials | None) -> None:
        """Nothing is sent yet."""
        self.endpoint = endpoint
        self._credentials = credentials
        self._waited = 0.0
        self._token = credentials.bearer if credentials else ""
        self._uses_basic = False
        self._scheme = endpoint.scheme
        self._http = _connections(endpoint)

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    @contextmanager
    def get(self, what: str, *, method: str = "GET", offset: int = 0) -> Iterator[httpx.Response]:
        """The answer to a request for ``manifests/…`` or ``blobs/…``, its body not read; ``offset`` asks for the rest.

        Raises:
            NotThereError: the registry does not have it.
            LockError: it refuses, or cannot be reached.
        """
        response = self._answered(what, method, offset)
        try:
            yield response
        finally:
            response.close()

    def wait(self, pause: float, why: str) -> None:
        """Wait before another try.

        Raises:
            LockError: it has been waited long enough.
        """
        self._waited += pause
        if pause > LONGEST_PAUSE or self._waited > LONGEST_WAITS:
            raise LockError(f"{self.endpoint.host}: {why}", f"try again in {int(pause)} seconds")
        time.sleep(pause)

    def error(self, message: str) -> LockError:
        """An error of this registry, without any credential."""
        return LockError(self._masked(f"{self.endpoint.host}: {message}"))

    def _answered(self, what: str, method: str, offset: int) -> httpx.Response:
        """A successful answer, after what it takes: a token, waits, redirects."""
        pause, renewals = FIRST_PAUSE, 0
        for left in range(TRIES - 1, -1, -1):
            try:
                response = self._sent(what, method, offset)
            except httpx.HTTPError as error:
                if left == 0 or not isinstance(error, httpx.TransportError) or _is_lasting(error):
                    raise self.error(f"it cannot be reached: {_said(error)}") from None
                self.wait(pause, "it cannot be reached")
                pause *= 2
                continue
            if response.is_success:
                return response
            if response.status_code == 401 and renewals < 2:
                renewals += 1
                if self._renewed(challenge_of(response.headers.get("www-authenticate", ""))):
                    response.close()
                    continue
            elif response.status_code in TRANSIENT and left:
                wait = _retry_after(response, pause)
                response.close()
                self.wait(wait, f"it answers {response.status_code} {response.reason_phrase}".strip())
                pause *= 2
                continue
            raise self._refused(response, what)
        raise self.error("it does not accept the token that it gave")

    def _sent(self, what: str, method: str, offset: int) -> httpx.Response:
        """Send one request, and follow where it is redirected."""
        headers = {"Accept": ACCEPT if what.startswith("manifests/") else "*/*", "Accept-Encoding": "identity"}
        if offset:
            headers["Range"] = f"bytes={offset}-"
        url = httpx.URL(f"{self._base()}/v2/{self.endpoint.path}/{what}")
        own = _origin(url)
        for _ in range(MOST_REDIRECTS + 1):
            signed = {**headers, **self._authorization()} if _origin(url) == own else headers
            request = self._http.build_request(method, url, headers=signed)
            response = self._http.send(request, stream=True)
            if response.status_code not in REDIRECTS:
                return response
            response.close()
            url = self._redirected(url, response.headers.get("location", ""))
            self._http.cookies.clear()
        raise self.error("it redirects in a circle")

    def _redirected(self, url: httpx.URL, location: str) -> httpx.URL:
        try:
            target = url.join(location)
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise self.error("it redirects to what is no address") from None
        is_safe = target.scheme == "https" or (target.scheme == "http" and url.scheme == "http")
        if not location or not is_safe or target.userinfo:
            raise self.error("it redirects to where nothing is fetched from")
        return target

    def _base(self) -> str:
        if not self._scheme:
            self._scheme = "https" if self._speaks_tls() else "http"
        return f"{self._scheme}://{self.endpoint.host}"

    def _speaks_tls(self) -> bool:
        """Whether a registry on this machine does."""
        try:
            self._http.get(f"https://{self.endpoint.host}/v2/")
        except httpx.HTTPError as error:
            return _is_of_tls(error)
        return True

    def _authorization(self) -> dict[str, str]:
        if self._token:
            return {"Authorization": f"Bearer {self._token}"}
        if self._uses_basic and self._credentials:
            return {"Authorization": self._credentials.basic}
        return {}

    def _renewed(self, challenge: Challenge | None) -> bool:
        """Whether there is something new to answer a challenge with."""
        if challenge is None:
            return False
        if challenge.scheme == "basic":
            is_new = bool(self._credentials and self._credentials.user) and not self._uses_basic
            self._uses_basic = True
            return is_new
        self._token = self._token_of(challenge)
        return bool(self._token)

    def _token_of(self, challenge: Challenge) -> str:
        """The token that the realm gives."""
        try:
            realm = httpx.URL(challenge.realm)
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise self.error("it names no address for tokens") from None
        if realm.scheme != "https" and not (realm.scheme == "http" and self._scheme == "http"):
            raise self.error("it names an address for tokens that is not safe")
        scope = challenge.scope or f"repository:{self.endpoint.path}:pull"
        asked = {"scope": scope, **({"service": challenge.service} if challenge.service else {})}
        try:
            response = self._asked_for_token(realm, asked)
        except httpx.HTTPError as error:
            raise self.error(f"its server of tokens cannot be reached: {_said(error)}") from None
        if response.status_code in (400, 401, 403):
            raise self._denied()
        if response.status_code in TRANSIENT:
            self.wait(_retry_after(response, FIRST_PAUSE), "its server of tokens is busy")
            return self._token_of(challenge)
        answer = table_of(_json(response.content))
        token = answer.get("token") or answer.get("access_token")
        if not response.is_success or not isinstance(token, str) or not token.isprintable() or " " in token:
            raise self.error(f"its server of tokens answers {response.status_code} without a token")
        return token

    def _asked_for_token(self, realm: httpx.URL, asked: dict[str, str]) -> httpx.Response:
        known = self._credentials
        if known and known.identity:
            form = {"grant_type": "refresh_token", "refresh_token": known.identity, "client_id": "dfix", **asked}
            return self._bounded("POST", realm, data=form)
        headers = {"Authorization": known.basic} if known and known.user else {}
        return self._bounded("GET", realm.copy_merge_params(asked), headers=headers)

    def _bounded(
        self, method: str, url: httpx.URL, data: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """A small answer, read as far as it is reasonable."""
        with self._http.stream(method, url, data=data, headers=headers) as response:
            body = bytearray()
            for part in response.iter_raw():
                body += part
                if len(body) > LARGEST_TOKEN:
                    raise self.error("its server of tokens sends too much")
            return httpx.Response(response.status_code, headers=response.headers, content=bytes(body))

    def _refused(self, response: httpx.Response, what: str) -> LockError:
        """What an answer that is no success means."""
        said = self._message(response)
        response.close()
        if response.status_code in (401, 403):
            return self._denied()
        if response.status_code == 404:
            kind, _, name = what.partition("/")
            of_what = "no such image" if kind == "manifests" else f"no blob {name}"
            return NotThereError(self._masked(f"{self.endpoint.host} has {of_what}: {self.endpoint.path}"))
        return self.error(f"it answers {response.status_code} {response.reason_phrase}{said}".strip())

    def _denied(self) -> LockError:
        where = f"those of {self._credentials.source}" if self._credentials else "there are none"
        message = f"{self.endpoint.host} does not let {self.endpoint.path} be read with these credentials ({where})"
        return LockError(self._masked(message), f"run `docker login {self.endpoint.host}`")

    def _message(self, response: httpx.Response) -> str:
        """What the registry says of a failure (distribution specification, "Error codes")."""
        body = bytearray()
        try:
            for part in response.iter_raw():
                body += part
                if len(body) > LARGEST_TOKEN:
                    return ""
        except (httpx.HTTPError, httpx.StreamError):
            return ""
        listed = table_of(_json(bytes(body))).get("errors")
        first = table_of(listed[0]) if isinstance(listed, list) and listed else {}
        return f": {first['message']}" if isinstance(first.get("message"), str) else ""

    def _masked(self, message: str) -> str:
        """A message without credentials, whatever the server sends back, and not too long."""
        secrets = (*(self._credentials.secrets if self._credentials else ()), self._token)
        for secret in filter(None, secrets):
            message = message.replace(secret, "***")
        return shortened(USER_INFO.sub("//***@", message), LONGEST_MESSAGE)


def _connections(endpoint: Endpoint) -> httpx.Client:
    """What sends requests, by way of the proxies of the environment; a registry on this machine needs none.

    Raises:
        LockError: the proxy is of a kind that httpx does not know, or needs more than is installed.
    """
    context = trusted(endpoint.host, endpoint.ca)
    try:
        return httpx.Client(
            headers={"User-Agent": "dfix"},
            timeout=SECONDS,
            verify=context,
            follow_redirects=False,
            trust_env=not is_local(endpoint.host),
        )
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        message = USER_INFO.sub("//***@", str(error))
        raise LockError(f"the proxy of the environment cannot be used: {shortened(message, LONGEST_MESSAGE)}") from None


def is_local(host: str) -> bool:
    """Whether a registry is on this machine."""
    return LOCAL.match(host.partition("/")[0]) is not None


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _is_of_tls(error: BaseException) -> bool:
    """Whether a server that speaks TLS refused, or showed a certificate that is not trusted."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError) or "ALERT" in str(getattr(cause, "reason", "")):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _is_lasting(error: BaseException) -> bool:
    """Whether another try would not help: nobody knows the name, listens there, or trusts the certificate.

    httpx reads where a redirect leads before it is followed; that this is no address comes as such an error.
    """
    is_nonsense = isinstance(error, httpx.RemoteProtocolError) and "location header" in str(error)
    return is_nonsense or _is_caused_by(error, ssl.SSLCertVerificationError, socket.gaierror, ConnectionRefusedError)


def _is_caused_by(error: BaseException, *kinds: type[BaseException]) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, kinds):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _retry_after(response: httpx.Response, pause: float) -> float:
    """How long the registry asks to wait, in seconds or until a date; ``pause`` where it does not say."""
    told = response.headers.get("retry-after", "")
    if NUMBER.fullmatch(told):
        return float(told)
    try:
        return max(pause, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError, OSError):
        return pause


def _json(text: bytes) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value
