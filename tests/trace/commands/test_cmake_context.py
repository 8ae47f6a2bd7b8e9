"""What CMakeLists.txt and meson.build say of the link."""

from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder

CMAKE = """\
FROM debian:12 AS build
RUN apt-get update && apt-get install -y g++ cmake
WORKDIR /src
COPY . .
RUN cmake -S . -B build && cmake --build build && cmake --install build --prefix /out
FROM alpine:3.20
COPY --from=build /out/bin/app /usr/local/bin/app
"""
MESON = CMAKE.replace("cmake -S . -B build && cmake --build build && cmake --install build --prefix /out", (
    "meson setup --prefix /out build && meson install -C build"
))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "lists", "expected"),
    [
        (CMAKE, "CMakeLists.txt", "add_executable(app a.cpp)\n", "likely"),
        (CMAKE, "CMakeLists.txt", 'set(CMAKE_EXE_LINKER_FLAGS "${CMAKE_EXE_LINKER_FLAGS} -static")\n', None),
        (CMAKE, "CMakeLists.txt", "target_link_options(app PRIVATE -static)\n", None),
        (CMAKE, "CMakeLists.txt", "target_link_options(app PRIVATE -static-libgcc)\n", "likely"),
        (CMAKE, "CMakeLists.txt", "if(S)\n  target_link_options(app PRIVATE -static)\nendif()\n", "possible"),
        (CMAKE, "CMakeLists.txt", "if(S)\nendif()\nadd_link_options(-static)\n", None),
        (MESON, "meson.build", "executable('app', 'a.c')\n", "likely"),
        (MESON, "meson.build", "executable('app', 'a.c', link_args: ['-static'])\n", None),
    ],
)
def test_the_projects_file_decides(text: str, name: str, lists: str, expected: str | None, tmp_path: Path) -> None:
    (tmp_path / name).write_text(lists)
    options = Options(min_confidence=Confidence.POSSIBLE, context=Folder(str(tmp_path)), select=("DF101",))
    assert [one.confidence.word for one in analyse(text, options).findings] == ([expected] if expected else [])
