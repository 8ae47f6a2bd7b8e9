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


needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")


def action(folder: Path, program: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run what the action runs; ``program`` is what it takes for the Python that it installed."""
    python = folder / "temp" / "dfix" / "bin" / "python"
    python.parent.mkdir(parents=True)
    for name, text in {python: program, folder / "git": "#!/bin/sh\n"}.items():
        name.write_text(text)
        name.chmod(0o755)
    env = {"PATH": f"{folder}:/usr/bin:/bin", "RUNNER_TEMP": str(folder / "temp"), **inputs}
    words = ["bash", str(ROOT / "scripts" / "action.sh")]
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)


# It shows the words that dfix would get.
ECHO = """#!/bin/sh
[ "$2" = -m ] || exit 1
shift 3
for word; do printf "<%s>" "$word"; done
echo
exit ${CODE:-0}
"""
REAL = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "code", "output"),
    [
        ({}, 0, "<check><--format><github><--><.>\n"),
        ({"CODE": "1", "PATHS": "a b"}, 1, "<check><--format><github><--><a><b>\n"),
        ({"ARGS": "--select DF1", "PATHS": "$(touch x) *"}, 0, "<check><--format><github><--select><DF1><--><$(touch><x)><*>\n"),
        ({"REPORT": "$(touch x).html"}, 0, "<check><--format><github><--><.>\n<report><--output><$(touch x).html><--><.>\n"),
        ({"MODE": "review", "BASE": "main"}, 0, "<review><--base><FETCH_HEAD><--post><--><.>\n"),
        ({"MODE": "review"}, 2, ""),
        ({"MODE": "other"}, 2, ""),
    ],
)  # fmt: skip
def test_the_action(inputs: dict[str, str], code: int, output: str, tmp_path: Path) -> None:
    done = action(tmp_path, ECHO, **inputs)
    # How the file for the outputs is made is another test's.
    shown = "".join(line for line in done.stdout.splitlines(keepends=True) if "<--output-file>" not in line)
    assert (done.returncode, shown) == (code, output)
    assert not (tmp_path / "x").exists()


@needs_bash
def test_the_action_runs_no_module_of_the_pull_request(tmp_path: Path) -> None:
    """Not even where the workflow sets PYTHONPATH to the checkout, as those of Python projects do."""
    for name in ("json", "click", "re", "dfix", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'pwned')!r}, 'w')\n")
    (tmp_path / "Dockerfile").write_text("FROM alpine:3.20\nRUN ldconfig\n")
    done = action(tmp_path, REAL, MODE="sarif", SARIF="out", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "DF301" in (tmp_path / "out").read_text()
    assert not (tmp_path / "pwned").exists()


@needs_bash
def test_the_actions_summary_and_file(tmp_path: Path) -> None:
    action(tmp_path, ECHO, GITHUB_STEP_SUMMARY=str(tmp_path / "summary"), CODE="1")
    assert (tmp_path / "summary").read_text() == "<check><--exit-zero><--format><markdown><--><.>\n"
    shutil.rmtree(tmp_path / "temp")
    action(tmp_path, ECHO, MODE="sarif", SARIF="out.sarif")
    assert (tmp_path / "out.sarif").read_text() == "<check><--exit-zero><--format><sarif><--><.>\n"


GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
BLOCKED = "FROM golang:1.22 AS b\nRUN go build -race -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "code", "outputs"),
    [
        pytest.param({}, 1, {"findings": "2", "fixed": "0", "json": "JSON"}, id="check"),
        pytest.param({"MODE": "fix"}, 1, {"findings": "1", "fixed": "1", "json": "JSON"}, id="fix"),
        pytest.param({"MODE": "fix", "PATHS": "a"}, 0, {"findings": "0", "fixed": "1", "json": "JSON"}, id="all fixed"),
        pytest.param(
            {"REPORT": "out.html"},
            1,
            {"findings": "2", "fixed": "0", "json": "JSON", "report": "out.html"},
            id="a page",
        ),
        pytest.param({"MODE": "sarif", "SARIF": "x.sarif"}, 0, {"sarif": "x.sarif"}, id="SARIF"),
        pytest.param({"ARGS": "--no-such-option"}, 2, {}, id="wrong use"),
    ],
)
def test_the_actions_outputs(inputs: dict[str, str], code: int, outputs: dict[str, str], tmp_path: Path) -> None:
    for name, text in {"a": GO, "b": BLOCKED}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "Dockerfile").write_text(text)
    done = action(tmp_path, REAL, GITHUB_OUTPUT=str(tmp_path / "outputs"), PYTHONPATH="", **inputs)
    assert done.returncode == code, done.stderr
    written = (tmp_path / "outputs").read_text().splitlines() if outputs else []
    shown = dict(line.partition("=")[::2] for line in written)
    found = str(tmp_path / "temp" / "dfix-found.json")
    assert shown == {name: value.replace("JSON", found) for name, value in outputs.items()}
    assert set(shown) <= set(action_table()["outputs"])
    assert ("CGO_ENABLED=0" in (tmp_path / "a" / "Dockerfile").read_text()) is (inputs.get("MODE") == "fix")


def action_table() -> Any:
    """What action.yml says."""
    from ruamel.yaml import YAML

    return YAML(typ="safe").load((ROOT / "action.yml").read_text(encoding="utf-8"))


def test_each_output_is_that_of_its_step() -> None:
    table = action_table()
    for name, output in table["outputs"].items():
        assert output["value"] == f"${{{{ steps.dfix.outputs.{name} }}}}"


def installed(folder: Path, *words: str, **inputs: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run what the action installs with, and what a Python that notes its words was asked."""
    python = folder / "python"
    python.write_text(
        '#!/bin/sh\necho "$*" >>"$NOTES"\n[ "$3" != venv ] || { mkdir -p "$4/bin"; cp "$0" "$4/bin/python"; }\n'
    )
    python.chmod(0o755)
    env = {
        "PATH": "/usr/bin:/bin", "PYTHON": str(python), "RUNNER_TEMP": str(folder / "temp"),
        "GITHUB_ACTION_PATH": str(ROOT), "NOTES": str(folder / "notes"), **inputs,
    }  # fmt: skip
    call = ["bash", str(ROOT / "scripts" / "action_install.sh"), *words]
    done = subprocess.run(call, env=env, capture_output=True, text=True, check=False)
    notes = folder / "notes"
    return done, notes.read_text().splitlines() if notes.exists() else []


PIP = "-I -m pip install --quiet --disable-pip-version-check"


@needs_bash
@pytest.mark.parametrize(
    ("version", "asked"),
    [
        ("", [f"{PIP} --require-hashes -r {ROOT}/scripts/action-requirements.txt", f"{PIP} --no-index --no-deps --no-build-isolation {ROOT}"]),
        ("0.2.1", [f"{PIP} dfix[review]==0.2.1"]),
    ],
)  # fmt: skip
def test_which_version_the_action_installs(version: str, asked: list[str], tmp_path: Path) -> None:
    done, notes = installed(tmp_path, "install", VERSION=version)
    assert done.returncode == 0, done.stderr
    assert notes == [f"-I -m venv {tmp_path}/temp/dfix", *asked]


@needs_bash
@pytest.mark.parametrize("version", ["--index-url=http://x", "0.1 dfix", "x/../y", "0.1;x"])
def test_a_version_is_no_way_to_install_something_else(version: str, tmp_path: Path) -> None:
    done, notes = installed(tmp_path, "install", VERSION=version)
    assert (done.returncode, notes) == (2, [])


@needs_bash
def test_the_cache_has_another_name_for_other_packages(tmp_path: Path) -> None:
    keys = [installed(tmp_path, "key", PYTHON=sys.executable, VERSION=version)[0].stdout for version in ("", "", "0.2")]
    assert re.fullmatch(r"key=3-\d+-[0-9a-f]{16}\n", keys[0])
    assert keys[0] == keys[1] != keys[2]


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
