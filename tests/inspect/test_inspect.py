"""`dfix inspect`: what files need, and whether their root offers it."""

import contextlib
import gzip
import json
import os
import subprocess
import sys
import tarfile
import tracemalloc
from pathlib import Path

import pytest
from elf import EXEC, GLIBC, MUSL, STATIC, make_cache, make_elf
from image import Content, docker_save, layer, oci_layout

from dfix.inspect.archive import read_archive
from dfix.inspect.folder import InspectError, read_folder
from dfix.inspect.judge import verdicts
from dfix.inspect.run import inspect_path
from dfix.inspect.tree import Root

LOADER = make_elf(soname="ld-linux-x86-64.so.2", offers=["GLIBC_2.31"])
LIBC_31 = make_elf(soname="libc.so.6", needed=["ld-linux-x86-64.so.2"], offers=["GLIBC_2.2.5", "GLIBC_2.31"])
LIBC_36 = make_elf(soname="libc.so.6", offers=["GLIBC_2.2.5", "GLIBC_2.34", "GLIBC_2.36"])
LIBX = make_elf(soname="libx.so.1", needed=["libc.so.6"])
USES_X = make_elf("/lib64/ld-linux-x86-64.so.2", ["libx.so.1", "libc.so.6"])
MUSL_LOADER = make_elf(soname="libc.musl-x86_64.so.1")
ALPINE: dict[str, Content] = {
    "lib/ld-musl-x86_64.so.1": MUSL_LOADER,
    "bin/busybox": MUSL,
    "etc/os-release": b"ID=alpine\n",
}
DEBIAN: dict[str, Content] = {
    "lib": "usr/lib",
    "lib64": "usr/lib64",
    "usr/lib64/ld-linux-x86-64.so.2": "../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
    "usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2": LOADER,
    "usr/lib/x86_64-linux-gnu/libc.so.6": LIBC_36,
}
NOT_FOUND = "its loader /lib64/ld-linux-x86-64.so.2 is not there, so the shell answers `not found`"


def unpacked(folder: Path, files: dict[str, Content]) -> Root:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
            path.chmod(0o755)
        elif content is not None:
            path.symlink_to(content)
    return read_folder(str(folder))


def found(root: Root) -> dict[str, str]:
    return {one.path: "; ".join(one.problems) for one in verdicts(root) if one.problems}


