"""Twice the manifest asks for twice the work, and so do twice the commands that read it: see ``test_growth.py``."""

import cProfile
import pstats
from collections.abc import Mapping

import pytest

from dfix import Confidence, Options, analyse
from dfix.context.digest import Digest

SMALL, FEW, MOST = 60, 200, 3.3
NEWLY = 'FROM {image} AS b\nWORKDIR /w\nCOPY . .\n{runs}FROM debian:12-slim\nCOPY --from=b /w /w\nCMD ["/w/x"]\n'
# What stands before the entries of a file, an entry with its number for ``{n}``, and what stands behind them.
Form = tuple[str, str, str]
KINDS: Mapping[str, tuple[str, str, Mapping[str, Form]]] = {
    "npm": ("node:22", "npm ci", {"package.json": ('{"dependencies": {', '"p{n}": "1", ', '"z": "1"}}')}),
    "npm, locked": (
        "node:22",
        "npm ci",
        {
            "package.json": ('{"dependencies": {', '"p{n}": "1", ', '"z": "1"}}'),
            "package-lock.json": (
                '{"lockfileVersion": 3, "packages": {', '"node_modules/p{n}": {"version": "1.0.0"}, ', '"": {}}}',
            ),
        },
    ),
    "Yarn": (
        "node:22",
        "yarn install",
        {
            "package.json": ('{"dependencies": {', '"p{n}": "1", ', '"z": "1"}}'),
            "yarn.lock": ("", 'p{n}@1:\n  version "1.0.0"\n\n', ""),
        },
    ),
    "pnpm": ("node:22", "pnpm install", {"pnpm-lock.yaml": ("lockfileVersion: 9\npackages:\n", "  'p{n}@1': {}\n", "")}),
    "requirements": ("python:3.12", "pip install -r requirements.txt", {"requirements.txt": ("", "p{n}==1.0\n", "")}),
    "projects": (
        "python:3.12",
        "pip install -r requirements.txt",
        {"requirements.txt": ("", "-e ./p{n}\n", ""), "p1/pyproject.toml": ("[project]\nname='x'\n", "# {n}\n", "")},
    ),
    "uv": ("python:3.12", "uv sync", {"uv.lock": ("", '[[package]]\nname = "p{n}"\nversion = "1"\n\n', "")}),
    "Poetry": (
        "python:3.12", "poetry install", {"pyproject.toml": ("[tool.poetry.dependencies]\n", 'p{n} = "1"\n', "")},
    ),
    "setup.py": ("python:3.12", "pip install .", {"setup.py": ("setup(install_requires=[\n", '"p{n}",\n', "])\n")}),
    "Cargo": (
        "rust:1",
        "cargo build --release",
        {
            "Cargo.toml": ('[package]\nname = "x"\n[dependencies]\n', 'c{n} = "1"\n', ""),
            "Cargo.lock": ("", '[[package]]\nname = "c{n}"\nversion = "1.0.0"\n\n', '[[package]]\nname = "x"\n'),
            "src/main.rs": ("fn main() {\n", "use c{n};\n", "}\n"),
        },
    ),
    "Cargo's workspaces": (
        "rust:1",
        "cargo build --release",
        {
            "Cargo.toml": ("[workspace]\nmembers = [\n", '"m{n}",\n', "]\n"),
            "m1/Cargo.toml": ('[package]\nname = "x"\n[dependencies]\n', 'c{n} = "1"\n', ""),
        },
    ),
    "Go": ("golang:1.22", "go build -o /w/x .", {"go.mod": ("module x\n", "require e.org/m{n} v1.0.0\n", "")}),
    "Bundler": ("ruby:3.3", "bundle install", {"Gemfile.lock": ("GEM\n  specs:\n", "    g{n} (1.0)\n", "")}),
    "a Gemfile": ("ruby:3.3", "bundle install", {"Gemfile": ("", "gem 'g{n}'\n", "")}),
    "Composer": ("php:8.3", "composer install", {"composer.lock": ('{"packages": [', '{"name": "a/p{n}"}, ', "{}]}")}),
    "Maven": ("maven:3", "mvn package", {"pom.xml": ("<project>", "<dependency><artifactId>a{n}</artifactId>", "")}),
    "CMake": (
        "gcc:12",
        "cmake . && make && make install",
        {
            "CMakeLists.txt": (
                "project(x)\nadd_executable(x a.c)\n",
                "set(L{n} c{n} m)\nadd_library(c{n} SHARED c.c)\ntarget_link_libraries(x ${L{n}})\nfind_package(P{n})\n",
                "",
            ),
        },
    ),
    "Meson": (
        "gcc:12",
        "meson setup b && ninja -C b install",
        {"meson.build": ("project('x')\n", "l{n} = library('l{n}')\nexecutable('x{n}', link_with: l{n})\n", "")},
    ),
    "automake": (
        "gcc:12",
        "./configure && make install",
        {"Makefile.am": ("bin_PROGRAMS = x\n", "lib_LTLIBRARIES += libc{n}.la\nx_LDADD += libc{n}.la\n", "")},
    ),
    "makefiles": ("gcc:12", "make", {"Makefile": ("all: x\n", "V{n} = a\ninclude m{n}.mk\nt{n}:\n\tcc -o x{n} a.c\n", "")}),
    "C": ("gcc:12", "gcc -o x a.c -lm", {"a.c": ("", "#include <h{n}.h>\nint f{n}() { return atoi(s); }\n", "")}),
    "just": ("gcc:12", "just all", {"justfile": ("all:\n", "  cc -o x{n} a.c\n", "")}),
    "Task": ("gcc:12", "task all", {"Taskfile.yml": ("tasks:\n  all:\n    cmds:\n", "      - cc -o x{n} a.c\n", "")}),
    "a script": ("gcc:12", "sh ./s.sh", {"s.sh": ("#!/bin/sh\n", "cc -o x{n} a.c\n", "")}),
}  # fmt: skip
Counts = dict[tuple[str, int, str], int]


def counts(kind: str, entries: int, commands: int) -> Counts:
    """How often each function of dfix was called, by its file, line (1-based) and name."""
    image, command, files = KINDS[kind]
    held = {
        name: first + "".join(form.replace("{n}", str(number)) for number in range(entries)) + last
        for name, (first, form, last) in files.items()
    }
    text = NEWLY.format(image=image, runs=f"RUN {command}\n" * commands)
    profile = cProfile.Profile()
    profile.enable()
    analyse(text, Options(context=Digest(held), min_confidence=Confidence.POSSIBLE))
    profile.disable()
    every = pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    return {one: values[1] for one, values in every if "dfix" in one[0]}


@pytest.mark.parametrize("kind", KINDS)
def test_work_grows_with_the_entries_and_with_the_commands(kind: str) -> None:
    counts(kind, 3, 1)
    few = counts(kind, SMALL, 6)
    assert few
    for more in (counts(kind, 2 * SMALL, 6), counts(kind, SMALL, 12)):
        grown = {
            f"{place}: {few.get(place, 0)} calls, then {count}"
            for place, count in more.items()
            if count > FEW * 6 and count > MOST * few.get(place, 0)
        }
        assert grown == set()
