"""What a Go program imports decides whether it is dynamic, when the context is there to be read."""

from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder

DOCKERFILE = (
    b"FROM golang:1.22 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app %s\n"
    b'FROM alpine:3.20\nCOPY --from=build /app /app\nCMD ["/app"]\n'
)
MODULE = "module example.com/m\n"
CERTAIN, LIKELY = [Confidence.CERTAIN], [Confidence.LIKELY]


def findings(folder: Path, files: dict[str, str], package: str) -> list[Confidence]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    data = DOCKERFILE % package.encode()
    return [finding.confidence for finding in analyse(data, Options(context=Folder(str(folder)))).findings]


@pytest.mark.parametrize(
    ("files", "package", "expected"),
    [
        ({"main.go": 'package main\nimport "fmt"\n'}, ".", []),
        ({"main.go": 'package main\nimport "fmt"\n'}, "main.go", []),
        ({"main.go": 'package main\nimport "net/http"\n'}, ".", CERTAIN),
        ({"main.go": 'package main\nimport (\n\t"fmt"\n\tu "os/user"\n)\n'}, ".", CERTAIN),
        ({"main.go": 'package main\nimport "net/url"\nimport "net/netip"\n'}, ".", []),
        ({"main.go": 'package main\nimport "crypto/tls"\n'}, ".", CERTAIN),
        ({"main.go": 'package main\nimport _ "github.com/mattn/go-sqlite3"\n'}, ".", CERTAIN),
        ({"main.go": 'package main\nimport "github.com/x/y"\n'}, ".", LIKELY),
        (
            {
                "go.mod": MODULE,
                "main.go": 'import "github.com/x/y"\n',
                "vendor/github.com/x/y/a.go": 'package y\nimport "fmt"\n',
            },
            ".",
            [],
        ),
        (
            {
                "go.mod": MODULE,
                "main.go": 'import "github.com/x/y"\n',
                "vendor/github.com/x/y/a.go": 'package y\nimport "net"\n',
            },
            ".",
            CERTAIN,
        ),
        ({"main.go": 'package main\nimport "fmt"\n', "main_test.go": 'import "net"\n'}, ".", []),
        ({"main.go": 'import "fmt"\n', "x_windows.go": 'import "net"\n'}, ".", []),
        (
            {"go.mod": MODULE, "main.go": 'import "example.com/m/web"\n', "web/a.go": 'import "net/http"\n'},
            ".",
            CERTAIN,
        ),
        ({"go.mod": MODULE, "main.go": 'import "example.com/m/a"\n', "a/a.go": 'import "strings"\n'}, ".", []),
        (
            {"go.mod": MODULE, "cmd/x/main.go": 'import "example.com/m/a"\n', "a/a.go": 'import "net"\n'},
            "./cmd/x",
            CERTAIN,
        ),
        ({"go.mod": MODULE, "cmd/x/main.go": 'import "fmt"\n'}, "example.com/m/cmd/x", []),
        ({"go.mod": MODULE, "main.go": 'import "github.com/a/b"\n'}, ".", LIKELY),
        ({"go.mod": MODULE, "main.go": 'import "github.com/a/b"\nimport "net"\n'}, ".", CERTAIN),
        ({"go.mod": MODULE, "main.go": 'import "example.com/m/missing"\n'}, ".", LIKELY),
        ({}, ".", LIKELY),
    ],
)
def test_imports(tmp_path: Path, files: dict[str, str], package: str, expected: list[Confidence]) -> None:
    assert findings(tmp_path, files, package) == expected


@pytest.mark.parametrize(
    ("source", "tags", "expected"),
    [
        ('import "net"', "netgo", []),
        ('import "os/user"', "netgo", CERTAIN),
        ('import "os/user"', "osusergo", []),
        ('import (\n"net"\n"os/user"\n)', "netgo,osusergo", []),
        ('import "C"', "netgo,osusergo", CERTAIN),
        ('import "github.com/mattn/go-sqlite3"', "netgo", CERTAIN),
        ('import "gorm.io/driver/sqlite"', "netgo", CERTAIN),
    ],
)
def test_pure_tags(tmp_path: Path, source: str, tags: str, expected: list[Confidence]) -> None:
    assert findings(tmp_path, {"main.go": f"package main\n{source}\n"}, f"-tags {tags} .") == expected


BINDING = "github.com/herumi/bls-eth-go-binary"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"main.go": 'package main\nimport "x.y/z"\n', "go.mod": f"module m\nrequire {BINDING} v1\n"}, BINDING),
        (
            {"main.go": 'package main\nimport "x.y/z"\n', "go.mod": f"module m\nrequire {BINDING} v1 // indirect\n"},
            "",
        ),
        ({"main.go": 'package main\nimport "net"\n', "go.mod": f"module m\nrequire {BINDING} v1\n"}, ""),
        (
            {
                "main.go": 'package main\nimport "x.y/z"\n',
                "go.mod": "module m\n",
                "vendor/modules.txt": f"# {BINDING} v1\n## explicit\n{BINDING}/bls\n",
            },
            BINDING,
        ),
        ({"main.go": 'package main\nimport "github.com/karalabe/hid"\n', "go.mod": "module m\n"}, ""),
        ({"main.go": 'package main\nimport "github.com/libgit2/git2go/v34"\n', "go.mod": "module m\n"}, "git2go"),
    ],
)
def test_modules_that_need_cgo(tmp_path: Path, files: dict[str, str], says: str) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    stage = analyse(DOCKERFILE % b".", Options(context=Folder(str(tmp_path)))).trace.stages[0]
    made = stage.root.nodes["/app"].artifact.made
    assert made is not None
    assert (says in made.needs_cgo) if says else not made.needs_cgo


def test_programs_of_a_pattern(tmp_path: Path) -> None:
    """Each has its own name and imports; cgo is on for all or for none."""
    files = {
        "go.mod": "module example.com/tools/v2\n",
        "main.go": 'package main\nimport "net"\n',
        "cmd/hello/main.go": 'package main\nimport "fmt"\n',
        "cmd/native/main.go": 'package main\nimport "C"\n',
        "lib/lib.go": 'package lib\nimport "net"\n',
        "testdata/x/main.go": "package main\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    text = b"FROM golang:1.22\nWORKDIR /src\nCOPY . .\nRUN go install ./...\n"
    (stage,) = analyse(text, Options(context=Folder(str(tmp_path)))).trace.stages
    nodes = {path.removeprefix("/go/bin/"): node.artifact for path, node in stage.root.nodes.items() if "/bin/" in path}
    assert {name: one.is_dynamic for name, one in nodes.items()} == {"tools": True, "hello": False, "native": True}
    assert {one.made.needs_cgo for one in nodes.values() if one.made} == {'`import "C"`'}


def test_cgo_is_not_turned_off_where_c_is_imported(tmp_path: Path) -> None:
    (tmp_path / "main.go").write_text('package main\n// #include <stdio.h>\nimport "C"\n', encoding="utf-8")
    found = analyse(DOCKERFILE % b".", Options(context=Folder(str(tmp_path)))).findings
    assert [finding.confidence for finding in found] == CERTAIN
    assert not any("CGO_ENABLED" in fix.title for fix in found[0].fixes)
