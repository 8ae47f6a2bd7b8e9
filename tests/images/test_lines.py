"""What the lines on images with a registry or a user in their name say, key by key."""

import json
from pathlib import Path

import pytest

import dfix.images
from dfix.confidence import Confidence
from dfix.images import interpreters, parse_reference, resolve
from dfix.images.lines import image_of, line_for

NAMESPACES = Path(dfix.images.__file__).parent / "data" / "namespaces"
NOTHING = object()

SURE, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE
UV = "ghcr.io/astral-sh/uv"
CHEF = "lukemathwalker/cargo-chef"
DEV = "mcr.microsoft.com/devcontainers"


def told(text: str) -> tuple[str, Confidence, Confidence] | None:
    """The release's id, how sure its family is, how sure the release is."""
    image = resolve(text)
    return (image.release.id, image.family_sure, image.release_sure) if image else None


def python(text: str) -> interpreters.Interpreter | None:
    image = resolve(text)
    assert image is not None
    return interpreters.of_image(image, "python")


@pytest.mark.parametrize(
    ("text", "release", "family_sure", "release_sure"),
    [
        # images: an exact name before a pattern, a longer pattern before a shorter one.
        ("dhi.io/alpine-base:3.22", "alpine-3.22", SURE, SURE),
        ("dhi.io/redis:8", "debian-13", SURE, LIKELY),
        ("quay.io/pypa/manylinux_2_39_riscv64", "rockylinux-10", SURE, SURE),
        ("quay.io/pypa/manylinux_2_39_x86_64", "almalinux-10", SURE, SURE),
        ("ghcr.io/cross-rs/x86_64-unknown-linux-gnu:0.2.5", "ubuntu-16.04", SURE, SURE),
        ("ghcr.io/cross-rs/x86_64-unknown-linux-gnu:0.2.5-centos", "centos-7", LIKELY, LIKELY),
        ("bitnami/minideb:bookworm", "debian-12", SURE, SURE),
        # tag: an absent tag is empty text; without a line for the tag the older rules decide.
        (UV, "scratch", SURE, SURE),
        (f"{UV}:0.9.1", "scratch", SURE, SURE),
        ("hadolint/hadolint:2.12.0-debian", "debian", LIKELY, POSSIBLE),
        ("hadolint/hadolint", "scratch", SURE, LIKELY),
        # tags, with groups and codenames.
        (f"{UV}:alpine3.22", "alpine-3.22", SURE, SURE),
        (f"{UV}:bookworm-slim", "debian-12", SURE, SURE),
        ("rustlang/rust:nightly-bookworm-slim", "debian-12", SURE, SURE),
        ("ghcr.io/graalvm/native-image-community:25-ol10", "oraclelinux-10-slim", LIKELY, LIKELY),
        ("bitnamilegacy/redis:7-debian-11-r0", "debian-11", LIKELY, LIKELY),
        ("bitnamisecure/redis:8-photon-5", "photon-5.0", LIKELY, LIKELY),
        ("registry.k8s.io/build-image/go-runner:v2.4.0-go1.24-bookworm.0", "distroless-static-debian12", SURE, SURE),
        ("mcr.microsoft.com/dotnet/sdk:8.0-jammy", "ubuntu-22.04", SURE, SURE),
        ("mcr.microsoft.com/dotnet/aspnet:9.0", "debian-12", SURE, SURE),
        ("mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled", "ubuntu-24.04-chiseled", SURE, SURE),
        ("denoland/deno:2.5.1", "debian-13", SURE, SURE),
        ("denoland/deno:alpine-2.5.1", "alpine-glibc", SURE, SURE),
        ("denoland/deno:bin", "scratch", SURE, SURE),
        ("oven/bun:1.1.0", "debian-11", LIKELY, LIKELY),
        ("oven/bun:1.3.10-slim", "debian-13", LIKELY, LIKELY),
        ("cimg/base:2024.06", "ubuntu-22.04", LIKELY, LIKELY),
        ("cimg/base:2024.06-20.04", "ubuntu-20.04", SURE, SURE),
        ("mambaorg/micromamba:2.0-debian12", "debian-12", SURE, SURE),
        ("mambaorg/micromamba:2.0-alpine", "alpine-glibc", SURE, SURE),
        ("public.ecr.aws/lambda/python:3.11", "amazonlinux-2", SURE, SURE),
        ("public.ecr.aws/lambda/provided:al2023", "amazonlinux-2023", SURE, SURE),
        ("quay.io/quarkus/ubi9-quarkus-micro-image:2.0", "ubi-9-micro", SURE, SURE),
        ("quay.io/quarkus/quarkus-micro-image:2.0", "ubi-8-micro", SURE, SURE),
        # The name of the image tells the release, so that the line's age does not matter.
        ("quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-21", "ubi-9-minimal", SURE, LIKELY),
        # history: a moving tag means its last step, and is likely at most.
        ("gcr.io/distroless/static", "distroless-static-debian13", SURE, LIKELY),
        ("gcr.io/distroless/base:nonroot", "distroless-base-debian13", SURE, LIKELY),
        ("gcr.io/distroless/cc:debug", "distroless-cc-debian13", SURE, LIKELY),
        ("gcr.io/distroless/python3", "distroless-cc-debian13", SURE, LIKELY),
        ("gcr.io/distroless/java17", "distroless-cc-debian13", SURE, LIKELY),
        (f"{UV}:python3.12-alpine", "alpine-3.23", SURE, LIKELY),
        (f"{UV}:debian-slim", "debian-13", SURE, LIKELY),
        ("ghcr.io/cross-rs/x86_64-unknown-linux-gnu:main", "ubuntu-24.04", SURE, LIKELY),
        # Its steps have several C libraries.
        ("grafana/loki", "distroless-static-debian13", LIKELY, LIKELY),
        # evidence_to: the steps since then were not seen.
        (f"{DEV}/base", "debian", SURE, POSSIBLE),
        (f"{DEV}/base:ubuntu", "ubuntu", SURE, POSSIBLE),
        ("clux/muslrust:stable", "ubuntu", SURE, POSSIBLE),
        ("bitnami/minideb", "debian", SURE, POSSIBLE),
        ("bitnami/redis", "photon", LIKELY, POSSIBLE),
        ("continuumio/miniconda3", "debian", SURE, POSSIBLE),
        # A release that the line is not sure of, and that no step shows.
        ("instrumentisto/flutter:3.16", "ubuntu", LIKELY, POSSIBLE),
        # expected: an announced step has come.
        ("mcr.microsoft.com/dotnet/sdk", "ubuntu", SURE, POSSIBLE),
        # ended: nothing moves any more.
        ("jupyter/base-notebook", "ubuntu-22.04", LIKELY, LIKELY),
        ("gcr.io/distroless/java11", "distroless-cc-debian11", LIKELY, LIKELY),
        (f"{UV}:python3.8-alpine", "alpine-3.20", SURE, LIKELY),
        ("lambci/lambda:build-python3.8", "amazonlinux-2", SURE, SURE),
        # pinned: the day in the tag tells the step, else the family.
        ("clux/muslrust:1.75.0-stable-2024-01-15", "ubuntu-22.04", SURE, LIKELY),
        ("clux/muslrust:1.99.0-stable-2026-09-15", "linux-glibc", SURE, POSSIBLE),
        ("minio/minio:RELEASE.2021-01-05T05-22-38Z", "ubi-8-minimal", SURE, LIKELY),
        ("minio/minio:RELEASE.2019-05-02T19-07-09Z", "alpine-3.9", SURE, LIKELY),
        ("quay.io/pypa/musllinux_1_2_x86_64:2024.10.26-1", "alpine-3.20", SURE, LIKELY),
        ("ghcr.io/astral-sh/ruff:0.9.1-alpine", "alpine", SURE, POSSIBLE),
        ("quay.io/jupyter/base-notebook:2024-01-15", "ubuntu-22.04", SURE, SURE),
        # mirrors that track the official tag.
        (f"{UV}:python3.12-bookworm-slim", "debian-12", SURE, SURE),
        (f"{UV}:0.9.1-python3.13-trixie", "debian-13", SURE, SURE),
        (f"{UV}:python3.12-alpine3.22", "alpine-3.22", SURE, SURE),
        (f"{CHEF}:latest-rust-1.94-bookworm", "debian-12", SURE, SURE),
        (f"{CHEF}:latest-rust-1", "debian-13", SURE, LIKELY),
        (f"{CHEF}:0.1.68-rust-1.82.0-alpine3.20", "alpine-3.20", SURE, SURE),
        # The line names the tag itself, and is old.
        (CHEF, "debian", SURE, POSSIBLE),
        ("nikolaik/python-nodejs:python3.12-nodejs20", "debian-13", SURE, LIKELY),
        ("nikolaik/python-nodejs:python3.12-nodejs20-bookworm", "debian-12", SURE, SURE),
        # mirrors that are frozen on the day of the version.
        ("hashicorp/terraform:1.9.0", "alpine", SURE, POSSIBLE),
        ("hashicorp/terraform", "alpine-3.24", SURE, LIKELY),
        ("hexpm/elixir:1.16.0-erlang-26.2.1-debian-bookworm-20231009-slim", "debian-12", SURE, SURE),
        ("hexpm/elixir:1.16.0-erlang-26.2.1-alpine-3.18.4", "alpine-3.18", SURE, SURE),
        # published: the official tag moved on 2025-12-15, between 1.13 (2025-10-19) and 1.14 (2025-12-25).
        ("ghcr.io/gleam-lang/gleam:v1.12.0-erlang", "debian-12", SURE, LIKELY),
        ("ghcr.io/gleam-lang/gleam:v1.13.0-erlang", "debian", SURE, POSSIBLE),
        ("ghcr.io/gleam-lang/gleam:v1.13.0-scratch", "scratch", SURE, SURE),
        # mirrors that ended.
        ("circleci/golang:1.13", "debian-10", LIKELY, LIKELY),
        ("circleci/node:12.20.2-stretch-browsers", "debian-9", LIKELY, LIKELY),
        # by digest: which of the steps it is, nobody knows.
        ("gcr.io/distroless/static@sha256:0", "distroless-static", SURE, POSSIBLE),
        ("gcr.io/distroless/static:nonroot@sha256:0", "distroless-static", SURE, POSSIBLE),
        (f"{UV}:python3.12-bookworm-slim@sha256:0", "debian-12", SURE, SURE),
        # Windows is no Linux.
        ("mcr.microsoft.com/windows/nanoserver:ltsc2022", "windows", LIKELY, LIKELY),
        ("mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022", "windows", SURE, SURE),
        ("golang:1.22-windowsservercore-ltsc2022", "windows", SURE, SURE),
        ("python:3.12-nanoserver", "windows", SURE, SURE),
        # SUSE: the tag of a base image names the service pack, that of a language does not.
        ("registry.suse.com/bci/bci-base:15.6", "sles-15.6", SURE, SURE),
        ("registry.suse.com/bci/bci-micro:15.7", "sles-15.7-micro", SURE, SURE),
        ("registry.suse.com/bci/golang:1.21", "sles", LIKELY, LIKELY),
        ("registry.ci.openshift.org/ocp/builder:rhel-9-golang-1.21-openshift-4.16", "rhel-9", LIKELY, LIKELY),
        ("ghcr.io/actions/actions-runner:latest", "ubuntu-24.04", SURE, LIKELY),
        ("timberio/vector:latest-alpine", "alpine-3.24", SURE, LIKELY),
        ("quay.io/podman/stable", "fedora", LIKELY, POSSIBLE),
    ],
)
def test_release(text: str, release: str, family_sure: Confidence, release_sure: Confidence) -> None:
    assert told(text) == (release, family_sure, release_sure)


