"""What is built: files with a fault, how the fault shows, and right files that dfix must leave alone."""

import sources as s
from driver import Case
from fresh import FRESH
from moves import MOVES

NOT_FOUND = "not found"
NO_SUCH_FILE = "No such file or directory"
OLD = "version `GLIBC_2.34' not found"
ALPINE, SCRATCH, SLIM, OLD_SLIM = "alpine:3.20", "scratch", "debian:bookworm-slim", "debian:bullseye-slim"
STATIC_BASE, BASE, CC = (f"gcr.io/distroless/{name}-debian12" for name in ("static", "base", "cc"))
GOLANG, GCC, RUSTC = "golang:1.22-bookworm", "gcc:12-bookworm", "rust:1.70-bookworm"
OLD_GCC, GOLANG_ALPINE = "gcc:12-bullseye", "golang:1.22-alpine3.20"
PYTHON, NODE = "python:3.11-slim-bookworm", "node:18-bookworm-slim"


def to(base: str, builder: str, build: str, rest: str = "COPY --from=build /app /app\n", more: str = "") -> str:
    """A file of two stages that ships ``/app``; ``more`` is behind the second FROM.

    What lies in ``scratch`` and is not started is for taking out, so that it starts there.
    """
    start = 'CMD ["/app"]\n' if base == SCRATCH and "CMD" not in rest else ""
    return f"FROM {builder} AS build\nWORKDIR /src\nCOPY . .\nRUN {build}\nFROM {base}\n{more}{rest}{start}"


def tree(base: str, build: str, more: str = "") -> str:
    """A file whose project installs ``hello`` below ``/out``."""
    return to(base, GCC, build, 'COPY --from=build /out/bin /usr/local/bin\nCMD ["/usr/local/bin/hello"]\n', more)


