"""Projects that CMake configures and builds by presets."""

import json
from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder
from dfix.plan import BuildOptions

CASE = (
    "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y cmake g++\nWORKDIR /src\nCOPY . .\nRUN {}\n"
    'FROM alpine:3.20\nCOPY --from=build {} /app\nCMD ["/app"]\n'
)
PRESETS = {
    "configurePresets": [
        {"name": "base", "hidden": True, "binaryDir": "${sourceDir}/build/${presetName}", "installDir": "/opt/app"},
        {"name": "release", "inherits": "base"},
        {"name": "bare", "inherits": "base", "cacheVariables": {"CMAKE_EXE_LINKER_FLAGS": "-static"}},
    ],
    "buildPresets": [
        {"name": "release", "configurePreset": "release"},
        {"name": "bare", "configurePreset": "bare"},
        {"name": "ship", "configurePreset": "release", "targets": ["install"]},
    ],
    "workflowPresets": [
        {"name": name, "steps": [{"type": "configure", "name": name}, {"type": "build", "name": name}]}
        for name in ("release", "bare")
    ],
}
LISTS = "project(app C)\nadd_executable(app main.c)\n"


def found(tmp_path: Path, lines: str, path: str, *, presets: object = PRESETS) -> list[str]:
    (tmp_path / "CMakeLists.txt").write_text(LISTS, encoding="utf-8")
    if presets:
        (tmp_path / "CMakePresets.json").write_text(json.dumps(presets), encoding="utf-8")
    options = Options(BuildOptions(), min_confidence=Confidence.POSSIBLE, context=Folder(str(tmp_path)))
    return [f"{one.code} {one.confidence.word}" for one in analyse(CASE.format(lines, path), options).findings]


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        ("cmake --preset release && cmake --build --preset release", "/src/build/release/app", ["DF101 likely"]),
        ("cmake --preset bare && cmake --build --preset bare", "/src/build/bare/app", []),
        ("cmake --preset=release && cmake --build build/release -j4", "/src/build/release/app", ["DF101 likely"]),
        ("cmake --preset release -B o && cmake --build o", "/src/o/app", ["DF101 likely"]),
        ("cmake --preset release && cmake --build build/release --target install", "/opt/app/bin/app", ["DF101 likely"]),
        ("cmake --preset release && cmake --build --preset ship", "/opt/app/bin/app", ["DF101 likely"]),
        ("cmake --preset release && cmake --install build/release", "/opt/app/bin/app", ["DF101 likely"]),
        ("cmake --preset bare && cmake --install build/bare", "/opt/app/bin/app", []),
        ("cmake --workflow --preset release", "/src/build/release/app", ["DF101 likely"]),
        ("cmake --workflow --preset bare", "/src/build/bare/app", []),
        ("cmake --workflow release", "/src/build/release/app", ["DF101 likely"]),
        ("cd / && cmake -S /src --preset release && cmake --build /src/build/release", "/src/build/release/app",
         ["DF101 likely"]),
    ],
)  # fmt: skip
def test_presets(tmp_path: Path, lines: str, path: str, expected: list[str]) -> None:
    assert found(tmp_path, lines, path) == expected


@pytest.mark.parametrize("presets", [None, {"configurePresets": []}])
def test_presets_that_are_not_there(tmp_path: Path, presets: object) -> None:
    """They may ask for a static link, and for any directory of the project."""
    lines = "cmake --preset release && cmake --build --preset release"
    assert found(tmp_path, lines, "/src/build/release/app", presets=presets) == ["DF101 possible"]
    lines = "cmake --preset release && cmake --build build/release --target install"
    assert found(tmp_path, lines, "/usr/local/bin/app", presets=presets) == ["DF101 possible"]