@pytest.mark.parametrize("text", ["grafana/tempo:1.5.0", "minio/minio:RELEASE.2027-01-01T00-00-00Z"])
def test_a_pinned_tag_without_a_family_is_not_known(text: str) -> None:
    assert resolve(text) is None


@pytest.mark.parametrize(
    ("text", "version", "path"),
    [
        (f"{UV}:python3.12-bookworm-slim", "3.12", "/usr/local/bin/python3"),
        (f"{UV}:python3.13-dhi", "3.13", "/opt/python/bin/python3"),
        ("gcr.io/distroless/python3", "3.13", "/usr/bin/python3"),
        ("gcr.io/distroless/python3@sha256:0", None, "/usr/bin/python3"),
        ("gcr.io/distroless/python3-debian12", "3.11", "/usr/bin/python3"),
        (f"{DEV}/python:3.12", "3.12", "/usr/local/bin/python3"),
        (f"{DEV}/python:1-3.11-bookworm", "3.11", "/usr/local/bin/python3"),
        (f"{DEV}/python", None, "/usr/local/bin/python3"),
        ("public.ecr.aws/lambda/python:3.12-arm64", "3.12", "/var/lang/bin/python3"),
        ("cimg/python:3.13.1", "3.13", "/home/circleci/.pyenv/shims/python3"),
        ("quay.io/jupyter/base-notebook:2024-11-15", "3.12", "/opt/conda/bin/python3"),
        ("continuumio/miniconda3:24.1.2-0", None, "/opt/conda/bin/python3"),
        ("dhi.io/python:3.13-debian13-dev", "3.13", "/opt/python/bin/python3"),
        ("google/cloud-sdk:575.0.0-slim", "3.13", "/usr/bin/python3"),
        ("mcr.microsoft.com/playwright/python:v1.50.0-noble", "3.12", "/usr/bin/python3"),
        ("apache/airflow:2.10.0-python3.11", "3.11", "/usr/local/bin/python3"),
        ("nikolaik/python-nodejs:python3.12-nodejs20", "3.12", "/usr/local/bin/python3"),
        ("circleci/python:3.8.1-node", "3.8", "/usr/local/bin/python3"),
        ("mirror.gcr.io/library/python:3.11-slim", "3.11", "/usr/local/bin/python3"),
        ("registry.example/proxy/python:3.11-slim", "3.11", "/usr/local/bin/python3"),
    ],
)
def test_python(text: str, version: str | None, path: str) -> None:
    assert python(text) == (version, path)


