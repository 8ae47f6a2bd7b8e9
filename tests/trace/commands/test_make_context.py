"""make with its makefile at hand: the recipe decides, not the target's name."""

from pathlib import Path

import pytest

from dfix import Applicability, Options, analyse, fix
from dfix.context import Folder

DOCKERFILE = (
    b"FROM golang:1.22 AS build\nWORKDIR /src\nCOPY . .\nRUN make build\n"
    b'FROM alpine:3.20\nCOPY --from=build /src/bin/server /server\nCMD ["/server"]\n'
)


@pytest.mark.parametrize(
    ("makefile", "codes"),
    [
        ("build:\n\tgo build -o bin/server .\n", ["DF101"]),
        ("build:\n\tCGO_ENABLED=0 go build -o bin/server .\n", []),
        ("export CGO_ENABLED=0\nbuild:\n\tgo build -o bin/server .\n", []),
        ("GO = go\nOUT := bin\nbuild: deps\n\t@$(GO) build -o $(OUT)/server .\ndeps:\n\tgo mod download\n", ["DF101"]),
        ("build:\n\t$(MAKE) inner\ninner:\n\tgo build -o bin/server .\n", ["DF101"]),
        ("build:\n\tmake build\n", []),
        ("other:\n\tgo build -o bin/server .\n", []),
        ("static:\n\tgo build -o bin/server .\nbuild: static\n", ["DF101"]),
        ("", []),
    ],
)
def test_findings(tmp_path: Path, makefile: str, codes: list[str]) -> None:
    (tmp_path / "Makefile").write_text(makefile, encoding="utf-8")
    options = Options(context=Folder(str(tmp_path)))
    found = analyse(DOCKERFILE, options)
    assert [finding.code for finding in found.findings] == codes
    result = fix(DOCKERFILE, options, Applicability.SAFE)
    assert result.data == (DOCKERFILE.replace(b"make build", b"CGO_ENABLED=0 make build") if codes else DOCKERFILE)
    assert analyse(result.data, options).findings == ()


def test_without_the_context_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("build:\n\tgo build -o bin/server .\n", encoding="utf-8")
    assert analyse(DOCKERFILE).findings == ()
    # Neither does a makefile outside of what was copied.
    copied = DOCKERFILE.replace(b"COPY . .", b"COPY sub .")
    assert analyse(copied, Options(context=Folder(str(tmp_path)))).findings == ()
