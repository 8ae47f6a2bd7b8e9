"""Which shared libraries a project builds itself, and which programs."""

import pytest

from dfix.manifests.own_libraries import own_libraries, programs

APP = "add_executable(app a.c)\ntarget_link_libraries(app PRIVATE core)\n"


def read(files: dict[str, str]) -> dict[str, str]:
    return {f"/src/{name}": text for name, text in files.items()}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("add_library(core SHARED c.c)\n" + APP, (), ("libcore.so",), id="shared"),
        pytest.param("add_library(core STATIC c.c)\n" + APP, (), (), id="an archive"),
        pytest.param("add_library(core c.c)\n" + APP, (), (), id="an archive by default"),
        pytest.param("add_library(core c.c)\n" + APP, ("-DBUILD_SHARED_LIBS=ON",), ("libcore.so",), id="asked for"),
        pytest.param("option(BUILD_SHARED_LIBS \"x\" ON)\nadd_library(core c.c)\n" + APP, (), ("libcore.so",), id="the project's default"),
        pytest.param("set(BUILD_SHARED_LIBS ON)\nadd_library(core c.c)\n" + APP, ("-DBUILD_SHARED_LIBS=OFF",), (), id="refused"),
        pytest.param("add_library(core SHARED c.c)\nadd_library(x::core ALIAS core)\nadd_executable(app a.c)\ntarget_link_libraries(app x::core)\n", (), ("libcore.so",), id="an alias"),
        pytest.param("add_library(core SHARED c.c)\nadd_library(mid STATIC m.c)\ntarget_link_libraries(mid core)\nadd_executable(app a.c)\ntarget_link_libraries(app mid)\n", (), ("libcore.so",), id="through an archive"),
        pytest.param("add_library(core SHARED c.c)\n" + APP + "add_executable(other o.c)\n", (), (), id="not by every program"),
        pytest.param("add_library(core SHARED c.c)\n" + APP + "add_executable(core_test t.c)\n", (), ("libcore.so",), id="but for tests"),
        pytest.param("add_library(core SHARED c.c)\nset_target_properties(core PROPERTIES OUTPUT_NAME k)\n" + APP, (), (), id="another name"),
        pytest.param("if(X)\nadd_library(core SHARED c.c)\nelse()\nadd_library(core STATIC c.c)\nendif()\n" + APP, (), (), id="a condition"),
        pytest.param("if(X)\nmessage(x)\nendif()\nadd_library(core SHARED c.c)\n" + APP, (), ("libcore.so",), id="after a condition"),
        pytest.param("set(LIBS core m)\nadd_library(core SHARED c.c)\nadd_executable(app a.c)\ntarget_link_libraries(app ${LIBS})\n", (), ("libcore.so",), id="a list"),
    ],
)  # fmt: skip
def test_cmake(text: str, words: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert own_libraries(read({"CMakeLists.txt": text}).get, "/src", words) == expected


AUTOMAKE = "lib_LTLIBRARIES = libcore.la\nbin_PROGRAMS = app\napp_LDADD = libcore.la\n"
MESON = "core = shared_library('core', 'c.c')\ndep = declare_dependency(link_with: core)\nexecutable('app', files('a.c'), dependencies: [dep], install: true)\n"


@pytest.mark.parametrize(
    ("files", "words", "expected"),
    [
        pytest.param({"Makefile.am": AUTOMAKE}, (), ("libcore.so",), id="automake"),
        pytest.param({"Makefile.am": AUTOMAKE}, ("--disable-shared",), (), id="archives only"),
        pytest.param({"Makefile.am": AUTOMAKE, "configure.ac": "LT_INIT([disable-shared])"}, (), (), id="by the project"),
        pytest.param({"Makefile.am": AUTOMAKE.replace("lib_", "noinst_")}, (), (), id="not installed"),
        pytest.param({"Makefile.am": AUTOMAKE.replace("app_", "")}, (), ("libcore.so",), id="of all programs"),
        pytest.param({"meson.build": MESON}, (), ("libcore.so",), id="Meson"),
        pytest.param({"meson.build": MESON}, ("-Ddefault_library=static",), (), id="Meson, archives"),
        pytest.param({}, (), (), id="nothing is known"),
    ],
)  # fmt: skip
def test_others(files: dict[str, str], words: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert own_libraries(read(files).get, "/src", words) == expected


def test_programs() -> None:
    assert programs(read({"CMakeLists.txt": APP + "add_executable(${X} x.c)\n"}).get, "/src") == ("app",)
    named = "project(game C)\nadd_executable(${PROJECT_NAME}server x.c)\n"
    assert programs(read({"CMakeLists.txt": named}).get, "/src") == ("gameserver",)
    assert programs(read({"meson.build": MESON}).get, "/src") == ("app",)
    assert programs(read({"Makefile.am": AUTOMAKE}).get, "/src") == ("app",)


def test_a_bounded_part_of_open_brackets_is_read() -> None:
    text = "x = library('a', " * 20_000
    assert own_libraries(read({"meson.build": text}).get, "/src", ()) == ()
