"""What compiled files say of themselves: made byte by byte, made by the machine's compilers, and hostile ones."""

import io
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from elf import DYN, EXEC, GLIBC, MUSL, STATIC, make_elf
from hypothesis import given
from hypothesis import strategies as st

from dfix.context.binary import ELF, MACH_O, PE, Binary, SymbolVersion, UnreadableBinaryError, parse_binary, read_binary


def read(data: bytes) -> Binary | None:
    return read_binary(io.BytesIO(data))


def portable_executable(machine: int = 0x8664, *, managed: bool = False) -> bytes:
    directories = bytearray(16 * 8)
    if managed:
        directories[14 * 8 : 14 * 8 + 8] = b"\1" * 8
    optional = struct.pack("<H", 0x20B) + bytes(110) + bytes(directories)
    header = b"PE\0\0" + struct.pack("<HHIIIHH", machine, 0, 0, 0, 0, len(optional), 0)
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + header + optional


def of(library: str, *versions: str) -> tuple[SymbolVersion, ...]:
    return tuple(SymbolVersion(library, version) for version in versions)


CASES: dict[str, tuple[bytes, Binary | None]] = {
    "glibc": (
        GLIBC,
        Binary(
            ELF,
            "amd64",
            "/lib64/ld-linux-x86-64.so.2",
            ("libc.so.6",),
            {"GLIBC": "2.34"},
            of("libc.so.6", "GLIBC_2.2.5", "GLIBC_2.34"),
        ),
    ),
    "musl": (MUSL, Binary(ELF, "amd64", "/lib/ld-musl-x86_64.so.1", ("libc.musl-x86_64.so.1",))),
    "static": (STATIC, Binary(ELF, "amd64")),
    "static pie": (make_elf(kind=DYN, machine="arm64"), Binary(ELF, "arm64")),
    "library": (
        make_elf(needed=["libc.so.6"], soname="libx.so.1", offers=["X_1.2", "X_1.10"]),
        Binary(
            ELF,
            "amd64",
            "",
            ("libc.so.6",),
            defines=frozenset({"X_1.2", "X_1.10"}),
            soname="libx.so.1",
            is_program=False,
        ),
    ),
    "plug-in without a name": (
        make_elf(needed=["libc.so.6"]),
        Binary(ELF, "amd64", "", ("libc.so.6",), is_program=False),
    ),
    "packed relocations": (
        make_elf("/l", ["libc.so.6"], {"libc.so.6": ["GLIBC_ABI_DT_RELR", "GLIBC_PRIVATE"]}),
        Binary(
            ELF, "amd64", "/l", ("libc.so.6",), {"GLIBC": "2.36"}, of("libc.so.6", "GLIBC_ABI_DT_RELR", "GLIBC_PRIVATE")
        ),
    ),
    "several families": (
        make_elf("/l", ["a", "b"], {"a": ["GLIBC_2.9", "GLIBC_2.10"], "b": ["GLIBCXX_3.4.9", "GLIBCXX_3.4.30"]}),
        Binary(
            ELF,
            "amd64",
            "/l",
            ("a", "b"),
            {"GLIBC": "2.10", "GLIBCXX": "3.4.30"},
            (*of("a", "GLIBC_2.9", "GLIBC_2.10"), *of("b", "GLIBCXX_3.4.9", "GLIBCXX_3.4.30")),
        ),
    ),
    "search path": (
        make_elf("/l", ["a"], runpath="$ORIGIN/../lib"),
        Binary(ELF, "amd64", "/l", ("a",), runpath="$ORIGIN/../lib"),
    ),
    "Windows": (portable_executable(), Binary(PE, "amd64")),
    ".NET": (portable_executable(0x14C, managed=True), Binary(PE, "386", needed=(".NET",))),
    "macOS": (b"\xcf\xfa\xed\xfe" + bytes(60), Binary(MACH_O)),
    "macOS, several processors": (b"\xca\xfe\xba\xbe\0\0\0\2" + bytes(60), Binary(MACH_O)),
    "a Java class": (b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(60), None),
    "an object file": (make_elf(kind=1), None),
    "text": (b"#!/bin/sh\n", None),
    "nothing": (b"", None),
    "MZ and nothing": (b"MZ" + bytes(62), None),
    "cut in the header": (GLIBC[:40], None),
    "cut in the strings": (GLIBC[:260], None),
}


@pytest.mark.parametrize("name", CASES)
def test_read(name: str) -> None:
    data, expected = CASES[name]
    assert read(data) == expected


