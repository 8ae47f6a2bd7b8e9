"""Base images assembled on this machine from Debian's packages, under the names that Dockerfiles use.

Debian roots with gcc, Go, Rust, Python and Node stand for the official images; a root of busybox, musl
and Alpine's ldconfig script for ``alpine``. Nothing is pulled from a container registry. Each image is
made when a test first asks for one of its names; ``RECIPES`` has all of them.
"""

import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import alpine as alpine_files
from node_files import Unavailable, put_node

TOOLS = ("buildah", "mmdebstrap", "chroot")
C_COMPILERS = (
    "gcc,g++,make,cmake,libc6-dev,musl-tools,ca-certificates,pkg-config,file,"
    "autoconf,automake,libtool,zlib1g-dev,libpng-dev,libsqlite3-dev,libssl-dev,libcurl4-openssl-dev"
)
LINKERS = "gcc,g++,make,libc6-dev,musl-tools,ca-certificates,pkg-config,file,zlib1g-dev,libsqlite3-dev"
LANGUAGES = {"c": C_COMPILERS, "golang": f"{LINKERS},golang-go", "rust": f"{LINKERS},rustc,cargo"}
USUAL = (
    "golang:1.19-bookworm",
    "gcc:12-bookworm",
    "rust:1.70-bookworm",
    "debian:bullseye-slim",
    "debian:bookworm-slim",
    "alpine:3.20",
)
PYTHON = "python3,python3-venv,python3-dev,python3-pip,python3-setuptools,gcc,libc6-dev"
NODE = "nodejs,libnode-dev,g++,make"
WARM_UP = """
export GOFLAGS=-buildvcs=false
mkdir /warm && cd /warm && printf 'package main\\nimport _ "net/http"\\nfunc main() {}\\n' > main.go && go mod init warm
go build -o /dev/null . ; CGO_ENABLED=0 go build -o /dev/null . ; go build -buildmode=pie -o /dev/null .
rm -rf /warm
"""
# Go's own tools without cgo run on any libc. Alpine's golang image has no C compiler, so that Go since 1.20 turns cgo
# off; Debian's Go is older and must be told. make.bash on Alpine writes musl's loader into the linker.
STATIC_GO = """
cd /usr/lib/go && export CGO_ENABLED=0 GOFLAGS=-buildvcs=false && mkdir -p /go/bin /go/tool
bootstrap=$(find / -name zbootstrap.go -path '*buildcfg*' 2>/dev/null | head -1)
sed -i 's|DefaultGO_LDSO = .*|DefaultGO_LDSO = `/lib/ld-musl-x86_64.so.1`|; s|defaultGO_LDSO = .*|defaultGO_LDSO = `/lib/ld-musl-x86_64.so.1`|' "$bootstrap"
go build -o /go/bin/go cmd/go
for tool in asm compile link buildid cgo; do go build -o /go/tool/$tool cmd/$tool; done
"""
# The accounts of distroless images (GoogleContainerTools/distroless, ``common/variables.bzl``).
DISTROLESS = {
    "etc/passwd": "root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n"
    "nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n",
    "etc/group": "root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n",
}


class Store(NamedTuple):
    """Where buildah keeps images and containers; ``folder`` holds it and what is made on the way.

    ``failures`` has what failed, by the image that could not be made: packages, space or time that the machine lacks.
    """

    environment: dict[str, str]
    folder: Path
    failures: dict[str, str]

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """One ``buildah`` command; a RuntimeError with what it printed where ``check`` asks and it fails."""
        done = subprocess.run(
            ["buildah", *words], env=self.environment, check=False, capture_output=True, text=True, errors="replace"
        )
        if check and done.returncode:
            raise RuntimeError(
                f"buildah {words[0]} failed ({done.returncode}): {done.stderr[-2000:]}{done.stdout[-500:]}"
            )
        return done

    def mounted(self, image: str) -> tuple[str, Path]:
        """A container of the image and the directory where its root stands."""
        container = self.run("from", "--pull-never", image).stdout.strip()
        return container, Path(self.run("mount", container).stdout.strip())

    def close(self) -> None:
        """Unmount what buildah has mounted: a mounted folder cannot be removed."""
        self.run("umount", "--all", check=False)
        for graph in self.folder.glob("*/graph/overlay"):
            subprocess.run(["umount", "--quiet", graph], check=False, capture_output=True)

    def forget_layers(self) -> None:
        """Remove the layers of builds that are done; a builder looks through all of them at each step."""
        self.run("rmi", "--prune", check=False)

    def has(self, name: str) -> bool:
        """Whether the image is there, or could be made."""
        if self.run("inspect", "--type", "image", full(name), check=False).returncode == 0:
            return True
        recipe = next((recipe for recipe in RECIPES if re.fullmatch(recipe.names, name)), None)
        if recipe is None:
            return False
        own = f"localhost/base/{recipe.title}"
        if name in self.failures:
            return False
        if self.run("inspect", "--type", "image", own, check=False).returncode:
            try:
                recipe.make(self, own)
            except (Unavailable, RuntimeError) as error:
                self.failures[name] = str(error)
                return False
        self.run("tag", own, full(name))
        return True


