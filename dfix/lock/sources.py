"""Where an image is looked for: registries, the stores of builders on this machine, archives and folders."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager

from dfix.images import parse_reference
from dfix.lock.archive import local_store
from dfix.lock.error import LockError, MissingExtraError, NotThereError
from dfix.lock.facts import entry_of, windows_entry
from dfix.lock.layers import read_image
from dfix.lock.local import NAMES, stored
from dfix.lock.oci import Image, Json, Store, images_of
from dfix.values import NamedTuple, TypeVar

Answer = TypeVar("Answer")

REGISTRY = "registry"
# What is told of the progress: the bytes that came, and all that are to come; -1 where that is not known.
Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


class Network(NamedTuple):
    """How registries are reached.

    ``mirrors`` are pairs of a registry and the address that is asked in its place first. ``plain_http`` are hosts that
    are asked without TLS, as localhost is. ``ca`` is a file of further certificates. ``max_download`` bounds the bytes
    of one image; ``cache`` is a directory for blobs, empty for none.
    """

    mirrors: tuple[tuple[str, str], ...] = ()
    plain_http: frozenset[str] = frozenset()
    ca: str = ""
    max_download: int = 0
    cache: str = ""


class Sources(NamedTuple):
    """Where images are looked for, in order: ``registry``, a builder's name, a path, or ``REFERENCE=PATH``."""

    places: tuple[str, ...] = (REGISTRY,)
    network: Network = Network()
    progress: Progress = silent

    def is_known(self) -> str:
        """Which place makes no sense; empty for none."""
        return next((one for one in self.places if one not in (REGISTRY, *NAMES) and not _path_of(one)), "")


def measure(sources: Sources, reference: str, platforms: Iterable[str], files: Iterable[str]) -> list[Json]:
    """The entries of an image for some platforms, of the first place that has it; ``files`` are paths in it.

    Raises:
        LockError: no place has it, or it cannot be read.
    """
    asked, paths = tuple(platforms), frozenset(files)
    return _first(
        sources, reference, lambda store: [_entry(store, reference, one, paths) for one in images_of(store, asked)]
    )


def digest_in(sources: Sources, reference: str) -> str:
    """The digest of what a reference names now; empty where its place tells none.

    Raises:
        LockError: no place has it.
    """
    return _first(sources, reference, lambda store: store.digest())


def _first(sources: Sources, reference: str, ask: Callable[[Store], Answer]) -> Answer:
    """What the first place that has the image answers."""
    said: list[str] = []
    for name, opened in _stores(sources, reference):
        answer = _tried(opened, ask, reference)
        if not isinstance(answer, LockError):
            return answer
        said.append(answer.whole if isinstance(answer, MissingExtraError) else f"{name}: {answer.whole}")
    raise LockError(f"{reference}: {'; '.join(said) or 'no place to look for it was named'}")


def _tried(opened: AbstractContextManager[Store], ask: Callable[[Store], Answer], reference: str) -> Answer | LockError:
    """The answer of one place, or the error of one that does not have the image."""
    try:
        with opened as store:
            return ask(store)
    except (MissingExtraError, NotThereError) as error:
        return error
    except LockError as error:
        raise LockError(f"{reference}: {error}", error.help) from None


def _entry(store: Store, reference: str, image: Image, files: frozenset[str]) -> Json:
    if image.platform.startswith("windows/"):
        return windows_entry(reference, image)
    root = read_image(store, image, lambda path: path in files)
    return entry_of(reference, image, root, files)


def _stores(sources: Sources, reference: str) -> Iterator[tuple[str, AbstractContextManager[Store]]]:
    """The places that may have an image, each with what opens it there."""
    for place in sources.places:
        named, _, path = place.rpartition("=")
        if place == REGISTRY:
            from dfix.lock.registry import registry_store

            yield place, registry_store(reference, sources.network, sources.progress)
        elif place in NAMES:
            yield place, stored(place, reference)
        elif not named:
            yield place, local_store(place, reference)
        elif parse_reference(named) == parse_reference(reference) or _with_tag(named) == _with_tag(reference):
            yield path, local_store(path)


def _with_tag(reference: str) -> str:
    parsed = parse_reference(reference)
    return parsed.tagged if parsed and not parsed.digest else reference


def _path_of(place: str) -> str:
    """The path in a place; empty where it is none that exists."""
    path = place.rpartition("=")[2]
    return path if os.path.exists(path) else ""
