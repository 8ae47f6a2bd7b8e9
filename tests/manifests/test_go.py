"""Build constraints, cgo's lines, go.mod and vendor/modules.txt."""

import pytest

from dfix.manifests.go import holds, is_built, linked, required, vendored_packages


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("linux", True),
        ("cgo && linux", True),
        ("darwin || (linux && cgo)", True),
        ("!cgo", False),
        ("!(windows || darwin)", True),
        ("netgo", True),
        ("static", False),
        ("go1.18 && amd64", True),
        ("(", True),
        ("!" * 200 + "x", True),
        ("", True),
    ],
)
def test_conditions(condition: str, expected: bool) -> None:
    assert holds(condition, frozenset({"netgo"})) is expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.go", "package a\n", True),
        ("a_test.go", "package a\n", False),
        ("a_darwin.go", "package a\n", False),
        ("a_darwin_arm64.go", "package a\n", False),
        ("a_linux.go", "package a\n", True),
        ("a.go", "// Copyright\n\n//go:build ignore\n\npackage a\n", False),
        ("a.go", "//go:build linux\n\npackage a\n", True),
        ("a.go", "// +build darwin,cgo windows\n\npackage a\n", False),
        ("a.go", "// +build linux darwin\n// +build cgo\n\npackage a\n", True),
        ("a.go", "package a\n\n//go:build ignore\n", True),
    ],
)
def test_files_of_a_build(name: str, text: str, expected: bool) -> None:
    assert is_built(name, text, frozenset()) is expected


@pytest.mark.parametrize(
    ("line", "libraries"),
    [
        ("// #cgo LDFLAGS: -L/usr/lib -lpcap -lz", ["pcap", "z"]),
        ("#cgo linux LDFLAGS: -lrt", ["rt"]),
        ("#cgo darwin LDFLAGS: -lpcap", []),
        ("#cgo !linux,!darwin LDFLAGS: -lx", []),
        ("#cgo pkg-config: vips glib-2.0", ["vips", "glib-2.0"]),
        ("#cgo CFLAGS: -lnot", []),
    ],
)
def test_libraries_of_cgo(line: str, libraries: list[str]) -> None:
    assert list(linked(f'package a\n/*\n{line}\n*/\nimport "C"\n')) == libraries


def test_modules() -> None:
    text = (
        "module m\nrequire example.com/a v1.0.0\nrequire (\n\texample.com/b/v2 v2.1.0 // indirect\n)\nreplace x => y\n"
    )
    assert required(text) == {"example.com/a": True, "example.com/b/v2": False}
    assert vendored_packages("# example.com/a v1.0.0\n## explicit\nexample.com/a/x\n") == {"example.com/a/x"}
