"""The switch that makes a program static, where each toolchain wants it."""

from pathlib import Path

import pytest

from dfix import Applicability, Family, Options, analyse, fix
from dfix.context import Folder


def repaired(builder: str, run: str, *, allowed: Applicability = Applicability.UNSAFE) -> str:
    text = f"FROM {builder} AS b\nWORKDIR /src\nRUN {run}\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
    after = fix(text, Options(prefer=Family.STATIC), allowed).text
    return after.splitlines()[2].removeprefix("RUN ")


@pytest.mark.parametrize(
    ("builder", "run", "expected"),
    [
        ("rust:1.80-bookworm", "rustc -O -o /app a.rs", "rustc -C target-feature=+crt-static -O -o /app a.rs"),
    ],
)
def test_safe_where_only_libc_is_linked(builder: str, run: str, expected: str) -> None:
    assert repaired(builder, run, allowed=Applicability.SAFE) == expected


@pytest.mark.parametrize(
    ("builder", "run", "expected"),
    [
        ("gcc:13-bookworm", "gcc -O2 -o /app a.c -lm", "gcc -static -O2 -o /app a.c -lm"),
        ("gcc:13-bookworm", "g++ -o /app a.cc > log", "g++ -static -o /app a.cc > log"),
        ("gcc:13-bookworm", "gcc -o /app a.c -lssl", "gcc -static -o /app a.c -lssl -lcrypto"),
        (
            "gcc:13-bookworm",
            "gcc a.c -o /app $(pkg-config --libs libpng)",
            "gcc -static a.c -o /app $(pkg-config --static --libs libpng)",
        ),
        ("haskell:9.4", "ghc -o /app Main.hs", "ghc -optl-static -o /app Main.hs"),
        ("nimlang/nim:2.0.0", "nim c -o:/app a.nim", "nim c --passL:-static -o:/app a.nim"),
        ("crystallang/crystal:1.10", "crystal build -o /app a.cr", "crystal build --static -o /app a.cr"),
        ("swift:5.9", "swiftc -o /app a.swift", "swiftc -static-executable -o /app a.swift"),
        ("debian:12", "gnatmake -o /app a.adb", "gnatmake -o /app a.adb -largs -static"),
        ("debian:12", "ocamlfind ocamlopt -o /app a.ml", "ocamlfind ocamlopt -ccopt -static -o /app a.ml"),
    ],
)
def test_unsafe_where_more_is_linked(builder: str, run: str, expected: str) -> None:
    assert repaired(builder, run, allowed=Applicability.SAFE) in (run, expected)
    assert repaired(builder, run) == expected


@pytest.mark.parametrize(
    "run",
    [
        pytest.param("gcc -shared -o /app a.c", id="a library is not linked statically"),
        pytest.param('["gcc", "-o", "/app", "a.c"]', id="exec form is left"),
        pytest.param("gcc -fsanitize=address -o /app a.c", id="a sanitizer"),
        pytest.param("gcc -o /app a.c -ldl", id="it may load plugins"),
        pytest.param("gcc -o /app a.c -lcurl", id="how the library is linked statically is not known"),
        pytest.param("gcc -o /app a.c $(mysql_config --libs)", id="what it links is not known"),
        pytest.param("gcc -o /app a.c && ldd /app", id="ldd fails on a static program"),
        pytest.param("gcc -o /app a.c && cp $(ldd /app | grep -o '/[^ ]*') /deps", id="ldd names no library of it"),
        pytest.param("gcc -shared -o /l.so l.c && gcc -o /app a.c", id="a library of its own"),
    ],
)
def test_not_linked_statically(run: str) -> None:
    text = f"FROM gcc:13-bookworm AS b\nWORKDIR /src\nRUN {run}\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
    offered = {fix.repair.id for finding in analyse(text).findings for fix in finding.fixes}
    assert "link-statically" not in offered


def test_ldd_whose_failure_is_harmless() -> None:
    run = "gcc -o /app a.c && (ldd /app || true)"
    assert repaired("gcc:13-bookworm", run) == run.replace("gcc", "gcc -static", 1)


