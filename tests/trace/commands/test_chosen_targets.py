"""Rust for a target that the Dockerfile chooses: the libc on which all choices agree, and where the program then is."""

import pytest

from dfix import Confidence, Options, analyse
from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace import trace
from dfix.trace.commands.echo import LONGEST

CASE = (
    "FROM rust:1.80-bookworm AS build\nARG TARGETARCH\nARG PROFILE\nWORKDIR /src\nCOPY . .\nRUN {}\n"
    'FROM alpine:3.20\nCOPY --from=build /out/app /app\nCMD ["/app"]\n'
)
CHOOSE = 'case "$TARGETARCH" in amd64) T=x86_64-unknown-linux-{};; arm64) T=aarch64-unknown-linux-{};; *) exit 1;; esac'
BUILD = "cargo build --release --target $T && mkdir -p /out && mv target/$T/release/app /out/"
FILE = (
    'case "$TARGETARCH" in amd64) echo x86_64-unknown-linux-{0} > /target;; *) echo aarch64-unknown-linux-{1} >> /target'
    ";; esac\nRUN cargo build --release --target $(cat /target) && cp target/$(cat /target)/release/app /out/app"
)
SOURCED = (
    'echo "export T=x86_64-unknown-linux-gnu" > /e\nRUN . /e && cargo build --target $T && cp target/$T/debug/app /out/'
)
DYNAMIC, STATIC, UNKNOWN = "dynamic", "static", "unknown"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(f"{CHOOSE.format('gnu', 'gnu')}; {BUILD}", DYNAMIC, id="all for glibc"),
        pytest.param(f"{CHOOSE.format('musl', 'musl')}; {BUILD}", STATIC, id="all for musl"),
        pytest.param(f"{CHOOSE.format('musl', 'gnu')}; {BUILD}", UNKNOWN, id="of both"),
        pytest.param(FILE.format("gnu", "gnu"), DYNAMIC, id="by a file, all for glibc"),
        pytest.param(FILE.format("musl", "musl"), STATIC, id="by a file, all for musl"),
        pytest.param(FILE.format("musl", "gnu"), UNKNOWN, id="by a file, of both"),
        pytest.param(SOURCED, DYNAMIC, id="by a file that the shell reads"),
        pytest.param(FILE.format("gnu", "gnu").replace("echo x", f"echo {'-' * LONGEST}x"), DYNAMIC, id="long text"),
        pytest.param(FILE.format("gnu", "gnu").replace("> /target", '> "$X"'), UNKNOWN, id="no known file"),
        pytest.param(BUILD, UNKNOWN, id="nothing says"),
        pytest.param(BUILD.replace("$T", "$(uname -m)-unknown-linux-gnu"), DYNAMIC, id="of the machine, glibc"),
        pytest.param(BUILD.replace("$T", "$(uname -m)-unknown-linux-musl"), STATIC, id="of the machine, musl"),
        pytest.param(BUILD.replace("$T", "x86_64-pc-windows-gnu"), UNKNOWN, id="for Windows"),
        pytest.param(
            f"export CC=aarch64-unknown-linux-musl-gcc; {CHOOSE.format('gnu', 'gnu')}; {BUILD}",
            DYNAMIC,
            id="a compiler",
        ),
        pytest.param("cargo build --profile $PROFILE && mv target/$PROFILE/app /out/app", DYNAMIC, id="any profile"),
        pytest.param(
            "cargo build -r --features $PROFILE && mv target/release/app /out/app", DYNAMIC, id="any features"
        ),
        pytest.param("cargo build -r $PROFILE && mv target/release/app /out/app", UNKNOWN, id="any words"),
        pytest.param(
            "for T in x86_64-unknown-linux-gnu x86_64-unknown-linux-musl; do cargo build -r --target $T; done; "
            "cp target/*/release/app /out/app",
            UNKNOWN,
            id="pattern, of both",
        ),
        pytest.param(
            "cargo build -r --target x86_64-unknown-linux-gnu && cp target/*/release/app /out/app",
            DYNAMIC,
            id="pattern",
        ),
    ],
)
def test_linkage(lines: str, expected: str) -> None:
    (build, _) = trace(plan(parse(Source(CASE.format(lines).encode())), BuildOptions())).stages
    node = build.root.files.find("/out/app")
    assert (node.artifact.linkage.value if node else "") == expected


@pytest.mark.parametrize(("libc", "expected"), [("gnu", ["DF101"]), ("musl", [])])
def test_finding(libc: str, expected: list[str]) -> None:
    lines = f"{CHOOSE.format(libc, libc)}; {BUILD}"
    found = analyse(CASE.format(lines), Options(min_confidence=Confidence.LIKELY)).findings
    assert [finding.code for finding in found] == expected


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        ("RUN cargo install x", "/root/.cargo/bin/x", DYNAMIC),
        ("RUN cargo install x", "/usr/local/cargo/bin/x", DYNAMIC),
        ("ENV HOME=/home/me\nRUN cargo install x", "/home/me/.cargo/bin/x", DYNAMIC),
        ("ENV CARGO_HOME=/c\nRUN cargo install x", "/c/bin/x", DYNAMIC),
        ("ENV CARGO_HOME=/c\nRUN cargo install x", "/root/.cargo/bin/x", ""),
    ],
)
def test_installed(lines: str, path: str, expected: str) -> None:
    (stage,) = trace(plan(parse(Source(f"FROM debian:12\n{lines}\n".encode())), BuildOptions())).stages
    node = stage.root.files.find(path)
    assert (node.artifact.linkage.value if node else "") == expected
