"""Libraries that a stage installs without a refresh of the loader's cache."""

import pytest

from dfix.trace.knowledge.uncached_libraries import uncached_libraries
from tests.makers.editable import read_whole

BOOST = "WORKDIR /tmp/boost\nRUN ./b2 install\n"
FEED = "WORKDIR /tmp/libfeed\nRUN ./configure && make install\n"
USER = "WORKDIR /src\nRUN cmake .\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(BOOST + USER, ["b2"], id="Boost, then another project"),
        pytest.param(FEED + USER, ["make"], id="a library's project"),
        pytest.param(FEED.replace("feed", "feed/build") + USER, ["make"], id="in a build directory of it"),
        pytest.param(FEED + BOOST + USER, ["b2"], id="the last of two"),
        pytest.param(FEED + "RUN gcc -o a a.c -lfeed\n", ["make"], id="a compiler in the same directory"),
        pytest.param("RUN ./configure --enable-shared && make install\n", ["make"], id="its own program"),
        pytest.param(
            "WORKDIR /tmp/x/build\nRUN cmake -DBUILD_SHARED_LIBS=ON .. && cmake --build . --target install\n" + USER, ["cmake"], id="CMake, shared"
        ),
        pytest.param("WORKDIR /tmp/x/build\nRUN cmake .. && make install\n" + USER, [], id="CMake makes archives"),
        pytest.param(BOOST, [], id="nothing is built with it"),
        pytest.param(BOOST + USER + "RUN ldconfig\n", [], id="refreshed"),
        pytest.param(BOOST + USER + "RUN apt-get install -y x\n", [], id="refreshed by an installation"),
        pytest.param(BOOST + USER + "RUN ./finish.sh\n", [], id="a script may refresh it"),
        pytest.param("RUN ldconfig\n" + BOOST + USER, ["b2"], id="refreshed before"),
        pytest.param("ENV LD_LIBRARY_PATH=/usr/local/lib\n" + BOOST + USER, [], id="the loader is told"),
        pytest.param(BOOST.replace("install", "link=static install") + USER, [], id="archives of Boost"),
        pytest.param(FEED.replace("configure", "configure --prefix=/opt/x") + USER, [], id="another prefix"),
        pytest.param(FEED.replace("install", "install DESTDIR=/out") + USER, [], id="another root"),
        pytest.param(FEED.replace("libfeed", "feed") + USER, [], id="a program's project"),
    ],
)  # fmt: skip
def test_installs(body: str, expected: list[str]) -> None:
    (stage,) = read_whole(f"FROM debian:12\n{body}").trace.stages
    assert [found.call.name for found in uncached_libraries(stage)] == expected
