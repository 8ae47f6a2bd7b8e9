"""C, C++ and Rust: what each build leaves where, and of which nature."""

import pytest

from dfix.images import Libc
from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace import Kind, Linkage, trace

G, M = Libc.GLIBC, Libc.MUSL


def nature(base: str, lines: str, path: str) -> tuple[str, str, Libc | None]:
    text = f"FROM {base}\nWORKDIR /src\n{lines}\n"
    (stage,) = trace(plan(parse(Source(text.encode())), BuildOptions())).stages
    node = stage.root.files.find(path)
    if node is None:
        return ("nothing", "", None)
    artifact = node.artifact
    return (artifact.kind.name.lower(), artifact.linkage.value, artifact.abi.libc if artifact.abi else None)


PROGRAM, LIBRARY = ("program", "dynamic", G), ("library", "dynamic", G)
STATIC = ("program", "static", None)
PORTABLE = ("portable", "static", None)
CONFIGURED = "RUN ./configure --prefix=/opt/x && make && make install"


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        ("RUN gcc a.c", "/src/a.out", PROGRAM),
        ("RUN gcc -o /a a.c -lm", "/a", PROGRAM),
        ("RUN gcc -c a.c -o a.o", "/src/a.o", ("nothing", "", None)),
        ("RUN gcc -shared -fPIC -o liba.so a.c", "/src/liba.so", LIBRARY),
        ("RUN gcc -static -o /a a.c", "/a", STATIC),
        ("RUN gcc -static-libgcc -o /a a.c", "/a", PROGRAM),
        ("RUN musl-gcc -o /a a.c", "/a", ("program", "dynamic", M)),
        ("RUN musl-gcc -static -o /a a.c", "/a", STATIC),
        ("RUN clang++-16 -o /a a.cc", "/a", PROGRAM),
        (CONFIGURED, "/opt/x/bin/tool", PROGRAM),
        (CONFIGURED, "/opt/x/lib/libx.so.1", LIBRARY),
        (CONFIGURED, "/opt/x/lib/libx.a", PORTABLE),
        (CONFIGURED, "/opt/x/include/x.h", PORTABLE),
        (CONFIGURED, "/opt/x/share/x", PORTABLE),
        ('RUN ./configure && make install DESTDIR="$PWD/build"', "/src/build/usr/local/bin/tool", PROGRAM),
        ("RUN ./configure LDFLAGS=-static && make install", "/usr/local/bin/tool", STATIC),
        ('RUN CFLAGS="-O2 -static" ./configure && make install', "/usr/local/bin/tool", STATIC),
        ("RUN ./configure && make LDFLAGS=-all-static && make install", "/usr/local/bin/tool", STATIC),
        ("RUN make -C sub PREFIX=/usr install", "/usr/bin/tool", PROGRAM),
        ("RUN cmake -B build -DCMAKE_INSTALL_PREFIX=/p && cmake --build build --target install", "/p/bin/t", PROGRAM),
        ("RUN cmake -B build && cmake --build build", "/src/build/t", PROGRAM),
        ("RUN cmake -B build && cmake --install build --prefix /q", "/q/lib64/libt.so", LIBRARY),
        ("RUN mkdir build && cd build && cmake .. && DESTDIR=/d ninja install", "/d/usr/local/bin/t", PROGRAM),
        ("RUN meson setup --prefix=/usr b && meson install -C b --destdir /d", "/d/usr/bin/t", PROGRAM),
        ("RUN cargo build --release", "/src/target/release/app", PROGRAM),
        ("RUN cargo build", "/src/target/debug/app", PROGRAM),
        ("ENV CARGO_TARGET_DIR=/t\nRUN cargo build -r", "/t/release/app", PROGRAM),
        (
            "RUN cargo build --release --target x86_64-unknown-linux-musl",
            "/src/target/x86_64-unknown-linux-musl/release/a",
            STATIC,
        ),
        ("RUN cargo build --release --target wasm32-wasi", "/src/target/wasm32-wasi/release/a.wasm", PORTABLE),
        ('RUN RUSTFLAGS="-C target-feature=+crt-static" cargo build --release', "/src/target/release/app", STATIC),
        ("RUN cargo install --root /r ripgrep", "/r/bin/rg", PROGRAM),
        ("RUN rustc -O main.rs", "/src/main", PROGRAM),
        ("RUN --mount=type=cache,target=/src/target cargo build -r && cp target/release/app /app", "/app", PROGRAM),
        ("RUN --mount=type=cache,target=/src/target cargo build -r", "/src/target/release/app", ("nothing", "", None)),
    ],
)
def test_on_debian(lines: str, path: str, expected: tuple[str, str, Libc | None]) -> None:
    assert nature("debian:12", lines, path) == expected


@pytest.mark.parametrize(
    ("base", "lines", "path", "expected"),
    [
        ("alpine:3.20", "RUN gcc -o /a a.c", "/a", ("program", "dynamic", M)),
        ("rust:1.80-alpine", "RUN cargo build --release", "/src/target/release/a", STATIC),
        (
            "rust:1.80-alpine",
            'RUN RUSTFLAGS="-C target-feature=-crt-static" cargo build -r',
            "/src/target/release/a",
            ("program", "dynamic", M),
        ),
        ("registry.example/x", "RUN gcc -o /a a.c", "/a", ("program", "unknown", None)),
    ],
)
def test_elsewhere(base: str, lines: str, path: str, expected: tuple[str, str, Libc | None]) -> None:
    assert nature(base, lines, path) == expected


def test_kinds_and_linkages_are_all_used() -> None:
    assert {kind.name for kind in Kind} == {"PROGRAM", "LIBRARY", "ENVIRONMENT", "PORTABLE", "UNKNOWN"}
    assert len(Linkage) == 3
