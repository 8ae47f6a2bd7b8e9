"""Where a download goes, and what its name tells."""

import pytest

from dfix.build import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace import Linkage, trace

GNU = "https://example.com/v1/tool-x86_64-unknown-linux-gnu"
MUSL = "https://example.com/v1/tool-x86_64-unknown-linux-musl"


def linkage(line: str, path: str) -> Linkage | None:
    (stage,) = trace(plan(parse(Source(f"FROM debian:12\nWORKDIR /w\n{line}\n".encode())), BuildOptions())).stages
    node = stage.root.files.find(path)
    return node.artifact.linkage if node else None


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (f"RUN curl -fsSLo /t {GNU}", "/t"),
        (f"RUN curl -fsSL -o /t {GNU}", "/t"),
        (f"RUN curl --output /t {GNU}", "/t"),
        (f"RUN curl -LO {GNU}", "/w/tool-x86_64-unknown-linux-gnu"),
        (f"RUN curl -fsSL {GNU} > /t", "/t"),
        (f"RUN wget {GNU}", "/w/tool-x86_64-unknown-linux-gnu"),
        (f"RUN wget -O /t {GNU}", "/t"),
        (f"RUN wget -qO /t {GNU}", "/t"),
        (f"RUN wget -qO- {GNU}.tar.gz | tar xz -C /opt", "/opt/tool"),
        (f"RUN curl {GNU}.tar.gz | tar -xzf - -C /opt --strip-components=1", "/opt/tool"),
        (f"RUN curl -fsSLo a.tgz {GNU}.tar.gz && mkdir x && tar -xzf a.tgz -C x", "/w/x/tool"),
        (f"RUN wget {GNU}.zip && unzip tool-x86_64-unknown-linux-gnu.zip -d /opt", "/opt/tool"),
        (f"ADD {GNU} /t", "/t"),
        (f"ADD {GNU} /usr/local/bin/", "/usr/local/bin/tool-x86_64-unknown-linux-gnu"),
        (f"ARG V=1\nRUN curl -fsSLo /t-$V {GNU}-$V && mv /t-1 /usr/bin/t", "/usr/bin/t"),
    ],
)
def test_where_it_goes(line: str, path: str) -> None:
    assert linkage(line, path) is Linkage.DYNAMIC


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (GNU, Linkage.DYNAMIC),
        (MUSL, Linkage.STATIC),
        ("https://example.com/tool-linux-amd64-static", Linkage.STATIC),
        ("https://example.com/tool-aarch64-linux-gnu", Linkage.DYNAMIC),
        ("https://example.com/tool-linux-gnueabihf", Linkage.DYNAMIC),
        ("https://github.com/coreos/x/releases/download/1/x-x86_64-unknown-linux-gnu", Linkage.STATIC),
        ("https://example.com/tool-linux-amd64", None),
        (f"{GNU}.sha256", None),
        (f"{GNU}.tar.gz.asc", None),
        ("https://example.com/gnu/hello", None),
    ],
)
def test_what_the_name_tells(url: str, expected: Linkage | None) -> None:
    assert linkage(f"RUN curl -o /t {url}", "/t") is expected
