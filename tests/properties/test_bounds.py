"""Text that would never end, or grow without end, when taken at its word: each gives a result."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder
from dfix.hosts import HostError
from dfix.hosts.references import references
from dfix.run.host_files import analyse_host

NESTED_LOOPS = "for i in 1 2 3 4 5 6 7 8; do " * 12 + "gcc -o /x$i a.c; " + "done; " * 12
FUNCTIONS = "f0() { gcc -o /x a.c; }; " + "".join(f"f{n + 1}() {{ f{n}; f{n}; }}; " for n in range(30)) + "f30"
GROWING = "ENV A0=aaaaaaaaaa\n" + "".join(f"ENV A{n + 1}=$A{n}$A{n}$A{n}$A{n}\n" for n in range(30))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"RUN {NESTED_LOOPS}", id="eight to the twelfth commands"),
        pytest.param(f"RUN {FUNCTIONS}", id="two to the thirtieth commands"),
        pytest.param("RUN f() { f; }; f", id="a function that calls itself"),
        pytest.param(GROWING, id="values that grow fourfold"),
        pytest.param("RUN " + "if a; then " * 2000 + "b" + "; fi" * 2000, id="deep if"),
        pytest.param("RUN " + "(" * 5000 + "a" + ")" * 5000, id="deep parentheses"),
        pytest.param("RUN echo " + "$(" * 5000 + "a" + ")" * 5000, id="deep substitutions"),
        pytest.param("ENV A=" + "${X:-" * 5000 + "b" + "}" * 5000, id="deep defaults"),
        pytest.param("RUN " + "[" * 60000, id="deep JSON"),
        pytest.param("RUN " + "'\"`" * 10000, id="quotes in quotes"),
        pytest.param("RUN sh -c 'sh -c \"sh -c x\"'", id="shells in shells"),
    ],
)
def test_it_ends(body: str) -> None:
    analyse(f"FROM alpine:3.20\n{body}\n".encode(), Options(min_confidence=Confidence.POSSIBLE))


BUILDS = {
    "go build -o /app .": "golang:1.22",
    "uv sync": "python:3.12",
    "pip install -r requirements.txt": "python:3.12",
    "pip install .": "python:3.12",
    "poetry install --only main": "python:3.12",
    "mix release": "elixir:1.16",
    "make app": "gcc:14",
    "cargo build": "rust:1.80",
}
LARGE = 1_000_000


@pytest.mark.parametrize(
    ("build", "name", "line"),
    [
        pytest.param("go build -o /app .", "main.go", "import (\n", id="imports that do not end"),
        pytest.param("uv sync", "uv.lock", "a = [\n", id="arrays that do not end"),
        pytest.param("poetry install --only main", "pyproject.toml", "a.", id="a key of many parts"),
        pytest.param("pip install -r requirements.txt", "requirements.txt", "-r a\n", id="one file, named often"),
        pytest.param("pip install .", "pyproject.toml", "requires = [\n", id="lists that do not end"),
        pytest.param("pip install .", "setup.py", "a\n", id="many statements"),
        pytest.param("mix release", "mix.lock", "\n", id="blank lines"),
        pytest.param("make app", "Makefile", "\t\n", id="blank commands"),
        pytest.param("make app", "Makefile", "a+=b\n", id="a variable that grows"),
        pytest.param("cargo build", "Cargo.lock", "dependencies = [\n", id="dependencies that do not end"),
    ],
)
def test_it_ends_with_its_context(build: str, name: str, line: str, tmp_path: Path) -> None:
    head = {"Makefile": "app:\n", "uv.lock": '[[package]]\nname = "a"\n', "main.go": "package main\n"}.get(name, "")
    for file in ("Cargo.toml", "poetry.lock"):
        (tmp_path / file).write_text('[[package]]\nname = "a"\n', encoding="utf-8")
    (tmp_path / "mix.exs").write_text("include_erts: false", encoding="utf-8")
    (tmp_path / name).write_text(head + line * (LARGE // len(line)), encoding="utf-8")
    text = f"FROM {BUILDS[build]} AS build\nWORKDIR /src\nCOPY . .\nRUN {build}\nFROM alpine:3.20\nCOPY --from=build /src /app\n"
    analyse(text.encode(), Options(min_confidence=Confidence.POSSIBLE, context=Folder(str(tmp_path))))


INHERITED = {f"t{n}": {"inherits": [f"t{other}" for other in range(12)]} for n in range(12)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("Dockerfile.j2", "{{" * 200_000, id="marks that nothing closes"),
        pytest.param("Dockerfile.j2", "{#" * 200_000 + "}}", id="marks that another kind closes"),
        pytest.param("Dockerfile.j2", "FROM a\nRUN b\n" + "{{ x }}\n" * 20_000, id="many marks"),
        pytest.param("devcontainer.json", "/*" * 200_000, id="comments that nothing closes"),
        pytest.param("devcontainer.json", '"' + '\\"' * 200_000, id="a string that nothing closes"),
        pytest.param("docker-bake.json", json.dumps({"target": INHERITED}), id="targets that inherit from all others"),
    ],
)
def test_it_ends_in_another_file(name: str, text: str) -> None:
    analyse_host(name, text.encode(), Options())
    with suppress(HostError):
        references(name, text.encode())
