"""What the platform that a build asks for says of a shipped stage, and what a URL says of a download."""

import pytest

from dfix import Applicability, Options, analyse, fix
from dfix.plan import BuildOptions
from dfix.trace.knowledge.download import nature


def architectures(text: str, platform: str | None) -> list[str]:
    found = analyse(text, Options(BuildOptions(platform=platform))).findings
    return [finding.message for finding in found if finding.code == "DF104"]


PINNED = 'FROM --platform=linux/amd64 debian:bookworm-slim AS base\n{}CMD ["bash"]\n'


@pytest.mark.parametrize(
    ("text", "platform", "expected"),
    [
        pytest.param(PINNED.format(""), "linux/arm64", ["stage `base` is for amd64, and the image is built for arm64"], id="other"),
        pytest.param(PINNED.format("FROM base\n"), "linux/arm64", ["stage `base` is for amd64, and the image is built for arm64"], id="its base"),
        pytest.param(PINNED.format(""), "linux/amd64", [], id="the same"),
        pytest.param(PINNED.format(""), None, [], id="not asked"),
        pytest.param(PINNED.format('FROM debian:bookworm-slim\n'), "linux/arm64", [], id="another stage"),
    ],
)  # fmt: skip
def test_a_shipped_stage_for_another_platform(text: str, platform: str | None, expected: list[str]) -> None:
    assert architectures(text, platform) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://dl.k8s.io/release/v1.30.0/bin/linux/amd64/kubectl", "amd64"),
        ("https://dl.k8s.io/release/\0/bin/linux/arm64/kubectl", "arm64"),
        ("https://dl.k8s.io/release/v1.30.0/bin/linux/\0/kubectl", "unknown"),
        ("https://dl.k8s.io/amd64/\0/kubectl", "unknown"),
        ("https://github.com/x/y/releases/download/v1/linux-amd64/tool-linux-arm64", "arm64"),
        ("https://get.helm.sh/qemu/linux/amd64/helm", "unknown"),
        ("https://github.com/jqlang/jq/releases/download/jq-1.6/jq-linux64", "amd64"),
        ("https://github.com/gohugoio/hugo/releases/download/v0.50/hugo_0.50_Linux-64bit.tar.gz", "amd64"),
        ("https://github.com/krallin/tini/releases/download/v0.19.0/tini", "amd64"),
        ("https://github.com/krallin/tini/releases/download/v0.19.0/tini-arm64", "arm64"),
    ],
)
def test_the_architecture_in_a_url(url: str, expected: str) -> None:
    assert nature(url, 0, None).arch == expected


def test_a_download_in_a_build_for_a_platform_that_is_asked_for() -> None:
    url = "https://github.com/Yelp/dumb-init/releases/download/v1.2.5/dumb-init_1.2.5_x86_64"
    text = f"FROM debian:bookworm-slim\nRUN curl -fsSLo /usr/local/bin/dumb-init {url}\n"
    assert len(architectures(text, "linux/arm64")) == 1
    assert architectures(text, "linux/amd64") == []


DERIVED = (
    "FROM alpine:3.20\n{}RUN P=$(echo ${{TARGETPLATFORM:-linux/amd64}} | sed 's/\\//-/g') && "
    "wget -O /usr/bin/migrate https://github.com/golang-migrate/migrate/releases/download/v4.18.0/migrate.$P\n"
)


@pytest.mark.parametrize(("declared", "count"), [("", 1), ("ARG TARGETPLATFORM\n", 0)])
def test_a_word_that_is_derived_from_a_variable(declared: str, count: int) -> None:
    """A stage that does not declare a platform's variable finds it empty."""
    assert len(architectures(DERIVED.format(declared), "linux/arm64")) == count


FOR_BUILDER = (
    "FROM --platform=$BUILDPLATFORM golang:1.22 AS b\nRUN {}go build -o /app\nFROM alpine\nCOPY --from=b /app /app\n"
)


@pytest.mark.parametrize("platform", [None, "linux/arm64", "linux/amd64"])
def test_a_program_for_the_build_machine_whatever_platform_is_asked_for(platform: str | None) -> None:
    (message,) = architectures(FOR_BUILDER.format("CGO_ENABLED=0 "), platform)
    assert "is built for the build machine" in message
    told = "CGO_ENABLED=0 GOARCH=$TARGETARCH "
    assert architectures(FOR_BUILDER.format(told).replace("RUN", "ARG TARGETARCH\nRUN"), platform) == []


FETCH = "curl -fsSLo kubectl https://dl.k8s.io/release/v1.30.0/bin/linux/amd64/kubectl"
DEB = "curl -fsSLO https://example.org/tool_1.0_amd64.deb"


@pytest.mark.parametrize(
    "command",
    [
        f"{FETCH} && install kubectl /usr/bin/kubectl && rm kubectl",
        f"{FETCH} && mv kubectl /usr/bin/kubectl",
        "curl https://get.helm.sh/helm-v3-linux-amd64.tar.gz | tar xz -C /tmp && cp /tmp/x/helm /bin/ && rm -r /tmp/x",
        f"{DEB} && dpkg -i tool_1.0_amd64.deb && rm tool_1.0_amd64.deb",
    ],
)
def test_a_download_that_is_put_elsewhere(command: str) -> None:
    """It is told once, also where what was fetched is removed again."""
    assert len(architectures(f"FROM debian:12\nRUN {command}\n", "linux/arm64")) == 1
    assert architectures(f"FROM debian:12\nRUN {command}\n", "linux/amd64") == []


def test_a_repair_replaces_whole_words_only() -> None:
    text = "FROM debian:12\nRUN wget https://example.org/alarm/alarm-linux-arm.tgz\n"
    fixed = fix(text, Options(BuildOptions(platform="linux/amd64")), allowed=Applicability.UNSAFE).data.decode()
    assert "ARG TARGETARCH\nRUN wget https://example.org/alarm/alarm-linux-${TARGETARCH}.tgz\n" in fixed
