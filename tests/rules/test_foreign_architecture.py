"""What the platform that a build asks for says of a shipped stage, and what a URL says of a download."""

import pytest

from dfix import Options, analyse
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
    ],
)
def test_the_architecture_in_a_url(url: str, expected: str) -> None:
    assert nature(url, 0, None).arch == expected


def test_a_download_in_a_build_for_a_platform_that_is_asked_for() -> None:
    url = "https://github.com/Yelp/dumb-init/releases/download/v1.2.5/dumb-init_1.2.5_x86_64"
    text = f"FROM debian:bookworm-slim\nRUN curl -fsSLo /usr/local/bin/dumb-init {url}\n"
    assert len(architectures(text, "linux/arm64")) == 1
    assert architectures(text, "linux/amd64") == []
