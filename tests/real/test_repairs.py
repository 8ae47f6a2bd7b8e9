"""Before the repair a built program fails as dfix says; after ``dfix --write`` it prints what it should.

Everything is real: buildah builds, gcc, Go and rustc compile, the kernel starts the program in the
image's root. ``python -m pytest -m real`` runs them (as root, with buildah and mmdebstrap).
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from images import Store, reaches_packages

pytestmark = pytest.mark.real

C = {"main.c": '#include <stdio.h>\nint main(void) { puts("works"); return 0; }\n'}
ASKS_FOR_USER = {
    "main.c": "#include <pwd.h>\n#include <stdio.h>\n"
    'int main(void) { struct passwd *app = getpwnam("app"); puts(app && app->pw_uid == 1000 ? "works" : "no user"); }\n'
}
CXX = {
    "main.cpp": "#include <iostream>\n#include <string>\n"
    'int main() { std::string said = "works"; std::cout << said << std::endl; }\n'
}
GO = {
    "go.mod": "module works\n\ngo 1.19\n",
    "main.go": 'package main\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n\nfunc main() {\n'
    '\t_ = http.DefaultClient\n\tfmt.Println("works")\n}\n',
}
GO_WITH_C = {
    "go.mod": GO["go.mod"],
    "main.go": 'package main\n\n// static int answer(void) { return 42; }\nimport "C"\n\nimport "fmt"\n\n'
    'func main() {\n\tif C.answer() == 42 {\n\t\tfmt.Println("works")\n\t}\n}\n',
}
RUST = {"main.rs": 'fn main() {\n    println!("works");\n}\n'}
AUTOTOOLS = {
    **C,
    "configure": "#!/bin/sh\nflags=\nfor word; do case $word in LDFLAGS=*) flags=${word#LDFLAGS=};; esac; done\n"
    'printf "LDFLAGS=%s\\n" "$flags" | cat - Makefile.in > Makefile\n',
    "Makefile.in": "prefix=/usr/local\nhello: main.c\n\tgcc $(LDFLAGS) -o hello main.c\n"
    "install: hello\n\tinstall -D hello $(DESTDIR)$(prefix)/bin/hello\n"
    "\tmkdir -p $(DESTDIR)$(prefix)/lib\n",
}
LIBRARY = {
    "said.c": '#include <stdio.h>\nvoid said(void) { puts("works"); }\n',
    "main.c": "void said(void);\nint main(void) { said(); return 0; }\n",
}
CMAKE = {
    **C,
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.18)\nproject(hello C)\nadd_executable(hello main.c)\n"
    "install(TARGETS hello)\n",
}
NOT_FOUND = "not found"
NO_SUCH_FILE = "No such file or directory"


class Case(NamedTuple):
    """What to build, how ``/app`` fails at first, and the words with which dfix is asked to repair it.

    ``fails`` is a part of the message; empty: it runs at once and must stay as it is. ``installs``:
    the repaired file installs packages of Debian's.
    """

    name: str
    text: str
    files: dict[str, str]
    fails: str
    words: tuple[str, ...] = ()
    installs: bool = False


def to(base: str, builder: str, build: str) -> str:
    """A file of two stages that ships ``/app``."""
    return f"FROM {builder} AS build\nWORKDIR /src\nCOPY . .\nRUN {build}\nFROM {base}\nCOPY --from=build /app /app\n"


GOLANG, GCC, RUSTC = "golang:1.19-bookworm", "gcc:12-bookworm", "rust:1.70-bookworm"
CASES = (
    Case("go-net-http-alpine", to("alpine:3.20", GOLANG, "go build -o /app ."), GO, NOT_FOUND),
    Case("go-scratch", to("scratch", GOLANG, "go build -ldflags '-s -w' -o /app ."), GO, NO_SUCH_FILE),
    Case(
        "go-pie-scratch",
        to("scratch", GOLANG, "go build -buildmode=pie -o /app ."),
        GO,
        NO_SUCH_FILE,
        ("--unsafe-fixes", "--prefer", "static"),
    ),
    Case(
        "go-extldflags-static-alone",
        to("alpine:3.20", GOLANG, "go build -ldflags '-extldflags \"-static\"' -o /app ."),
        GO,
        NOT_FOUND,
    ),
    Case(
        "go-with-c-alpine",
        to("alpine:3.20", GOLANG, "CGO_ENABLED=1 go build -o /app ."),
        GO_WITH_C,
        NOT_FOUND,
        ("--fix-id", "link-externally"),
    ),
    Case("c-alpine", to("alpine:3.20", GCC, "gcc -O2 -o /app main.c"), C, NOT_FOUND),
    Case("c-scratch", to("scratch", GCC, "gcc -O2 -o /app main.c"), C, NO_SUCH_FILE),
    Case(
        "c-scratch-with-libraries",
        to("scratch", GCC, "gcc -O2 -o /app main.c"),
        C,
        NO_SUCH_FILE,
        ("--fix-id", "copy-libraries"),
    ),
    Case("cxx-alpine", to("alpine:3.20", GCC, "g++ -o /app main.cpp"), CXX, NOT_FOUND),
    Case(
        "cxx-scratch-with-libraries",
        to("scratch", GCC, "g++ -o /app main.cpp"),
        CXX,
        NO_SUCH_FILE,
        ("--fix-id", "copy-libraries"),
    ),
    Case("rustc-alpine", to("alpine:3.20", RUSTC, "rustc -o /app main.rs"), RUST, NOT_FOUND),
    Case(
        "autotools-with-ldconfig",
        "FROM gcc:12-bookworm AS build\nWORKDIR /src\nCOPY . .\n"
        "RUN ./configure && make && make install DESTDIR=/out\n"
        "FROM alpine:3.20\nCOPY --from=build /out/usr/local/bin /usr/local/bin\n"
        "COPY --from=build /out/usr/local/lib /usr/local/lib\nRUN ldconfig /usr/local/lib\n"
        "RUN ln -s /usr/local/bin/hello /app\n",
        AUTOTOOLS,
        NOT_FOUND,
        ("--unsafe-fixes",),
    ),
    Case(
        "musl-search-path",
        "FROM gcc:12-bookworm AS build\nWORKDIR /src\nCOPY . .\n"
        "RUN mkdir /lib1 && musl-gcc -shared -fPIC -o /lib1/libsaid.so said.c && musl-gcc -o /app main.c -L/lib1 -lsaid\n"
        "FROM alpine:3.20\nCOPY --from=build /lib1 /opt/said/lib\nRUN ldconfig /opt/said/lib\n"
        "COPY --from=build /app /app\n",
        LIBRARY,
        "Error loading shared library libsaid.so",
        ("--fix-id", "musl-path"),
    ),
    Case(
        "c-older-debian",
        to("debian:bullseye-slim", GCC, "gcc -O2 -o /app main.c"),
        C,
        "version `GLIBC_2.34' not found",
    ),
    Case(
        "cmake-alpine",
        to(
            "alpine:3.20",
            GCC,
            "cmake -B build -DCMAKE_INSTALL_PREFIX=/out && cmake --build build && cmake --install build",
        ).replace(
            "--from=build /app /app", "--from=build /out/bin /usr/local/bin\nRUN ln -s /usr/local/bin/hello /app"
        ),
        CMAKE,
        NOT_FOUND,
        ("--unsafe-fixes",),
    ),
    Case(
        "runtime-translated-to-debian",
        "FROM gcc:12-bookworm AS build\nWORKDIR /src\nCOPY . .\nRUN gcc -O2 -o /app main.c\n"
        "FROM alpine:3.20\nRUN apk add --no-cache \\\n        tzdata \\\n        bash \\\n"
        "    && addgroup -S -g 1000 app \\\n    && adduser -S -D -H -u 1000 -G app app\n"
        "COPY --from=build /app /app\n",
        ASKS_FOR_USER,
        NOT_FOUND,
        ("--unsafe-fixes", "--prefer", "glibc"),
        installs=True,
    ),
    Case("right-file", to("alpine:3.20", GCC, "gcc -static -o /app main.c"), C, ""),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_repaired(case: Case, store: Store, tmp_path: Path) -> None:
    if case.installs and not reaches_packages(store):
        pytest.skip("Debian's packages cannot be reached from a container here")
    dockerfile = write(case, tmp_path)
    before = built_and_run(store, tmp_path)
    if case.fails:
        assert case.fails in before, before
        assert dfix("--write", *case.words, folder=tmp_path).returncode == 0
        assert dockerfile.read_text(encoding="utf-8") != case.text
        assert built_and_run(store, tmp_path) == "works\n"
    else:
        assert before == "works\n"
        dfix("--write", "--unsafe-fixes", folder=tmp_path)
        assert dockerfile.read_text(encoding="utf-8") == case.text


def write(case: Case, folder: Path) -> Path:
    """The case's files; the Dockerfile."""
    for name, text in case.files.items():
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    (folder / ".dockerignore").write_text("Dockerfile\n", encoding="utf-8")
    dockerfile = folder / "Dockerfile"
    dockerfile.write_text(case.text, encoding="utf-8")
    return dockerfile


def dfix(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Dfix as a user calls it."""
    return subprocess.run(
        [sys.executable, "-m", "dfix", *words, str(folder / "Dockerfile")],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def _build(store: Store, image: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """One build; the container's runtime fails now and then on a busy machine, before the RUN has begun."""
    made = store.run("bud", "-q", "--pull-never", "--layers=false", "-t", image, str(folder), check=False)
    for _ in range(3):
        if made.returncode == 0 or "memfd" not in made.stderr:
            break
        made = store.run("bud", "-q", "--pull-never", "--layers=false", "-t", image, str(folder), check=False)
    return made


def built_and_run(store: Store, folder: Path) -> str:
    """What ``/app`` prints in the built image: started by its shell, or by the kernel where there is none."""
    image = f"localhost/{folder.name}"
    made = _build(store, image, folder)
    assert made.returncode == 0, made.stderr
    container, root = store.mounted(image)
    has_shell = (root / "bin/sh").is_symlink()
    words = ["/bin/sh", "-c", "/app"] if has_shell else ["/app"]
    done = subprocess.run(["chroot", str(root), *words], check=False, capture_output=True, text=True)
    store.run("rm", container)
    store.run("rmi", image)
    return done.stdout + done.stderr
