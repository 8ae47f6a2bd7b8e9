"""What `dfix lock` keeps of real root filesystems, beside what their own programs say.

The images go through a registry with TLS and a password, as a company's do, and are compared inside their roots: the
loader's cache, package managers, interpreters, the shell.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from driver import Driver
from images import Store, debian, full
from sources import PYTHON_EXTENSION

sys.path.insert(0, str(Path(__file__).parent.parent / "lock"))

from real_registry import PASSWORD, USER, RealRegistry, environment, missing, running

from dfix.inspect.folder import read_folder
from dfix.inspect.judge import verdicts
from dfix.lock.sources import Network, Sources, measure

pytestmark = [pytest.mark.real, pytest.mark.skipif(bool(missing()), reason=f"{missing()} is not installed")]

# A company's images: one with compilers and Python to build with, and Debian 11 with an older Python to run on.
BUILD, RUN = "localhost/corp/build:1", "localhost/corp/run:1"
COMPILERS = "gcc,g++,libc6-dev,golang-go,ca-certificates,python3,python3-venv,python3-dev,python3-setuptools,zlib1g-dev"
IMAGES = ("debian:bookworm-slim", "debian:bullseye-slim", BUILD, "alpine:3.20")
GIB = 1 << 30


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealRegistry]:
    with running(tmp_path_factory.mktemp("registry") / "files") as one:
        yield one


@pytest.fixture(scope="module")
def company(opened: Store) -> Store:
    """The store with the company's images."""
    for name, make in ((BUILD, debian("bookworm", COMPILERS)), (RUN, debian("bullseye", "python3-minimal"))):
        if opened.run("inspect", "--type", "image", name, check=False).returncode:
            make(opened, name)
    return opened


@pytest.fixture(params=IMAGES, scope="module")
def measured(
    request: pytest.FixtureRequest, company: Store, registry: RealRegistry, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Any], Path]]:
    """The entry of an image, and the directory where its root stands."""
    name = f"{registry.address}/base/{request.param.rpartition('/')[2].replace(':', '-')}:1"
    certs, home = str(registry.folder / "certs"), tmp_path_factory.mktemp("home")
    assert request.param == BUILD or company.has(request.param)
    pushed = company.run(
        "push", "--quiet", "--cert-dir", certs, "--creds", f"{USER}:{PASSWORD}", full(request.param), f"docker://{name}",
        check=False,
    )  # fmt: skip
    assert pushed.returncode == 0, pushed.stderr
    registry.log_in(home)
    network = Network(ca=registry.ca, max_download=4 * GIB, cache=str(home / "cache"))
    with pytest.MonkeyPatch.context() as patch:
        for key, value in environment(home).items():
            patch.setenv(key, value)
        (entry,) = measure(Sources(network=network), name, (), ())
    container, root = company.mounted(full(request.param))
    yield entry, root
    company.run("rm", container)


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


def test_libraries_are_those_of_inspect(measured: tuple[dict[str, Any], Path]) -> None:
    """No program of the root that `dfix inspect` finds whole needs what is not locked, but by its own search path."""
    entry, root = measured
    folder = read_folder(str(root))
    for verdict in verdicts(folder):
        binary = verdict.binary
        if binary and binary.interpreter and not verdict.problems:
            assert binary.interpreter in {one["loader"] for one in entry["libc"].values()}, verdict.path
            own = {name for name in binary.needed if not name.startswith(("libc.musl", "ld-"))}
            assert own <= set(entry["libraries"]) or binary.runpath or binary.rpath, verdict.path


SERVICES = {
    "go": (
        (f"FROM {BUILD} AS build\nWORKDIR /src\nENV GOFLAGS=-buildvcs=false\nCOPY go.mod main.go ./\nRUN go build -o /server .\n"
        f'FROM alpine:3.20\nCOPY --from=build /server /usr/bin/server\nCMD ["/usr/bin/server"]\n'),
        {"go.mod": "module x\n\ngo 1.19\n", "main.go": 'package main\n\nimport (\n\t"fmt"\n\t"net"\n)\n\nfunc main() {\n\tnet.ParseIP("::1")\n\tfmt.Println("works")\n}\n'},
        {"DF101": "certain"},
    ),
    "c++": (
        (f"FROM {BUILD} AS build\nCOPY main.cpp .\nRUN g++ -O2 -o /app main.cpp\n"
        f'FROM {RUN}\nCOPY --from=build /app /app\nCMD ["/app"]\n'),
        {"main.cpp": '#include <iostream>\nint main() { std::cout << "works" << std::endl; }\n'},
        {"DF103": "certain"},
    ),
    "python": (
        (f"FROM {BUILD} AS build\nWORKDIR /src\nCOPY . .\n"
        "RUN python3 -m venv --system-site-packages /venv && /venv/bin/python setup.py install\n"
        f"FROM {RUN}\nCOPY --from=build /venv /venv\n"
        'CMD ["/venv/bin/python", "-c", "import said; print(said.word())"]\n'),
        PYTHON_EXTENSION,
        {"DF202": "certain"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_on_private_images(
    name: str, company: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the lock silent; with it certain. It fails as it is, and is clean and works once it is repaired."""
    text, files, expected = SERVICES[name]
    assert company.has("alpine:3.20")
    folder = tmp_path / name
    folder.mkdir()
    for path, content in files.items():
        (folder / path).write_text(content)
    (folder / ".dockerignore").write_text("Dockerfile\n.dockerignore\ndfix.lock\n")
    (folder / "Dockerfile").write_text(text)
    for key, value in company.environment.items():
        monkeypatch.setenv(key, value)
    places = ("--from", "buildah")
    assert _findings(folder) == {}
    assert _dfix(folder, "lock", *places).returncode == 0
    assert _findings(folder, "--locked") == expected
    driver = Driver(company)
    before = driver.outcome(text, folder)
    assert before is not None
    assert before.built, before.said
    assert not before.works("works\n")
    _dfix(folder, "--write", "--unsafe-fixes")
    repaired = (folder / "Dockerfile").read_text()
    assert repaired != text
    assert _findings(folder, "--locked", "--min-confidence", "possible") == {}
    after = driver.outcome(repaired, folder)
    assert after is not None
    assert after.works("works\n"), after.all_said


def _dfix(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "NO_COLOR": "1"}
    call = [sys.executable, "-m", "dfix", *words]
    return subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def _findings(folder: Path, *words: str) -> dict[str, str]:
    """The confidence of each finding, by its code."""
    shown = json.loads(_dfix(folder, "--format", "json", *words).stdout)
    return {one["code"]: one["confidence"] for file in shown["files"] for one in file["findings"]}
