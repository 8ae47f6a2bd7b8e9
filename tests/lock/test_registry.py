"""`dfix lock` against a real registry, with TLS and a password: lock, analyse, check, upgrade."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from image import layer
from oci import Made, oci_folder
from real_registry import PASSWORD, RealRegistry, environment, missing, running
from roots import TRIPLET, alpine, debian, library

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"{missing()} is not installed")


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealRegistry]:
    with running(tmp_path_factory.mktemp("registry") / "files") as one:
        yield one


class Project:
    """A project with Dockerfiles, and the user who runs dfix in it."""

    def __init__(self, folder: Path, registry: RealRegistry) -> None:
        self.folder = folder / "project"
        self.home = folder / "home"
        self.registry = registry
        self.folder.mkdir()
        registry.log_in(self.home)

    def write(self, text: str, name: str = "Dockerfile") -> None:
        """Write a file, with the registry's address in it."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("REGISTRY", self.registry.address))

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run dfix; it never shows the password."""
        env = {**environment(self.home), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        call = [sys.executable, "-m", "dfix", *words]
        done = subprocess.run(call, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        assert PASSWORD not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    def lock(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `dfix lock`."""
        return self.run("lock", "--ca", self.registry.ca, *words)

    def found(self, *words: str) -> dict[str, str]:
        """The confidence of each finding, by its code."""
        shown = json.loads(self.run("--format", "json", *words).stdout)
        return {one["code"]: one["confidence"] for file in shown["files"] for one in file["findings"]}

    @property
    def entries(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The entries of the lock file."""
        text = (self.folder / "dfix.lock").read_text().replace(self.registry.address, "REGISTRY")
        return {(one["image"], one["platform"]): one for one in json.loads(text)["images"]}


@pytest.fixture
def project(tmp_path: Path, registry: RealRegistry) -> Project:
    return Project(tmp_path, registry)


def push(registry: RealRegistry, tmp_path: Path, name: str, *images: Made, compression: str = "gzip") -> str:
    """The digest under which the registry has it."""
    folder = tmp_path / name.replace("/", "-").replace(":", "-")
    digest = oci_folder(folder, images, compression=compression)
    registry.push(folder, name)
    return digest


BUILDER = {**debian(), "usr/bin/gcc": b"\x7fELF", "usr/local/go/bin/go": b"x"}
GO_PATH = {"Env": ["PATH=/usr/local/go/bin:/usr/bin:/bin"]}
GO = """\
FROM REGISTRY/corp/builder:1 AS build
COPY main.go go.mod ./
RUN go build -o /server .
FROM REGISTRY/corp/run:1
COPY --from=build /server /server
CMD ["/server"]
"""
MAIN = 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":80", nil) }\n'


def test_lock_analyse_check_upgrade(project: Project, registry: RealRegistry, tmp_path: Path) -> None:
    """The whole way: silent, then certain; the runtime's tag moves, and with it the finding goes."""
    push(registry, tmp_path, "corp/builder:1", Made([layer(BUILDER)], config=GO_PATH), compression="zstd")
    push(registry, tmp_path, "corp/run:1", Made([layer(alpine())]))
    project.write(GO)
    project.write(MAIN, "main.go")
    project.write("module x\n\ngo 1.22\n", "go.mod")
    assert project.found() == {}
    done = project.lock()
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "dfix.lock: written")
    assert project.found("--locked") == {"DF101": "certain"}
    assert project.lock("--check").stderr.endswith("dfix.lock is current\n")
    push(registry, tmp_path / "moved", "corp/run:1", Made([layer(debian())]))
    done = project.lock("--check")
    moved = f"{registry.address}/corp/run:1 (linux/amd64) moved from Alpine 3.20, musl 1.2.5 to Debian 12, glibc 2.36"
    assert (done.returncode, done.stdout) == (1, f"{moved}\n")
    assert project.found() == {"DF101": "certain"}
    assert project.lock("--upgrade", f"{registry.address}/corp/run:1").stdout == f"{moved}\n"
    assert project.found() == {}
    assert project.lock("--check").returncode == 0


STARTS = 'fn main() {\n    std::process::Command::new("sh").status().unwrap();\n}\n'
RUST = """\
FROM rust:1 AS build
COPY . .
RUN cargo install --root /out --path .
FROM debian:12-slim
COPY --from=build /out/bin/just /just
CMD ["/just"]
"""


def test_a_tag_of_docker_hub_moves(project: Project, registry: RealRegistry, tmp_path: Path) -> None:
    """By way of a mirror. The lock file says what it was before it moved; DF107 warned of it."""
    program = {"usr/local/cargo/bin/cargo": b"x", "usr/bin/gcc": b"x"}
    path = {"Env": ["PATH=/usr/local/cargo/bin:/usr/bin:/bin"]}
    gcc = {f"{TRIPLET}/libgcc_s.so.1": library("libgcc_s.so.1")}
    push(registry, tmp_path, "library/rust:1", Made([layer({**debian("12"), **gcc, **program})], config=path))
    push(registry, tmp_path, "library/debian:12-slim", Made([layer({**debian("12"), **gcc})]))
    for name in ("one", "two"):
        project.write(RUST, f"{name}/Dockerfile")
        project.write(STARTS, f"{name}/src/main.rs")
    mirror = ("--mirror", f"docker.io=https://{registry.address}")
    assert project.lock(*mirror).returncode == 0
    assert {one["image"] for one in project.entries.values()} == {"rust:1", "debian:12-slim"}
    assert project.found("--locked") == {"DF107": "likely"}
    newer = {**debian("13", "2.41"), **gcc, **program}
    push(registry, tmp_path / "moved", "library/rust:1", Made([layer(newer)], config=path))
    done = project.lock("--check", *mirror)
    moved = "rust:1 (linux/amd64) moved from Debian 12, glibc 2.36 to Debian 13, glibc 2.41"
    assert (done.returncode, done.stdout) == (1, f"{moved}: 2 findings would come\n")
    assert project.lock("--upgrade", "rust:1", *mirror).stdout == f"{moved}\n"
    assert project.found("--locked") == {"DF103": "likely"}


