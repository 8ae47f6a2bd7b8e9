"""What a command of a Python installer asks for, by the library that its packages need."""

from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder
from dfix.trace.knowledge.python_requests import COMPILED

HEAD = "FROM python:3.12-slim-bookworm\nWORKDIR /app\nCOPY . .\n"
ASKS = '[project]\nname = "x"\nversion = "1"\ndependencies = ["opencv-python"]\n'
EXTRA = '[project]\nname = "x"\nversion = "1"\n[project.optional-dependencies]\ncv = ["opencv-python"]\n'
GROUP = '[project]\nname = "x"\nversion = "1"\n[dependency-groups]\ndev = ["opencv-python"]\n'
POETRY = '[tool.poetry]\nname = "x"\n[tool.poetry.group.dev.dependencies]\nopencv-python = "*"\n'
POETRY_EXTRA = (
    '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\nopencv-python = { version = "*", optional = true }\n'
    '[tool.poetry.extras]\ncv = ["opencv-python"]\n'
)
SETUP = 'from setuptools import setup\nsetup(name="x", extras_require={"cv": ["opencv-python"], "a": b})\n'
CONFIGURATION = "[options]\ninstall_requires =\n  flask\n[options.extras_require]\ncv =\n  opencv-python\n"


@pytest.mark.parametrize(
    ("command", "files", "is_found"),
    [
        ("uv venv && uv pip install opencv-python", {}, True),
        ("uv venv && uv pip install flask", {}, False),
        ("uv pip install --system -r pyproject.toml", {"pyproject.toml": ASKS}, True),
        ("uv pip install --system -r pyproject.toml", {"pyproject.toml": EXTRA}, False),
        ("uv pip install --system --extra cv -r pyproject.toml", {"pyproject.toml": EXTRA}, True),
        ("uv pip sync --system r.txt", {"r.txt": "opencv-python"}, True),
        ("uv pip compile pyproject.toml -o r.txt && uv pip sync --system r.txt", {"pyproject.toml": ASKS}, True),
        ("uv pip compile r.in -o out.txt && pip install -r out.txt", {"r.in": "opencv-python"}, True),
        ("pip-compile r.in && pip-sync r.txt", {"r.in": "opencv-python"}, True),
        ("pip-sync", {"requirements.txt": "opencv-python"}, True),
        ("pip install -r r.txt opencv-python", {"r.txt": "flask"}, True),
        ("pip install -r r.txt -t /opt/opencv-python", {"r.txt": "flask"}, False),
        ("pip install -r r.txt -e .", {"r.txt": "flask", "pyproject.toml": ASKS}, True),
        ("pip install -e '.[cv]'", {"setup.py": SETUP}, True),
        ("pip install -e '.[a]'", {"setup.py": SETUP}, False),
        ("pip install '.[cv]'", {"setup.cfg": CONFIGURATION}, True),
        ("pip install .", {"setup.cfg": CONFIGURATION}, False),
        ("pip install .", {"pyproject.toml": POETRY}, False),
        ("pip install '.[cv]'", {"pyproject.toml": POETRY_EXTRA}, True),
        ("poetry install", {"pyproject.toml": POETRY}, True),
        ("poetry install --only main", {"pyproject.toml": POETRY}, False),
        ("poetry install -E cv", {"pyproject.toml": POETRY_EXTRA}, True),
        ("poetry install", {"pyproject.toml": POETRY_EXTRA}, False),
        ("poetry add opencv-python", {}, True),
        ("poetry add flask", {"pyproject.toml": ASKS}, True),
        ("uv sync", {"pyproject.toml": GROUP}, True),
        ("uv sync --no-dev", {"pyproject.toml": GROUP}, False),
        ("uv add flask", {"pyproject.toml": ASKS}, True),
        ("pip install .", {"pyproject.toml": GROUP}, False),
        ("uv tool install weasyprint", {}, True),
        ("uv tool install ruff", {}, False),
        ("pipx install weasyprint", {}, True),
        ("pipx run weasyprint", {}, False),
    ],
)
def test_the_library_of_what_is_asked_for(command: str, files: dict[str, str], is_found: bool, tmp_path: Path) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    options = Options(min_confidence=Confidence.LIKELY, context=Folder(str(tmp_path)), select=("DF105",))
    assert bool(analyse(f"{HEAD}RUN {command}\n", options).findings) is is_found


@pytest.mark.parametrize(
    "lines", [["--no-binary psycopg2-binary", "psycopg2-binary"], ["--no-binary=:all:", "psycopg2-binary"]]
)
def test_files_of_requirements_ask_for_sources(lines: list[str], tmp_path: Path) -> None:
    text = (
        "FROM python:3.12-bookworm AS build\nCOPY r.txt .\nRUN python -m venv /v && /v/bin/pip install -r r.txt\n"
        "FROM python:3.12-slim-bookworm\nCOPY --from=build /v /v\n"
    )
    for kept, number in ((lines, 1), (lines[1:], 0)):
        (tmp_path / "r.txt").write_text("\n".join(kept))
        options = Options(context=Folder(str(tmp_path)), select=("DF105",))
        assert len(analyse(text, options).findings) == number


def test_the_source_of_a_compilation_ends() -> None:
    assert COMPILED.findall("uv pip compile --extra x -o a.txt ./b/a.in\n") == ["./b/a.in"]
    assert not COMPILED.findall("pip compile " * 4000 + " a" * 10_000)
