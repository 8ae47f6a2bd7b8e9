"""Cases of other shapes, written before any of them was run.

docs/quality.md has the figures of the first run, before anything was changed for them.
"""

from driver import Case

ALPINE, SCRATCH, SLIM, OLD_SLIM = "alpine:3.20", "scratch", "debian:bookworm-slim", "debian:bullseye-slim"
STATIC_BASE, BASE = "gcr.io/distroless/static-debian12", "gcr.io/distroless/base-debian12"
INSTALL = "apt-get update && apt-get install -y --no-install-recommends"

AUTOTOOLS = {
    "configure.ac": "AC_INIT([packer],[0.3])\nAM_INIT_AUTOMAKE([foreign subdir-objects])\nAC_PROG_CC\n"
    "AC_CHECK_HEADERS([zlib.h],,[AC_MSG_ERROR([zlib.h])])\nAC_SEARCH_LIBS([deflate],[z],,[AC_MSG_ERROR([libz])])\n"
    "AC_CONFIG_FILES([Makefile])\nAC_OUTPUT\n",
    "Makefile.am": "bin_PROGRAMS = packer\npacker_SOURCES = src/packer.c src/pack.c src/pack.h\n",
    "src/pack.h": "unsigned long pack(const char *text);\n",
    "src/pack.c": '#include "pack.h"\n#include <string.h>\n#include <zlib.h>\n'
    "unsigned long pack(const char *text) {\n  Bytef out[256];\n  uLongf n = sizeof out;\n"
    "  return compress(out, &n, (const Bytef *)text, strlen(text)) == Z_OK ? n : 0;\n}\n",
    "src/packer.c": '#include "pack.h"\n#include <stdio.h>\nint main(void) { puts(pack("aaaaaaaaaa") ? "works" : "no"); return 0; }\n',
}
CMAKE_PNG = {
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.18)\nproject(pix LANGUAGES CXX)\nfind_package(PNG REQUIRED)\n"
    "add_executable(pix src/pix.cpp)\ntarget_link_libraries(pix PRIVATE PNG::PNG)\ninstall(TARGETS pix RUNTIME DESTINATION bin)\n",
    "src/pix.cpp": "#include <iostream>\n#include <png.h>\nint main() {\n"
    '  std::cout << (png_access_version_number() > 10000 ? "works" : "no") << std::endl;\n}\n',
}
CMAKE_CURL = {
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.18)\nproject(fetch C)\nfind_package(CURL REQUIRED)\n"
    "add_executable(fetch main.c)\ntarget_link_libraries(fetch CURL::libcurl)\n",
    "main.c": '#include <curl/curl.h>\n#include <stdio.h>\nint main(void) { puts(curl_easy_init() ? "works" : "no"); return 0; }\n',
}
CARGO = {
    "Cargo.toml": '[package]\nname = "digest"\nversion = "0.1.0"\nedition = "2018"\n',
    "Cargo.lock": 'version = 3\n\n[[package]]\nname = "digest"\nversion = "0.1.0"\n',
}
CARGO_PLAIN = {
    **CARGO,
    "src/main.rs": 'use std::collections::BTreeMap;\nfn main() {\n    let mut m = BTreeMap::new();\n    m.insert(1, "works");\n'
    '    println!("{}", m[&1]);\n}\n',
}
CARGO_CRYPTO = {
    **CARGO,
    "build.rs": 'fn main() {\n    println!("cargo:rustc-link-lib=crypto");\n}\n',
    "src/main.rs": "extern \"C\" {\n    fn OpenSSL_version_num() -> std::os::raw::c_ulong;\n}\nfn main() {\n"
    '    let number = unsafe { OpenSSL_version_num() };\n    println!("{}", if number > 0 { "works" } else { "no" });\n}\n',
}  # fmt: skip
GO_SQLITE = {
    "go.mod": "module notes\n\ngo 1.15\n",
    "store/store.go": "package store\n\n/*\n#cgo LDFLAGS: -lsqlite3\n#include <sqlite3.h>\n*/\nimport \"C\"\n\n"
    "// Version is the library's number.\nfunc Version() int { return int(C.sqlite3_libversion_number()) }\n",
    "main.go": 'package main\n\nimport (\n\t"fmt"\n\n\t"notes/store"\n)\n\nfunc main() {\n\tif store.Version() > 3000000 {\n'
    '\t\tfmt.Println("works")\n\t}\n}\n',
}  # fmt: skip
GO_CERTIFICATES = {
    "go.mod": "module look\n\ngo 1.15\n",
    "main.go": 'package main\n\nimport (\n\t"crypto/x509"\n\t"fmt"\n\t"net"\n)\n\nfunc main() {\n'
    '\tpool, err := x509.SystemCertPool()\n\tif err != nil || len(pool.Subjects()) == 0 {\n\t\tfmt.Println("no certificates")\n'
    '\t\treturn\n\t}\n\tif net.ParseIP("10.0.0.1") != nil {\n\t\tfmt.Println("works")\n\t}\n}\n',
}
GO_TOOLS = {
    "go.mod": "module tools\n\ngo 1.15\n",
    "internal/who/who.go": 'package who\n\nimport "os/user"\n\n// Am says whether the user can be looked up.\n'
    'func Am() string {\n\tif _, err := user.LookupId("0"); err != nil {\n\t\treturn err.Error()\n\t}\n\treturn "works"\n}\n',
    "cmd/one/main.go": 'package main\n\nimport (\n\t"fmt"\n\n\t"tools/internal/who"\n)\n\nfunc main() { fmt.Println(who.Am()) }\n',
    "cmd/two/main.go": 'package main\n\nimport (\n\t"fmt"\n\t"net"\n)\n\nfunc main() { fmt.Println(net.JoinHostPort("a", "1")) }\n',
}
GO_VERSION = {
    "go.mod": "module hello\n\ngo 1.15\n",
    "main.go": 'package main\n\nimport (\n\t"fmt"\n\t"net"\n)\n\nvar version = "none"\n\nfunc main() {\n'
    '\tif _, err := net.ResolveTCPAddr("tcp", "127.0.0.1:80"); err == nil {\n\t\tfmt.Println(version)\n\t}\n}\n',
}
CXX_LIBRARY = {
    "lib/shape.hpp": "#pragma once\n#include <string>\nstd::string shape();\n",
    "lib/shape.cpp": '#include "shape.hpp"\nstd::string shape() { return "works"; }\n',
    "app/main.cpp": '#include "../lib/shape.hpp"\n#include <iostream>\nint main() { std::cout << shape() << std::endl; }\n',
}
CXX_CMAKE_LIBRARY = {
    **CXX_LIBRARY,
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.18)\nproject(shapes CXX)\nadd_library(shape SHARED lib/shape.cpp)\n"
    "add_executable(draw app/main.cpp)\ntarget_link_libraries(draw shape)\ninstall(TARGETS draw shape)\n",
}
TOOLS_OF_MAKE = {
    "Makefile": "PROGS = alpha beta gamma\nCFLAGS ?= -O2\nall: $(PROGS)\n%: %.c\n\t$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $<\n"
    "install: all\n\tinstall -d $(DESTDIR)/usr/bin\n\tinstall $(PROGS) $(DESTDIR)/usr/bin\n",
    **{f"{name}.c": f'#include <stdio.h>\nint main(void) {{ puts("{name}"); return 0; }}\n' for name in ("alpha", "beta", "gamma")},
    "run-all.sh": "#!/bin/sh\nset -e\nalpha\nbeta\ngamma\n",
}  # fmt: skip
MAKE_LIBS = {
    "Makefile": "LDLIBS = -lz -lpthread\nsum: sum.c\ninstall: sum\n\tinstall -D sum $(DESTDIR)/usr/local/bin/sum-it\n",
    "sum.c": "#include <stdio.h>\n#include <zlib.h>\nint main(void) {\n"
    '  puts(adler32(1, (const Bytef *)"works", 5) ? "works" : "no");\n  return 0;\n}\n',
}
ENTRYPOINT = {
    "server.c": '#include <stdio.h>\n#include <stdlib.h>\nint main(void) { puts(getenv("READY") ? "works" : "not ready"); return 0; }\n',
    "docker-entrypoint.sh": "#!/bin/sh\nset -eu\nREADY=1\nexport READY\nexec \"$@\"\n",
}  # fmt: skip
WRITER = {
    "writer.c": "#include <stdio.h>\n#include <unistd.h>\nint main(void) {\n"
    '  FILE *f = fopen("/data/log", "w");\n  puts(f && getuid() == 10001 ? "works" : "no");\n  return 0;\n}\n'
}
RESOLVER = {
    "look.c": "#include <netdb.h>\n#include <stdio.h>\nint main(void) {\n  struct addrinfo *found = 0;\n"
    '  puts(getaddrinfo("127.0.0.1", "80", 0, &found) ? "no" : "works");\n  return 0;\n}\n'
}
HARDENED = {
    "main.c": "#include <stdio.h>\n#include <string.h>\nint main(int n, char **v) {\n  char text[16];\n  (void)v;\n"
    '  memset(text, 0, sizeof text);\n  strncpy(text, n > 5 ? "no" : "works", 15);\n  printf("%s\\n", text);\n  return 0;\n}\n'
}
OPENMP = {
    "main.c": "#include <omp.h>\n#include <stdio.h>\nint main(void) {\n  int sum = 0;\n"
    "  #pragma omp parallel for reduction(+ : sum)\n  for (int i = 0; i < 10; i++) sum += i;\n"
    '  puts(sum == 45 && omp_get_max_threads() > 0 ? "works" : "no");\n  return 0;\n}\n'
}
FORTRAN = {"hello.f90": "program hello\n  print '(a)', 'works'\nend program hello\n"}
PYTHON_PNG = {
    "setup.py": "from setuptools import Extension, setup\n"
    'setup(name="pix", version="1", ext_modules=[Extension("pix", ["pix.c"], libraries=["png16"])])\n',
    "pix.c": "#include <Python.h>\n#include <png.h>\n"
    'static PyObject *word(PyObject *s, PyObject *a) { return PyUnicode_FromString(png_access_version_number() ? "works" : "no"); }\n'
    'static PyMethodDef m[] = {{"word", word, METH_NOARGS, ""}, {0}};\n'
    'static struct PyModuleDef d = {PyModuleDef_HEAD_INIT, "pix", 0, -1, m};\n'
    "PyMODINIT_FUNC PyInit_pix(void) { return PyModule_Create(&d); }\n",
}
NODE_SQLITE = {
    "addon.cc": "#include <node_api.h>\n#include <sqlite3.h>\nnapi_value init(napi_env env, napi_value exports) {\n  napi_value said;\n"
    '  napi_create_string_utf8(env, sqlite3_libversion_number() ? "works" : "no", NAPI_AUTO_LENGTH, &said);\n'
    "  return said;\n}\nNAPI_MODULE(addon, init)\n",
    "index.js": 'console.log(require("./build/addon.node"));\n',
}


