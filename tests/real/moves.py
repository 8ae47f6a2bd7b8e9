"""What moves with its set-up: Node's packages on musl, languages on distroless images, makefiles' own rules."""

import sources as s
from driver import Case
from fresh import PYTHON_PNG, SLIM, file

ALPINE, MUSL_NODE = "alpine:3.20", "node:20-alpine"
# A package under the name of a well-known one. Its installation takes the build for the libc that Node runs on, as
# node-pre-gyp does; musl lacks what the build for glibc calls.
PACKAGE = {
    "said.c": "#include <stdlib.h>\n#include <string.h>\n#ifdef __GLIBC__\n#include <gnu/libc-version.h>\n#else\n"
    '#define gnu_get_libc_version() "none"\n#endif\n'
    "int napi_create_string_utf8(void *, const char *, unsigned long, void **);\n"
    "int node_api_module_get_api_version_v1(void) { return 8; }\n"
    "void *napi_register_module_v1(void *env, void *exports) {\n  void *said = exports;\n"
    '  const char *text = *gnu_get_libc_version() ? "works" : "no";\n'
    "  napi_create_string_utf8(env, text, strlen(text), &said);\n  return said;\n}\n",
    "bcrypt/package.json": '{"name": "bcrypt", "version": "1.0.0", "main": "index.js",\n'
    ' "scripts": {"install": "tar -xf builds.tar && node install.js"}}\n',
    "bcrypt/install.js": 'const libc = process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl";\n'
    'require("fs").renameSync(`${libc}.node`, "said.node");\n',
    "bcrypt/index.js": 'module.exports = require("./said.node");\n',
    "index.js": 'console.log(require("bcrypt"));\n',
}
PACKAGES = {**PACKAGE, "package.json": '{"name": "app", "dependencies": {"bcrypt": "file:./bcrypt"}}\n'}
PNPM = {
    **PACKAGE,
    "package.json": '{"name": "app", "packageManager": "pnpm@8.15.9", "dependencies": {"bcrypt": "file:./bcrypt"}}\n',
}
BUILDS = (
    "FROM gcc:12-bookworm AS builds", "WORKDIR /p", "COPY said.c .",
    ("RUN gcc -O2 -shared -fPIC -o glibc.node said.c && musl-gcc -shared -fPIC -o musl.node said.c && "
    "tar -cf builds.tar glibc.node musl.node"),
)  # fmt: skip


def packages(manager: str, runtime: str, *set_up: str, builder: str = "node:20-bookworm") -> str:
    """A file that installs the package in one stage and runs it in another."""
    return file(
        *BUILDS, f"FROM {builder} AS build", *set_up, "WORKDIR /app", "COPY . .",
        "COPY --from=builds /p/builds.tar ./bcrypt/", f"RUN {manager} install",
        f"FROM {runtime}", "WORKDIR /app", "COPY --from=build /app ./", 'CMD ["node", "index.js"]',
    )  # fmt: skip


