"""Scripts of the build context that a RUN calls."""

from pathlib import Path

import pytest

from dfix import Options, analyse
from dfix.context import Folder

BUILD = "CGO_ENABLED=${1:-0} go build -o /out/app .\ncd /tmp\n"


def names(run: str, folder: Path) -> list[str]:
    """The commands that run, after a copy of the whole context into ``/src``."""
    text = f"FROM golang:1.22\nWORKDIR /src\nCOPY . .\nRUN {run}\n"
    trace = analyse(text.encode(), Options(context=Folder(str(folder)))).trace
    return [f"{call.name} {call.env.get('CGO_ENABLED', '')} {call.cwd}".strip() for call in trace.stages[0].calls]


@pytest.mark.parametrize(
    ("run", "after"),
    [
        pytest.param("sh build.sh && make", ["go 0 /src", "cd  /src", "make  /src"], id="by a shell"),
        pytest.param(
            "sh -eux build.sh 1 && make", ["go 1 /src", "cd  /src", "make  /src"], id="with options and operand"
        ),
        pytest.param("./build.sh && make", ["go 0 /src", "cd  /src", "make  /src"], id="by its path"),
        pytest.param(". ./build.sh && make", ["go 0 /src", "cd  /src", "make  /tmp"], id="in the same shell"),
        pytest.param("sh other.sh && make", ["make  /src"], id="one that is not in the context"),
        pytest.param("./program && make", ["make  /src"], id="no shell script"),
    ],
)
def test_called(run: str, after: list[str], tmp_path: Path) -> None:
    (tmp_path / "build.sh").write_text(f"#!/bin/sh\n{BUILD}")
    (tmp_path / "program").write_text("#!/usr/bin/python3\nprint()\n")
    assert names(run, tmp_path)[1:] == after
