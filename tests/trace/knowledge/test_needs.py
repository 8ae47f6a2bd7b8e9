"""What products need, by family, with the evidence."""

import json
from pathlib import Path

import pytest

from dfix.trace.knowledge import needs
from dfix.trace.toolchains import toolchain
from tests.makers.editable import read_whole

DATA = Path(needs.__file__).parent / "data" / "package_libraries.json"


def needs_at(text: str, path: str) -> dict[str, str]:
    """The evidence by the soname, with a symbol version where one is asked for; what is only possible in brackets."""
    trace = read_whole(text).trace
    node = trace.stages[-1].root.files.find(path)
    assert node is not None
    builder = trace.builder(node.artifact)
    found = needs.needs_of(node.artifact, builder.root if builder else None)
    return {need.soname if need.version is None else need.version: need.because for need in found}


CXX = {
    "GLIBCXX_3.4.32": "gcc 13 asks for it in a program that includes <iostream>",
    "GLIBCXX_3.4.29": "gcc 13 asks for it in a program with streams or vectors",
    "GLIBCXX_3.4.30": "gcc 13 asks for it in a program with condition variables",
    "GLIBCXX_3.4.26": "gcc 13 asks for it in a program with <filesystem>",
    "libstdc++.so.6": "`g++` links the C++ runtime",
    "libgcc_s.so.1": "`g++` links the C++ runtime",
}


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        pytest.param("FROM debian:12\nRUN gcc -o /a a.c -lpq\n", "/a", {"libpq.so.5": "`-lpq` links it"}, id="-l"),
        pytest.param("FROM debian:12\nRUN gcc -o /a a.c -lssl\n", "/a", {"libssl.so.3": "`-lssl` links it"}, id="by release"),
        pytest.param(
            "FROM debian:12\nRUN apt-get install libsqlite3-dev gcc && gcc -o /a a.c $(pkg-config --libs sqlite3)\n",
            "/a",
            {"libsqlite3.so.0": "`pkg-config --libs sqlite3` links it"},
            id="pkg-config",
        ),
        pytest.param(
            "FROM gcc:12\nRUN gcc -fopenmp -pthread -o /a a.c -lm\n", "/a", {"libgomp.so.1": "`-fopenmp` links it"}, id="OpenMP"
        ),
        pytest.param("FROM gcc:12\nRUN clang -fopenmp -o /a a.c\n", "/a", {}, id="clang's OpenMP"),
        pytest.param(
            "FROM gcc:12\nRUN gfortran -o /a a.f90\n",
            "/a",
            {"libgfortran.so.5": "`gfortran` links Fortran's runtime"},
            id="a compiler that no package brought",
        ),
        pytest.param("FROM gcc:12\nRUN gfortran -static-libgfortran -o /a a.f90\n", "/a", {}, id="Fortran's runtime linked in"),
        pytest.param(
            "FROM debian:12\nRUN clang++ -stdlib=libc++ -o /a a.cc\n",
            "/a",
            {
                "libc++.so.1": "`-stdlib=libc++` links it",
                "libc++abi.so.1": "`-stdlib=libc++` links it",
                "libgcc_s.so.1": "`clang++` links the C++ runtime",
            },
            id="LLVM's runtime",
        ),
        pytest.param(
            "FROM debian:12\nRUN apt-get install -y libssl-dev make gcc libcurl4-openssl-dev\n"
            "RUN ./configure --with-openssl --with-x=no --without-curl && make install\n",
            "/usr/local/bin/x",
            {
                "libssl.so.3": "`--with-openssl` asks for it",
                "libcrypto.so.3": "`--with-openssl` asks for it",
                "libcurl.so.4": "`libcurl4-openssl-dev` is installed for the build",
            },
            id="configure's switches, and a development package alone",
        ),
        pytest.param("FROM alpine:3.20\nRUN g++ -o /a a.cc\n", "/a", CXX, id="C++"),
        pytest.param("FROM alpine:3.20\nRUN gcc -static -o /a a.c -lpq\n", "/a", {}, id="static"),
        pytest.param(
            "FROM rust:1-bookworm\nRUN cargo build --release\n",
            "/target/release/app",
            {"libgcc_s.so.1": "a Rust program that is linked with glibc dynamically unwinds its stack with it"},
            id="Rust",
        ),
        pytest.param(
            "FROM python:3.12\nRUN pip install psycopg2 flask\n",
            "/usr/local/lib/python3.12/site-packages",
            {"libpq.so.5": "psycopg2 is compiled against it"},
            id="compiled",
        ),
        pytest.param(
            "FROM python:3.12\nRUN pip install opencv-python\nRUN pip install flask\n",
            "/usr/local/lib/python3.12/site-packages",
            dict.fromkeys(
                ("libGL.so.1", "libgthread-2.0.so.0"), "what is published of opencv-python looks for it"
            ),
            id="published, of the first of two installations",
        ),
        pytest.param(
            "FROM debian:12\nRUN apt-get update\nCOPY --from=debian:12 /usr/bin/jq /jq\n",
            "/jq",
            {"libjq.so.1": "the package jq depends on libjq1"},
            id="a program of a package, by its dependencies",
        ),
        pytest.param(
            "FROM python:3.12\nRUN pip install Python_Magic psycopg[pool]\n",
            "/usr/local/lib/python3.12/site-packages",
            {
                "libmagic.so.1": "python-magic opens it when it is imported",
                "libpq.so.5": "psycopg opens it when it is imported",
            },
            id="opened at the import",
        ),
        pytest.param(
            "FROM python:3.12\nRUN pip install 'psycopg[binary,pool]'\n",
            "/usr/local/lib/python3.12/site-packages",
            {},
            id="brought by an extra",
        ),
        pytest.param(
            "FROM python:3.12-bookworm\nRUN apt-get update && apt-get install -y libldap2-dev && pip install python-ldap\n",
            "/usr/local/lib/python3.12/site-packages",
            {"libldap-2.5.so.0": "python-ldap is compiled against it"},
            id="the builder's version of it",
        ),
        pytest.param("FROM debian:12\nRUN go build -o /a .\n", "/a", {}, id="a family without a file"),
    ],
)  # fmt: skip
def test_needs(text: str, path: str, expected: dict[str, str]) -> None:
    assert needs_at(text, path) == expected


