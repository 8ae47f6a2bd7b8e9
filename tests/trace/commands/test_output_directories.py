"""Programs that a project of CMake puts beside its sources."""

from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder
from dfix.plan import BuildOptions

CASE = (
    "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y cmake g++\nWORKDIR /src\nCOPY . .\nRUN {}\n"
    'FROM alpine:3.20\nCOPY --from=build {} /app\nCMD ["/app"]\n'
)
BUILD, IN_PLACE = "cmake -B build && cmake --build build", "mkdir build && cd build && cmake .. && make"


@pytest.mark.parametrize(
    ("said", "lines", "path", "expected"),
    [
        ("set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_SOURCE_DIR}/bin)", BUILD, "/src/bin/app", ["DF101 likely"]),
        ("set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_SOURCE_DIR}/bin)", IN_PLACE, "/src/bin/app", ["DF101 likely"]),
        ('set(EXECUTABLE_OUTPUT_PATH "${PROJECT_SOURCE_DIR}/bin")', BUILD, "/src/bin/app", ["DF101 likely"]),
        (
            "set_target_properties(app PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${app_SOURCE_DIR}/out)",
            BUILD,
            "/src/out/app",
            ["DF101 likely"],
        ),
        ("", BUILD.replace("-B", "-DCMAKE_RUNTIME_OUTPUT_DIRECTORY=/o -B"), "/o/app", ["DF101 likely"]),
        ("", BUILD, "/src/bin/app", []),
        ("set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)", BUILD, "/src/build/bin/app", ["DF101 likely"]),
        ("set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)", BUILD, "/src/bin/app", []),
        ("set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_SOURCE_DIR}/bin)", BUILD, "/src/bin/app.json", []),
        ("set(CMAKE_RUNTIME_OUTPUT_DIRECTORY /)", BUILD, "/etc/app", []),
        (
            "set(CMAKE_EXE_LINKER_FLAGS -static)\nset(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_SOURCE_DIR}/bin)",
            BUILD,
            "/src/bin/app",
            [],
        ),
    ],
)
def test_directories(tmp_path: Path, said: str, lines: str, path: str, expected: list[str]) -> None:
    text = f"project(app C)\n{said}\nadd_executable(app main.c)\n"
    (tmp_path / "CMakeLists.txt").write_text(text, encoding="utf-8")
    options = Options(BuildOptions(), min_confidence=Confidence.POSSIBLE, context=Folder(str(tmp_path)))
    found = analyse(CASE.format(lines, path), options).findings
    assert [f"{one.code} {one.confidence.word}" for one in found if one.code == "DF101"] == expected