@pytest.mark.parametrize(
    ("builder", "source", "claim"),
    [
        pytest.param("gcc:13-bookworm", "int main(void) { return 0; }", "safe certain", id="nothing special"),
        pytest.param("gcc:13-bookworm", "x = getpwnam(name);", "safe certain", id="users, with a new glibc"),
        pytest.param("gcc:12-bullseye", "x = getpwnam(name);", "unsafe possible", id="users, with an older glibc"),
        pytest.param("gcc:13-bookworm", 'iconv_open("a", "b");', "unsafe possible", id="iconv"),
        pytest.param("gcc:13-bookworm", 'setlocale(LC_ALL, "C.UTF-8");', "unsafe possible", id="a locale"),
        pytest.param("gcc:13-bookworm", 'setlocale(LC_ALL, "POSIX");', "safe certain", id="a locale that libc has"),
        pytest.param("gcc:13-bookworm", 'setlocale(LC_ALL, "");', "safe certain", id="the environment's locale"),
        pytest.param("gcc:13-bookworm", '#include "missing.h"', "safe certain", id="a header of another directory"),
        pytest.param("gcc:13-bookworm", None, "unsafe likely", id="no sources"),
        pytest.param("gcc:13-bookworm", "dlopen(name, 1);", "", id="plugins"),
    ],
)
def test_the_sources_tell(tmp_path: Path, builder: str, source: str | None, claim: str) -> None:
    if source is not None:
        (tmp_path / "a.c").write_text(source)
    text = f'FROM {builder} AS b\nWORKDIR /src\nCOPY . .\nRUN gcc -o /app a.c\nFROM scratch\nCOPY --from=b /app /app\nCMD ["/app"]\n'
    fixes = analyse(text, Options(context=Folder(str(tmp_path)))).findings[0].fixes
    static = [f"{one.applicability.word} {one.cure.word}" for one in fixes if one.repair.id == "link-statically"]
    assert " ".join(static) == claim


CARGO = (
    "FROM rust:1.80-bookworm AS b\nWORKDIR /src\nCOPY . .\nRUN cargo build --release && strip target/release/a\n"
    "RUN cp /src/target/release/b /out/b\n"
    "FROM alpine:3.20\nCOPY --from=b /src/target/release/a /src/target/release/c /usr/bin/\nCOPY --from=b /out/b /b\n"
)


def test_the_musl_target_is_followed_into_every_path() -> None:
    after = fix(CARGO, Options(prefer=Family.STATIC), Applicability.UNSAFE).text
    triple = "x86_64-unknown-linux-musl"
    assert after == CARGO.replace("target/release", f"target/{triple}/release").replace(
        "cargo build", f"rustup target add {triple} && cargo build --target {triple}"
    )


def test_the_platform_decides_the_triple() -> None:
    from dfix import BuildOptions

    options = Options(BuildOptions(platform="linux/arm64"), prefer=Family.STATIC)
    assert "--target aarch64-unknown-linux-musl" in fix(CARGO, options, Applicability.UNSAFE).text


BUILT = "FROM gcc:13-bookworm AS b\nWORKDIR /src\nRUN {}\nFROM alpine:3.20\nCOPY --from=b /out/bin /usr/local/bin\n"


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (
            "./configure --prefix=/out && make install",
            "./configure --prefix=/out --disable-shared --enable-static LDFLAGS=--static && make install",
        ),
        (
            "./configure --prefix=/out LDFLAGS='-s' && make install",
            "./configure --prefix=/out LDFLAGS='-s --static' --disable-shared --enable-static && make install",
        ),
        (
            "cmake -B build -DCMAKE_INSTALL_PREFIX=/out && cmake --install build",
            (
                "cmake -B build -DCMAKE_INSTALL_PREFIX=/out -DBUILD_SHARED_LIBS=OFF -DCMAKE_EXE_LINKER_FLAGS=-static"
                " && cmake --install build"
            ),
        ),
        (
            "meson setup build --prefix=/out && meson install -C build",
            (
                "meson setup build --prefix=/out -Ddefault_library=static -Dc_link_args=-static -Dcpp_link_args=-static"
                " && meson install -C build"
            ),
        ),
    ],
)
def test_build_systems(run: str, expected: str) -> None:
    after = fix(BUILT.format(run), Options(prefer=Family.STATIC), Applicability.UNSAFE).text
    assert after == BUILT.format(expected)