THREADS = {
    "said.c": "#include <pthread.h>\n#include <stdio.h>\nstatic void *say(void *text) { puts(text); fflush(stdout); return 0; }\n"
    'int said(void) { pthread_t t; pthread_create(&t, 0, say, "works"); return pthread_join(t, 0); }\n',
    "main.py": 'import ctypes\nctypes.CDLL("/app/said.so").said()\n',
}
TOOL = {
    "tool.c": s.C["main.c"],
    "index.js": 'const run = require("child_process").spawnSync("/app/tool");\n'
    "process.stderr.write(run.stderr);\nprocess.stdout.write(run.stdout);\nprocess.exit(run.status);\n",
}
MAKE_PATTERNS = {
    "Makefile": "SOURCES := $(wildcard src/*.c)\nOBJECTS := $(SOURCES:src/%.c=build/%.o)\nbuild/app: $(OBJECTS)\n"
    "\t$(CC) $(LDFLAGS) -o $@ $^\nbuild/%.o: src/%.c | build\n\t$(CC) $(CFLAGS) -c -o $@ $<\nbuild:\n\tmkdir -p $@\n"
    "install: build/app\n\tinstall -D $< $(DESTDIR)/usr/bin/app\n",
    "src/main.c": s.C_LIBRARY["main.c"],
    "src/said.c": s.C_LIBRARY["said.c"],
}
MAKE_RULES = {
    "Makefile": "LDLIBS = -lsqlite3\n.PHONY: all\nall: main\n",
    "main.c": s.C_SQLITE["main.c"],
}
PYTHON_CURL = {
    "setup.py": PYTHON_PNG["setup.py"].replace("png16", "curl"),
    "pix.c": PYTHON_PNG["pix.c"]
    .replace("png.h", "curl/curl.h")
    .replace('png_access_version_number() ? "works"', 'curl_version_info(CURLVERSION_NOW) ? "works"'),
}
GCC = "FROM gcc:12-bookworm AS build"
MOVES = (
    Case("node-packages-npm", packages("npm", MUSL_NODE), PACKAGES, "signal 11"),
    Case("node-packages-pnpm", packages("pnpm", MUSL_NODE, "RUN corepack enable"), PNPM, "signal 11"),
    Case("node-packages-of-musl", packages("npm", "node:20-bookworm-slim", builder=MUSL_NODE), PACKAGES, "Error"),
    Case("right-node-packages", packages("npm", "node:20-bookworm-slim"), PACKAGES, ""),
    Case("right-node-packages-musl", packages("pnpm", MUSL_NODE, "RUN corepack enable", builder=MUSL_NODE), PNPM, ""),
    Case(
        "distroless-python-newer-library",
        file(GCC, "WORKDIR /app", "COPY . .", "RUN gcc -shared -fPIC -pthread -o said.so said.c",
             "FROM gcr.io/distroless/python3-debian11", "WORKDIR /app", "COPY --from=build /app/said.so /app/main.py ./",
             'CMD ["/app/main.py"]'),
        THREADS, "GLIBC_2.34",
    ),
    Case(
        "distroless-nodejs-newer-tool",
        file(GCC, "WORKDIR /app", "COPY . .", "RUN gcc -o tool tool.c", "FROM gcr.io/distroless/nodejs20-debian11", "WORKDIR /app",
             "COPY --from=build /app/tool /app/index.js ./", 'CMD ["index.js"]'),
        TOOL, "GLIBC_2.34",
    ),
    Case(
        "make-pattern-rules",
        file(GCC, "WORKDIR /w", "COPY . .", "RUN make && make install DESTDIR=/out", f"FROM {ALPINE}",
             "COPY --from=build /out/usr/bin/app /usr/local/bin/app", 'CMD ["app"]'),
        MAKE_PATTERNS, "No such file",
    ),
    Case(
        "make-own-rules",
        file(GCC, "WORKDIR /w", "COPY . .", "RUN make", f"FROM {SLIM}", "COPY --from=build /w/main /usr/local/bin/main", 'CMD ["main"]'),
        MAKE_RULES, "libsqlite3.so.0", installs=True,
    ),
    Case(
        "right-make-ldflags-of-environment",
        file(GCC, "ENV LDFLAGS=-static", "WORKDIR /w", "COPY . .", "RUN make", f"FROM {ALPINE}",
             "COPY --from=build /w/build/app /usr/local/bin/app", 'CMD ["app"]'),
        MAKE_PATTERNS, "",
    ),
    Case(
        "python-extension-curl",
        file("FROM python:3.11-bookworm AS build", "RUN apt-get update && apt-get install -y --no-install-recommends libcurl4-openssl-dev",
             "WORKDIR /w", "COPY . .", "RUN pip install --no-build-isolation --no-deps --target=/deps .", "FROM python:3.11-slim-bookworm",
             "ENV PYTHONPATH=/deps", "COPY --from=build /deps /deps", 'CMD ["python3", "-c", "import pix; print(pix.word())"]'),
        PYTHON_CURL, "libcurl.so.4", installs=True,
    ),
    Case(
        "starts-a-program-of-busybox",
        file(GCC, "COPY main.c .", "RUN gcc -o /app main.c", f"FROM {ALPINE}", "COPY --from=build /app /app",
             'HEALTHCHECK CMD ["true"]', 'ENTRYPOINT ["env", "LANG=C", "/app"]'),
        s.C_USER, "No such file",
    ),
    Case(
        "script-of-ash",
        file(GCC, "COPY main.c .", "RUN gcc -o /app main.c", f"FROM {ALPINE}", "COPY --from=build /app /app", "COPY run.sh /run.sh",
             'ENTRYPOINT ["/run.sh"]'),
        {**s.C, "run.sh": "#!/bin/ash\nexec /app\n"}, "not found",
    ),
)  # fmt: skip
