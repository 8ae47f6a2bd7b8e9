"""Images in the stores of builders that are really there: buildah, podman, containerd and docker.

Each is started with folders of its own and is skipped where it is not installed or cannot start on this machine.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from image import layer
from oci import Made, oci_folder
from roots import alpine

from dfix.lock.error import LockError
from dfix.lock.sources import Sources, measure

REFERENCE = "registry.corp/base:1"
PATIENCE = 20.0

pytestmark = pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="builders keep images for root here")


class Shelf(NamedTuple):
    """A folder with an image as a layout and as archives, and the digest of its manifest."""

    folder: Path
    digest: str

    @property
    def archive(self) -> str:
        """The image as an OCI archive."""
        return str(self.folder / "image.tar")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    if shutil.which("skopeo") is None:
        pytest.skip("skopeo is not installed")
    digest = oci_folder(tmp_path / "image", [Made([layer(alpine())])])
    copied = f"oci-archive:{tmp_path / 'image.tar'}:{REFERENCE}"
    _run("skopeo", "copy", "--quiet", f"oci:{tmp_path / 'image'}", copied)
    return Shelf(tmp_path, digest)


def _run(*words: str) -> str:
    """What a command says; the test is skipped where it cannot do its work here."""
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"{words[0]} cannot do that here: {done.stderr[-300:]}")
    return done.stdout


@contextmanager
def _daemon(folder: Path, socket: Path, *words: str) -> Iterator[None]:
    """A daemon that runs until the test is over; the test is skipped where it does not come up."""
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    with (folder / f"{words[0]}.log").open("wb") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log)
        try:
            end = time.monotonic() + PATIENCE
            while not socket.exists() and process.poll() is None and time.monotonic() < end:
                time.sleep(0.05)
            if not socket.exists():
                pytest.skip(f"{words[0]} does not start here: {(folder / f'{words[0]}.log').read_text()[-300:]}")
            yield
        finally:
            process.terminate()
            process.wait()


@contextmanager
def containerd(shelf: Shelf) -> Iterator[str]:
    """Containerd with the address of its socket."""
    socket = shelf.folder / "containerd.sock"
    words = ("containerd", "--root", str(shelf.folder / "root"), "--state", str(shelf.folder / "state"))
    (shelf.folder / "containerd.toml").write_text('version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n')
    config = ("--config", str(shelf.folder / "containerd.toml"))
    with _daemon(shelf.folder, socket, *words, *config, "--address", str(socket)):
        yield str(socket)


@pytest.fixture
def builder(request: pytest.FixtureRequest, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A builder that has the image in its store."""
    name: str = request.param
    storage = f'[storage]\ndriver = "vfs"\ngraphroot = "{shelf.folder}/graph"\nrunroot = "{shelf.folder}/run"\n'
    (shelf.folder / "storage.conf").write_text(storage)
    monkeypatch.setenv("CONTAINERS_STORAGE_CONF", str(shelf.folder / "storage.conf"))
    monkeypatch.setenv("BUILDAH_ISOLATION", "chroot")
    if name in ("buildah", "podman"):
        told = _run(name, "pull", "--quiet", f"oci-archive:{shelf.archive}").strip()
        _run(name, "tag", told, REFERENCE)
        yield name
        return
    with containerd(shelf) as address:
        monkeypatch.setenv("CONTAINERD_ADDRESS", address)
        if name == "ctr":
            _run("ctr", "images", "import", shelf.archive)
            yield name
            return
        socket = shelf.folder / "docker.sock"
        folders = ("--data-root", str(shelf.folder / "docker"), "--exec-root", str(shelf.folder / "exec"))
        folders += ("--pidfile", str(shelf.folder / "docker.pid"), "--containerd", address)
        plain = ("--iptables=false", "--bridge=none", "--storage-driver=vfs")
        monkeypatch.setenv("DOCKER_HOST", f"unix://{socket}")
        with _daemon(shelf.folder, socket, "dockerd", *folders, *plain, "--host", f"unix://{socket}"):
            saved = shelf.folder / "save.tar"
            _run("skopeo", "copy", "--quiet", f"oci-archive:{shelf.archive}", f"docker-archive:{saved}:{REFERENCE}")
            _run("docker", "load", "--input", str(saved))
            yield name


# Where the store keeps the manifest as it came, its digest is the registry's; docker makes one of its own.
KEEPS = {"buildah": True, "podman": True, "ctr": True, "docker": False}


@pytest.mark.parametrize("builder", list(KEEPS), indirect=True)
def test_it_is_measured(builder: str, shelf: Shelf) -> None:
    (entry,) = measure(Sources((builder,)), REFERENCE, (), ())
    assert (entry["image"], entry["os"]["id"], entry["libc"]["musl"]["version"]) == (REFERENCE, "alpine", "1.2.5")
    assert entry["packages"] == {"busybox": "1.36.1-r29", "musl": "1.2.5-r0"}
    assert entry.get("digest") == (shelf.digest if KEEPS[builder] else None)
    with pytest.raises(LockError, match=f"{builder} does not have it"):
        measure(Sources((builder,)), "registry.corp/none:1", (), ())


@pytest.mark.parametrize("builder", ["ctr"], indirect=True)
def test_short_names_are_those_of_docker_hub(builder: str, shelf: Shelf) -> None:
    """Containerd knows whole names only."""
    _run("ctr", "images", "tag", REFERENCE, "docker.io/library/base:latest")
    for name in ("base", "base:latest", "docker.io/base"):
        assert measure(Sources((builder,)), name, (), ())[0]["os"]["id"] == "alpine"
