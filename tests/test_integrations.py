"""What hangs dfix into other tools: pre-commit's hooks, the GitHub Action, dfix's own image."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dfix import Confidence, Options, analyse
from dfix.run.files import is_dockerfile_name
from dfix.text.toml import toml_table

ROOT = Path(__file__).parent.parent
NAMES = [
    "Dockerfile", "dockerfile", "a/Dockerfile", "Dockerfile.dev", "a/dev.Dockerfile", "Containerfile", "Containerfile.x",
    "Dockerfile.md", "Dockerfile.dockerignore", "xDockerfile", "Dockerfiles", "Dockerfile.j2", "my.containerfile",
    "README.md", "a.dockerfile/x", "Dockerfile.py", "Dockerfile.go", "a/dockerfile.go",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_pre_commit_takes_the_names_that_dfix_takes(name: str) -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text()
    files = re.search(r"files: &names (.*)", hooks)
    excluded = re.search(r"exclude: &not-names (.*)", hooks)
    assert files
    assert excluded
    taken = bool(re.search(files[1], name)) and not re.search(excluded[1], name)
    assert taken is is_dockerfile_name(os.path.basename(name))


def action(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run what the action runs, with a dfix that shows its words."""
    stub = folder / "dfix"
    stub.write_text('#!/bin/sh\nfor word; do printf "<%s>" "$word"; done; echo\nexit ${CODE:-0}\n')
    stub.chmod(0o755)
    git = folder / "git"
    git.write_text("#!/bin/sh\n")
    git.chmod(0o755)
    env = {"PATH": f"{folder}:/usr/bin:/bin", "DFIX": str(stub), **inputs}
    words = ["bash", str(ROOT / "scripts" / "action.sh")]
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(
    ("inputs", "code", "output"),
    [
        ({}, 0, "<check><--format><github><--><.>\n"),
        ({"CODE": "1", "PATHS": "a b"}, 1, "<check><--format><github><--><a><b>\n"),
        ({"ARGS": "--select DF1", "PATHS": "$(touch x) *"}, 0, "<check><--format><github><--select><DF1><--><$(touch><x)><*>\n"),
        ({"MODE": "review", "BASE": "main"}, 0, "<review><--base><FETCH_HEAD><--post><--><.>\n"),
        ({"MODE": "review"}, 2, ""),
        ({"MODE": "other"}, 2, ""),
    ],
)  # fmt: skip
def test_the_action(inputs: dict[str, str], code: int, output: str, tmp_path: Path) -> None:
    done = action(tmp_path, **inputs)
    assert (done.returncode, done.stdout) == (code, output)
    assert not (tmp_path / "x").exists()


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_the_action_runs_no_module_of_the_pull_request(tmp_path: Path) -> None:
    """Not even where the workflow sets PYTHONPATH to the checkout, as those of Python projects do."""
    for name in ("json", "click", "re", "dfix", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'pwned')!r}, 'w')\n")
    (tmp_path / "Dockerfile").write_text("FROM alpine:3.20\nRUN ldconfig\n")
    (tmp_path / "temp/dfix/bin").mkdir(parents=True)
    (tmp_path / "temp/dfix/bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tmp_path / "temp/dfix/bin/python").chmod(0o755)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "MODE": "sarif",
    }
    words = ["bash", str(ROOT / "scripts" / "action.sh")]
    done = subprocess.run(words, cwd=tmp_path, env={**env, "SARIF": "out"}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "DF301" in (tmp_path / "out").read_text()
    assert not (tmp_path / "pwned").exists()


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_the_actions_summary_and_file(tmp_path: Path) -> None:
    action(tmp_path, GITHUB_STEP_SUMMARY=str(tmp_path / "summary"), CODE="1")
    assert (tmp_path / "summary").read_text() == "<check><--exit-zero><--format><markdown><--><.>\n"
    action(tmp_path, MODE="sarif", SARIF="out.sarif")
    assert (tmp_path / "out.sarif").read_text() == "<check><--exit-zero><--format><sarif><--><.>\n"


def locked() -> dict[str, list[str]]:
    """The hashes of each package that the action installs."""
    text = (ROOT / "scripts" / "action-requirements.txt").read_text().replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return {
        re.split("[=<>]", line[0])[0]: [word for word in line if word.startswith("--hash=sha256:")] for line in lines
    }


def test_the_action_installs_by_hash() -> None:
    """All that dfix and its build need is among it; ``scripts/lock_action.sh`` writes it anew."""
    project: Any = toml_table((ROOT / "pyproject.toml").read_text())
    own = project["project"]
    asked = [*own["dependencies"], *own["optional-dependencies"]["review"], *project["build-system"]["requires"]]
    names = {re.split(r"[^\w.-]", one)[0].replace(".", "-").lower() for one in asked}
    packages = locked()
    assert names <= set(packages)
    assert all(packages.values())
    assert "://" not in (ROOT / "scripts" / "action-requirements.txt").read_text()
    installs = [line for line in (ROOT / "action.yml").read_text().splitlines() if line.strip().startswith("pip ")]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-index --no-deps --no-build-isolation" in installs[1]


def test_words_behind_two_dashes_are_paths(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM alpine:3.20\n")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    words = [sys.executable, "-m", "dfix", "check", "--format", "github", "--", "."]
    assert subprocess.run(words, cwd=tmp_path, env=env, check=False).returncode == 0


def test_dfix_passes_its_own_image() -> None:
    options = Options(min_confidence=Confidence.POSSIBLE)
    analysis = analyse((ROOT / "Dockerfile").read_bytes(), options)
    assert analysis.findings == ()
    assert all(stage.root.release for stage in analysis.trace.stages)