@given(at=st.integers(0, len(GLIBC) - 1), value=st.binary(min_size=1, max_size=8))
def test_a_file_that_lies_is_answered(at: int, value: bytes) -> None:
    """Whatever stands in it, the answer comes, and soon."""
    read(GLIBC[:at] + value + GLIBC[at + len(value) :])


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(data: bytes) -> None:
    read(b"\x7fELF\x02\x01\x01" + data)
    read(b"MZ" + data)


def test_version_needs_in_a_circle_end() -> None:
    data = bytearray(make_elf("/l", ["a"], {"a": ["GLIBC_2.9"], "b": ["GLIBC_2.10"]}))
    at = bytes(data).index(struct.pack("<HH", 1, 1))
    struct.pack_into("<H", data, at + 2, 0xFFFF)
    read(bytes(data))


@pytest.mark.skipif(not shutil.which("gcc"), reason="gcc is not installed: apt-get install gcc libc6-dev")
@pytest.mark.parametrize(
    ("words", "static", "program"),
    [([], False, True), (["-static"], True, True), (["-static-pie"], True, True), (["-shared", "-fPIC"], False, False)],
    ids=["dynamic", "static", "static-pie", "shared"],
)
def test_what_gcc_makes(words: list[str], static: bool, program: bool, tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text('#include <stdio.h>\nint main(void) { return puts("x") < 0; }\n')
    done = subprocess.run(["gcc", *words, "-o", "a", "a.c"], cwd=tmp_path, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"gcc {' '.join(words)} does not link here")
    with open(tmp_path / "a", "rb") as file:
        found = read_binary(file)
    assert found
    assert (found.is_static, found.is_program) == (static, program)
    assert ("GLIBC" in found.asks) is not static


@pytest.mark.skipif(not shutil.which("musl-gcc"), reason="musl-gcc is not installed: apt-get install musl-tools")
def test_what_musl_gcc_makes(tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text("int main(void) { return 0; }\n")
    subprocess.run(["musl-gcc", "-o", "a", "a.c"], cwd=tmp_path, check=True)
    with open(tmp_path / "a", "rb") as file:
        found = read_binary(file)
    assert found
    assert found.interpreter.startswith("/lib/ld-musl-")


@pytest.mark.skipif(not shutil.which("go"), reason="Go is not installed: apt-get install golang-go")
@pytest.mark.parametrize(("cgo", "static"), [("0", True), ("1", False)])
def test_what_go_makes(cgo: str, static: bool, tmp_path: Path) -> None:
    import os

    if cgo == "1" and not shutil.which("gcc"):
        pytest.skip("gcc is not installed, so cgo is off")
    (tmp_path / "a.go").write_text('package main\nimport "net"\nfunc main() { net.LookupHost("x") }\n')
    env = {
        **os.environ,
        "CGO_ENABLED": cgo,
        "GOFLAGS": "-mod=mod",
        "GO111MODULE": "off",
        "GOPATH": str(tmp_path / "go"),
    }
    done = subprocess.run(["go", "build", "-o", "a", "a.go"], cwd=tmp_path, env=env, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("go build does not work here")
    with open(tmp_path / "a", "rb") as file:
        found = read_binary(file)
    assert found
    assert found.is_static is static


@pytest.mark.parametrize("name", ["cut in the header", "cut in the strings"])
def test_what_cannot_be_read_is_no_object_file(name: str) -> None:
    with pytest.raises(UnreadableBinaryError):
        parse_binary(io.BytesIO(CASES[name][0]))


@pytest.mark.skipif(not shutil.which("gcc"), reason="gcc is not installed: apt-get install gcc libc6-dev")
def test_the_number_of_symbols_does_not_matter(tmp_path: Path) -> None:
    """A file as node or libLLVM are: no reader may walk its table of symbols."""
    text = "".join(f"int symbol_{number}(void) {{ return {number}; }}\n" for number in range(30_000))
    (tmp_path / "a.c").write_text(text)
    subprocess.run(["gcc", "-shared", "-fPIC", "-Wl,-soname,liba.so.1", "-o", "a.so", "a.c"], cwd=tmp_path, check=True)
    with open(tmp_path / "a.so", "rb") as file:
        found = read_binary(file)
    assert found
    assert found.soname == "liba.so.1"


def test_kind_is_told_by_the_header() -> None:
    found = read(make_elf(kind=EXEC, needed=["libc.so.6"]))
    assert found
    assert found.is_program