def test_platforms(project: Project, registry: RealRegistry, tmp_path: Path) -> None:
    images = [Made([layer(alpine(musl=version))], one) for one, version in (("amd64", "1.2.4"), ("arm64", "1.2.5"))]
    digest = push(registry, tmp_path, "corp/many:1", *images)
    project.write("FROM --platform=linux/arm64 REGISTRY/corp/many:1\n", "arm/Dockerfile")
    project.write("FROM REGISTRY/corp/many:1\n", "plain/Dockerfile")
    assert project.lock().returncode == 0
    entries = project.entries
    assert set(entries) == {("REGISTRY/corp/many:1", "linux/arm64"), ("REGISTRY/corp/many:1", "linux/amd64")}
    assert {one["index"] for one in entries.values()} == {digest}
    assert len({one["digest"] for one in entries.values()}) == 2
    done = project.lock("--upgrade-all", "--platform", "linux/s390x")
    assert "it has no image for linux/s390x; its platforms are: linux/amd64, linux/arm64" in done.stderr
    assert project.entries == entries


def test_digests(project: Project, registry: RealRegistry, tmp_path: Path) -> None:
    """A pinned image is found by its digest after its tag moved; another digest of the locked tag is said."""
    first = push(registry, tmp_path, "corp/pinned:1", Made([layer(debian())]))
    second = push(registry, tmp_path / "2", "corp/pinned:1", Made([layer(alpine())]))
    project.write(f"FROM REGISTRY/corp/pinned:1@{first}\n")
    assert project.lock().returncode == 0
    (entry,) = project.entries.values()
    assert (entry["digest"], entry["os"]["id"]) == (first, "debian")
    assert project.lock("--check").returncode == 0
    project.write(f"FROM REGISTRY/corp/pinned:1@{second}\n")
    assert "names another digest than the locked one: it is judged by the catalog" in project.run().stderr
    assert project.run("--locked").returncode == 2
    project.write(f"FROM REGISTRY/corp/pinned:1@sha256:{'0' * 64}\n")
    done = project.lock()
    assert (done.returncode, "has no such image: corp/pinned" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("password", "ca", "message"),
    [
        ("wrong", True, "does not let corp/secret be read with these credentials (those of"),
        ("", True, "does not let corp/secret be read with these credentials (there are none); run `docker login"),
        (PASSWORD, False, "it cannot be reached: [SSL: CERTIFICATE_VERIFY_FAILED]"),
    ],
)
def test_a_refusal(
    password: str, message: str, *, ca: bool, project: Project, registry: RealRegistry, tmp_path: Path
) -> None:
    push(registry, tmp_path, "corp/secret:1", Made([layer(alpine())]))
    project.write("FROM REGISTRY/corp/secret:1\n")
    registry.log_in(project.home, password)
    if not password:
        (project.home / "config.json").unlink()
    done = project.lock() if ca else project.run("lock")
    assert done.returncode == 2
    assert message in done.stderr
    assert not (project.folder / "dfix.lock").exists()


def test_the_most_that_is_downloaded(project: Project, registry: RealRegistry, tmp_path: Path) -> None:
    push(registry, tmp_path, "corp/large:1", Made([layer(debian())]))
    project.write("FROM REGISTRY/corp/large:1\n")
    done = project.lock("--max-download", "1K")
    assert "its layers have more than" in done.stderr
    assert not (project.folder / "dfix.lock").exists()


def test_one_image(project: Project, registry: RealRegistry, tmp_path: Path) -> None:
    """`dfix images --ask` says what the lock would hold, and keeps nothing."""
    push(registry, tmp_path, "corp/one:1", Made([layer(debian())]))
    reference = f"{registry.address}/corp/one:1"
    assert project.run("images", reference).returncode == 1
    done = project.run("images", reference, "--ask", "--ca", registry.ca)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"{reference}: Debian 12, glibc 2.36")
    assert "4 libraries, 4 packages, 7 recorded programs; bash 5.2.15, python3 3.11" in done.stdout
    (one,) = json.loads(project.run("images", reference, "--ask", "--ca", registry.ca, "--format", "json").stdout)
    assert (one["release"], one["measured"]["libraries"]["libc.so.6"]) == ("debian-12", "GLIBC_2.36")
    assert not (project.folder / "dfix.lock").exists()
    assert project.run("images", reference, "--ask").returncode == 2


def test_without_the_extra(project: Project) -> None:
    project.write("FROM REGISTRY/corp/x:1\n")
    (project.folder / "block").mkdir()
    (project.folder / "block/httpx.py").write_text("raise ImportError")
    env = {
        **environment(project.home),
        "PYTHONPATH": os.pathsep.join([str(project.folder / "block"), *filter(None, sys.path)]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "dfix", "lock"], cwd=project.folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert 'httpx is needed for asking a registry; pip install "dfix[registry]"' in done.stderr
