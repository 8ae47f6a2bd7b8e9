"""What is known of single files in images."""

import pytest

from dfix.images import parse_reference
from dfix.images.tools import ToolKind, tool_at


@pytest.mark.parametrize(
    ("image", "path", "kind"),
    [
        ("ghcr.io/astral-sh/uv:0.5", "/uv", ToolKind.STATIC),
        ("ghcr.io/astral-sh/uv", "/etc/passwd", None),
        ("composer:2", "/usr/bin/composer", ToolKind.PORTABLE),
        ("docker:27-cli", "/usr/local/bin/docker", ToolKind.STATIC),
        ("node:20-alpine", "/usr/local/bin/node", ToolKind.FOLLOWS_IMAGE),
        ("busybox:musl", "/bin/busybox", ToolKind.STATIC),
        ("busybox:1.36-musl", "/bin/sh", ToolKind.STATIC),
        ("busybox:1.36", "/bin/busybox", ToolKind.FOLLOWS_IMAGE),
        ("denoland/deno:bin-1.40.0", "/deno", ToolKind.GLIBC),
        ("krallin/tini", "/tini", ToolKind.GLIBC),
        ("krallin/tini", "/tini-static", None),
        ("prom/node-exporter", "/bin/node_exporter", ToolKind.STATIC),
        ("registry.example/x", "/bin/tool", None),
    ],
)
def test_tool_at(image: str, path: str, kind: ToolKind | None) -> None:
    reference = parse_reference(image)
    assert reference is not None
    found = tool_at(reference, path)
    assert (found.kind if found else None) is kind


@pytest.mark.parametrize(("tag", "version"), [("20-bookworm", "2.28"), ("16-bullseye", None), ("latest", "2.28")])
def test_node_asks_for_a_glibc(tag: str, version: str | None) -> None:
    reference = parse_reference(f"node:{tag}")
    assert reference is not None
    found = tool_at(reference, "/usr/local/bin/node")
    assert found is not None
    assert found.glibc_min == version