class Recipe(NamedTuple):
    """How an image is made, and a pattern of the names that it stands for."""

    title: str
    names: str
    make: Callable[[Store, str], None]


def full(name: str) -> str:
    """An image's name with its registry."""
    registry, slash, _ = name.partition("/")
    if not slash:
        return f"docker.io/library/{name}"
    return name if "." in registry or registry == "localhost" else f"docker.io/{name}"


def reaches_packages(store: Store) -> bool:
    """Whether Debian's package manager can install something inside a container."""
    store.has("debian:bookworm-slim")
    container = store.run("from", "--pull-never", full("debian:bookworm-slim")).stdout.strip()
    done = store.run("run", container, "--", "apt-get", "update", check=False)
    store.run("rm", container)
    return done.returncode == 0 and "Err:" not in done.stdout


def missing_tool() -> str | None:
    """Why no image can be built here; None when it can."""
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent:
        return f"{' and '.join(absent)} not found: apt-get install buildah mmdebstrap"
    return "it must run as root" if os.geteuid() != 0 else None


def open_store(folder: Path) -> Store:
    """Overlay where the kernel allows it, plain copies elsewhere."""
    for driver in ("overlay", "vfs"):
        home = folder / driver
        home.mkdir(parents=True, exist_ok=True)
        configuration = home / "storage.conf"
        configuration.write_text(
            f'[storage]\ndriver = "{driver}"\nrunroot = "{home}/run"\ngraphroot = "{home}/graph"\n', encoding="utf-8"
        )
        settings = {"CONTAINERS_STORAGE_CONF": str(configuration), "BUILDAH_ISOLATION": "chroot", "TMPDIR": str(home)}
        store = Store({**os.environ, **settings}, folder, {})
        made = store.run("from", "scratch", check=False)
        if made.returncode == 0 and store.run("mount", made.stdout.strip(), check=False).returncode == 0:
            store.run("rm", made.stdout.strip())
            return store
    raise RuntimeError("buildah can neither use overlay nor vfs storage here")


def builder(release: str, language: str) -> Callable[[Store, str], None]:
    """A root with the language's compilers; Go's cache is warm."""

    def make(store: Store, name: str) -> None:
        container, _ = _root(store, release, LANGUAGES[language])
        if language == "golang":
            store.run("run", container, "--", "/bin/sh", "-c", WARM_UP)
        _commit(store, container, name)

    return make


def debian(release: str, packages: str = "", links: tuple[tuple[str, str], ...] = ()) -> Callable[[Store, str], None]:
    """A root of the release's essential packages and others; ``links`` are names and their targets."""

    def make(store: Store, name: str) -> None:
        container, root = _root(store, release, packages)
        for link, target in links:
            (root / link).symlink_to(target)
        for marker in root.glob("usr/lib/python3*/EXTERNALLY-MANAGED"):
            marker.unlink()
        _commit(store, container, name)

    return make


def distroless(release: str, packages: str) -> Callable[[Store, str], None]:
    """A root of unpacked packages without a shell, and accounts."""

    def make(store: Store, name: str) -> None:
        container, root = _root(store, release, packages, "extract")
        _write(root, DISTROLESS)
        if "libgcc" not in packages:
            # libc6 depends on it; distroless base comes without it all the same.
            for library in (*root.glob("lib/*/libgcc_s.so.1"), *root.glob("usr/lib/*/libgcc_s.so.1")):
                library.unlink(missing_ok=True)
        _commit(store, container, name)

    return make


