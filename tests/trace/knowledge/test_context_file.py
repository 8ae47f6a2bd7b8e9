"""Files of the build context, judged by their own bytes where they land."""

import io
import os
import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from elf import GLIBC, MUSL, STATIC, make_elf

from dfix import Confidence, Options, analyse
from dfix.context import Folder
from dfix.plan import BuildOptions

CXX = make_elf(
    "/lib64/ld-linux-x86-64.so.2",
    ["libstdc++.so.6", "libc.so.6"],
    {"libc.so.6": ["GLIBC_2.34"], "libstdc++.so.6": ["GLIBCXX_3.4.30"]},
)
NEW = make_elf("/lib64/ld-linux-x86-64.so.2", ["libc.so.6"], {"libc.so.6": ["GLIBC_2.38"]})
ARM = make_elf("/lib/ld-linux-aarch64.so.1", ["libc.so.6"], machine="arm64")
PLUGIN = make_elf(needed=["libc.so.6"], asks={"libc.so.6": ["GLIBC_2.2.5"]})
MAC = b"\xcf\xfa\xed\xfe" + bytes(60)


def archive(**files: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name.replace("__", "/"))
            entry.size, entry.mode = len(data), 0o755
            tar.addfile(entry, io.BytesIO(data))
    return made.getvalue()


FILES = {
    "bin/app": GLIBC,
    "bin/musl": MUSL,
    "static": STATIC,
    "cxx": CXX,
    "new": NEW,
    "arm": ARM,
    "mac": MAC,
    "plugin.so": PLUGIN,
    "curl": make_elf("/lib/ld-musl-x86_64.so.1", ["libcurl.so.4", "libc.musl-x86_64.so.1"]),
    "libcurl.so.4": make_elf(needed=["libc.musl-x86_64.so.1"], soname="libcurl.so.4"),
    "zlib": make_elf("/lib/ld-musl-x86_64.so.1", ["libz.so.1", "libc.musl-x86_64.so.1"]),
    "run.sh": b"#!/bin/sh\necho\n",
    "data.tgz": archive(usr__bin__app=GLIBC, etc__x=b"y"),
    "both/gnu/app": GLIBC,
    "both/musl/app": MUSL,
    "one/tool": GLIBC,
}


EVERYTHING = Options(min_confidence=Confidence.POSSIBLE)


