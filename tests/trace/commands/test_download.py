"""Where a download goes, and what its name tells."""

import pytest

from dfix.images import Libc
from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace import Kind, Linkage, trace
from dfix.trace.knowledge.download import nature

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


HUGO = "https://github.com/gohugoio/hugo/releases/download/v0.119.0"
MAVEN = "https://repo1.maven.org/maven2/org/flywaydb/flyway-commandline"
NODE = "https://unofficial-builds.nodejs.org/download/release/v20.1.0/node-v20.1.0-linux-x64"


@pytest.mark.parametrize(
    ("url", "kind", "expected"),
    [
        (GNU, Kind.PROGRAM, Linkage.DYNAMIC),
        (MUSL, Kind.PROGRAM, Linkage.STATIC),
        ("https://example.com/tool-linux-amd64-static", Kind.PROGRAM, Linkage.STATIC),
        ("https://example.com/tool-aarch64-linux-gnu", Kind.PROGRAM, Linkage.DYNAMIC),
        ("https://example.com/tool-linux-gnueabihf", Kind.PROGRAM, Linkage.DYNAMIC),
        ("https://github.com/coreos/x/releases/download/1/x-x86_64-unknown-linux-gnu", Kind.PROGRAM, Linkage.STATIC),
        ("https://dl.k8s.io/release/v1.30.0/bin/linux/amd64/kubectl", Kind.PROGRAM, Linkage.STATIC),
        ("https://nodejs.org/dist/v20.1.0/node-v20.1.0-linux-x64", Kind.PROGRAM, Linkage.DYNAMIC),
        (f"{HUGO}/hugo_0.119.0_linux-amd64.tar.gz", Kind.UNKNOWN, Linkage.STATIC),
        (f"{HUGO}/hugo_extended_0.119.0_linux-amd64.tar.gz", Kind.UNKNOWN, Linkage.DYNAMIC),
        ("https://go.dev/dl/go1.19.13.linux-amd64.tar.gz", Kind.UNKNOWN, Linkage.DYNAMIC),
        ("https://go.dev/dl/go1.22.1.linux-amd64.tar.gz", Kind.UNKNOWN, Linkage.UNKNOWN),
        (f"{MAVEN}/10.0.0/flyway-commandline-10.0.0-linux-x64.tar.gz", Kind.UNKNOWN, Linkage.DYNAMIC),
        (f"{MAVEN}/10.0.0/flyway-commandline-10.0.0.tar.gz", Kind.UNKNOWN, Linkage.UNKNOWN),
        ("https://openpolicyagent.org/downloads/v0.63.0/opa_linux_amd64", Kind.PROGRAM, Linkage.DYNAMIC),
        ("https://openpolicyagent.org/downloads/v0.63.0/opa_linux_amd64_static", Kind.PROGRAM, Linkage.STATIC),
        ("https://static.snyk.io/cli/latest/snyk-linux", Kind.PROGRAM, Linkage.DYNAMIC),
        (f"{NODE}-musl", Kind.PROGRAM, Linkage.DYNAMIC),
        ("https://example.com/tool-linux-amd64", Kind.PROGRAM, Linkage.UNKNOWN),
        (f"{GNU}.sha256", Kind.PORTABLE, Linkage.STATIC),
        (f"{GNU}.tar.gz.asc", Kind.PORTABLE, Linkage.STATIC),
        ("https://archive.apache.org/dist/kafka/2.8.0/kafka_2.13-2.8.0.tgz", Kind.PORTABLE, Linkage.STATIC),
        ("https://ftp.gnu.org/gnu/glibc/glibc-2.25.tar.gz", Kind.PORTABLE, Linkage.STATIC),
        ("https://example.com/tool_1.0_amd64.deb", Kind.UNKNOWN, Linkage.UNKNOWN),
        ("https://example.com/gnu/hello", Kind.UNKNOWN, Linkage.UNKNOWN),
    ],
)
def test_what_the_name_tells(url: str, kind: Kind, expected: Linkage) -> None:
    found = nature(url, 0, None)
    assert (found.kind, found.linkage) == (kind, expected)


@pytest.mark.parametrize(
    ("url", "interpreter"),
    [
        ("https://raw.githubusercontent.com/vishnubob/wait-for-it/master/wait-for-it.sh", "bash"),
        ("https://example.com/mirror/wait-for-it.sh", "bash"),
        ("https://example.com/wait.sh", None),
        ("https://example.com/wait-for-it.sh.sig", None),
    ],
)
def test_a_well_known_script_has_an_interpreter(url: str, interpreter: str | None) -> None:
    script = nature(url, 0, None).script
    assert (script.program if script else None) == interpreter


@pytest.mark.parametrize(
    ("url", "linkage"),
    [
        ("mirror.openshift.com/pub/openshift-v4/clients/ocp/stable/openshift-client-linux.tar.gz", Linkage.DYNAMIC),
        ("github.com/openshift/origin/releases/download/v3.11.0/openshift-origin-client-tools.tar.gz", Linkage.UNKNOWN),
        ("github.com/openshift/origin/releases/download/v3.11.0/openshift-origin-client-tools-linux-64bit.tar.gz",
         Linkage.DYNAMIC),
    ],
)  # fmt: skip
def test_clients_of_openshift_are_built_for_glibc(url: str, linkage: Linkage) -> None:
    assert nature(f"https://{url}", 0, None).linkage is linkage


def test_a_vendors_build_for_musl_needs_musl() -> None:
    abi = nature(f"{NODE}-musl", 0, None).abi
    assert abi is not None
    assert abi.libc is Libc.MUSL


@pytest.mark.parametrize(
    ("line", "path", "expected"),
    [
        ("RUN curl -fsSL https://deno.land/install.sh | sh", "/root/.deno/bin/deno", Linkage.DYNAMIC),
        ("RUN wget -qO- https://astral.sh/uv/install.sh | sh", "/root/.local/bin/uv", Linkage.STATIC),
        ("RUN curl https://sh.rustup.rs -sSf | sh -s -- -y", "/root/.cargo/bin/cargo", Linkage.DYNAMIC),
        ("RUN curl -fsSLo t.gz https://example.com/t-x86_64-linux-gnu.gz && gunzip t.gz", "/w/t", Linkage.DYNAMIC),
    ],
)
def test_installers_and_single_files(line: str, path: str, expected: Linkage) -> None:
    assert linkage(line, path) is expected