def of_language(release: str, packages: str, start: str) -> Callable[[Store, str], None]:
    """A distroless root with an interpreter, which the image starts; Node's own archive where ``start`` is its."""

    def make(store: Store, name: str) -> None:
        container, root = _root(store, release, packages, "extract")
        _write(root, DISTROLESS)
        try:
            if "node" in start:
                put_node("glibc", root, store.folder)
        except Unavailable:
            store.run("rm", container)
            raise
        store.run("config", "--entrypoint", json.dumps([start]), container)
        _commit(store, container, name)

    return make


def empty(store: Store, name: str) -> None:
    """A root of accounts alone, as distroless static is."""
    container = store.run("from", "scratch").stdout.strip()
    root = Path(store.run("mount", container).stdout.strip())
    _write(root, DISTROLESS)
    _commit(store, container, name)


def alpine(store: Store, name: str) -> None:
    """Busybox, musl, and scripts in place of what belongs to Alpine."""
    container, _ = _musl_root(store)
    _commit(store, container, name)


def golang_alpine(store: Store, name: str) -> None:
    """The root for ``alpine`` with Go's tools, which need no libc."""
    store.has("golang:1.22-bookworm")
    source, tools = store.mounted(full("golang:1.22-bookworm"))
    store.run("run", source, "--", "/bin/sh", "-c", STATIC_GO)
    container, root = _musl_root(store)
    go = root / "usr/local/go"
    subprocess.run(["cp", "-rL", tools / "usr/lib/go", go], check=True)
    shutil.rmtree(go / "bin", ignore_errors=True)
    shutil.rmtree(go / "pkg", ignore_errors=True)
    shutil.copytree(tools / "go/bin", go / "bin")
    shutil.copytree(tools / "go/tool", go / "pkg/tool/linux_amd64")
    shutil.copytree(tools / "usr/lib/go/pkg/include", go / "pkg/include")
    store.run("rm", source)
    (root / "root/.config/go").mkdir(parents=True)
    (root / "root/.config/go/env").write_text("CGO_ENABLED=0\n", encoding="utf-8")
    path = "/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    store.run("config", "--env", f"PATH={path}", "--env", "GOROOT=/usr/local/go", container)
    _commit(store, container, name)


def node(libc: str, packages: str = "") -> Callable[[Store, str], None]:
    """Node's own archive on Debian 12, or on the root for ``alpine``."""

    def make(store: Store, name: str) -> None:
        container, root = _root(store, "bookworm", packages) if libc == "glibc" else _musl_root(store)
        try:
            put_node(libc, root, store.folder)
        except Unavailable:
            store.run("rm", container)
            raise
        store.run(
            "config",
            "--env",
            "COREPACK_ENABLE_NETWORK=0",
            "--env",
            "COREPACK_DEFAULT_TO_LATEST=0",
            "--env",
            "CI=1",
            container,
        )
        _commit(store, container, name)

    return make


def _root(store: Store, release: str, packages: str, variant: str = "minbase") -> tuple[str, Path]:
    """A container with a bootstrapped root in it."""
    archive = store.folder / f"{release}-{os.getpid()}.tar"
    include = (f"--include={packages}",) if packages else ()
    _bootstrap(f"--variant={variant}", *include, release, str(archive))
    container = store.run("from", "scratch").stdout.strip()
    root = Path(store.run("mount", container).stdout.strip())
    subprocess.run(["tar", "-xf", archive, "-C", root, "--exclude=./dev/*"], check=True)
    archive.unlink()
    return container, root


def _commit(store: Store, container: str, name: str) -> None:
    store.run("commit", "-q", container, name)
    store.run("rm", container)


def _musl_root(store: Store) -> tuple[str, Path]:
    archive = store.folder / f"musl-{os.getpid()}.tar"
    _bootstrap("--variant=extract", "--include=musl,busybox-static", "trixie", str(archive))
    container = store.run("from", "scratch").stdout.strip()
    root = Path(store.run("mount", container).stdout.strip())
    for name in (
        "bin",
        "sbin",
        "lib",
        "etc",
        "tmp",
        "home",
        "var/lib",
        "usr/bin",
        "usr/lib",
        "usr/local/bin",
        "usr/local/lib",
    ):
        (root / name).mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as packed:
        _unpack(packed, "./usr/bin/busybox", root / "bin/busybox")
        _unpack(packed, "./usr/lib/x86_64-linux-musl/libc.so", root / "lib/ld-musl-x86_64.so.1")
    archive.unlink()
    (root / "lib/libc.musl-x86_64.so.1").symlink_to("ld-musl-x86_64.so.1")
    applets = subprocess.run([root / "bin/busybox", "--list"], check=True, capture_output=True, text=True).stdout
    for applet in applets.split():
        if applet not in ("busybox", "ldconfig"):
            (root / "bin" / applet).symlink_to("busybox")
    (root / "usr/bin/env").symlink_to("/bin/busybox")
    (root / "tmp").chmod(0o1777)
    _write(root, alpine_files.FILES)
    _write(root, alpine_files.SCRIPTS, 0o755)
    return container, root


