"""``docker dfix``: as docker's command line calls a plugin."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"


def plugin(folder: Path) -> Path:
    """The plugin, as its entry point starts it."""
    path = folder / "docker-dfix"
    paths = os.pathsep.join(filter(None, sys.path))
    path.write_text(
        f"#!/bin/sh\nPYTHONPATH={paths} exec {sys.executable} -c "
        "'from dfix.__main__ import docker_plugin; docker_plugin()' \"$@\"\n"
    )
    path.chmod(0o755)
    return path


def test_what_it_says_of_itself(tmp_path: Path) -> None:
    done = subprocess.run([plugin(tmp_path), "docker-cli-plugin-metadata"], capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert (said["SchemaVersion"], said["Vendor"]) == ("0.1.0", "dfix")


def test_it_runs_as_dfix_does(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(GO)
    done = subprocess.run([plugin(tmp_path), "dfix", "Dockerfile"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"DF101" in done.stdout


@pytest.mark.skipif(shutil.which("docker") is None, reason="docker's command line is not installed")
def test_docker_finds_it(tmp_path: Path) -> None:
    (tmp_path / "cli-plugins").mkdir()
    plugin(tmp_path / "cli-plugins")
    (tmp_path / "Dockerfile").write_text(GO)
    environment = {**os.environ, "DOCKER_CONFIG": str(tmp_path)}
    done = subprocess.run(
        ["docker", "dfix", "--format", "concise", "Dockerfile"],
        cwd=tmp_path, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert b"DF101" in done.stdout