CMAKE = "cmake -B build -DCMAKE_INSTALL_PREFIX=/out && cmake --build build && cmake --install build"
COMMANDS = 'COPY --from=build /out/ /usr/local/bin/\nCMD ["/bin/sh", "-c", "serve && work"]\n'
TWICE = "works\nworks\n"
LIBRARY = (
    "cd said && chmod +x configure && ./configure && make install && cd .. && gcc -o /app main.c -lsaid && ldconfig"
)
LIBRARY_BY_CMAKE = (
    "cmake -S said -B b -DBUILD_SHARED_LIBS=ON && cmake --build b && cmake --install b && gcc -o /app main.c -lsaid"
)
GO_CASES = (
    Case("go-net-http-alpine", to(ALPINE, GOLANG, "go build -o /app ."), s.GO, NOT_FOUND),
    Case("go-scratch", to(SCRATCH, GOLANG, "go build -ldflags '-s -w' -o /app ."), s.GO, NO_SUCH_FILE, quick=True),
    Case("go-distroless-static", to(STATIC_BASE, GOLANG, "go build -o /app ."), s.GO_USER, NO_SUCH_FILE),
    Case("go-older-debian", to(OLD_SLIM, GOLANG, "go build -o /app ."), s.GO, OLD),
    Case("go-all-packages", to(ALPINE, GOLANG, "go build -o /app ./..."), s.GO, NOT_FOUND),
    Case("go-replaced-module", to(ALPINE, GOLANG, "go build -o /app ."), s.GO_REPLACED, NOT_FOUND),
    Case("go-pie-scratch", to(SCRATCH, GOLANG, "go build -buildmode=pie -o /app ."), s.GO, NO_SUCH_FILE),
    Case(
        "go-extldflags-static-alone",
        to(ALPINE, GOLANG, "go build -ldflags '-extldflags \"-static\"' -o /app ."), s.GO, NOT_FOUND,
    ),
    Case("go-with-c-alpine", to(ALPINE, GOLANG, "CGO_ENABLED=1 go build -o /app ."), s.GO_C, NOT_FOUND),
    Case("go-imports-c", to(ALPINE, GOLANG, "go build -o /app ."), s.GO_C, NOT_FOUND),
    Case("go-module-that-needs-cgo", to(ALPINE, GOLANG, "go build -o /app ."), s.GO_SQLITE, NOT_FOUND),
    Case("go-linkmode-external", to(ALPINE, GOLANG, "go build -ldflags '-linkmode external' -o /app ."), s.GO, NOT_FOUND),
    Case("go-race", to(ALPINE, GOLANG, "go build -race -o /app ."), s.GO, NOT_FOUND),
    Case("go-makefile", to(ALPINE, GOLANG, "make build"), s.GO_MAKE, NOT_FOUND),
    Case(
        "go-two-builds-one-run",
        to(ALPINE, GOLANG, "go build -o /out/serve ./cmd/serve && go build -o /out/work ./cmd/work", COMMANDS),
        s.GO_COMMANDS, NOT_FOUND, TWICE,
    ),
    Case("go-pattern", to(ALPINE, GOLANG, "go build -o /out/ ./cmd/...", COMMANDS), s.GO_COMMANDS, NOT_FOUND, TWICE),
    Case(
        "go-pattern-with-c",
        to(ALPINE, GOLANG, "go build -o /out/ ./cmd/...", COMMANDS), s.GO_COMMANDS_WITH_C, NOT_FOUND, TWICE,
    ),
    Case(
        "go-opens-plugins",
        to(ALPINE, GOLANG, "go build -buildmode=plugin -o /p/said.so ./said && go build -o /app .",
           "COPY --from=build /p /opt/plugins\nCOPY --from=build /app /app\n"),
        s.GO_PLUGIN, NOT_FOUND,
    ),
    Case("go-asked-for-libraries", to(ALPINE, GOLANG, "go build -o /app . && ldd /app"), s.GO, NOT_FOUND),
    Case("go-pie-from-alpine-to-debian", to(SLIM, GOLANG_ALPINE, "go build -buildmode=pie -o /app ."), s.GO, NOT_FOUND),
    Case("go-env-too-late", to(ALPINE, GOLANG, "go build -o /app .", more="ENV CGO_ENABLED=0\n"), s.GO, NOT_FOUND),
)  # fmt: skip
C_CASES = (
    Case("c-alpine", to(ALPINE, GCC, "gcc -O2 -o /app main.c"), s.C, NOT_FOUND, quick=True),
    Case("c-scratch", to(SCRATCH, GCC, "gcc -O2 -o /app main.c"), s.C, NO_SUCH_FILE, quick=True),
    Case("c-distroless-static", to(STATIC_BASE, GCC, "cc main.c -o /app"), s.C, NO_SUCH_FILE),
    Case("c-older-debian", to(OLD_SLIM, GCC, "gcc -O2 -o /app main.c"), s.C, OLD),
    Case("c-threads", to(ALPINE, GCC, "gcc -pthread -o /app main.c"), s.C_THREADS, NOT_FOUND),
    Case("c-math", to(SCRATCH, GCC, "gcc -o /app main.c -lm"), s.C_MATH, NO_SUCH_FILE),
    Case("c-own-header", to(ALPINE, GCC, "gcc -o /app main.c"), s.C_HEADER, NOT_FOUND),
    Case("c-user", to(ALPINE, GCC, "gcc -o /app main.c"), s.C_USER, NOT_FOUND),
    Case("c-user-of-older-builder", to(ALPINE, OLD_GCC, "gcc -o /app main.c"), s.C_USER, NOT_FOUND),
    Case("c-iconv", to(ALPINE, GCC, "gcc -o /app main.c"), s.C_ICONV, NOT_FOUND, quick=True),
    Case("c-locale", to(SCRATCH, GCC, "gcc -o /app main.c"), s.C_LOCALE, NO_SUCH_FILE),
    Case(
        "c-plugin",
        to(ALPINE, GCC, "gcc -o /app main.c && mkdir /p && gcc -shared -fPIC -o /p/said.so said.c",
           "COPY --from=build /p /opt/plugins\nCOPY --from=build /app /app\n"),
        s.C_PLUGIN, NOT_FOUND,
    ),
    Case("c-zlib", to(ALPINE, GCC, "gcc -o /app main.c -lz"), s.C_ZLIB, NOT_FOUND),
    Case("c-png", to(ALPINE, GCC, "gcc -o /app main.c -lpng"), s.C_PNG, NOT_FOUND),
    Case("c-sqlite", to(SCRATCH, GCC, "gcc -o /app main.c -lsqlite3"), s.C_SQLITE, NO_SUCH_FILE),
    Case("c-openssl", to(ALPINE, GCC, "gcc -o /app main.c -lssl -lcrypto"), s.C_OPENSSL, NOT_FOUND),
    Case("c-pkg-config", to(ALPINE, GCC, "gcc main.c -o /app $(pkg-config --cflags --libs libpng)"), s.C_PNG, NOT_FOUND),
    Case("c-sanitized", to(ALPINE, GCC, "gcc -fsanitize=undefined -o /app main.c"), s.C, NOT_FOUND),
    Case("c-asked-for-libraries", to(ALPINE, GCC, "gcc -o /app main.c && ldd /app"), s.C, NOT_FOUND, quick=True),
    Case(
        "c-own-library",
        to(ALPINE, GCC, "gcc -shared -fPIC -o /usr/local/lib/libsaid.so said.c && gcc -o /app main.c -lsaid",
           "COPY --from=build /usr/local/lib/libsaid.so /usr/local/lib/\nCOPY --from=build /app /app\n"),
        s.C_LIBRARY, NOT_FOUND,
    ),
    Case("c-library-left-behind", to(SLIM, GCC, LIBRARY), s.C_PROJECT, "libsaid.so", quick=True),
    Case("c-library-left-behind-by-cmake", to(SLIM, GCC, LIBRARY_BY_CMAKE), s.C_PROJECT, "libsaid.so"),
    Case("c-library-of-a-project", tree(SLIM, CMAKE), s.CMAKE_OWN_LIBRARY, "libcore.so"),
    Case("c-two-sources", to(ALPINE, GCC, "gcc -o /app main.c said.c"), s.C_LIBRARY, NOT_FOUND),
    Case("c-musl-to-debian", to(SLIM, GCC, "musl-gcc -o /app main.c"), s.C, NOT_FOUND),
    Case("c-makefile", to(ALPINE, GCC, "make && cp app /app"), s.MAKEFILE, NOT_FOUND),
    Case("cxx-alpine", to(ALPINE, GCC, "g++ -o /app main.cpp"), s.CXX, NOT_FOUND, quick=True),
    Case("cxx-scratch", to(SCRATCH, GCC, "g++ -o /app main.cpp"), s.CXX, NO_SUCH_FILE),
    Case("cxx-distroless-base", to(BASE, GCC, "g++ -o /app main.cpp"), s.CXX, "libstdc++.so.6", quick=True),
    Case("cxx-older-debian", to(OLD_SLIM, GCC, "g++ -o /app main.cpp"), s.CXX, "not found"),
    Case("cxx-threads", to(ALPINE, GCC, "g++ -pthread -o /app main.cpp"), s.CXX_THREADS, NOT_FOUND),
    Case("cxx-locale", to(ALPINE, GCC, "g++ -o /app main.cpp"), s.CXX_LOCALE, NOT_FOUND),
    Case("cxx-static-runtime", to(STATIC_BASE, GCC, "g++ -static-libstdc++ -static-libgcc -o /app main.cpp"), s.CXX, NO_SUCH_FILE),
)  # fmt: skip
BUILD_SYSTEMS = (
    Case("cmake-alpine", tree(ALPINE, CMAKE), s.CMAKE, NO_SUCH_FILE, quick=True),
    Case("cmake-threads", tree(ALPINE, CMAKE), s.CMAKE_CXX, NO_SUCH_FILE),
    Case("cmake-openssl", tree(ALPINE, CMAKE), s.CMAKE_OPENSSL, NO_SUCH_FILE),
    Case(
        "cmake-shared",
        tree(ALPINE, CMAKE.replace("-D", "-DBUILD_SHARED_LIBS=ON -D", 1), "COPY --from=build /out/lib /usr/local/lib\n"),
        s.CMAKE_LIBRARY, NO_SUCH_FILE,
    ),
    Case("cmake-older-debian", tree(OLD_SLIM, CMAKE), s.CMAKE, OLD),
    Case("autotools", tree(ALPINE, "autoreconf -i && ./configure --prefix=/out && make install"), s.AUTOTOOLS, NO_SUCH_FILE),
    Case("autotools-scratch", tree(SCRATCH, "autoreconf -i && ./configure --prefix=/out && make install"), s.AUTOTOOLS, NO_SUCH_FILE),
    Case(
        "autotools-with-ldconfig",
        "FROM gcc:12-bookworm AS build\nWORKDIR /src\nCOPY . .\n"
        "RUN ./configure && make && make install DESTDIR=/out\n"
        "FROM alpine:3.20\nCOPY --from=build /out/usr/local/bin /usr/local/bin\n"
        "COPY --from=build /out/usr/local/lib /usr/local/lib\nRUN ldconfig /usr/local/lib\n"
        "RUN ln -s /usr/local/bin/hello /app\n",
        s.AUTOTOOLS_BY_HAND, NOT_FOUND, quick=True,
    ),
)  # fmt: skip
RUST_CASES = (
    Case("rustc-alpine", to(ALPINE, RUSTC, "rustc -o /app main.rs"), s.RUST, NOT_FOUND),
    Case("rustc-scratch", to(SCRATCH, RUSTC, "rustc -O -o /app main.rs"), s.RUST_THREADS, NO_SUCH_FILE),
    Case("rustc-distroless-base", to(BASE, RUSTC, "rustc -o /app main.rs"), s.RUST, "libgcc_s.so.1"),
    Case("rustc-older-debian", to(OLD_SLIM, RUSTC, "rustc -o /app main.rs"), s.RUST_NET, OLD),
    Case("rustc-distroless-static", to(STATIC_BASE, RUSTC, "rustc -o /app main.rs"), s.RUST_NET, NO_SUCH_FILE),
)
LOADER_CASES = (
    Case(
        "musl-search-path",
        "FROM gcc:12-bookworm AS build\nWORKDIR /src\nCOPY . .\n"
        "RUN mkdir /lib1 && musl-gcc -shared -fPIC -o /lib1/libsaid.so said.c && musl-gcc -o /app main.c -L/lib1 -lsaid\n"
        "FROM alpine:3.20\nCOPY --from=build /lib1 /opt/said/lib\nRUN ldconfig /opt/said/lib\n"
        "COPY --from=build /app /app\n",
        s.C_LIBRARY, "Error loading shared library libsaid.so", quick=True,
    ),
    Case(
        "musl-ld-so-conf",
        "FROM gcc:12-bookworm AS build\nWORKDIR /src\nCOPY . .\n"
        "RUN mkdir /lib1 && musl-gcc -shared -fPIC -o /lib1/libsaid.so said.c && musl-gcc -o /app main.c -L/lib1 -lsaid\n"
        "FROM alpine:3.20\nCOPY --from=build /lib1 /opt/said/lib\nRUN echo /opt/said/lib > /etc/ld.so.conf.d/said.conf\n"
        "COPY --from=build /app /app\n",
        s.C_LIBRARY, "build:", quick=True,
    ),
    Case("ldconfig-stops-the-build", f"FROM {ALPINE}\nCOPY run.sh /app\nRUN ldconfig\nCMD [\"/app\"]\n", s.SCRIPT, "build:", quick=True),
    Case(
        "ldconfig-in-a-chain",
        f"FROM {ALPINE}\nCOPY run.sh /app\nRUN true && \\\n    ldconfig && \\\n    true\nCMD [\"/app\"]\n", s.SCRIPT, "build:",
    ),
    Case(
        "library-without-ldconfig",
        to(SLIM, GCC, "gcc -shared -fPIC -o /usr/local/lib/libsaid.so said.c && gcc -o /app main.c -lsaid",
           "COPY --from=build /usr/local/lib/libsaid.so /usr/local/lib/\nCOPY --from=build /app /app\n"),
        s.C_LIBRARY, "libsaid.so", quick=True,
    ),
    Case(
        "library-beside-older-debian",
        to(OLD_SLIM, GCC, "gcc -shared -fPIC -o /usr/local/lib/libsaid.so said.c && gcc -o /app main.c -lsaid",
           "COPY --from=build /usr/local/lib/libsaid.so /usr/local/lib/\nRUN ldconfig\nCOPY --from=build /app /app\n"),
        s.C_LIBRARY, OLD,
    ),
)  # fmt: skip
LIBRARY_CASES = (
    Case("zlib-missing", to(BASE, GCC, "gcc -o /app main.c -lz"), s.C_ZLIB, "libz.so.1"),
    Case("sqlite-missing", to(SLIM, GCC, "gcc -o /app main.c -lsqlite3"), s.C_SQLITE, "libsqlite3.so.0", installs=True),
)
SCRIPT_CASES = (
    Case("shell-form-scratch", to(SCRATCH, GCC, "gcc -static -o /app main.c", more="") + "CMD /app\n", s.C, NO_SUCH_FILE, quick=True),
    Case(
        "carriage-return",
        f"FROM {SLIM}\nCOPY run.sh /app\nCMD [\"/app\"]\n", {"run.sh": "#!/bin/sh\r\necho works\n"}, NO_SUCH_FILE,
    ),
    Case(
        "script-of-python",
        f"FROM {SLIM}\nCOPY run.sh /app\nCMD [\"/app\"]\n", {"run.sh": "#!/usr/bin/python3\nprint('works')\n"},
        NO_SUCH_FILE, installs=True,
    ),
)  # fmt: skip
ADDUSER = "RUN addgroup -S -g 1000 app && adduser -S -D -H -u 1000 -G app app\n"


