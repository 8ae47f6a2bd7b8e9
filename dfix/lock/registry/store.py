"""An image in a registry: its manifest, and its blobs, which come into the cache before they are read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import httpx

from dfix.images import parse_reference
from dfix.images.reference import DEFAULT_REGISTRY
from dfix.inspect.reading import Readable
from dfix.lock.error import LockError
from dfix.lock.oci import LARGEST_MANIFEST, Descriptor, digest_of
from dfix.lock.registry.cache import BlobCache
from dfix.lock.registry.client import FIRST_PAUSE, TRIES, Client, Endpoint, is_local
from dfix.lock.registry.credentials import credentials_for
from dfix.lock.registry.mirrors import Place, configured_places
from dfix.values import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from dfix.lock.sources import Network, Progress

DOCKER_HOST = "registry-1.docker.io"


def endpoints(reference: str, network: "Network") -> list[Endpoint]:
    """Where an image may be asked for: mirrors, then the registry itself.

    Raises:
        LockError: the reference is none.
    """
    parsed = parse_reference(reference)
    if parsed is None:
        raise LockError(f"{reference[:100]!r} is no image reference")
    target = parsed.digest or parsed.tag or "latest"
    given = [address for registry, address in network.mirrors if registry == parsed.registry]
    found = [_mirror(address, parsed.path, target, network) for address in given]
    places = configured_places(parsed.registry, parsed.path, by_digest=parsed.digest is not None)
    if not given:
        found += [_endpoint(place, target, network) for place in places.mirrors]
    own = places.own or Place(parsed.registry, parsed.path)
    host = DOCKER_HOST if own.host == DEFAULT_REGISTRY else own.host
    return [*found, _endpoint(own._replace(host=host), target, network)]


def _mirror(address: str, path: str, target: str, network: "Network") -> Endpoint:
    """A mirror as the user names it: ``https://host/prefix``."""
    scheme, sign, rest = address.rstrip("/").rpartition("://")
    host, _, prefix = rest.partition("/")
    place = Place(host, f"{prefix}/{path}".lstrip("/"), scheme if sign and scheme in ("http", "https") else "")
    return _endpoint(place, target, network)


def _endpoint(place: Place, target: str, network: "Network") -> Endpoint:
    """A place with the protocol that is spoken there; ``any`` is https first, as on this machine."""
    if place.scheme in ("http", "https"):
        scheme = place.scheme
    elif place.host in network.plain_http:
        scheme = "http"
    else:
        scheme = "" if place.scheme == "any" or is_local(place.host) else "https"
    return Endpoint(place.host, place.path, target, scheme, (*place.ca, *filter(None, (network.ca,))))


class RegistryStore:
    """One image of a registry."""

    def __init__(self, endpoint: Endpoint, network: "Network", progress: "Progress") -> None:
        """Ask nothing yet."""
        host = endpoint.host.partition("/")[0]
        registry = DEFAULT_REGISTRY if host == DOCKER_HOST else host
        self.client = Client(endpoint, credentials_for(registry, endpoint.path))
        self._endpoint = endpoint
        self._most = network.max_download
        self._loaded = 0
        self._progress = progress
        self._cache = BlobCache(network.cache)
        self._top: tuple[str, bytes] | None = None

    def __enter__(self) -> "RegistryStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connections, and tidy the cache."""
        self.client.close()
        self._cache.close()

    def digest(self) -> str:
        """The digest of what the reference names now, without reading it; registries count no such request."""
        with self.client.get(f"manifests/{self._endpoint.target}", method="HEAD") as response:
            told = str(response.headers.get("docker-content-digest", ""))
        return told if told.startswith("sha") else self.top()[0]

    def top(self) -> tuple[str, bytes]:
        """The manifest or index that the reference names."""
        if self._top is None:
            target = self._endpoint.target
            text = self._manifest(target)
            digest = target if ":" in target else digest_of(text)
            self._top = digest, text
        return self._top

    def text(self, blob: Descriptor, most: int) -> bytes:
        """A manifest, or a configuration."""
        if most == LARGEST_MANIFEST:
            return self._manifest(blob.digest)
        with self._file(blob, most) as file:
            return file.read(most)

    @contextmanager
    def open(self, blob: Descriptor) -> Iterator[Readable]:
        """A layer, whose digest has been verified."""
        with self._file(blob, self._most) as file:
            yield cast("Readable", file)

    def _manifest(self, target: str) -> bytes:
        told, text = self._whole(f"manifests/{target}")
        expected = target if ":" in target else told
        if expected.startswith("sha") and digest_of(text, expected.partition(":")[0]) != expected:
            raise self.client.error(f"the manifest {target} has another content than its digest says")
        return text

    def _whole(self, what: str) -> tuple[str, bytes]:
        """The digest that a registry tells of a manifest, and the manifest, asked for again where it was cut."""
        pause, said = FIRST_PAUSE, ""
        for left in range(TRIES - 1, -1, -1):
            with self.client.get(what) as response:
                try:
                    return response.headers.get("docker-content-digest", ""), self._small(response)
                except httpx.HTTPError as error:
                    said = str(error)
            if left:
                self.client.wait(pause, "the transfer was cut")
                pause *= 2
        raise self.client.error(f"the transfer was cut {TRIES} times: {said}")

    def _small(self, response: httpx.Response) -> bytes:
        """A body that fits into memory."""
        body = bytearray()
        for part in response.iter_raw():
            body += part
            if len(body) > LARGEST_MANIFEST:
                raise self.client.error("it sends a manifest that does not end")
        return bytes(body)

    def _file(self, blob: Descriptor, most: int) -> IO[bytes]:
        """A blob in the cache."""
        if not self._cache.has(blob):
            if blob.size > most or self._loaded + max(blob.size, 0) > self._most:
                size = (self._loaded + blob.size) / 1e6
                raise LockError(f"its layers have more than {size:.1f} MB", "raise --max-download")
            with self._cache.fresh(blob) as file:
                self._load(blob, most, file)
        return self._cache.open(blob)

    def _load(self, blob: Descriptor, most: int, file: IO[bytes]) -> None:
        """Fetch a blob, and go on where a transfer was cut."""
        pause = FIRST_PAUSE
        for left in range(TRIES - 1, -1, -1):
            if self._came(blob, most, file):
                return
            if left:
                self.client.wait(pause, "the transfer was cut")
                pause *= 2
        raise self.client.error(f"the transfer of {blob.digest} was cut {TRIES} times")

    def _came(self, blob: Descriptor, most: int, file: IO[bytes]) -> bool:
        """Whether a request brought the rest of a blob."""
        bound = blob.size if blob.size >= 0 else most
        with self.client.get(f"blobs/{blob.digest}", offset=file.tell()) as response:
            if response.status_code != httpx.codes.PARTIAL_CONTENT:
                file.seek(0)
                file.truncate()
            try:
                for part in response.iter_raw():
                    self._take(file, part, bound, blob)
            except httpx.HTTPError:
                return False
        return blob.size < 0 or file.tell() == blob.size

    def _take(self, file: IO[bytes], part: bytes, bound: int, blob: Descriptor) -> None:
        file.write(part)
        self._loaded += len(part)
        if file.tell() > bound:
            raise self.client.error(f"the blob {blob.digest} is larger than its manifest says")
        if self._loaded > 2 * self._most:
            raise self.client.error("it sends more than --max-download allows")
        self._progress(file.tell(), blob.size)
