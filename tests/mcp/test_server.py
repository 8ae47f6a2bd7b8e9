"""The tools, as an agent's client calls them over standard input and output."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

pytest.importorskip("mcp")

from elf import GLIBC
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent

GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
FIXED = GO.replace("go build", "CGO_ENABLED=0 go build")


def called(folder: Path, tool: str, **arguments: object) -> CallToolResult:
    """What a tool answers, of a server that runs in the folder."""

    async def call() -> CallToolResult:
        environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        parameters = StdioServerParameters(
            command=sys.executable, args=["-m", "dfix", "mcp"], cwd=str(folder), env=environment
        )
        async with Client(parameters) as client:
            names = {one.name for one in (await client.list_tools()).tools}
            assert names == {"analyse", "fix", "explain", "inspect"}
            result = await client.call_tool(tool, arguments)
            assert isinstance(result, CallToolResult)
            return result

    return asyncio.run(call())


def answer(result: CallToolResult) -> Mapping[str, object]:
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, Mapping)
    return result.structured_content


def said(result: CallToolResult) -> str:
    return "".join(one.text for one in result.content if isinstance(one, TextContent))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text(GO)
    (tmp_path / "app.sh").write_text("#!/bin/sh\n")
    return tmp_path


def test_analyse(folder: Path) -> None:
    (file,) = answer(called(folder, "analyse"))["files"]  # type: ignore[misc]  # a list of one
    assert file["path"] == "Dockerfile"
    assert [(one["code"], one["fixes"][0]["id"]) for one in file["findings"]] == [("DF101", "cgo-off")]


def test_analyse_a_text(folder: Path) -> None:
    (file,) = answer(called(folder, "analyse", text=FIXED))["files"]  # type: ignore[misc]  # a list of one
    assert file["findings"] == []


@pytest.mark.parametrize("write", [False, True])
def test_fix(write: bool, folder: Path) -> None:
    fixed = answer(called(folder, "fix", path="Dockerfile", write=write))
    assert fixed["text"] == FIXED
    assert fixed["written"] is write
    assert fixed["findings"] == []
    assert (folder / "Dockerfile").read_text() == (FIXED if write else GO)


def test_fix_a_text_by_name(folder: Path) -> None:
    fixed = answer(called(folder, "fix", text=GO, only=["install-compat"]))
    assert "apk add --no-cache gcompat" in str(fixed["diff"])
    assert (folder / "Dockerfile").read_text() == GO


def test_explain(folder: Path) -> None:
    assert "# DF101 foreign-libc" in said(called(folder, "explain", name="foreign-libc"))


def test_inspect(folder: Path) -> None:
    assert answer(called(folder, "inspect", path="."))["inspected"]


ENTRY = {
    "image": "corp/run:1",
    "platform": "linux/amd64",
    "id": "sha256:" + "0" * 64,
    "os": {"id": "alpine", "version": "3.20"},
    "libc": {"musl": {"version": "1.2.5", "loader": "/lib/ld-musl-x86_64.so.1"}},
    "libraries": {"libc.musl-x86_64.so.1": ""},
}
USERS = '[images."corp/run"]\nlike = "alpine:3.20"\n'


@pytest.mark.parametrize("known", ["dfix.lock", "dfix.toml"])
def test_an_image_is_known_by_the_lock_file_or_the_configuration(known: str, folder: Path) -> None:
    """For compiled files and for texts, as `dfix inspect --against` and a run know it."""
    (folder / "app").write_bytes(GLIBC)
    text = GO.replace("alpine:3.20", "corp/run:1")
    assert called(folder, "inspect", path="app", against="corp/run:1").is_error
    assert answer(called(folder, "analyse", text=text))["files"][0]["findings"] == []  # type: ignore[index]
    (folder / known).write_text(json.dumps({"version": 1, "images": [ENTRY]}) if known == "dfix.lock" else USERS)
    (judged,) = answer(called(folder, "inspect", path="app", against="corp/run:1"))["inspected"]  # type: ignore[misc]
    assert judged["against"] == "corp/run:1"
    assert "ld-linux-x86-64.so.2" in json.dumps(judged)
    (file,) = answer(called(folder, "analyse", text=text))["files"]  # type: ignore[misc]  # a list of one
    assert [one["code"] for one in file["findings"]] == ["DF101"]
    assert "CGO_ENABLED=0" in str(answer(called(folder, "fix", text=text))["text"])


def test_a_wrong_lock_file_is_told(folder: Path) -> None:
    (folder / "dfix.lock").write_text("{}")
    assert "dfix.lock: it has no list of images" in said(called(folder, "inspect", path=".", against="corp/run:1"))


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("analyse", {"path": "../"}, "not below the directory"),
        ("analyse", {"path": "/etc/passwd"}, "not below the directory"),
        ("fix", {"path": "."}, "name one Dockerfile"),
        ("fix", {"path": "Dockerfile", "only": ["cgo-of"]}, "did you mean cgo-off?"),
        ("explain", {"name": "forein-libc"}, "did you mean foreign-libc?"),
        ("inspect", {"path": "app.sh", "against": "corp/none:1"}, "does not know the image"),
    ],
)
def test_what_cannot_be_done_is_told(tool: str, arguments: Mapping[str, object], says: str, folder: Path) -> None:
    result = called(folder, tool, **arguments)
    assert result.is_error
    assert says in said(result)
    assert (folder / "Dockerfile").read_text() == GO
