"""`dfix prove` with buildah: what it proves, what it writes, and that it leaves nothing in the builder's store."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from images import Store

pytestmark = pytest.mark.real

CORPUS = Path(__file__).parents[2] / "corpus"
GO = {
    "Dockerfile": (CORPUS / "go-net-http-alpine" / "Dockerfile").read_text(),
    "go.mod": "module works\n\ngo 1.19\n",
    "main.go": 'package main\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n\nfunc main() {\n'
    '\t_ = http.DefaultClient\n\tfmt.Println("works")\n}\n',
}
CXX = {
    "Dockerfile": "FROM gcc:12-bookworm AS build\nCOPY main.cpp .\nRUN g++ -o /hello main.cpp\n"
    "FROM alpine:3.20\nCOPY --from=build /hello /usr/local/bin/hello\nCMD [\"hello\"]\n",
    "main.cpp": "#include <iostream>\nint main() { std::cout << \"works\" << std::endl; }\n",
}  # fmt: skip
# As in the corpus, whose Go has a newer number than the one that stands for it here.
NAMES = {"docker.io/library/golang:1.19-bookworm": "docker.io/library/golang:1.22"}


@pytest.fixture
def project(store: Store, tmp_path: Path) -> Path:
    for image, name in NAMES.items():
        store.run("tag", image, name)
    return tmp_path


def prove(store: Store, project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**store.environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run(
        [sys.executable, "-m", "dfix", "prove", "--builder", "buildah", *words],
        cwd=project, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def left_over(store: Store) -> list[str]:
    """The images that dfix named and did not remove."""
    return [line for line in store.run("images", "--format", "{{.Name}}").stdout.split() if "dfix-prove" in line]


@pytest.mark.parametrize(
    ("files", "path"), [(GO, "/usr/local/bin/server"), (CXX, "/usr/local/bin/hello")], ids=["Go", "C++"]
)
def test_fails_before_and_runs_after(files: dict[str, str], path: str, store: Store, project: Path) -> None:
    for name, text in files.items():
        (project / name).write_text(text)
    first = prove(store, project)
    assert first.returncode == 1, first.stdout + first.stderr
    assert "proved: fails" in first.stdout
    assert f"{path}: its loader /lib64/ld-linux-x86-64.so.2 is not there" in first.stdout
    repaired = prove(store, project, "--fix", "--write", "--unsafe-fixes", "--run", path)
    assert repaired.returncode == 0, repaired.stdout + repaired.stderr
    assert "the command ends with 0" not in repaired.stdout
    after = prove(store, project, "--run", path)
    assert after.returncode == 0, after.stdout + after.stderr
    assert "the command ends with 0" in after.stdout
    assert left_over(store) == []


def test_a_build_that_fails_for_another_reason(store: Store, project: Path) -> None:
    for name, text in GO.items():
        (project / name).write_text(text)
    (project / "main.go").write_text("package main\n\nfunc main() { nonsense }\n")
    done = prove(store, project)
    assert done.returncode == 2
    assert "stage 1 does not build: `buildah build` ended with" in done.stdout