def file(*lines: str) -> str:
    """A Dockerfile of these lines."""
    return "".join(f"{line}\n" for line in lines)


FRESH = (
    Case(
        "fresh-autotools-zlib",
        file("FROM gcc:12-bookworm AS build", "WORKDIR /usr/src/packer", "COPY . .",
             "RUN autoreconf -fi && ./configure --prefix=/usr && make -j2 && make install-strip DESTDIR=/dest",
             f"FROM {ALPINE}", "COPY --from=build /dest/ /", 'CMD ["packer"]'),
        AUTOTOOLS, "No such file",
    ),
    Case(
        "fresh-cmake-png-slim",
        file("FROM gcc:12-bookworm AS build", "COPY . /src",
             "RUN cmake -S /src -B /build -DCMAKE_BUILD_TYPE=Release && cmake --build /build && cmake --install /build --prefix /opt/pix",
             f"FROM {SLIM}", "COPY --from=build /opt/pix/bin/pix /usr/local/bin/pix", 'ENTRYPOINT ["pix"]'),
        CMAKE_PNG, "libpng16.so.16", installs=True,
    ),
    Case(
        "fresh-cmake-curl-slim",
        file("FROM gcc:12-bookworm AS build", "WORKDIR /src", "COPY . .", "RUN cmake . && make",
             f"FROM {SLIM}", "COPY --from=build /src/fetch /usr/bin/fetch", 'CMD ["/usr/bin/fetch"]'),
        CMAKE_CURL, "libcurl.so.4", installs=True,
    ),
    Case(
        "fresh-cargo-crypto-alpine",
        file("FROM rust:1.70-bookworm AS build", "WORKDIR /usr/src/digest", "COPY . .", "RUN cargo build --release --locked",
             f"FROM {ALPINE}", "COPY --from=build /usr/src/digest/target/release/digest /usr/local/bin/digest", 'CMD ["/usr/local/bin/digest"]'),
        CARGO_CRYPTO, "No such file",
    ),
    Case(
        "fresh-cargo-crypto-slim",
        file("FROM rust:1.70-bookworm AS build", "WORKDIR /usr/src/digest", "COPY . .", "RUN cargo install --path . --root /out",
             f"FROM {SLIM}", "COPY --from=build /out/bin/digest /usr/local/bin/digest", 'CMD ["digest"]'),
        CARGO_CRYPTO, "libcrypto.so.3", installs=True,
    ),
    Case(
        "fresh-cargo-older-debian",
        file("FROM rust:1.70-bookworm AS build", "WORKDIR /w", "COPY Cargo.toml Cargo.lock ./", "COPY src src", "RUN cargo build --release",
             f"FROM {OLD_SLIM} AS final", "COPY --from=build /w/target/release/digest /bin/digest", 'ENTRYPOINT ["/bin/digest"]'),
        CARGO_PLAIN, "GLIBC_2.3",
    ),
    Case(
        "fresh-apt-rust-distroless",
        file("FROM debian:bookworm AS build", f"RUN {INSTALL} rustc cargo && rm -rf /var/lib/apt/lists/*", "WORKDIR /w", "COPY . .",
             "RUN cargo build --release", f"FROM {STATIC_BASE}", "COPY --from=build /w/target/release/digest /", 'ENTRYPOINT ["/digest"]'),
        CARGO_PLAIN, "No such file", installs=True,
    ),
    Case(
        "fresh-go-sqlite-alpine",
        file("FROM golang:1.22-bookworm AS build", "WORKDIR /go/src/notes", "COPY go.mod ./", "COPY store store", "COPY *.go ./",
             "RUN go build -trimpath -o /bin/notes", f"FROM {ALPINE}", "COPY --from=build /bin/notes /bin/notes", 'CMD ["/bin/notes"]'),
        GO_SQLITE, "No such file",
    ),
    Case(
        "fresh-go-sqlite-slim",
        file("FROM golang:1.22-bookworm AS build", "WORKDIR /go/src/notes", "COPY . .", "RUN CGO_ENABLED=1 go build -o /bin/notes .",
             f"FROM {SLIM}", "COPY --from=build /bin/notes /bin/notes", 'CMD ["/bin/notes"]'),
        GO_SQLITE, "libsqlite3.so.0", installs=True,
    ),
    Case(
        "fresh-go-certificates-scratch",
        file("FROM golang:1.22-bookworm AS build", "WORKDIR /src", "COPY . .", "RUN go build -o /look .", "FROM scratch",
             "COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/", "COPY --from=build /look /look", 'ENTRYPOINT ["/look"]'),
        GO_CERTIFICATES, "No such file",
    ),
    Case(
        "fresh-go-install-tools",
        file("FROM golang:1.22-bookworm AS build", "WORKDIR /src", "COPY . .", "RUN GOBIN=/out go install -ldflags=-s ./cmd/...",
             f"FROM {STATIC_BASE}:nonroot", "COPY --from=build /out/ /usr/local/bin/", "USER nonroot:nonroot", 'CMD ["/usr/local/bin/one"]'),
        GO_TOOLS, "No such file",
    ),
    Case(
        "fresh-go-version-by-arg",
        file("FROM golang:1.22-bookworm AS build", "ARG VERSION=works", "WORKDIR /src", "COPY . .",
             'RUN go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o bin/hello . && cp bin/hello /hello',
             f"FROM {ALPINE}", "RUN apk add --no-cache ca-certificates && adduser -D -u 1001 hello", "USER hello",
             "WORKDIR /home/hello", "COPY --from=0 /hello .", 'CMD ["./hello"]'),
        GO_VERSION, "No such file", installs=True,
    ),
    Case(
        "fresh-cxx-own-library-beside",
        file("FROM gcc:12-bookworm AS build", "WORKDIR /w", "COPY . .",
             "RUN mkdir -p /opt/draw/bin /opt/draw/lib && g++ -O2 -shared -fPIC -o /opt/draw/lib/libshape.so lib/shape.cpp && "
             "g++ -O2 app/main.cpp -o /opt/draw/bin/draw -L/opt/draw/lib -lshape -Wl,-rpath,'$ORIGIN/../lib'",
             f"FROM {ALPINE}", "COPY --from=build /opt/draw /opt/draw", 'CMD ["/opt/draw/bin/draw"]'),
        CXX_LIBRARY, "No such file",
    ),
    Case(
        "fresh-cxx-cmake-library-older-debian",
        file("FROM gcc:12-bookworm AS build", "WORKDIR /w", "COPY . .",
             "RUN cmake -B b -DCMAKE_INSTALL_PREFIX=/opt/draw -DCMAKE_INSTALL_RPATH=/opt/draw/lib && cmake --build b -j2 --target install",
             f"FROM {OLD_SLIM}", "COPY --from=build /opt/draw /opt/draw", 'CMD ["/opt/draw/bin/draw"]'),
        CXX_CMAKE_LIBRARY, "not found",
    ),
    Case(
        "fresh-tools-and-script",
        file("FROM gcc:12-bookworm AS build", "WORKDIR /w", "COPY . .", "RUN make all && make DESTDIR=/dest install",
             f"FROM {ALPINE}", "COPY --from=build /dest/usr/bin/ /usr/local/bin/", "COPY run-all.sh /run-all.sh", 'ENTRYPOINT ["/run-all.sh"]'),
        TOOLS_OF_MAKE, "not found", "alpha\nbeta\ngamma\n",
    ),
    Case(
        "fresh-make-libraries",
        file("FROM gcc:12-bookworm AS build", "WORKDIR /w", "COPY . .", "RUN make DESTDIR=/dest install",
             "FROM scratch", "COPY --from=build /dest /", 'CMD ["/usr/local/bin/sum-it"]'),
        MAKE_LIBS, "No such file", silent="a directory that is laid over the root may bring a loader along",
    ),
    Case(
        "fresh-entrypoint-script",
        file("FROM gcc:12-bookworm AS build", "COPY server.c .", "RUN gcc -Wall -O2 server.c -o /usr/local/bin/server",
             f"FROM {ALPINE}", "COPY docker-entrypoint.sh /usr/local/bin/", "COPY --from=build /usr/local/bin/server /usr/local/bin/server",
             'HEALTHCHECK CMD wget -qO- http://localhost/ || exit 1', 'ENTRYPOINT ["docker-entrypoint.sh"]', 'CMD ["server"]'),
        ENTRYPOINT, "not found",
    ),
    Case(
        "fresh-user-writes",
        file("FROM gcc:12-bookworm AS build", "WORKDIR /w", "COPY writer.c .", "RUN cc -o writer writer.c",
             f"FROM {ALPINE}", "RUN adduser -D -H -u 10001 app && mkdir /data && chown app:app /data", "USER app",
             "COPY --from=build --chown=app:app /w/writer /usr/local/bin/", 'CMD ["/usr/local/bin/writer"]'),
        WRITER, "No such file",
    ),
    Case(
        "fresh-resolver-scratch",
        file("FROM gcc:12-bookworm AS build", "COPY look.c /", "RUN gcc -O2 -o /look /look.c", "FROM scratch", "COPY --from=build /look /look", 'CMD ["/look"]'),
        RESOLVER, "No such file",
    ),
    Case(
        "fresh-hardened-busybox-user",
        file("FROM gcc:12-bookworm AS build", "WORKDIR /w", "COPY . .", "ENV CFLAGS='-O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE -pie'",
             "RUN gcc $CFLAGS -Wl,-z,relro,-z,now -o /usr/bin/tool main.c", f"FROM {ALPINE}", "COPY --from=build /usr/bin/tool /usr/bin/tool",
             "USER 65534:65534", 'ENTRYPOINT ["/usr/bin/tool"]'),
        HARDENED, "No such file",
    ),
    Case(
        "fresh-openmp-distroless",
        file("FROM gcc:12-bookworm AS build", "WORKDIR /w", "COPY . .", "RUN gcc -O2 -fopenmp main.c -o sum", f"FROM {BASE}",
             "COPY --from=build /w/sum /", 'CMD ["/sum"]'),
        OPENMP, "libgomp.so.1",
    ),
    Case(
        "fresh-fortran-slim",
        file("FROM debian:bookworm AS build", f"RUN {INSTALL} gfortran libc6-dev", "WORKDIR /w", "COPY . .", "RUN gfortran -O2 hello.f90 -o hello",
             f"FROM {SLIM}", "COPY --from=build /w/hello /usr/local/bin/", 'CMD ["hello"]'),
        FORTRAN, "libgfortran.so.5", installs=True,
    ),
    Case(
        "fresh-python-extension-png",
        file("FROM python:3.11-bookworm AS build", f"RUN {INSTALL} libpng-dev", "WORKDIR /w", "COPY . .",
             "RUN pip install --no-build-isolation --no-deps --target=/deps .", "FROM python:3.11-slim-bookworm", "ENV PYTHONPATH=/deps",
             "COPY --from=build /deps /deps", 'CMD ["python3", "-c", "import pix; print(pix.word())"]'),
        PYTHON_PNG, "libpng16.so.16", installs=True,
        silent="python's slim images of earlier years kept libpng for tkinter, and which do is not recorded",
    ),
    Case(
        "fresh-node-addon-sqlite",
        file("FROM node:18-bookworm AS build", f"RUN {INSTALL} libsqlite3-dev", "WORKDIR /srv", "COPY . .",
             "RUN mkdir build && g++ -shared -fPIC -I/usr/include/node -o build/addon.node addon.cc -lsqlite3",
             "FROM node:18-bookworm-slim", "WORKDIR /srv", "COPY --from=build /srv /srv", 'CMD ["node", "index.js"]'),
        NODE_SQLITE, "libsqlite3.so.0", installs=True,
    ),
)  # fmt: skip