def findings(folder: Path, text: str, options: Options = EVERYTHING) -> list[str]:
    for name, data in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o755)
    (folder / "Dockerfile").write_text(text)
    options = options._replace(context=Folder(str(folder), str(folder / "Dockerfile")))
    return [f"{one.code} {one.confidence.word}" for one in analyse(text, options).findings]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("FROM alpine:3.20\nCOPY bin/app /usr/local/bin/\n", ["DF101 certain"]),
        ("FROM alpine:3.20\nADD bin/app /usr/local/bin/\n", ["DF101 certain"]),
        ("FROM alpine:3.20\nCOPY bin/musl static run.sh /usr/local/bin/\n", []),
        ("FROM alpine:3.20\nCOPY bin/a* /usr/local/bin/\n", ["DF101 certain"]),
        ("FROM alpine:3.20\nCOPY bin/m* /usr/local/bin/\n", []),
        ("FROM alpine:3.20\nCOPY bin/app /a\nRUN apk add gcompat\n", []),
        ("FROM alpine:3.20\nCOPY bin/app /a\nRUN rm /a\n", []),
        ("FROM scratch\nCOPY bin/app /app\nCMD [\"/app\"]\n", ["DF102 certain"]),
        ("FROM scratch\nCOPY static /app\nCMD [\"/app\"]\n", []),
        ("FROM debian:12-slim\nCOPY bin/app /usr/local/bin/\n", []),
        ("FROM debian:12-slim\nCOPY bin/musl /usr/local/bin/\n", ["DF101 certain"]),
        ("FROM debian:12-slim\nCOPY new /usr/local/bin/\n", ["DF103 certain"]),
        ("FROM debian:13-slim\nCOPY new /usr/local/bin/\n", []),
        ("FROM debian:10-slim\nCOPY bin/app /usr/local/bin/\n", ["DF103 certain"]),
        ("FROM gcr.io/distroless/base-debian12\nCOPY cxx /app\n", ["DF105 certain"]),
        ("FROM gcr.io/distroless/cc-debian12\nCOPY cxx /app\n", []),
        ("FROM alpine:3.20\nCOPY curl /usr/bin/\n", ["DF105 certain"]),
        ("FROM alpine:3.20\nRUN apk add --no-cache libcurl\nCOPY curl /usr/bin/\n", []),
        ("FROM alpine:3.20\nCOPY libcurl.so.4 /usr/lib/\nCOPY curl /usr/bin/\n", []),
        ("FROM alpine:3.20\nCOPY zlib /usr/bin/\n", []),
        ("FROM alpine:3.20\nCOPY plugin.so /opt/\n", ["DF101 likely"]),
        ("FROM alpine:3.20\nADD data.tgz /\n", ["DF101 certain"]),
        ("FROM alpine:3.20\nCOPY data.tgz /\n", []),
        ("FROM alpine:3.20\nCOPY both /opt/both\n", ["DF101 possible"]),
        ("FROM alpine:3.20\nCOPY one /opt/one\n", ["DF101 likely"]),
        ("FROM alpine:3.20\nCOPY one /usr/local/bin\n", ["DF101 certain"]),
        ("FROM arm64v8/alpine:3.20\nCOPY bin/musl /usr/local/bin/\n", ["DF104 certain"]),
        ("FROM debian:12\nCOPY arm /usr/local/bin/\n", []),
        ("FROM alpine:3.20\nCOPY mac /usr/local/bin/tool\n", ["DF104 certain"]),
        ("FROM alpine:3.20\nCOPY mac /srv/downloads/tool\n", []),
        ("FROM alpine:3.20\nCOPY mac /srv/tool\nENTRYPOINT [\"/srv/tool\"]\n", ["DF104 certain"]),
        ("FROM registry.example/base\nCOPY bin/app mac /usr/local/bin/\n", []),
        ("FROM debian:12 AS b\nCOPY bin/app /app\nFROM alpine:3.20\nCOPY --from=b /app /app\n", ["DF101 certain"]),
        ("FROM golang:1.22 AS b\nCOPY . .\nFROM alpine:3.20\nCOPY --from=b /go/x /x\n", []),
        ("FROM alpine:3.20 AS base\nCOPY one /usr/local/bin\nFROM base\nRUN true\n", ["DF101 certain"]),
    ],
)  # fmt: skip
def test_judged_where_it_lands(body: str, expected: list[str], tmp_path: Path) -> None:
    assert findings(tmp_path, body) == expected


def test_without_the_context_nothing_is_said(tmp_path: Path) -> None:
    text = "FROM alpine:3.20\nCOPY bin/app /usr/local/bin/\n"
    findings(tmp_path, text)
    assert analyse(text, Options(min_confidence=Confidence.POSSIBLE)).findings == ()


def test_what_dockerignore_names_is_not_there(tmp_path: Path) -> None:
    (tmp_path / ".dockerignore").write_text("bin\n")
    assert findings(tmp_path, "FROM alpine:3.20\nCOPY bin/app /usr/local/bin/\n") == []


@pytest.mark.parametrize(
    ("platform", "expected"), [("linux/arm64", []), ("linux/amd64", ["DF104 certain"]), (None, [])]
)
def test_the_platform_that_is_built_for_counts(platform: str | None, expected: list[str], tmp_path: Path) -> None:
    options = Options(BuildOptions(platform=platform))
    assert findings(tmp_path, "FROM debian:12\nCOPY arm /usr/local/bin/\n", options) == expected


