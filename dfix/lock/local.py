"""Images in the store of a builder on this machine, which writes them into an archive."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dfix.lock.archive import local_store
from dfix.lock.error import LockError, NotThereError
from dfix.lock.oci import DIGEST, Store
from dfix.text.wording import shortened
from dfix.values import NamedTuple

SECONDS = 1_800
LONGEST_MESSAGE = 300


class Builder(NamedTuple):
    """A program with a store of images: how it writes one into an archive, and how it tells its digests."""

    name: str
    save: Callable[[str, str], tuple[str, ...]]
    digests: Callable[[str], tuple[str, ...]] | None = None


BUILDERS = (
    Builder(
        "docker",
        lambda image, path: ("docker", "save", "--output", path, image),
        lambda image: ("docker", "image", "inspect", "--format", "{{json .RepoDigests}}", image),
    ),
    Builder(
        "podman",
        lambda image, path: ("podman", "save", "--quiet", "--format", "oci-archive", "--output", path, image),
        lambda image: ("podman", "image", "inspect", "--format", "{{json .RepoDigests}}", image),
    ),
    Builder("buildah", lambda image, path: ("buildah", "push", "--quiet", image, f"oci-archive:{path}")),
    Builder("ctr", lambda image, path: ("ctr", "images", "export", path, image)),
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
    with tempfile.TemporaryDirectory(prefix="dfix-") as folder:
        path = os.path.join(folder, "image.tar")
        _run(builder.save(reference, path))
        with local_store(path) as store:
            yield _Repository(store, _digest(builder, reference))


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


def _digest(builder: Builder, reference: str) -> str:
    """The digest under which a registry has the image; empty where the builder does not tell exactly one."""
    if builder.digests is None:
        return ""
    try:
        listed = json.loads(_run(builder.digests(reference)))
    except (LockError, ValueError):
        return ""
    told = {str(one).rpartition("@")[2] for one in listed} if isinstance(listed, list) else set()
    return next(iter(told)) if len(told) == 1 and all(map(DIGEST.fullmatch, told)) else ""


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
