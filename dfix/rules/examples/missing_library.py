"""Examples of missing-library (DF105): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

CXX = (
    "FROM alpine:3.20 AS build\nRUN apk add --no-cache g++\nCOPY main.cpp .\nRUN g++ -o /app main.cpp\n"
    "FROM alpine:3.20\nCOPY --from=build «/app» /app\n"
)
RUST = (
    "FROM rust:1.80-bookworm AS build\nCOPY . .\nRUN cargo build --release\n"
    "FROM gcr.io/distroless/base-debian12\nCOPY --from=build «/target/release/app» /app\n"
)
CRATES = (
    "FROM rust:1.90-bookworm AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n"
    "FROM debian:bookworm-slim\nCOPY --from=build «/src/target/release/app» /app\n"
)
LIBSSL = "apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*"
LOCK = """version = 4

[[package]]
name = "app"
dependencies = [
 "{crate}",
]

[[package]]
name = "{crate}"
source = "registry+https://github.com/rust-lang/crates.io-index"
"""
MANIFEST = '[package]\nname = "app"\n\n[dependencies]\n{crate} = "0.9"\n'
USES_OPENSSL = {
    "Cargo.lock": LOCK.replace("{crate}", "openssl-sys"),
    "Cargo.toml": MANIFEST.replace("{crate}", "openssl-sys"),
    "src/main.rs": "fn main() {\n    openssl_sys::init();\n}\n",
}
USES_RUSTLS = {"Cargo.lock": LOCK.replace("{crate}", "rustls"), "Cargo.toml": MANIFEST.replace("{crate}", "rustls")}
PSYCOPG = (
    "FROM python:3.12 AS build\nRUN pip install --prefix=/install psycopg2\n"
    "FROM python:3.12-slim\nCOPY --from=build «/install» /usr/local\n"
)
LIBPQ = LIBSSL.replace("libssl3", "libpq5")
ELIXIR = (
    "FROM elixir:1.16-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN mix deps.get && mix release\n"
    "FROM alpine:3.20\nRUN apk add --no-cache bash\nCOPY --from=build «/src/_build/dev/rel/app» /app\n"
)
OPENSSL = (
    "FROM debian:11 AS build\nRUN apt-get update && apt-get install -y gcc libssl-dev\nCOPY a.c .\nRUN gcc -o /app a.c -lssl -lcrypto\n"
    "FROM debian:12-slim\nRUN apt-get update && apt-get install -y openssl\nCOPY --from=build «/app» /app\n"
)

OPENCV = "FROM python:3.12-slim-bookworm\nRUN «pip install opencv-python»\nCOPY app.py /app.py\n"
PKG_CONFIG = (
    "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc pkg-config libsqlite3-dev\nCOPY a.c .\n"
    "RUN gcc -o /app a.c $(pkg-config --libs sqlite3)\n"
    "FROM debian:12-slim\nCOPY --from=build «/app» /app\n"
)
OPENMP = (
    "FROM gcc:12-bookworm AS build\nCOPY a.c .\nRUN gcc -fopenmp -o /app a.c\n"
    "FROM debian:12-slim\nCOPY --from=build «/app» /app\n"
)
BOOST = (
    "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y g++ libboost-filesystem-dev\nCOPY a.cc .\n"
    "RUN g++ -o /app a.cc -lboost_filesystem\n"
    "FROM debian:13-slim\nRUN apt-get update && apt-get install -y libboost-filesystem1.83.0\nCOPY --from=build «/app» /app\n"
)
PROJECT = (
    "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y g++ cmake libcurl4-openssl-dev\nWORKDIR /src\n"
    "COPY . .\nRUN cmake . && cmake --build . && cmake --install . --prefix /opt/app\n"
    "FROM debian:12-slim\nCOPY --from=build «/opt/app» /opt/app\n"
)
IOSTREAM = (
    "FROM gcc:13-bookworm AS build\nCOPY a.cc .\nRUN g++ -o /app a.cc\n"
    "FROM debian:bookworm-slim\nCOPY --from=build «/app» /app\n"
)
PSQL = "FROM debian:12-slim\nCOPY --from=postgres:16-bookworm «/usr/lib/postgresql/16/bin/psql» /usr/bin/psql\n"
NGINX = (
    "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc make wget libpcre2-dev libssl-dev zlib1g-dev\n"
    "RUN wget -qO- https://nginx.org/download/nginx-1.25.0.tar.gz | tar xz && cd nginx-1.25.0 && "
    "./configure --with-http_ssl_module && make && make install\n"
    "FROM debian:12-slim\nCOPY --from=build «/usr/local/nginx» /usr/local/nginx\n"
)
LISTS = {"CMakeLists.txt": "project(app CXX)\nfind_package(CURL REQUIRED)\nadd_executable(app a.cc)\n"}

BAD = (
    Bad(PSQL, "needs `libpq.so.5`", PSQL.replace("slim\n", f"slim\nRUN {LIBSSL.replace('libssl3', 'libpq5')}\n")),
    Bad(IOSTREAM, "needs `GLIBCXX_3.4.32`", IOSTREAM.replace("gcc:13", "gcc:12")),
    Bad(
        CXX,
        "needs `libstdc++.so.6`",
        CXX.replace("alpine:3.20\nCOPY --from", "alpine:3.20\nRUN apk add --no-cache libstdc++\nCOPY --from"),
    ),
    Bad(
        PKG_CONFIG,
        "needs `libsqlite3.so.0`",
        PKG_CONFIG.replace("slim\n", f"slim\nRUN {LIBSSL.replace('libssl3', 'libsqlite3-0')}\n"),
    ),
    Bad(
        OPENMP, "needs `libgomp.so.1`", OPENMP.replace("slim\n", f"slim\nRUN {LIBSSL.replace('libssl3', 'libgomp1')}\n")
    ),
    Bad(BOOST, "needs `libboost_filesystem.so.1.74.0`", BOOST.replace("debian:12 ", "debian:13 ")),
    Bad(
        PROJECT,
        "need `libcurl.so.4`",
        PROJECT.replace("slim\n", f"slim\nRUN {LIBSSL.replace('libssl3', 'libcurl4')}\n"),
        files=LISTS,
    ),
    Bad(OPENSSL, "needs `libssl.so.1.1`"),
    Bad(NGINX, "need `libssl.so.3`", NGINX.replace("slim\n", f"slim\nRUN {LIBSSL}\n")),
    Bad(RUST, "needs `libgcc_s.so.1`", RUST.replace("/base-", "/cc-")),
    Bad(CRATES, "needs `libssl.so.3`", CRATES.replace("slim\n", f"slim\nRUN {LIBSSL}\n"), files=USES_OPENSSL),
    Bad(PSYCOPG, "`psycopg2` in `/usr/local` needs `libpq.so.5`", PSYCOPG.replace("slim\n", f"slim\nRUN {LIBPQ}\n")),
    Bad(
        OPENCV,
        "`opencv-python` in `/usr/local/lib/python3.12/site-packages` needs `libGL.so.1`",
        OPENCV.replace("bookworm\n", f"bookworm\nRUN {LIBSSL.replace('libssl3', 'libgl1 libglib2.0-0')}\n"),
    ),
    Bad(ELIXIR, "programs in `/app` need `libstdc++.so.6`", ELIXIR.replace("bash", "bash libstdc++")),
)

GOOD = (
    Good("the runtime has a newer library", IOSTREAM.replace("debian:bookworm", "debian:trixie")),
    Good("the C++ runtime is linked in", IOSTREAM.replace("g++ -o", "g++ -static-libstdc++ -o")),
    Good(
        "the library comes along",
        IOSTREAM + "COPY --from=build /usr/local/lib64/libstdc++.so.6 /usr/lib/x86_64-linux-gnu/\n",
    ),
    Good(
        "the client's package is installed",
        PSQL.replace("slim\n", "slim\nRUN apt-get update && apt-get install -y libpq5\n"),
    ),
    Good("only headers are asked for", PKG_CONFIG.replace("--libs", "--cflags")),
    Good("Boost of the same release", BOOST.replace("13-slim", "12-slim").replace("1.83.0", "1.74.0")),
    Good("the project's files are not known", PROJECT),
    Good(
        "a project of Go shows what it links",
        "FROM golang:1.22-alpine AS build\nRUN apk add --no-cache gcc musl-dev eudev-dev\nWORKDIR /src\nCOPY . .\n"
        "RUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /app\n",
        files={
            "go.mod": "module a\nrequire example.com/b v1.0.0\n",
            "main.go": 'package main\nimport "example.com/b"\n',
        },
    ),
    Good("nginx without TLS", NGINX.replace("--with-http_ssl_module", "")),
    Good("OpenSSL is built along", NGINX.replace("_module", "_module --with-openssl=../openssl-3.0.9")),
    Good(
        "curl brings its library",
        PROJECT.replace("slim\n", "slim\nRUN apt-get update && apt-get install -y curl\n"),
        files=LISTS,
    ),
    Good("both releases have the same OpenSSL", OPENSSL.replace("debian:11", "ubuntu:22.04")),
    Good("Cargo.lock shows no OpenSSL", CRATES.replace("RUN", f"RUN {LIBSSL}-dev\nRUN", 1), files=USES_RUSTLS),
    Good(
        "ca-certificates brings OpenSSL",
        CRATES.replace("slim\n", "slim\nRUN apt-get update && apt-get install -y ca-certificates\n"),
        files=USES_OPENSSL,
    ),
    Good("Debian 13 has OpenSSL", CRATES.replace("bookworm", "trixie"), files=USES_OPENSSL),
    Good("psycopg2-binary brings libpq", PSYCOPG.replace("psycopg2", "psycopg2-binary")),
    Good("the wheel without windows", OPENCV.replace("-python", "-python-headless")),
    Good(
        "the library is installed",
        OPENCV.replace("RUN", f"RUN {LIBSSL.replace('libssl3', 'libgl1 libglib2.0-0')}\nRUN"),
    ),
    Good("the full image has libpq", PSYCOPG.replace("-slim", "")),
    Good("libpq is there", PSYCOPG.replace("slim\n", "slim\nRUN apt-get update && apt-get install -y libpq-dev\n")),
    Good("OTP 23 needs no libstdc++", ELIXIR.replace("1.16", "1.11").replace("alpine:3.20", "alpine:3.14")),
    Good("OpenSSL is linked in", OPENSSL.replace("gcc -o", "gcc -static -o")),
    Good(
        "the package is installed",
        CXX.replace("alpine:3.20\nCOPY --from", "alpine:3.20\nRUN apk add libstdc++\nCOPY --from"),
    ),
    Good(
        "another package brings it",
        CXX.replace("alpine:3.20\nCOPY --from", "alpine:3.20\nRUN apk add nodejs\nCOPY --from"),
    ),
    Good("linked into the program", CXX.replace("g++ -o", "g++ -static-libstdc++ -static-libgcc -o")),
    Good(
        "the library comes along",
        CXX + "COPY --from=build /usr/lib/libstdc++.so.6 /usr/lib/libgcc_s.so.1 /usr/lib/\n",
    ),
    Good("distroless cc has it", RUST.replace("/base-", "/cc-")),
    Good("Debian's images have it", RUST.replace("gcr.io/distroless/base-debian12", "debian:bookworm-slim")),
)
