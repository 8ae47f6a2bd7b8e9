"""Which libraries the build files of C and C++ projects name."""

import pytest

from dfix.manifests.native_links import links_shared, modules_of, native_project


def names(files: dict[str, str]) -> list[str]:
    project = native_project(lambda path: files.get(path.removeprefix("/src/")), "/src")
    return [f"{one.name}({' '.join(one.components)})" if one.components else one.name for one in project.named]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("find_package(CURL 7.5 REQUIRED)", ["CURL"], id="a package and its version"),
        pytest.param("find_package(Boost 1.70 REQUIRED COMPONENTS\n system filesystem)", ["Boost(system filesystem)"], id="components"),
        pytest.param("pkg_check_modules(X REQUIRED IMPORTED_TARGET jansson>=2.1 libpq)", ["jansson", "libpq"], id="modules"),
        pytest.param("target_link_libraries(app PRIVATE CURL::libcurl sqlite3 ${LIBS} -lm)", ["sqlite3", "m"], id="link names"),
        pytest.param("add_library(core x.c)\ntarget_link_libraries(app core)", [], id="the project's own library"),
        pytest.param("FetchContent_Declare(fmt GIT_REPOSITORY x)\nfind_package(fmt)", [], id="fetched"),
        pytest.param("# find_package(CURL)\nmessage(x) # find_package(ZLIB)", [], id="comments"),
        pytest.param("FIND_PACKAGE( PNG )", ["PNG"], id="capitals and blanks"),
        pytest.param("if(WIN32)\nfind_package(CURL)\nelse()\nfind_package(ZLIB)\nendif()", ["ZLIB"], id="another system"),
        pytest.param("find_package(ZLIB)\nfind_package(Freetype)\ntarget_link_libraries(app ${ZLIB_LIBRARIES})", ["ZLIB"], id="found and not linked"),
        pytest.param("find_package(ZLIB)\nfind_package(Boost COMPONENTS log)\nset(L ${Boost_LOG_LIBRARY} ZLIB::ZLIB)", ["ZLIB", "Boost(log)"], id="linked by a list"),
    ],
)  # fmt: skip
def test_cmake(text: str, expected: list[str]) -> None:
    assert names({"CMakeLists.txt": text}) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("meson.build", "x = dependency('libcurl', version: '>=7')\ny = dependency('zlib', static: true)", ["libcurl"], id="Meson"),
        pytest.param("meson.build", "cc.find_library('m', required: false)", ["m"], id="find_library"),
        pytest.param("configure.ac", "PKG_CHECK_MODULES([A], [sqlite3 >= 3.1 expat])", ["sqlite3", "expat"], id="autoconf's modules"),
        pytest.param("configure.ac", "AC_CHECK_LIB([event], [f])\ndnl AC_CHECK_LIB([z], [g])", ["event"], id="AC_CHECK_LIB"),
        pytest.param("configure.ac", "AX_BOOST_BASE([1.47])\nAX_BOOST_SYSTEM\nBOOST_THREADS([mt])\nAX_BOOST_UNIT_TEST_FRAMEWORK", ["Boost(system)", "Boost(thread)"], id="macros of Boost"),
        pytest.param("configure.ac", "AC_SEARCH_LIBS([dlopen], [dl c])", ["dl", "c"], id="AC_SEARCH_LIBS"),
        pytest.param("Makefile", "LDLIBS = -lpq -lssl \\\n -lcrypto\nX := $(shell pkg-config --libs libuv)", ["pq", "ssl", "crypto", "libuv"], id="a makefile"),
        pytest.param("Makefile", "OBJ = foo-lbar.o dir/-lx.o", [], id="no flags"),
    ],
)  # fmt: skip
def test_others(name: str, text: str, expected: list[str]) -> None:
    assert names({name: text}) == expected


def test_included_files() -> None:
    files = {
        "CMakeLists.txt": "add_subdirectory(a)\ninclude(cmake/deps.cmake)\nadd_subdirectory(${X})\n",
        "a/CMakeLists.txt": "find_package(ZLIB)\nadd_subdirectory(b)\nadd_subdirectory(../a)\n",
        "a/b/CMakeLists.txt": "find_package(PNG)\n",
        "cmake/deps.cmake": "find_package(CURL)\n",
    }
    assert sorted(names(files)) == ["CURL", "PNG", "ZLIB"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"CMakeLists.txt": "project(x LANGUAGES CXX)"}, True, id="CMake's language"),
        pytest.param({"CMakeLists.txt": "add_executable(x main.cpp)"}, True, id="sources"),
        pytest.param({"CMakeLists.txt": "add_executable(x main.c)"}, False, id="C"),
        pytest.param(
            {"CMakeLists.txt": "add_executable(x main.cpp)\nlink(x -static-libstdc++)"}, False, id="linked in"
        ),
        pytest.param({"meson.build": "project('x', 'cpp')"}, True, id="Meson's language"),
        pytest.param({"configure.ac": "AC_PROG_CXX"}, True, id="autoconf's macro"),
        pytest.param({}, False, id="nothing"),
    ],
)
def test_cxx(files: dict[str, str], expected: bool) -> None:
    assert native_project(lambda path: files.get(path.removeprefix("/src/")), "/src").uses_cxx is expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pkg-config --cflags --libs sqlite3 expat", ("sqlite3", "expat")),
        (" pkgconf --libs 'x y' libpq", ("libpq",)),
        ("pkg-config --cflags sqlite3", ()),
        ("pkg-config --static --libs sqlite3", ()),
        ("cat pkg-config --libs", ()),
    ],
)
def test_modules(command: str, expected: tuple[str, ...]) -> None:
    assert modules_of(command) == expected


