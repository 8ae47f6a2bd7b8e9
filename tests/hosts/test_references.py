"""Builds that other files name: which Dockerfile, which target, which arguments."""

from pathlib import Path

import pytest

from dfix.hosts import HostError
from dfix.hosts.references import Reference, references
from dfix.run.command import Request, run
from dfix.run.work import Planned, planned_by

COMPOSE = b"""
services:
  a:
    build: ./a
  b:
    build:
      context: .
      dockerfile: docker/b.Dockerfile
      target: final
      args:
        BASE: alpine
        N: 3
        OPEN: ${OPEN}
        DEFAULT: ${X:-y}
      platforms: [linux/arm64]
  c:
    build: {context: ., args: ["A=1", "B"]}
  d:
    image: x
"""
BAKE = b'{"target": {"app": {"dockerfile": "x.Dockerfile", "target": "t", "args": {"A": "1"}, "platforms": ["a/b", "c/d"]}}}'
HCL = b"""
variable "TAG" { default = "3.20" }
group "default" { targets = ["a"] }
target "_base" {
  context = "src"
  args = { BASE = "alpine:${TAG}", OPEN = "${OTHER}" }
}
target "a" {
  inherits = ["_base"]
  dockerfile = "x.Dockerfile"
  target = "final"
  platforms = ["linux/arm64"]
}
target "b" {
  dockerfile-inline = <<EOT
FROM x
EOT
}
"""
DEV = b'{ // comment\n "build": {"dockerfile": "Dockerfile", "context": "..", "args": {"V": "1"},}, "url": "http://x" }'


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "compose.yaml",
            COMPOSE,
            [
                Reference("a/Dockerfile", "./a"),
                Reference(
                    "docker/b.Dockerfile", ".", "final", {"BASE": "alpine", "N": "3", "DEFAULT": "y"}, "linux/arm64"
                ),
                Reference("Dockerfile", ".", None, {"A": "1"}),
            ],
        ),
        ("docker-bake.json", BAKE, [Reference("x.Dockerfile", ".", "t", {"A": "1"})]),
        (
            "docker-bake.hcl",
            HCL,
            [
                Reference("src/Dockerfile", "src", None, {"BASE": "alpine:3.20"}),
                Reference("src/x.Dockerfile", "src", "final", {"BASE": "alpine:3.20"}, "linux/arm64"),
            ],
        ),
        (".devcontainer/devcontainer.json", DEV, [Reference("Dockerfile", "..", None, {"V": "1"})]),
        ("package.json", b'{"name": "x"}', []),
        ("x.py", b"build", []),
        ("x.yaml", b"build: 3\nservices: [1]\n", []),
        ("x.yaml", b"services: {a: {build: {args: {1: 2}, context: 3}}}\n", [Reference("3/Dockerfile", "3", None, {"1": "2"})]),
    ],
)  # fmt: skip
def test_read(name: str, data: bytes, expected: list[Reference]) -> None:
    assert list(references(name, data)) == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.yaml", b"build: [\n"), ("x.yaml", b"build: \xff"), ("devcontainer.json", b"{"), ("x.hcl", b"target {")],
)
def test_what_is_not_well_formed(name: str, data: bytes) -> None:
    with pytest.raises(HostError):
        references(name, data)


DOCKERFILE = """\
ARG BASE=debian:12
FROM golang:1.22 AS build
RUN go build -o /app .
FROM ${BASE} AS final
COPY --from=build /app /app
"""


def test_the_named_dockerfile_is_judged_as_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    compose = "services:\n  a:\n    build:\n      context: .\n      args:\n        BASE: alpine:3.20\n"
    (tmp_path / "compose.yaml").write_text(compose)
    monkeypatch.chdir(tmp_path)
    assert run(Request(("Dockerfile",))) == 0
    assert run(Request(("compose.yaml",))) == 1
    assert b"Dockerfile:5:19: error DF101" in capfdbinary.readouterr().out
    assert run(Request(("compose.yaml",), write=True)) == 0
    assert (tmp_path / "Dockerfile").read_text() == DOCKERFILE.replace("go build", "CGO_ENABLED=0 go build")


def test_a_dockerfile_outside_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "Dockerfile").write_text(DOCKERFILE.replace("debian:12", "alpine:3.20"))
    (inner / "compose.yaml").write_text("services: {a: {build: {context: ..}}}\n")
    monkeypatch.chdir(inner)
    assert run(Request(("compose.yaml",))) == 2
    told = "../Dockerfile: error: compose.yaml names it, and it lies elsewhere; run dfix in a directory above both"
    assert told in capfdbinary.readouterr().err.decode()
    monkeypatch.chdir(tmp_path)
    assert run(Request(("inner/compose.yaml",))) == 1


@pytest.mark.parametrize(("repository", "is_read"), [(".", True), ("outer/inner", False)])
def test_a_context_outside_of_the_repository_is_not_read(repository: str, is_read: bool, tmp_path: Path) -> None:
    """A compose file of anybody's must not lead dfix to the manifests of another project."""
    inner = tmp_path / "outer" / "inner"
    (inner / "docker").mkdir(parents=True)
    (tmp_path / repository / ".git").mkdir()
    (inner / "docker" / "Dockerfile").write_text("FROM scratch\n")
    build = "{context: ../.., dockerfile: inner/docker/Dockerfile}"
    (inner / "docker" / "compose.yaml").write_text(f"services: {{a: {{build: {build}}}}}\n")
    (planned,) = planned_by(str(inner / "docker" / "compose.yaml"))
    assert isinstance(planned, Planned)
    assert planned.settings.context == (str(tmp_path / "outer") if is_read else False)