def test_the_finding_says_what_the_header_says(tmp_path: Path) -> None:
    text = "FROM alpine:3.20\nCOPY bin/app /usr/local/bin/\n"
    findings(tmp_path, text)
    (finding,) = analyse(text, Options(context=Folder(str(tmp_path)))).findings
    loader = "/lib64/ld-linux-x86-64.so.2"
    assert (
        finding.chain[0].note
        == f"bin/app names the loader {loader}, needs libc.so.6 and requires symbol version GLIBC_2.34"
    )


def test_what_leads_outside_or_waits_is_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(GLIBC)
    folder = tmp_path / "context"
    folder.mkdir()
    (folder / "link").symlink_to(outside)
    (folder / "loop").symlink_to("loop")
    (folder / "up").symlink_to(tmp_path)
    (folder / "here").symlink_to(".")
    os.mkfifo(folder / "pipe")
    with open(folder / "sparse", "wb") as file:
        file.truncate(10 * 1024**3)
    with open(folder / "sparse-elf", "wb") as file:
        file.write(GLIBC[:64])
        file.truncate(10 * 1024**3)
    text = "FROM alpine:3.20\nCOPY link loop up/outside here/x pipe sparse sparse-elf ../outside /usr/local/bin/\nCOPY . /x\n"
    options = Options(min_confidence=Confidence.POSSIBLE, context=Folder(str(folder)))
    assert analyse(text, options).findings == ()


def hostile_archives() -> dict[str, bytes]:
    climbing = archive(**{"..__..__usr__bin__app": GLIBC})
    bomb = io.BytesIO()
    with tarfile.open(fileobj=bomb, mode="w:gz") as tar:
        entry = tarfile.TarInfo("zeros")
        entry.size = 300 * 1024 * 1024
        tar.addfile(entry, _Zeros(entry.size))  # type: ignore[arg-type]
        entry = tarfile.TarInfo("usr/bin/app")
        entry.size, entry.mode = len(GLIBC), 0o755
        tar.addfile(entry, io.BytesIO(GLIBC))
    return {
        "climbing": climbing,
        "cut": FILES["data.tgz"][:60],
        "bomb": bomb.getvalue(),
        "noise": b"\x1f\x8b" + bytes(99),
    }


class _Zeros:
    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return bytes(size)


@pytest.mark.parametrize("name", ["climbing", "cut", "bomb", "noise"])
def test_hostile_archives(name: str, tmp_path: Path) -> None:
    (tmp_path / "x.tgz").write_bytes(hostile_archives()[name])
    text = "FROM alpine:3.20\nADD x.tgz /\nCOPY bin/app /usr/local/bin/\n"
    # What an archive over the root brings that is not read may be a loader.
    assert findings(tmp_path, text) == (["DF101 certain"] if name == "climbing" else [])


COMPILERS = {
    "gcc": (["gcc"], "/lib64/ld-linux-x86-64.so.2", ["DF101 certain"]),
    "gcc -static": (["gcc", "-static"], "", []),
    "musl-gcc": (["musl-gcc"], "/lib/ld-musl-x86_64.so.1", []),
}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the loaders named here are amd64's")
@pytest.mark.parametrize("name", COMPILERS)
def test_what_a_compiler_made_just_now(name: str, tmp_path: Path) -> None:
    words, loader, expected = COMPILERS[name]
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not installed: apt-get install gcc libc6-dev musl-tools")
    (tmp_path / "a.c").write_text('#include <stdio.h>\nint main(void) { return puts("x") < 0; }\n')
    subprocess.run([*words, "-o", "app", "a.c"], cwd=tmp_path, check=True)
    text = "FROM alpine:3.20\nCOPY app /usr/local/bin/\n"
    found = analyse(text, Options(context=Folder(str(tmp_path)))).findings
    assert [f"{one.code} {one.confidence.word}" for one in found] == expected
    if found:
        assert f"names the loader {loader}" in found[0].chain[0].note
        assert "requires symbol version GLIBC_2." in found[0].chain[0].note
    debian = analyse(text.replace("alpine:3.20", "debian:13"), Options(context=Folder(str(tmp_path)))).findings
    assert [one.code for one in debian] == (["DF101"] if "musl" in loader else [])