@pytest.mark.parametrize(
    "text",
    [
        UV,
        f"{UV}:debian-slim",
        "dhi.io/redis:8",
        "mcr.microsoft.com/playwright/java:v1.50.0-noble",
        "quay.io/pypa/manylinux_2_28_x86_64",
        "registry.example/team/python",
    ],
    ids=["static", "none", "of another image", "of another image of the line", "several", "no known tag"],
)
def test_no_python(text: str) -> None:
    assert python(text) is None


@pytest.mark.parametrize(
    ("text", "language", "version", "path"),
    [
        ("gcr.io/distroless/nodejs22", "node", "22", "/nodejs/bin/node"),
        ("gcr.io/distroless/nodejs:16", "node", "16", ""),
        (f"{DEV}/typescript-node:20", "node", "20", "/usr/local/bin/node"),
        ("mcr.microsoft.com/playwright:v1.50.0-noble", "node", "22", "/usr/bin/node"),
        ("cypress/factory:4.0.0", "node", None, "/usr/local/bin/node"),
        ("nikolaik/python-nodejs:python3.12-nodejs20", "node", "20", ""),
        ("mhart/alpine-node:12", "node", "12", "/usr/bin/node"),
        ("fluent/fluentd:v1.16-debian", "ruby", "3.2", "/usr/local/bin/ruby"),
        ("ghcr.io/gleam-lang/gleam:v1.13.0-node-alpine", "node", None, "/usr/local/bin/node"),
    ],
)
def test_other_interpreters(text: str, language: str, version: str | None, path: str) -> None:
    image = resolve(text)
    assert image is not None
    assert interpreters.of_image(image, language) == (version, path)


