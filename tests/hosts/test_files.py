"""Host files through the command line: found, shown, repaired."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dfix.config.settings import FORMATS

DOCKERFILE = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
PYTHON = f'X = """\n{DOCKERFILE}"""\n'
COMPOSE = "services:\n  a:\n    build:\n      dockerfile_inline: |\n" + "".join(
    f"        {line}\n" for line in DOCKERFILE.splitlines()
)


def dfix(folder: Path, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    call = [sys.executable, "-m", "dfix", *words]
    return subprocess.run(call, cwd=folder, env=env, input=stdin, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(PYTHON)
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    return tmp_path


def test_a_directory_is_searched_for_compose_files_not_for_python(folder: Path) -> None:
    done = dfix(folder, "--format", "concise", ".")
    assert [line.split(":")[:2] for line in done.stdout.decode().splitlines()] == [["compose.yaml", "8"]]


def test_more_files_can_be_included(folder: Path) -> None:
    (folder / "dfix.toml").write_text('include = ["*.py"]\n')
    done = dfix(folder, "--format", "concise", ".")
    assert {line.split(":")[0] for line in done.stdout.decode().splitlines()} == {"app.py", "compose.yaml"}


@pytest.mark.parametrize(("name", "text"), [("app.py", PYTHON), ("compose.yaml", COMPOSE)])
def test_written_in_place(name: str, text: str, folder: Path) -> None:
    assert dfix(folder, "--write", name).returncode == 0
    assert (folder / name).read_text() == text.replace("go build", "CGO_ENABLED=0 go build")


def test_a_diff_and_standard_input(folder: Path) -> None:
    done = dfix(folder, "--diff", "app.py")
    assert b"+RUN CGO_ENABLED=0 go build -o /app ." in done.stdout
    done = dfix(folder, "--write", "-", "--stdin-filename", "app.py", stdin=PYTHON.encode())
    assert done.stdout.decode() == PYTHON.replace("go build", "CGO_ENABLED=0 go build")


def test_the_frame_shows_the_hosts_lines(folder: Path) -> None:
    shown = dfix(folder, "app.py").stdout.decode()
    assert "app.py:5:15: error DF101" in shown
    assert "3 | RUN go build -o /app ." in shown


def test_what_is_no_python_is_one_error(folder: Path) -> None:
    (folder / "bad.py").write_text("FROM (\n")
    done = dfix(folder, "bad.py", "compose.yaml")
    assert done.returncode == 2
    assert b"bad.py: error: this is no Python" in done.stderr
    assert b"DF101" in done.stdout


def test_every_format_takes_a_host(folder: Path) -> None:
    for name in FORMATS:
        assert b"DF101" in dfix(folder, "--format", name, "app.py").stdout


READERS = {"dfix.hosts.python_strings", "ruamel.yaml", "hcl2"}


@pytest.mark.parametrize(
    ("name", "text", "loaded"),
    [
        pytest.param("app.py", PYTHON, {"dfix.hosts.python_strings"}, id="Python"),
        pytest.param("app.py", "X = 1\n", set(), id="Python without FROM"),
        pytest.param("compose.yaml", COMPOSE, {"ruamel.yaml"}, id="compose"),
        pytest.param("values.yaml", "a: 1\n", set(), id="another YAML"),
        pytest.param("docker-bake.hcl", 'target "a" {\n  dockerfile = "b"\n}\n', {"hcl2"}, id="bake"),
        pytest.param("other.hcl", "x = 1\n", set(), id="another HCL"),
        pytest.param("Dockerfile.j2", DOCKERFILE, set(), id="Jinja"),
        pytest.param("README.md", f"```dockerfile\n{DOCKERFILE}```\n", set(), id="Markdown"),
        pytest.param("build.sh", f"cat > Dockerfile <<'EOF'\n{DOCKERFILE}EOF\n", set(), id="shell"),
        pytest.param("Dockerfile", DOCKERFILE, set(), id="a Dockerfile"),
    ],
)
def test_only_the_reader_of_a_kind_is_loaded(name: str, text: str, loaded: set[str], tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    code = (
        "import sys\nfrom dfix.run.command import Request, run\n"
        f"run(Request(({name!r},), write=True))\n"
        f"print(*sorted({READERS!r} & set(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    call = [sys.executable, "-c", code]
    shown = subprocess.run(call, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert set(shown.stdout.split("\n")[-2].split()) == loaded
