"""Images in the store of a builder on this machine, which writes them into an archive."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dfix.images import parse_reference
from dfix.lock.archive import local_store
from dfix.lock.error import LockError, NotThereError
from dfix.lock.oci import DIGEST, Store
from dfix.text.wording import shortened
from dfix.values import NamedTuple

SECONDS = 1_800
LONGEST_MESSAGE = 300


class Stored(NamedTuple):
    """An image in a store: what the builder calls it, and the digest that a registry has it by; empty for unknown."""

    name: str
    digest: str = ""


class Builder(NamedTuple):
    """A program with a store of images: how one is found there, and how it is written into an archive."""

    name: str
    find: Callable[[str], Stored]
    save: Callable[[str, str], tuple[str, ...]]


def _in_docker(reference: str) -> Stored:
    """The digest is that of the only repository that the image came from or went to."""
    told = _asked(("docker", "image", "inspect", "--format", "{{json .RepoDigests}}", reference))
    try:
        listed = json.loads(told or "null")
    except ValueError:
        listed = None
    digests = {str(one).rpartition("@")[2] for one in listed} if isinstance(listed, list) else set()
    return Stored(reference, next(iter(digests)) if len(digests) == 1 else "")


def _in_podman(reference: str) -> Stored:
    return Stored(reference, _asked(("podman", "image", "inspect", "--format", "{{.Digest}}", reference)))


def _in_buildah(reference: str) -> Stored:
    words = ("buildah", "inspect", "--type", "image", "--format", "{{.FromImageDigest}}", reference)
    return Stored(reference, _asked(words))


def _in_containerd(reference: str) -> Stored:
    """Containerd knows whole names only (``docker.io/library/debian:12``).

    Raises:
        NotThereError: it has no image of that name, with that tag or digest.
    """
    wanted = parse_reference(reference)
    for line in _run(("ctr", "images", "ls")).splitlines()[1:]:
        name, _, digest = (*line.split(), "", "", "")[:3]
        found = parse_reference(name)
        if wanted is None or found is None or (found.registry, found.path) != (wanted.registry, wanted.path):
            continue
        if digest == wanted.digest if wanted.digest else found.tag == (wanted.tag or "latest"):
            return Stored(name, digest)
    raise NotThereError("ctr does not have it")


BUILDERS = (
    Builder("docker", _in_docker, lambda image, path: ("docker", "save", "--output", path, image)),
    Builder(
        "podman",
        _in_podman,
        lambda image, path: ("podman", "save", "--quiet", "--format", "oci-archive", "--output", path, image),
    ),
    Builder("buildah", _in_buildah, lambda image, path: ("buildah", "push", "--quiet", image, f"oci-archive:{path}")),
    Builder("ctr", _in_containerd, lambda image, path: ("ctr", "images", "export", path, image)),
)
NAMES = tuple(builder.name for builder in BUILDERS)


@contextmanager
def stored(name: str, reference: str) -> Iterator[Store]:
    """An image in the store of a builder.

    Raises:
        LockError: the builder is not there, or does not have it.
    """
    builder = next(one for one in BUILDERS if one.name == name)
    if shutil.which(name) is None:
        raise NotThereError(f"{name} is not installed")
    found = builder.find(reference)
    with tempfile.TemporaryDirectory(prefix="dfix-") as folder:
        path = os.path.join(folder, "image.tar")
        _run(builder.save(found.name, path))
        with local_store(path) as store:
            yield _Repository(store, found.digest if DIGEST.fullmatch(found.digest) else "")


class _Repository:
    """An image of a builder's store: its manifest is not the registry's, whose digest the builder may know."""

    def __init__(self, store: Store, digest: str) -> None:
        self._digest = digest
        self.open = store.open
        self.text = store.text
        self._top = store.top

    def top(self) -> tuple[str, bytes]:
        """The registry's digest, empty where nobody knows it, and the manifest."""
        return self._digest, self._top()[1]

    def digest(self) -> str:
        """The registry's digest."""
        return self._digest


def _asked(words: tuple[str, ...]) -> str:
    """What a builder tells of an image; empty where it tells nothing, which saving the image explains."""
    try:
        return _run(words).strip()
    except LockError:
        return ""


def _run(words: tuple[str, ...]) -> str:
    """What a command prints.

    Raises:
        LockError: it fails.
    """
    try:
        done = subprocess.run(words, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LockError(f"{words[0]} cannot be run: {error}") from None
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise NotThereError(f"{words[0]} does not have it: {shortened(said, LONGEST_MESSAGE)}")
    return done.stdout.decode("utf-8", "replace")
