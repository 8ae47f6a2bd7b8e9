"""Images in the stores of builders on this machine: docker, podman, buildah and containerd, by their commands."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from image import docker_save, layer
from oci import Made, oci_folder
from roots import alpine, debian

from dfix.lock.error import LockError
from dfix.lock.sources import Sources, measure

DIGEST = f"sha256:{'a' * 64}"
# What each program is asked for, as far as its image goes; the last word but one, or a part of it, is the archive.
PROGRAMS = {
    "docker": '[ "$1 $2" = "save --output" ] && exec cp {archive} "$3"\n[ "$1 $2" = "image inspect" ] && echo \'["x/y@{digest}"]\'',
    "podman": '[ "$1" = save ] && exec cp {archive} "$6"\n[ "$1 $2" = "image inspect" ] && echo "[]"',
    "buildah": '[ "$1" = push ] && exec cp {archive} "${{4#oci-archive:}}"\nexit 1',
    "ctr": '[ "$1 $2" = "images export" ] && exec cp {archive} "$3"\nexit 1',
}


def install(folder: Path, name: str, script: str) -> None:
    path = folder / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    path = tmp_path / "image.tar"
    path.write_bytes(docker_save([layer(debian())]))
    return path


@pytest.mark.parametrize(("name", "script"), PROGRAMS.items())
def test_a_builder_writes_an_archive(name: str, script: str, archive: Path, tmp_path: Path) -> None:
    """The digest is the registry's, which docker knows."""
    install(tmp_path, name, script.format(archive=archive, digest=DIGEST))
    (entry,) = measure(Sources((name,)), "corp/base:1", (), ())
    assert (entry["image"], entry["os"]["id"]) == ("corp/base:1", "debian")
    assert entry.get("digest", "") == (DIGEST if name == "docker" else "")


def test_the_first_that_has_it(archive: Path, tmp_path: Path) -> None:
    install(tmp_path, "docker", "echo 'Error: No such image: corp/base:1' >&2; exit 1")
    install(tmp_path, "podman", PROGRAMS["podman"].format(archive=archive))
    (entry,) = measure(Sources(("docker", "podman")), "corp/base:1", (), ())
    assert entry["os"]["id"] == "debian"
    with pytest.raises(LockError, match="docker: docker does not have it: Error: No such image: corp/base:1"):
        measure(Sources(("docker",)), "corp/base:1", (), ())


def test_a_builder_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LockError, match="corp/base:1: podman: podman is not installed"):
        measure(Sources(("podman",)), "corp/base:1", (), ())


@pytest.mark.skipif(
    shutil.which("buildah") is None or os.getuid() != 0, reason="buildah is not installed, or not for root"
)
def test_buildah_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    oci_folder(tmp_path / "image", [Made([layer(alpine())])])
    storage = f'[storage]\ndriver = "vfs"\ngraphroot = "{tmp_path}/graph"\nrunroot = "{tmp_path}/run"\n'
    (tmp_path / "storage.conf").write_text(storage)
    monkeypatch.setenv("CONTAINERS_STORAGE_CONF", str(tmp_path / "storage.conf"))
    monkeypatch.setenv("BUILDAH_ISOLATION", "chroot")
    pulled = subprocess.run(
        ["buildah", "pull", "--quiet", f"oci:{tmp_path / 'image'}"], capture_output=True, text=True, check=False
    )
    if pulled.returncode:
        pytest.skip(f"buildah cannot keep an image here: {pulled.stderr[-200:]}")
    subprocess.run(["buildah", "tag", pulled.stdout.strip(), "localhost/corp/base:1"], check=True, capture_output=True)
    (entry,) = measure(Sources(("buildah",)), "localhost/corp/base:1", (), ())
    assert (entry["os"]["id"], entry["libc"]["musl"]["version"]) == ("alpine", "1.2.5")
