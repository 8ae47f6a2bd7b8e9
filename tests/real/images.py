"""Base images assembled on this machine from Debian's packages, under the names that Dockerfiles use.

A Debian 12 root with gcc, Go and Rust stands for the official builders; a root of busybox, musl and
Alpine's ldconfig script for ``alpine``. Nothing is pulled from a container registry.
"""

import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import NamedTuple

TOOLS = ("buildah", "mmdebstrap", "chroot")
COMPILERS = "gcc,g++,make,cmake,libc6-dev,musl-tools,golang-go,rustc,ca-certificates"
BUILDERS = ("golang:1.19-bookworm", "gcc:12-bookworm", "rust:1.70-bookworm")
# Alpine's own script makes links in the directories that it is given and fails without one.
# Stand for Alpine's package manager, of which no package can be had here, and for applets that Debian's busybox lacks.
DOES_NOTHING = "#!/bin/sh\nexit 0\n"
LDCONFIG = "#!/bin/sh\n[ $# -gt 0 ] || exit 1\nexit 0\n"
WARM_UP = """
export GOFLAGS=-buildvcs=false
mkdir /warm && cd /warm && printf 'package main\\nimport _ "net/http"\\nfunc main() {}\\n' > main.go && go mod init warm
go build -o /dev/null . ; CGO_ENABLED=0 go build -o /dev/null . ; go build -buildmode=pie -o /dev/null .
rm -rf /warm
"""


class Store(NamedTuple):
    """Where buildah keeps images and containers."""

    environment: dict[str, str]

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """One ``buildah`` command."""
        return subprocess.run(
            ["buildah", *words], env=self.environment, check=check, capture_output=True, text=True, errors="replace"
        )

    def mounted(self, image: str) -> tuple[str, Path]:
        """A container of the image and the directory where its root stands."""
        container = self.run("from", "--pull-never", image).stdout.strip()
        return container, Path(self.run("mount", container).stdout.strip())


def reaches_packages(store: Store) -> bool:
    """Whether Debian's package manager can install something inside a container."""
    container = store.run("from", "--pull-never", "docker.io/library/debian:bookworm-slim").stdout.strip()
    done = store.run("run", container, "--", "apt-get", "update", check=False)
    store.run("rm", container)
    return done.returncode == 0 and "Err:" not in done.stdout


def missing_tool() -> str | None:
    """Why no image can be built here; None when it can."""
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent:
        return f"{' and '.join(absent)} not found: apt-get install buildah mmdebstrap"
    return "it must run as root" if os.geteuid() != 0 else None


def assemble(folder: Path) -> Store:
    """A store with all base images; one that stands in the folder already is taken as it is."""
    store = _store(folder)
    present = store.run("images", "--format", "{{.Name}}:{{.Tag}}").stdout
    if "docker.io/library/alpine:3.20" not in present:
        _builders(store, folder)
        _debian(store, folder, "bullseye")
        _debian(store, folder, "bookworm")
        _alpine(store, folder)
    return store


def _store(folder: Path) -> Store:
    """Overlay where the kernel allows it, plain copies elsewhere."""
    for driver in ("overlay", "vfs"):
        home = folder / driver
        home.mkdir(parents=True, exist_ok=True)
        configuration = home / "storage.conf"
        configuration.write_text(
            f'[storage]\ndriver = "{driver}"\nrunroot = "{home}/run"\ngraphroot = "{home}/graph"\n', encoding="utf-8"
        )
        store = Store(
            {
                **os.environ,
                "CONTAINERS_STORAGE_CONF": str(configuration),
                "BUILDAH_ISOLATION": "chroot",
                "TMPDIR": str(home),
            }
        )
        made = store.run("from", "scratch", check=False)
        if made.returncode == 0 and store.run("mount", made.stdout.strip(), check=False).returncode == 0:
            store.run("rm", made.stdout.strip())
            return store
    raise RuntimeError("buildah can neither use overlay nor vfs storage here")


def _builders(store: Store, folder: Path) -> None:
    archive = folder / "builder.tar"
    _bootstrap("--variant=minbase", f"--include={COMPILERS}", "bookworm", str(archive))
    container = store.run("from", "scratch").stdout.strip()
    root = Path(store.run("mount", container).stdout.strip())
    subprocess.run(["tar", "-xf", archive, "-C", root, "--exclude=./dev/*"], check=True)
    archive.unlink()
    store.run("run", container, "--", "/bin/sh", "-c", WARM_UP)
    first, *others = (f"docker.io/library/{name}" for name in BUILDERS)
    store.run("commit", "-q", container, first)
    for name in others:
        store.run("tag", first, name)
    store.run("rm", container)


def _debian(store: Store, folder: Path, release: str) -> None:
    archive = folder / f"{release}.tar"
    _bootstrap("--variant=minbase", release, str(archive))
    container = store.run("from", "scratch").stdout.strip()
    root = Path(store.run("mount", container).stdout.strip())
    subprocess.run(["tar", "-xf", archive, "-C", root, "--exclude=./dev/*"], check=True)
    archive.unlink()
    store.run("commit", "-q", container, f"docker.io/library/debian:{release}-slim")
    store.run("rm", container)


def _alpine(store: Store, folder: Path) -> None:
    archive = folder / "musl.tar"
    _bootstrap("--variant=extract", "--include=musl,busybox-static", "trixie", str(archive))
    container = store.run("from", "scratch").stdout.strip()
    root = Path(store.run("mount", container).stdout.strip())
    for name in ("bin", "sbin", "lib", "etc", "tmp", "usr/bin", "usr/lib", "usr/local/bin", "usr/local/lib"):
        (root / name).mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as packed:
        _unpack(packed, "./usr/bin/busybox", root / "bin/busybox")
        _unpack(packed, "./usr/lib/x86_64-linux-musl/libc.so", root / "lib/ld-musl-x86_64.so.1")
    archive.unlink()
    applets = subprocess.run([root / "bin/busybox", "--list"], check=True, capture_output=True, text=True).stdout
    for applet in applets.split():
        if applet not in ("busybox", "ldconfig"):
            (root / "bin" / applet).symlink_to("busybox")
    for name, script in (("ldconfig", LDCONFIG), *((name, DOES_NOTHING) for name in ("apk", "adduser", "addgroup"))):
        (root / "sbin" / name).write_text(script, encoding="utf-8")
        (root / "sbin" / name).chmod(0o755)
    (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n", encoding="utf-8")
    (root / "etc/group").write_text("root:x:0:\n", encoding="utf-8")
    store.run("commit", "-q", container, "docker.io/library/alpine:3.20")
    store.run("rm", container)


def _unpack(packed: tarfile.TarFile, name: str, target: Path) -> None:
    file = packed.extractfile(name)
    assert file is not None
    target.write_bytes(file.read())
    target.chmod(0o755)


def _bootstrap(*words: str) -> None:
    done = subprocess.run(["mmdebstrap", *words], check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"mmdebstrap failed: {done.stderr[-400:]}")