BIN = "usr/local/bin"
CASES: dict[str, tuple[dict[str, Content], dict[str, str]]] = {
    "glibc on Alpine": ({**ALPINE, "app": GLIBC}, {"/app": f"{NOT_FOUND} (loaders that are there: /lib/ld-musl-x86_64.so.1)"}),
    "glibc in nothing": ({"app": GLIBC}, {"/app": f"{NOT_FOUND} (loaders that are there: none)"}),
    "static and musl": ({**ALPINE, "app": STATIC, "other": MUSL}, {}),
    "glibc on Debian, through links": ({**DEBIAN, "app": GLIBC}, {}),
    "an older glibc": (
        {**DEBIAN, "usr/lib/x86_64-linux-gnu/libc.so.6": LIBC_31, "app": GLIBC},
        {"/app": "version `GLIBC_2.34' not found: the newest that is there is GLIBC_2.31"},
    ),
    "a library is missing": (
        {**DEBIAN, "app": USES_X},
        {"/app": "libx.so.1 is not found: `error while loading shared libraries`"},
    ),
    "a library that ld.so.conf leads to": (
        {
            **DEBIAN,
            "etc/ld.so.conf": b"include /etc/ld.so.conf.d/*.conf\n",
            "etc/ld.so.conf.d/x.conf": b"# x\n/opt/x\n",
            "opt/x/libx.so.1": LIBX,
            "app": USES_X,
        },
        {"/app": "libx.so.1 is not found: `error while loading shared libraries`"},
    ),
    "a library that the cache leads to": (
        {**DEBIAN, "etc/ld.so.cache": make_cache({"libx.so.1": "/opt/x/libx.so.1"}), "opt/x/libx.so.1": LIBX, "app": USES_X},
        {},
    ),
    "a cache behind an older one": (
        {
            **DEBIAN,
            "etc/ld.so.cache": make_cache({"liby.so.1": "/y", "libx.so.1": "/opt/x/libx.so.1"}, old=True),
            "opt/x/libx.so.1": LIBX,
            "app": USES_X,
        },
        {},
    ),
    "a cache that makes no sense": (
        {**DEBIAN, "etc/ld.so.cache": make_cache({"libx.so.1": "/opt/x/libx.so.1"})[:60], "opt/x/libx.so.1": LIBX, "app": USES_X},
        {"/app": "libx.so.1 is not found: `error while loading shared libraries`"},
    ),
    "a library of a library": (
        {**DEBIAN, "usr/lib/libx.so.1": make_elf(soname="libx.so.1", needed=["liby.so.2"]), "app": USES_X},
        {
            "/app": "liby.so.2 (needed by /lib/libx.so.1) is not found: `error while loading shared libraries`",
            "/usr/lib/libx.so.1": "liby.so.2 is not found: `error while loading shared libraries`",
        },
    ),
    "a library that is loaded already needs no place": (
        {
            **DEBIAN,
            "opt/libx.so.1": make_elf(soname="libx.so.1", needed=["liby.so.2"], runpath="/opt"),
            "opt/liby.so.2": make_elf(soname="liby.so.2", needed=["libx.so.1"]),
            "app": make_elf("/lib64/ld-linux-x86-64.so.2", ["libx.so.1"], runpath="/opt"),
        },
        {},
    ),
    "RUNPATH is not handed down": (
        {
            **DEBIAN,
            "opt/libx.so.1": make_elf(soname="libx.so.1", needed=["liby.so.2"]),
            "opt/liby.so.2": make_elf(soname="liby.so.2"),
            "app": make_elf("/lib64/ld-linux-x86-64.so.2", ["libx.so.1"], runpath="/opt"),
        },
        {
            "/app": "liby.so.2 (needed by /opt/libx.so.1) is not found: `error while loading shared libraries`",
        },
    ),
    "RPATH is handed down": (
        {
            **DEBIAN,
            "opt/libx.so.1": make_elf(soname="libx.so.1", needed=["liby.so.2"]),
            "opt/liby.so.2": make_elf(soname="liby.so.2"),
            "app": make_elf("/lib64/ld-linux-x86-64.so.2", ["libx.so.1"], rpath="/opt"),
        },
        {},
    ),
    "musl answers for the parts of libc": (
        {**ALPINE, "app": make_elf("/lib/ld-musl-x86_64.so.1", ["libc.so.6", "libpthread.so.0"], {"libc.so.6": ["GLIBC_2.34"]})},
        {},
    ),
    "a script without its interpreter": (
        {**ALPINE, f"{BIN}/a": b"#!/bin/bash\n", f"{BIN}/b": b"#!/bin/busybox sh\n", "srv/not-on-path": b"#!/bin/bash\n"},
        {"/usr/local/bin/a": "its interpreter /bin/bash is not there, so the shell answers `not found`"},
    ),
    "a script that env starts": (
        {**ALPINE, "usr/bin/env": "../../bin/busybox", f"{BIN}/a": b"#!/usr/bin/env python3\n", f"{BIN}/b": b"#!/usr/bin/env a\n"},
        {"/usr/local/bin/a": "env does not find its interpreter python3"},
    ),
    "a script with the line ends of Windows": (
        {**ALPINE, "bin/sh": "busybox", f"{BIN}/a": b"#!/bin/sh\r\n"},
        {"/usr/local/bin/a": "its first line ends in a carriage return, which the kernel takes as part of the interpreter's name"},
    ),
    "an add-on that cannot load": (
        {**ALPINE, "app/node_modules/x/build/x.node": make_elf(needed=["libx.so.1", "libc.so.6"])},
        {"/app/node_modules/x/build/x.node": "libx.so.1 is not found: `Error loading shared library`"},
    ),
    "an add-on whose library another one may have loaded": (
        {
            **DEBIAN,
            "usr/lib/python3/dist-packages/x.cpython-311-x86_64-linux-gnu.so": make_elf(needed=["libx.so.1"]),
            "opt/x/libx.so.1": LIBX,
        },
        {},
    ),
    "the loader of a second glibc has a cache of its own": (
        {
            **ALPINE,
            "lib64/ld-linux-x86-64.so.2": "/usr/glibc-compat/lib/ld-linux-x86-64.so.2",
            "usr/glibc-compat/lib/ld-linux-x86-64.so.2": LOADER,
            "usr/glibc-compat/lib/libc.so.6": LIBC_36,
            "usr/glibc-compat/etc/ld.so.cache": make_cache({"libx.so.1": "/usr/lib/libx.so.1"}),
            "usr/lib/libx.so.1": LIBX,
            "app": USES_X,
        },
        {},
    ),
    "Red Hat's directories": (
        {
            "lib64": "usr/lib64",
            "usr/lib64/ld-linux-x86-64.so.2": LOADER,
            "usr/lib64/libc.so.6": LIBC_36,
            "usr/lib/libx.so.1": LIBX,
            "app": USES_X,
        },
        {"/app": "libx.so.1 is not found: `error while loading shared libraries`"},
    ),
    "a library beside its program": (
        {
            **DEBIAN,
            "opt/lib/libx.so.1": LIBX,
            "opt/bin/app": make_elf("/lib64/ld-linux-x86-64.so.2", ["libx.so.1"], runpath="$ORIGIN/../lib"),
        },
        {},
    ),
    "a library of another processor": (
        {**DEBIAN, "lib32": None, "usr/lib/libx.so.1": make_elf(soname="libx.so.1", machine="arm64"), "app": USES_X},
        {"/app": "libx.so.1 is not found: `error while loading shared libraries`"},
    ),
    "musl's search path": (
        {
            **ALPINE,
            "etc/ld-musl-x86_64.path": b"/lib:/opt/x\n",
            "opt/x/libx.so.1": LIBX,
            "app": make_elf("/lib/ld-musl-x86_64.so.1", ["libx.so.1", "libc.musl-x86_64.so.1"]),
        },
        {},
    ),
    "links in a circle": ({**ALPINE, "lib64": "lib65", "lib65": "lib64", "app": GLIBC}, {"/app": f"{NOT_FOUND} (loaders that are there: /lib/ld-musl-x86_64.so.1)"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_folder(name: str, tmp_path: Path) -> None:
    files, expected = CASES[name]
    assert found(unpacked(tmp_path, files)) == expected


@pytest.mark.parametrize("name", CASES)
def test_an_archive_says_the_same(name: str, tmp_path: Path) -> None:
    files, expected = CASES[name]
    image = tmp_path / "image.tar"
    image.write_bytes(docker_save([layer(files)]))
    assert found(read_archive(str(image))) == expected
    image.write_bytes(gzip.compress(layer(files)))
    assert found(read_archive(str(image))) == expected


def test_layers_are_applied_in_the_manifests_order(tmp_path: Path) -> None:
    layers = [
        layer({**ALPINE, "old/app": GLIBC, "gone/app": GLIBC, "hidden/app": GLIBC}),
        layer({"old/app": STATIC, "gone/.wh.app": b"", "hidden/.wh..wh..opq": b"", "hidden/new": STATIC}),
    ]
    (tmp_path / "image.tar").write_bytes(docker_save(layers))
    root = read_archive(str(tmp_path / "image.tar"))
    assert found(root) == {}
    assert root.entries["/old/app"].layer == 1
    assert "/gone/app" not in root.entries
    assert {path for path in root.entries if path.startswith("/hidden/")} == {"/hidden/new"}


def test_an_oci_layout(tmp_path: Path) -> None:
    files = oci_layout([layer(ALPINE), layer({"app": GLIBC})], "amd64")
    (tmp_path / "image.tar").write_bytes(layer(files))
    root = read_archive(str(tmp_path / "image.tar"), "linux/amd64")
    assert list(found(root)) == ["/app"]
    assert root.image
    assert root.image.architecture == "amd64"


def test_an_oci_layout_in_a_folder(tmp_path: Path) -> None:
    for name, data in oci_layout([layer(ALPINE), layer({"app": GLIBC})]).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    done = run(tmp_path, ".")
    assert done.returncode == 1
    assert "  /app  [amd64]" in done.stdout


def test_another_architecture(tmp_path: Path) -> None:
    app = make_elf(machine="arm64", kind=EXEC)
    (tmp_path / "image.tar").write_bytes(docker_save([layer({**ALPINE, "app": app})]))
    expected = "it is built for arm64, and the image is amd64: `exec format error`"
    assert found(read_archive(str(tmp_path / "image.tar"))) == {"/app": expected}


def test_the_environment_counts(tmp_path: Path) -> None:
    image = docker_save([layer({**DEBIAN, "opt/libx.so.1": LIBX, "app": USES_X})], Env=["LD_LIBRARY_PATH=/opt"])
    (tmp_path / "image.tar").write_bytes(image)
    assert found(read_archive(str(tmp_path / "image.tar"))) == {}


GOOD = docker_save([layer(ALPINE)])
MANIFEST = layer({"manifest.json": b'[{"Config": "x", "Layers": ["a/layer.tar"]}]'})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cannot be read as a tar archive"),
        (b"hello", "cannot be read as a tar archive"),
        (GOOD[: len(GOOD) // 2], "cannot be read as a tar archive"),
        (gzip.compress(GOOD)[:200], "cannot be read as a tar archive"),
        (MANIFEST, "a/layer.tar is not in the archive"),
    ],
    ids=["empty", "text", "cut", "cut and compressed", "without its layer"],
)
def test_what_is_no_archive(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(data)
    with pytest.raises(InspectError, match=message):
        read_archive(str(tmp_path / "x.tar"))


@pytest.mark.parametrize(
    "manifest", [b"[", b"[1]", b"[{}]", b'[{"Layers": 3}]', b"[" * 100_000, b'{"a": 1}'], ids=range(6)
)
def test_hostile_manifests_are_answered(manifest: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(layer({"manifest.json": manifest, "index.json": manifest, "app": GLIBC}))
    with contextlib.suppress(InspectError):
        read_archive(str(tmp_path / "x.tar"))


def test_nothing_is_written_outside(tmp_path: Path) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    data = layer({"../../x": b"x", "/etc/y": b"y", "up": "/etc", "up/z": GLIBC})
    (inside / "x.tar").write_bytes(data)
    before = sorted(tmp_path.rglob("*"))
    root = read_archive(str(inside / "x.tar"))
    assert sorted(tmp_path.rglob("*")) == before
    assert "/x" in root.entries


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    call = [sys.executable, "-m", "dfix", "inspect", *words]
    return subprocess.run(call, cwd=folder, env=env, capture_output=True, text=True, check=False)


DOCKERFILE = """\
FROM golang:1.22 AS build
RUN go build -o /app .
FROM alpine:3.20
WORKDIR /srv
RUN adduser -D app
COPY --from=build /app /usr/local/bin/app
ENTRYPOINT ["app"]
"""
HISTORY = [
    "/bin/sh -c #(nop) ADD file:abc in / ",
    "WORKDIR /srv",
    "RUN /bin/sh -c adduser -D app # buildkit",
    "COPY /app /usr/local/bin/app # buildkit",
]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """An image whose program needs glibc, on musl, and its Dockerfile."""
    layers = [layer(ALPINE), layer({"srv": None}), layer({"etc/passwd": b""}), layer({"usr/local/bin/app": GLIBC})]
    (tmp_path / "image.tar").write_bytes(docker_save(layers, HISTORY))
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    return tmp_path


def test_the_answer_to_not_found(broken: Path) -> None:
    done = run(broken, "image.tar")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "image.tar: image app:1; 4 layers; amd64; loaders: /lib/ld-musl-x86_64.so.1\n"
        "  /usr/local/bin/app  [amd64]\n"
        "      needs /lib64/ld-linux-x86-64.so.2; libc.so.6; GLIBC_2.34\n"
        f"      {NOT_FOUND} (loaders that are there: /lib/ld-musl-x86_64.so.1)\n"
        "      came with layer 4: COPY /app /usr/local/bin/app\n"
        "  1 of 2 programs cannot start\n"
    )


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({**ALPINE, "app": STATIC}, "2 programs can start"),
        ({"app": STATIC}, "1 program can start"),
        ({"etc/passwd": b"root\n"}, "no program is in it"),
    ],
)
def test_where_all_is_well(files: dict[str, Content], told: str, tmp_path: Path) -> None:
    (tmp_path / "image.tar").write_bytes(docker_save([layer(files)], HISTORY[:1]))
    done = run(tmp_path, "image.tar")
    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, [f"  {told}"])


def test_the_dockerfiles_line(broken: Path) -> None:
    done = run(broken, "--dockerfile", "Dockerfile", "--format", "json", "image.tar")
    (image,) = json.loads(done.stdout)["inspected"]
    made = {one["path"]: one["made_by"] for one in image["files"] if one["problems"]}
    assert made == {"/usr/local/bin/app": "Dockerfile:6: COPY --from=build /app /usr/local/bin/app"}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["app"], 0, "needs /lib64/ld-linux-x86-64.so.2; libc.so.6; GLIBC_2.34"),
        (["--against", "alpine:3.20", "app"], 1, "it needs glibc, and Alpine 3.20 (musl 1.2.5) has none"),
        (["--against", "debian:12", "app"], 0, "finds what it needs"),
        (["--against", "debian:10", "app"], 1, "version `GLIBC_2.34' not found: Debian 10 has glibc 2.28"),
        (["--against", "alpine:3.20", "static"], 0, "static"),
        (["--against", "scratch", "app"], 1, "it needs glibc"),
        (["--against", "alpine:3.20", "."], 1, "/app"),
        (["--against", "registry.example/x", "app"], 2, "does not know the image"),
        (["text"], 2, "neither a program, a folder nor a tar archive"),
        (["nowhere"], 2, "no such file"),
        (["."], 1, "judged as a whole root filesystem"),
    ],
)
def test_the_command(words: list[str], code: int, says: str, tmp_path: Path) -> None:
    for name, data in {"app": GLIBC, "static": STATIC, "text": b"hello"}.items():
        (tmp_path / name).write_bytes(data)
        (tmp_path / name).chmod(0o755)
    done = run(tmp_path, *words)
    assert done.returncode == code
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("system", "hint"),
    [
        ('ID=debian\nVERSION_ID="12"\n', " (libpq5 brings it)"),
        ("ID=alpine\nVERSION_ID=3.20.3\n", " (libpq brings it)"),
        ("ID=unheard\nVERSION_ID=1\n", ""),
        ("ID\n=\n", ""),
    ],
)
def test_the_package_that_brings_a_library(system: str, hint: str, tmp_path: Path) -> None:
    files: dict[str, Content] = {
        **DEBIAN,
        "usr/lib/os-release": system.encode(),
        "etc/os-release": "../usr/lib/os-release",
        "app": make_elf("/lib64/ld-linux-x86-64.so.2", ["libpq.so.5", "libc.so.6"]),
    }
    said = f"libpq.so.5 is not found: `error while loading shared libraries`{hint}"
    assert found(unpacked(tmp_path, files)) == {"/app": said}


def test_the_package_in_a_base_image(tmp_path: Path) -> None:
    program = make_elf("/lib64/ld-linux-x86-64.so.2", ["libssl.so.3", "libcrypto.so.3", "libc.so.6"])
    (tmp_path / "app").write_bytes(program)
    told = run(tmp_path, "app", "--against", "debian:12").stdout
    assert "libssl.so.3, libcrypto.so.3 are not in the plain image (libssl3 brings them)" in told


def test_a_long_name_that_an_archive_claims_is_not_read(tmp_path: Path) -> None:
    """To see whether it is an archive takes no more memory than to read one."""
    header = bytearray(tarfile.TarInfo("././@LongLink").tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"%011o\0" % (1 << 32)
    header[156:157] = b"L"
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    with (tmp_path / "x.tar").open("wb") as file:
        file.write(bytes(header))
        file.truncate(1 << 32)
    tracemalloc.start()
    with pytest.raises(InspectError):
        inspect_path(str(tmp_path / "x.tar"), None, "", None, "")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8_000_000
