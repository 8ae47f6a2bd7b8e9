"""Another build of the same thing: a vendor's musl asset, a tool's musl target, the libraries along with the program."""

import pytest

from dfix import Applicability, Family, Options, analyse, fix

GITHUB = "https://github.com"


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (
            f"RUN wget -qO- {GITHUB}/BurntSushi/ripgrep/releases/download/14.1.0/rg-x86_64-unknown-linux-gnu.tar.gz | tar xz -C /opt",
            f"RUN wget -qO- {GITHUB}/BurntSushi/ripgrep/releases/download/14.1.0/rg-x86_64-unknown-linux-musl.tar.gz | tar xz -C /opt",
        ),
        (
            f"ADD {GITHUB}/krallin/tini/releases/download/v0.19.0/tini-amd64 /tini",
            f"ADD {GITHUB}/krallin/tini/releases/download/v0.19.0/tini-static-amd64 /tini",
        ),
    ],
)
def test_asset(run: str, expected: str) -> None:
    assert fix(f"FROM alpine:3.20\n{run}\n", names=("musl-asset",)).text == f"FROM alpine:3.20\n{expected}\n"


def test_an_asset_that_is_always_there_comes_before_another_base_image() -> None:
    text = f'FROM alpine:3.20\nADD {GITHUB}/krallin/tini/releases/download/v0.19.0/tini /tini\nENTRYPOINT ["/tini"]\n'
    assert "/v0.19.0/tini-static /tini" in fix(text, allowed=Applicability.UNSAFE).text


def test_an_unknown_vendor_has_no_other_asset() -> None:
    text = "FROM alpine:3.20\nADD https://example.com/tool-x86_64-linux-gnu /tool\n"
    assert fix(text, names=("musl-asset",)).text == text


@pytest.mark.parametrize(
    ("builder", "run", "expected"),
    [
        (
            "mcr.microsoft.com/dotnet/sdk:8.0",
            "dotnet publish -r linux-x64 --self-contained -o /app",
            "dotnet publish -r linux-musl-x64 --self-contained -o /app",
        ),
        (
            "mcr.microsoft.com/dotnet/sdk:8.0",
            "dotnet publish --runtime=linux-arm64 --self-contained -o /app",
            "dotnet publish --runtime=linux-musl-arm64 --self-contained -o /app",
        ),
        (
            "oven/bun:1",
            "bun build --compile --outfile /app a.ts",
            "bun build --compile --target=bun-linux-x64-musl --outfile /app a.ts",
        ),
        (
            "debian:12",
            "zig cc -target x86_64-linux-gnu.2.31 -o /app a.c",
            "zig cc -target x86_64-linux-musl -o /app a.c",
        ),
    ],
)
def test_target(builder: str, run: str, expected: str) -> None:
    """The runtimes of .NET and Bun are written in C++, and need its library on Alpine."""
    text = f"FROM {builder} AS b\nWORKDIR /src\nRUN {{}}\nFROM alpine:3.20\n{{}}COPY --from=b /app /app\n"
    runtime = "" if "zig" in run else f"RUN apk add --no-cache libstdc++{' icu-libs' if 'dotnet' in run else ''}\n"
    assert fix(text.format(run, "")).text == text.format(expected, runtime)


def test_libraries_along() -> None:
    text = 'FROM debian:12 AS b\nRUN gcc -o /app a.c\nFROM scratch\nCOPY --from=b /app /app\nENTRYPOINT ["/app"]\n'
    after = fix(text, names=("copy-libraries",)).text
    assert after == text.replace(
        "COPY --from=b /app /app\n",
        "COPY --from=b /app /app\nCOPY --from=b /lib64/ld-linux-x86-64.so.2 /lib64/\n"
        "COPY --from=b /lib/x86_64-linux-gnu/libc.so.6 /lib/x86_64-linux-gnu/\n"
        "COPY --from=b /lib/x86_64-linux-gnu/libm.so.6 /lib/x86_64-linux-gnu/\n",
    )


@pytest.mark.parametrize("words", ["-lsqlite3", "-fopenmp", "$(pkg-config --libs zlib)", "-lcrypt"])
def test_other_libraries_do_not_come_along(words: str) -> None:
    text = f'FROM debian:12 AS b\nRUN gcc -o /app a.c {words}\nFROM scratch\nCOPY --from=b /app /app\nCMD ["/app"]\n'
    offered = {fix.repair.id for finding in analyse(text).findings for fix in finding.fixes}
    assert "copy-libraries" not in offered


@pytest.mark.parametrize(
    ("family", "word"),
    [
        (Family.STATIC, "CGO_ENABLED=0"),
        (Family.MUSL, "golang:1.22-alpine3.20"),
        (Family.GLIBC, "debian:bookworm-slim"),
        (Family.COMPAT, "gcompat"),
    ],
)
def test_preference(family: Family, word: str) -> None:
    text = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
    assert word in fix(text, Options(prefer=family), Applicability.UNSAFE).text


@pytest.mark.parametrize(
    ("image", "start", "expected"),
    [
        ("dotnet/aspnet:8.0-alpine", 'ENTRYPOINT ["/app/x", "-v"]', 'ENTRYPOINT ["dotnet", "/app/x.dll", "-v"]'),
        ("dotnet/runtime:8.0-alpine", "CMD /app/x", "CMD dotnet /app/x.dll"),
        ("dotnet/runtime-deps:8.0-alpine", "CMD /app/x", "CMD /app/x"),
    ],
)
def test_dotnet_starts_the_application_where_the_image_has_it(image: str, start: str, expected: str) -> None:
    text = (
        "FROM mcr.microsoft.com/dotnet/sdk:8.0 AS b\nWORKDIR /src\nRUN dotnet publish -o /out\n"
        f"FROM mcr.microsoft.com/{image}\nCOPY --from=b /out /app\n"
    )
    assert fix(f"{text}{start}\n", names=("start-with-dotnet",)).text == f"{text}{expected}\n"
