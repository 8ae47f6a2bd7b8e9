"""A registry, asked by the OCI distribution specification: manifests and blobs are fetched, nothing is ever sent.

The protocol's reading side is three requests; httpx sends them. oras, the Python library for it, was read (0.2.43): it
leaves redirects to requests, verifies no digest of a blob that it downloads, retries on one status only and without
``Retry-After``, knows no ``auth.json``, no mirrors and no plain HTTP by host, and cannot go on where a transfer was
cut. All of that would have had to be written around it.

``client.py`` sends requests, ``challenge.py`` and ``credentials.py`` answer who asks, ``cache.py`` keeps blobs,
``mirrors.py`` knows the machine's configuration. Start with ``store.py``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from dfix.lock.error import LockError, MissingExtraError
from dfix.lock.oci import Store
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.lock.sources import Network, Progress

__all__ = ["registry_store"]


@contextmanager
def registry_store(reference: str, network: "Network", progress: "Progress") -> Iterator[Store]:
    """An image of a registry, or of the first of its mirrors that has it.

    Raises:
        MissingExtraError: httpx is not installed.
        NotThereError: the registry does not have it.
        LockError: the registry cannot be reached, refuses, or sends what makes no sense.
    """
    try:
        import httpx  # noqa: F401 -- whether it is there
    except ImportError:
        raise MissingExtraError("httpx", "asking a registry") from None
    from dfix.lock.registry.store import RegistryStore, endpoints

    *mirrors, own = endpoints(reference, network)
    for endpoint in mirrors:
        store = RegistryStore(endpoint, network, progress)
        try:
            store.top()
        except LockError:
            store.close()
            continue
        with store:
            yield store
        return
    with RegistryStore(own, network, progress) as store:
        yield store