def test_an_error_inside_a_family_is_not_taken_for_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise ModuleNotFoundError(name="json.missing")

    needs._family.cache_clear()
    monkeypatch.setattr(needs, "import_module", fail)
    with pytest.raises(ModuleNotFoundError):
        needs._family("cc")


def test_data() -> None:
    facts = json.loads(DATA.read_text(encoding="utf-8"))
    others, brings, modules = facts.pop("in_place_of"), facts.pop("brings"), facts.pop("modules")
    expecting = {*facts["ready_made"]["python"], *facts["loaded"]["python"], *brings["python"]}
    assert set(modules) == {"python"}
    assert set(modules["python"]) <= expecting
    assert set(facts) == {"compiled", "from_source", "ready_made", "loaded"}
    for languages in facts.values():
        for packages in languages.values():
            assert all(name == name.lower().replace("_", "-") for name in packages)
            words = [word for sonames in packages.values() for word in sonames.split()]
            assert all(".so." in word or word.endswith(".so") or word.startswith("-l") for word in words)
    known = {lang: {name for part in facts.values() for name in part.get(lang, {})} for lang in (*others, *brings)}
    assert all(set(packages) <= known[language] for language, packages in others.items())
    assert all(set(packages.values()) <= known[language] for language, packages in brings.items())


@pytest.mark.parametrize("script", ["build.sh", "need", "openssl", "x y", "__init__", "a.b.c", ""])
def test_the_name_of_a_script_is_no_family(script: str) -> None:
    """What a Dockerfile names is never imported; it is no family, and no crash."""
    trace = read_whole("FROM debian:12\nRUN gcc -o /a a.c -lpq\n").trace
    node = trace.stages[-1].root.files.find("/a")
    assert node is not None
    assert node.artifact.made is not None
    made = node.artifact.made._replace(toolchain=toolchain(script))
    assert list(needs.needs_of(node.artifact._replace(origin=made, language=""), None)) == []


DEVELOPMENT = """FROM {image}
RUN apt-get update && apt-get install -y {packages}
RUN curl -fsSL https://example.org/x.tgz | tar xz && cd x && ./configure --prefix=/opt {switch} && make install
"""


@pytest.mark.parametrize(
    ("image", "packages", "switch", "expected"),
    [
        ("debian:12", "libpcre3-dev", "", {"libpcre.so.3": True}),
        ("debian:12", "libpcre2-dev libudev-dev", "", {"libpcre2-8.so.0": True, "libudev.so.1": True}),
        ("debian:12", "libprotobuf-dev", "", {"libprotobuf.so.32": False}),
        ("debian:12", "libpcre3-dev", "--enable-static", {"libpcre.so.3": False}),
        # What Ubuntu has is read of Debian only where its releases agree, or of a list.
        ("ubuntu:22.04", "libpq-dev libprotobuf-dev", "", {"libpq.so.5": True, "libprotobuf.so.23": False}),
    ],
)
def test_development_packages(image: str, packages: str, switch: str, expected: dict[str, bool]) -> None:
    """The library that each is named after, and whether at least one of them is needed for sure."""
    trace = read_whole(DEVELOPMENT.format(image=image, packages=packages, switch=switch)).trace
    node = trace.stages[-1].root.files.find("/opt/bin/x")
    assert node is not None
    found = needs.needs_of(node.artifact, trace.stages[-1].root)
    assert {need.soname: need.at_least_one for need in found} == expected
