"""Whether a program of C or C++ needs GLIBC_2.38 of its builder: by what its sources call."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder
from dfix.tristate import Tristate

CMAKE = "RUN apt-get update && apt-get install -y g++ cmake\nRUN cmake -S . -B b && cmake --build b\n"
COMPILER = "RUN apt-get update && apt-get install -y gcc g++\nRUN {} -o /src/b/app {}\n"
RUST = (
    b"FROM rust:1.90-trixie AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n"
    b"FROM debian:12-slim\nCOPY --from=build /src/target/release/app /app\n"
)
LISTS = "cmake_minimum_required(VERSION 3.20)\nproject(app CXX)\nadd_executable(app main.cpp)\n"
LIKELY, POSSIBLE = Confidence.LIKELY, Confidence.POSSIBLE


def dockerfile(build: str) -> bytes:
    """One that builds on Debian 13 and runs on Debian 12."""
    text = f"FROM debian:13 AS build\nWORKDIR /src\nCOPY . .\n{build}FROM debian:12-slim\n"
    return f"{text}RUN apt-get update && apt-get install -y libstdc++6\nCOPY --from=build /src/b/app /app\n".encode()


@pytest.mark.parametrize(
    ("build", "files", "expected"),
    [
        pytest.param(CMAKE, {"main.cpp": "int main() { return std::stoi(x); }"}, LIKELY, id="std::stoi"),
        pytest.param(CMAKE, {"main.cpp": "int main() {}", "lib/a.hpp": "atoi(x)"}, LIKELY, id="in a header"),
        pytest.param(CMAKE, {"main.cpp": "int main() {}", "test/a.cpp": "atoi(x)"}, POSSIBLE, id="in a test"),
        pytest.param(CMAKE, {"main.cpp": "int main() {}"}, POSSIBLE, id="nothing"),
        pytest.param(CMAKE, {}, POSSIBLE, id="no sources"),
        pytest.param(COMPILER.format("g++", "a.cc"), {"a.cc": "sscanf (x)"}, LIKELY, id="the compiler's source"),
        pytest.param(COMPILER.format("g++", "a.cc"), {"b.cc": "sscanf(x)"}, POSSIBLE, id="another source"),
        pytest.param(COMPILER.format("gcc", "a.c"), {"a.c": "strtol(x)"}, POSSIBLE, id="C without GNU's names"),
        pytest.param(
            COMPILER.format("gcc", "a.c"), {"a.c": "#define _GNU_SOURCE\nstrtol(x)"}, LIKELY, id="C with them"
        ),
        pytest.param(COMPILER.format("gcc -std=gnu23", "a.c"), {"a.c": "strtol(x)"}, LIKELY, id="C23"),
    ],
)
def test_what_reads_numbers_needs_more(
    build: str, files: Mapping[str, str], expected: Confidence, tmp_path: Path
) -> None:
    for name, text in {"CMakeLists.txt": LISTS, **files}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    options = Options(context=Folder(str(tmp_path)), min_confidence=Confidence.POSSIBLE)
    found = [one for one in analyse(dockerfile(build), options).findings if one.code == "DF103"]
    assert [one.confidence for one in found] == [expected]
    assert "GLIBC_2.38" in found[0].message


@pytest.mark.parametrize(
    ("reader", "answer", "text"),
    [
        pytest.param("dfix.trace.knowledge.c_numbers.reads_numbers", False, dockerfile(CMAKE), id="C++"),
        pytest.param("dfix.rules.newer_glibc.starts_programs", Tristate.NO, RUST, id="Rust"),
    ],
)
def test_the_sources_of_a_command_are_read_once(
    reader: str, answer: object, text: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many of its programs land."""
    (tmp_path / "CMakeLists.txt").write_text(LISTS)
    asked: list[object] = []
    monkeypatch.setattr(reader, lambda *given: (asked.append(given), answer)[1])
    copies = b"".join(text.splitlines(keepends=True)[-1].replace(b"app", b"p%d" % number) for number in range(9))
    options = Options(context=Folder(str(tmp_path)), min_confidence=Confidence.POSSIBLE)
    found = [one for one in analyse(text + copies, options).findings if one.code == "DF103"]
    assert (len(found), len(asked)) == (10, 1)
