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


def test_cgo_is_not_turned_off_where_c_is_imported(tmp_path: Path) -> None:
    (tmp_path / "main.go").write_text('package main\n// #include <stdio.h>\nimport "C"\n', encoding="utf-8")
    found = analyse(DOCKERFILE % b".", Options(context=Folder(str(tmp_path)))).findings
    assert [finding.confidence for finding in found] == CERTAIN
    assert not any("CGO_ENABLED" in fix.title for fix in found[0].fixes)