def test_programs_of_a_static_builder_are_static() -> None:
    for text in ("clux/muslrust", "messense/rust-musl-cross:x86_64-musl", "ghcr.io/cross-rs/x86_64-linux-musl:main"):
        image = resolve(text)
        assert image is not None
        assert image.static_builds


def test_a_history_is_kept() -> None:
    image = resolve("gcr.io/distroless/base")
    assert image is not None
    assert image.history[-2:] == (
        ("2024-04-22", "distroless-base-debian12"),
        ("2026-01-30", "distroless-base-debian13"),
    )


def test_what_an_image_is_built_on_is_named() -> None:
    image = resolve(f"{CHEF}:latest-rust-1.94-bookworm")
    assert image is not None
    assert image.built_on is not None
    assert image.built_on.tagged == "rust:1.94-bookworm"
    assert image.official is None


# Keys that tell people where a line is from, and those by which a line is chosen: test_release has examples of these.
OF_NO_WEIGHT = frozenset({"images", "tag", "note", "source", "checked", "added"})


@pytest.mark.parametrize(
    ("key", "text", "other"),
    [
        ("mirrors", f"{UV}:python3.12-bookworm-slim", "debian:11"),
        ("mirrors_when", "hashicorp/terraform:1.9.0", "tracks"),
        ("published", "ghcr.io/gleam-lang/gleam:v1.12.0-erlang", {}),
        ("tags", "public.ecr.aws/lambda/python:3.11", []),
        ("use_suffix_rules", "clux/muslrust:bookworm", True),
        ("pinned", "minio/minio:RELEASE.2021-01-05T05-22-38Z", "^$"),
        ("pinned_default", "ghcr.io/astral-sh/ruff:0.9.1-alpine", None),
        ("history", "clux/muslrust:1.75.0-stable-2024-01-15", "2020-01-01 ubuntu-18.04"),
        ("default", f"{UV}:debian-slim", "debian-11"),
        ("builds", "clux/muslrust", ""),
        ("interpreters", "continuumio/miniconda3", {}),
        ("interpreters_at", "continuumio/miniconda3", {}),
        ("interpreters_history", "quay.io/jupyter/base-notebook:2024-11-15", {}),
        ("ended", "gliderlabs/alpine", NOTHING),
        ("expected", "mcr.microsoft.com/dotnet/sdk", NOTHING),
        ("confidence", "gcr.io/distroless/static", "likely"),
        ("evidence_to", "gcr.io/distroless/static", "2024-01-01"),
    ],
)
def test_each_key_counts(key: str, text: str, other: object) -> None:
    """What a line says of an image changes with the value of the key."""
    reference = parse_reference(text)
    match = line_for(reference) if reference else None
    assert match is not None
    assert key in match.line or key == "use_suffix_rules"
    line = {name: value for name, value in match.line.items() if name != key or other is not NOTHING}
    changed = match._replace(line={**line, key: other} if other is not NOTHING else line)
    assert image_of(changed) != image_of(match)


def test_no_key_is_left_out() -> None:
    rows = test_each_key_counts.pytestmark[0].args[1]
    used = {key for path in NAMESPACES.glob("*.json") for line in json.loads(path.read_text("utf-8")) for key in line}
    assert used == {row[0] for row in rows} | OF_NO_WEIGHT
