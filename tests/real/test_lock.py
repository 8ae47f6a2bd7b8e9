"""What `dfix lock` keeps of real root filesystems, beside what their own programs say.

The images go through a registry with TLS and a password, as a company's do, and are compared inside their roots: the
loader's cache, package managers, interpreters, the shell.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from images import BUILDERS, Store, full

sys.path.insert(0, str(Path(__file__).parent.parent / "lock"))

from real_registry import PASSWORD, USER, RealRegistry, environment, missing, running

from dfix.inspect.folder import read_folder
from dfix.inspect.judge import verdicts
from dfix.lock.sources import Network, Sources, measure

pytestmark = [pytest.mark.real, pytest.mark.skipif(bool(missing()), reason=f"{missing()} is not installed")]

IMAGES = ("debian:bookworm-slim", "debian:bullseye-slim", BUILDERS[0], "alpine:3.20")
GIB = 1 << 30


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealRegistry]:
    with running(tmp_path_factory.mktemp("registry") / "files") as one:
        yield one


@pytest.fixture(params=IMAGES)
def measured(
    request: pytest.FixtureRequest,
    opened: Store,
    registry: RealRegistry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[tuple[dict[str, Any], Path]]:
    """The entry of an image, and the directory where its root stands."""
    name = f"{registry.address}/base/{request.param.replace(':', '-')}:1"
    certs = str(registry.folder / "certs")
    assert opened.has(request.param)
    pushed = opened.run(
        "push", "--quiet", "--cert-dir", certs, "--creds", f"{USER}:{PASSWORD}", full(request.param), f"docker://{name}",
        check=False,
    )  # fmt: skip
    assert pushed.returncode == 0, pushed.stderr
    registry.log_in(tmp_path / "home")
    for key, value in environment(tmp_path / "home").items():
        monkeypatch.setenv(key, value)
    network = Network(ca=registry.ca, max_download=4 * GIB, cache=str(tmp_path / "cache"))
    (entry,) = measure(Sources(network=network), name, (), ())
    container, root = opened.mounted(full(request.param))
    yield entry, root
    opened.run("rm", container)


def inside(root: Path, *words: str) -> str:
    """What a command says in a root, on either stream; empty where it fails."""

    def enter() -> None:
        os.chroot(root)
        os.chdir("/")

    env = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}
    done = subprocess.run(words, preexec_fn=enter, env=env, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_libraries_are_those_that_the_loader_finds(measured: tuple[dict[str, Any], Path]) -> None:
    """All of the cache are there, and each that a program of the root needs and finds."""
    entry, root = measured
    found = set(entry["libraries"])
    if "glibc" in entry["libc"]:
        listed = {line.split()[0] for line in inside(root, "/sbin/ldconfig", "-p").splitlines() if "=>" in line}
        sonames = {name for name in listed if not name.endswith(".so")}
        assert not {name for name in sonames if ".so." in name} - found, "in the cache, and not in the lock file"
    needed: set[str] = set()
    for verdict in verdicts(read_folder(str(root))):
        if verdict.binary and verdict.is_program and not verdict.problems and not verdict.binary.runpath:
            needed |= {name for name in verdict.binary.needed if not name.startswith("libc.musl")}
    assert {name for name in needed - found if _is_in_loaders_place(root, name)} == set()


def _is_in_loaders_place(root: Path, name: str) -> bool:
    places = ("lib", "usr/lib", "lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu", "usr/local/lib")
    return any((root / place / name).exists() for place in places)


def test_versions(measured: tuple[dict[str, Any], Path]) -> None:
    entry, root = measured
    asks = {
        "python3": ("python3", "--version"), "bash": ("bash", "--version"), "perl": ("perl", "-v"),
        "gcc": ("gcc", "-dumpfullversion"), "node": ("node", "--version"),
    }  # fmt: skip
    for name, version in entry.get("versions", {}).items():
        if name in asks:
            assert version in inside(root, *asks[name]), name
    libc = entry["libc"]
    if "glibc" in libc:
        assert f" {libc['glibc']['version']}" in inside(root, "ldd", "--version").splitlines()[0]
    else:
        assert f"Version {libc['musl']['version']}" in inside(root, libc["musl"]["loader"])


def test_packages(measured: tuple[dict[str, Any], Path]) -> None:
    entry, root = measured
    if entry.get("database") == "dpkg":
        listed = inside(root, "dpkg-query", "-W", "-f", "${Package} ${Version}\\n").split("\n")
        assert entry["packages"] == dict(line.split() for line in listed if line)


def test_programs_are_where_the_shell_finds_them(measured: tuple[dict[str, Any], Path]) -> None:
    """One call of the shell for all; a shell's own commands (busybox's are all its own) have no path there."""
    entry, root = measured
    paths = {name: f"{directory}/{name}" for directory, names in entry["programs"].items() for name in names.split()}
    script = "\n".join(f"command -v {name}" for name in paths)
    found = {line.rpartition("/")[2]: line for line in inside(root, "/bin/sh", "-c", script).split("\n") if "/" in line}
    assert found == {name: paths[name] for name in found}
    assert found
