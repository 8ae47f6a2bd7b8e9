"""dfix with Windows' paths and Windows' functions for files (``makers/windows.py``): it finds, reads, reports, writes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MAKER = Path(__file__).parent.parent / "makers" / "windows.py"
GO = b"FROM golang:1.22 AS build\r\nRUN go build -o /app .\r\nFROM alpine:3.20\r\nCOPY --from=build /app /app\r\n"
FIXED = GO.replace(b"RUN go", b"RUN CGO_ENABLED=0 go")
SCRIPT = b'FROM alpine:3.20\nCOPY bin/run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n'
FILES = {
    ".git/HEAD": b"",
    ".gitignore": b"/ignored/\r\n*.tmp\r\n",
    "ignored/Dockerfile": GO,
    "app/Dockerfile": GO,
    "app/skipped/Dockerfile": GO,
    "script/Dockerfile": SCRIPT,
    "script/bin/run.sh": b"#!/bin/bash\n",
    "dfix.toml": b'exclude = ["app/skipped/"]\nbaseline = "known.json"\n[per-path."script/*"]\nignore = ["DF503"]\n',
}

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="the stand-in reads /proc")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The current directory on drive C."""
    for name, data in FILES.items():
        (tmp_path / "project" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "project" / name).write_bytes(data)
    (tmp_path / "project" / "known.json").write_text('{"version": 1, "files": {}}')
    return tmp_path / "project"


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run dfix in the project."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "NO_COLOR": "1"}
    call = [sys.executable, str(MAKER), str(project.parent), *words]
    done = subprocess.run(call, env=env, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done


def found(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The files and codes of the findings."""
    return [" ".join((line.split(":")[0], line.split()[2])) for line in done.stdout.splitlines()]


def test_a_walk_ignores_excludes_and_reads_the_context_as_elsewhere(project: Path) -> None:
    here = subprocess.run(
        [sys.executable, "-m", "dfix", "--format", "concise"],
        cwd=project, env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    there = found(run(project, "--format", "concise"))
    assert there == ["app\\Dockerfile DF101", "script\\Dockerfile DF501"]
    assert there == [one.replace("/", "\\") for one in found(here)]


def test_every_file_of_the_context_may_be_executed(project: Path) -> None:
    """Windows has no such bit: the builder sets it."""
    assert found(run(project, "--isolated", "--format", "concise", "script")) == ["script\\Dockerfile DF501"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("..\\..\\secret.sh", id="above it, with backslashes"),
        pytest.param("C:\\secret.sh", id="a drive"),
        pytest.param("run.sh:stream", id="a stream of a file"),
    ],
)
def test_no_source_leads_out_of_the_context(source: str, project: Path) -> None:
    (project.parent / "secret.sh").write_bytes(b"#!/bin/bash\n")
    text = b"# escape=`\n" + SCRIPT.replace(b"bin/run.sh", source.encode())
    (project / "script" / "Dockerfile").write_bytes(text)
    assert found(run(project, "--format", "concise", "script")) == []


def test_a_link_of_the_context_is_not_followed(project: Path) -> None:
    (project.parent / "secret").mkdir()
    (project.parent / "secret" / "run.sh").write_bytes(b"#!/bin/bash\n")
    (project / "script" / "bin" / "run.sh").unlink()
    (project / "script" / "bin").rmdir()
    (project / "script" / "bin").symlink_to(project.parent / "secret")
    assert found(run(project, "--format", "concise", "script")) == []


def test_what_is_written_keeps_its_line_ends_and_leaves_nothing_behind(project: Path) -> None:
    done = run(project, "--write", "app")
    assert done.returncode == 0
    assert (project / "app" / "Dockerfile").read_bytes() == FIXED
    assert sorted(path.name for path in (project / "app").iterdir()) == ["Dockerfile", "skipped"]


def test_a_file_with_two_names_is_written_in_place(project: Path) -> None:
    os.link(project / "app" / "Dockerfile", project / "other")
    assert run(project, "--write", "app\\Dockerfile").returncode == 0
    assert (project / "other").read_bytes() == FIXED
    assert sorted(path.name for path in (project / "app").iterdir()) == ["Dockerfile", "skipped"]


def test_a_diff_names_files_as_git_does(project: Path) -> None:
    shown = run(project, "--diff", "app\\Dockerfile").stdout
    assert shown.splitlines()[:2] == ["--- a/app/Dockerfile", "+++ b/app/Dockerfile"]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("text", "app\\Dockerfile:4:19:"),
        ("github", "::error file=app/Dockerfile,line=4"),
        ("gitlab", '"path": "app/Dockerfile"'),
        ("rdjson", '"path": "app/Dockerfile"'),
        ("sarif", '"uri": "app/Dockerfile"'),
    ],
)
def test_how_a_format_names_a_file(name: str, place: str, project: Path) -> None:
    assert place in run(project, "--format", name, "app").stdout


def test_a_baseline_is_the_same_everywhere(project: Path) -> None:
    assert run(project, "--write-baseline").returncode == 0
    known = json.loads((project / "known.json").read_text())
    assert sorted(known["files"]) == ["app/Dockerfile", "script/Dockerfile"]
    assert run(project, "--format", "concise").stdout == ""


def test_a_configuration_names_nothing_outside_its_repository(project: Path) -> None:
    (project / "dfix.toml").write_text('baseline = "../known.json"\n')
    done = run(project)
    assert done.returncode == 2
    assert "C:\\project\\dfix.toml: error: `baseline`: it leads out of the repository" in done.stderr


def test_settings_and_files_are_shown_as_windows_names_them(project: Path) -> None:
    assert run(project, "--show-files").stdout.splitlines() == ["app\\Dockerfile", "script\\Dockerfile"]
    assert run(project, "--show-settings", "app").stdout.startswith("# app: C:\\project\\dfix.toml\n")


def test_a_page_and_a_graph(project: Path) -> None:
    assert run(project, "report", "-o", "out.html").returncode == 0
    assert 'data-path="app\\Dockerfile"' in (project / "out.html").read_text(encoding="utf-8")
    assert "DF101" in run(project, "graph", "app\\Dockerfile").stdout


def test_a_proof_says_where_it_runs(project: Path) -> None:
    done = run(project, "prove", "app\\Dockerfile")
    assert (done.returncode, done.stderr.partition(": ")[2].strip()) == (
        2, "error: dfix prove needs Linux or macOS; on Windows it runs in WSL",
    )  # fmt: skip