def moved(
    more: str, rest: str = "COPY --from=build /app /app\n", files: "dict[str, str] | None" = None
) -> tuple[str, "dict[str, str]"]:
    """A glibc program in an Alpine stage whose commands must be translated when its image moves."""
    return to(ALPINE, GCC, "gcc -O2 -o /app main.c", rest, more), files or s.C


TRANSLATIONS = (
    Case("translate-user", *moved("RUN apk add --no-cache \\\n        tzdata \\\n        bash\n" + ADDUSER, files=s.C_APP_USER), NOT_FOUND, installs=True),
    Case("translate-nobody", *moved("", "COPY --from=build --chown=nobody:nobody /app /app\n"), NOT_FOUND),
    Case("translate-tini", *moved("RUN apk add --no-cache tini\n", "COPY --from=build /app /app\nENTRYPOINT [\"/sbin/tini\", \"--\", \"/app\"]\n"), NOT_FOUND, installs=True),
    Case("translate-ash", *moved("RUN apk add --no-cache tzdata\n", "COPY --from=build /app /app\nENTRYPOINT [\"/bin/ash\", \"-c\", \"/app\"]\n"), NOT_FOUND, installs=True),
    Case("translate-time-zone", *moved("RUN apk add --no-cache tzdata && cp /usr/share/zoneinfo/Europe/Oslo /etc/localtime && apk del tzdata\n"), NOT_FOUND, installs=True),
    Case("translate-existing-group", *moved("RUN adduser -S -u 82 -G www-data www-data\n"), NOT_FOUND),
)  # fmt: skip
ENVIRONMENTS = (
    Case(
        "python-venv-at-another-path",
        f"FROM {PYTHON} AS build\nWORKDIR /src\nCOPY . .\n"
        "RUN python3 -m venv --system-site-packages /venv && /venv/bin/python setup.py install\n"
        f"FROM {SLIM}\nRUN apt-get update && apt-get install -y --no-install-recommends python3\nCOPY --from=build /venv /venv\nCMD [\"/venv/bin/python\", \"-c\", \"import said; print(said.word())\"]\n",
        s.PYTHON_EXTENSION, NO_SUCH_FILE, installs=True,
    ),
    Case(
        "right-node-addon",
        f"FROM {NODE} AS build\nWORKDIR /src\nCOPY . .\n"
        "RUN g++ -shared -fPIC -I/usr/include/node -o said.node said.cc\n"
        f"FROM {NODE}\nWORKDIR /srv\nCOPY --from=build /src/said.node /src/main.js ./\nCMD [\"node\", \"/srv/main.js\"]\n",
        s.NODE_ADDON, "",
    ),
)  # fmt: skip
RIGHT = (
    Case("right-c-static", to(ALPINE, GCC, "gcc -static -o /app main.c"), s.C, "", quick=True),
    Case("right-c-musl", to(ALPINE, GCC, "musl-gcc -o /app main.c"), s.C, ""),
    Case("right-c-slim", to(SLIM, GCC, "gcc -o /app main.c"), s.C, ""),
    Case("right-go-off", to(ALPINE, GOLANG, "CGO_ENABLED=0 go build -o /app ."), s.GO, "", quick=True),
    Case("right-go-plain", to(SCRATCH, GOLANG, "go build -o /app ."), s.GO_PLAIN, ""),
    Case("right-go-tags", to(ALPINE, GOLANG, "go build -tags netgo,osusergo -o /app ."), s.GO, ""),
    Case("right-go-alpine", to(SLIM, GOLANG_ALPINE, "go build -o /app ."), s.GO, ""),
    Case("right-rust-crt-static", to(SCRATCH, RUSTC, "rustc -C target-feature=+crt-static -o /app main.rs"), s.RUST, ""),
    Case("right-rust-cc", to(CC, RUSTC, "rustc -o /app main.rs"), s.RUST, ""),
    Case("right-cxx-cc", to(CC, GCC, "g++ -o /app main.cpp"), s.CXX, ""),
    Case("right-older-to-newer", to(SLIM, OLD_GCC, "gcc -o /app main.c"), s.C, ""),
    Case(
        "right-libraries-by-ldd",
        to(SCRATCH, GCC, "gcc -o /app main.c && mkdir -p /deps && cp --parents $(ldd /app | grep -o '/[^ ]*') /deps/",
           "COPY --from=build /deps/ /\nCOPY --from=build /app /app\n"),
        s.C, "",
    ),
    Case(
        "right-own-loader",
        to(ALPINE, GCC, "gcc -o /app main.c && mkdir -p /glibc && cp /lib64/ld-linux-x86-64.so.2 /lib/x86_64-linux-gnu/libc.so.6 /glibc/",
           "COPY --from=build /glibc /opt/glibc\nCOPY --from=build /app /app\n"
           "CMD [\"/opt/glibc/ld-linux-x86-64.so.2\", \"--library-path\", \"/opt/glibc\", \"/app\"]\n"),
        s.C, "",
    ),
)  # fmt: skip
CASES = (
    *C_CASES, *BUILD_SYSTEMS, *LOADER_CASES, *LIBRARY_CASES, *SCRIPT_CASES, *RUST_CASES, *GO_CASES, *TRANSLATIONS,
    *ENVIRONMENTS, *RIGHT, *FRESH, *MOVES,
)  # fmt: skip
