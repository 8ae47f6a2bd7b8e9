"""Images in the stores of builders on this machine, by programs that answer as theirs; the real ones: test_builders.py."""

import stat
from pathlib import Path

import pytest
from image import docker_save, layer
from roots import debian

from dfix.lock.error import LockError
from dfix.lock.sources import Sources, measure

DIGEST = f"sha256:{'a' * 64}"
# What each program is asked for, as far as its image goes; the last word but one, or a part of it, is the archive.
PROGRAMS = {
    "docker": '[ "$1 $2" = "save --output" ] && exec cp {archive} "$3"\n[ "$1 $2" = "image inspect" ] && echo \'["x/y@{digest}"]\'',
    "podman": '[ "$1" = save ] && exec cp {archive} "$6"\n[ "$1 $2" = "image inspect" ] && echo {digest}',
    "buildah": '[ "$1" = push ] && exec cp {archive} "${{4#oci-archive:}}"\nexit 1',
    "ctr": '[ "$1 $2" = "images export" ] && exec cp {archive} "$3"\n[ "$1 $2" = "images ls" ] && printf "REF TYPE DIGEST\\ndocker.io/corp/base:1 x {digest}\\n"',
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
    """The digest is the registry's, where the builder knows it."""
    install(tmp_path, name, script.format(archive=archive, digest=DIGEST))
    (entry,) = measure(Sources((name,)), "corp/base:1", (), ())
    assert (entry["image"], entry["os"]["id"]) == ("corp/base:1", "debian")
    assert entry.get("digest", "") == ("" if name == "buildah" else DIGEST)


def test_the_first_that_has_it(archive: Path, tmp_path: Path) -> None:
    install(tmp_path, "docker", "echo 'Error: No such image: corp/base:1' >&2; exit 1")
    install(tmp_path, "podman", PROGRAMS["podman"].format(archive=archive, digest=""))
    (entry,) = measure(Sources(("docker", "podman")), "corp/base:1", (), ())
    assert entry["os"]["id"] == "debian"
    with pytest.raises(LockError, match="docker: docker does not have it: Error: No such image: corp/base:1"):
        measure(Sources(("docker",)), "corp/base:1", (), ())


def test_a_builder_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LockError, match="corp/base:1: podman: podman is not installed"):
        measure(Sources(("podman",)), "corp/base:1", (), ())


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("corp/base", False),
        ("corp/base:1", True),
        ("docker.io/corp/base:1", True),
        (f"corp/base@{DIGEST}", True),
        (f"corp/base:2@{DIGEST}", True),
        (f"corp/base:1@sha256:{'b' * 64}", False),
        ("base:1", False),
    ],
)
def test_containerd_finds_an_image_by_its_whole_name(
    reference: str, *, found: bool, archive: Path, tmp_path: Path
) -> None:
    """A digest counts more than a tag, so that no other image is measured for a pinned one."""
    install(tmp_path, "ctr", PROGRAMS["ctr"].format(archive=archive, digest=DIGEST))
    if found:
        assert measure(Sources(("ctr",)), reference, (), ())[0]["image"] == reference
    else:
        with pytest.raises(LockError, match="ctr does not have it"):
            measure(Sources(("ctr",)), reference, (), ())