def test_hostile_texts_take_little_time() -> None:
    for text in (
        "find_package(" * 30_000,
        "dependency(" + "\n" * 90_000,
        "AC_CHECK_LIB(" + " [" * 90_000,
        "#" * 200_000,
        " #" * 100_000,
    ):
        for name in ("CMakeLists.txt", "meson.build", "configure.ac", "Makefile"):
            names({name: text})


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"CMakeLists.txt": "add_executable(a a.c)"}, True, id="nothing static"),
        pytest.param({"CMakeLists.txt": "target_link_options(a PRIVATE -static)"}, False, id="a static link"),
        pytest.param({"CMakeLists.txt": "target_link_options(a PRIVATE -static-libgcc)"}, True, id="one library only"),
        pytest.param(
            {"CMakeLists.txt": "add_subdirectory(x)", "x/CMakeLists.txt": "link_libraries(-static)"}, False, id="below"
        ),
        pytest.param({"configure.ac": "AC_INIT", "Makefile.am": "a_LDFLAGS = -all-static"}, False, id="libtool"),
        pytest.param({}, False, id="no build file"),
    ],
)
def test_build_files_that_link_shared_libraries(files: dict[str, str], expected: bool) -> None:
    assert links_shared(lambda path: files.get(path.removeprefix("/src/")), "/src") is expected


def test_packages_of_which_a_project_takes_the_archives() -> None:
    text = "set(Boost_USE_STATIC_LIBS ON)\nset(OPENSSL_USE_STATIC_LIBS OFF)\nfind_package(Boost)\nfind_package(OpenSSL)"
    assert names({"CMakeLists.txt": text}) == ["OpenSSL"]


@pytest.mark.parametrize(
    ("url", "cmake", "expected"),
    [
        ("https://github.com/ggml-org/ggml.git", "add_subdirectory(ext/ggml)", ["OpenMP"]),
        ("https://github.com/ggml-org/ggml", "add_subdirectory( ext/ggml )", ["OpenMP"]),
        ("https://github.com/ggerganov/ggml", "add_subdirectory(ext/ggml)", []),
        ("https://github.com/ggml-org/ggml", "add_subdirectory(ext)", []),
        ("https://github.com/x/json", "add_subdirectory(ext/ggml)", []),
    ],
)
def test_openmp_of_a_submodule(url: str, cmake: str, expected: list[str]) -> None:
    modules = f'[submodule "g"]\n\tpath = ext/ggml\n\turl = {url}\n'
    assert names({"CMakeLists.txt": cmake, ".gitmodules": modules}) == expected


@pytest.mark.parametrize(("switch", "expected"), [("ON", ["OpenMP"]), ("OFF", [])])
def test_an_option_that_uses_openmp(switch: str, expected: list[str]) -> None:
    assert names({"CMakeLists.txt": f'option(X_OPENMP "x: use OpenMP" {switch})'}) == expected


@pytest.mark.parametrize(("directory", "expected"), [("/src/llama.cpp", ["OpenMP"]), ("/src/other", [])])
def test_openmp_of_a_clone(directory: str, expected: list[str]) -> None:
    assert [one.name for one in native_project(lambda _: None, directory).named] == expected


def test_a_module_of_the_project_and_a_switch() -> None:
    files = {
        "CMakeLists.txt": "find_package(Json)\nif(CLIENT)\nfind_package(PNG)\nadd_subdirectory(client)\nendif()\n",
        "cmake/Modules/FindJson.cmake": "find_library(JSON_LIBRARY NAMES jsoncpp)\n",
        "client/CMakeLists.txt": "find_package(X11)\n",
    }
    read = {f"/src/{name}": text for name, text in files.items()}.get
    named = [one.name for one in native_project(read, "/src", ("-DCLIENT=OFF",)).named]
    assert named == ["Json", "jsoncpp"]
    assert "X11" in [one.name for one in native_project(read, "/src").named]