def _write(root: Path, files: Mapping[str, str], mode: int = 0o644) -> None:
    """The files in a root, by their paths below it."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
        (root / name).chmod(mode)


def _unpack(packed: tarfile.TarFile, name: str, target: Path) -> None:
    file = packed.extractfile(name)
    assert file is not None
    target.write_bytes(file.read())
    target.chmod(0o755)


def _bootstrap(*words: str) -> None:
    done = subprocess.run(["mmdebstrap", *words], check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"mmdebstrap failed: {done.stderr[-400:]}")


BASE = "base-files,libc6,libssl3,ca-certificates,tzdata,netbase"
BASE_OF_ANY = "base-files,libc6,ca-certificates,tzdata,netbase"
LOCAL_PYTHON = (("usr/local/bin/python3", "/usr/bin/python3"), ("usr/local/bin/python", "/usr/bin/python3"))
LOCAL_NODE = (("usr/local/bin/node", "/usr/bin/node"),)
RECIPES = (
    *(Recipe(f"{language}-{release}", rf"({names}):([\w.]+-)?{release}", builder(release, language))
      for release in ("bullseye", "bookworm", "trixie")
      for language, names in (("c", "gcc|buildpack-deps"), ("golang", "golang"), ("rust", "rust"))),
    Recipe("debian-bullseye", r"debian:(bullseye|11)(-slim)?", debian("bullseye")),
    Recipe("debian-bookworm", r"debian:(bookworm|12)(-slim)?", debian("bookworm")),
    Recipe("debian-trixie", r"debian:(trixie|13)(-slim)?", debian("trixie")),
    Recipe("alpine", r"alpine:[\w.]+", alpine),
    Recipe("golang-alpine", r"golang:[\w.]+-alpine[\d.]*", golang_alpine),
    Recipe("distroless-static", r"gcr\.io/distroless/static(-debian12)?(:\w+)?", empty),
    Recipe("distroless-base", r"gcr\.io/distroless/base(-debian12)?(:\w+)?", distroless("bookworm", BASE)),
    Recipe("distroless-cc", r"gcr\.io/distroless/cc(-debian12)?(:\w+)?",
           distroless("bookworm", f"{BASE},libgcc-s1,libgomp1,libstdc++6")),
    Recipe("distroless-cc-trixie", r"gcr\.io/distroless/cc-debian13(:\w+)?",
           distroless("trixie", "base-files,libc6,libssl3t64,netbase,libgcc-s1,libgomp1,libstdc++6")),
    *(Recipe(f"distroless-{language}-{release}", rf"gcr\.io/distroless/{name}-debian{number}(:\w+)?",
             of_language(release, packages, start))
      for release, number in (("bullseye", 11), ("bookworm", 12))
      for language, name, packages, start in (
          ("python", "python3", "base-files,libc6,python3,netbase", "/usr/bin/python3"),
          ("node", r"nodejs\d+", f"{BASE_OF_ANY},libstdc++6,libgcc-s1", "/usr/local/bin/node"))),
    Recipe("python", r"python:3(\.11)?(-slim)?-bookworm", debian("bookworm", PYTHON, LOCAL_PYTHON)),
    Recipe("node", r"node:18(-\w+)?-bookworm(-slim)?|node:18-bookworm(-slim)?",
           debian("bookworm", NODE, LOCAL_NODE)),
    Recipe("node-20", r"node:20-bookworm", node("glibc", "gcc,g++,make,libc6-dev,ca-certificates")),
    Recipe("node-20-slim", r"node:20-bookworm-slim", node("glibc")),
    Recipe("node-20-alpine", r"node:20-alpine[\d.]*", node("musl")),
)  # fmt: skip
