"""A project whose base images nobody outside knows: silent without a lock file, certain and repaired with it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from corp import PROJECT, folders


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "NO_COLOR": "1",
    }
    call = [sys.executable, "-m", "dfix", *words]
    return subprocess.run(call, cwd=folder, env=env, capture_output=True, text=True, check=False)


def findings(folder: Path, *words: str) -> dict[str, dict[str, str]]:
    """The confidence of each finding by file and code."""
    shown = json.loads(run(folder, "--format", "json", *words).stdout)
    return {
        file["path"]: {one["code"]: one["confidence"] for one in file["findings"]}
        for file in shown["files"]
        if file["findings"]
    }


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    made = folders(tmp_path_factory.mktemp("images"))
    return [word for reference, folder in made.items() for word in ("--from", f"{reference}={folder}")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture(scope="module")
def written(places: list[str], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What `dfix lock` writes for the project."""
    folder = tmp_path_factory.mktemp("written") / "project"
    shutil.copytree(PROJECT, folder)
    done = run(folder, "lock", *places)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "dfix.lock: written")
    return (folder / "dfix.lock").read_bytes()


@pytest.fixture
def locked(project: Path, written: bytes) -> Path:
    """The project with its lock file."""
    (project / "dfix.lock").write_bytes(written)
    return project


MOVED = "registry.corp/cpp-run:1 (linux/amd64) moved from Debian 12, glibc 2.36 to Debian 11, glibc 2.31"
LOCKED = {
    "cpp/Dockerfile": {"DF103": "certain"},
    "go/Dockerfile": {"DF101": "certain"},
    "py/Dockerfile": {"DF105": "likely", "DF202": "certain"},
    "tools/Dockerfile": {"DF101": "certain", "DF501": "certain"},
}


def test_silent_without_certain_with(project: Path, written: bytes) -> None:
    assert findings(project) == {}
    (project / "dfix.lock").write_bytes(written)
    assert findings(project) == LOCKED


def test_the_file_is_stable_and_small(locked: Path, places: list[str], written: bytes) -> None:
    again = run(locked, "lock", *places)
    assert (again.stdout, again.stderr) == ("", "dfix.lock: as it was\n")
    run(locked, "lock", "--upgrade-all", *places)
    assert (locked / "dfix.lock").read_bytes() == written
    assert len(written) < 2_000 * 7


def test_repaired(locked: Path) -> None:
    """All is clean then, judged by the same lock file; nothing was compiled where no compiler is."""
    run(locked, "--write")
    run(locked, "--write", "--unsafe-fixes")
    assert "CGO_ENABLED=0 go build" in (locked / "go/Dockerfile").read_text()
    assert "-static" in (locked / "cpp/Dockerfile").read_text()
    assert "apk add --no-cache bash" in (locked / "tools/Dockerfile").read_text()
    assert (locked / "py/Dockerfile").read_text().count("FROM registry.corp/py-builder:1") == 2
    assert findings(locked, "--locked", "--min-confidence", "possible") == {}


def test_only_what_is_new_is_asked(locked: Path) -> None:
    """An image that no file names any more goes; the others are not asked: their places are not even named."""
    shutil.rmtree(locked / "tools")
    done = run(locked, "lock", "--from", "registry.corp/none:1=.")
    assert (done.returncode, done.stdout) == (0, "registry.corp/tools:1: no file names it any more\n")
    assert "registry.corp/tools:1" not in (locked / "dfix.lock").read_text()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--locked", "go"), 0, ""),
        (("--locked", "other"), 2, "registry.corp/run:2 is not locked; registry.corp/run:1 is; run `dfix lock`"),
        (("other",), 0, "note: registry.corp/run:2 is not locked; registry.corp/run:1 is: it is judged by the catalog"),
        (
            ("--locked", "--platform", "linux/arm64", "go"),
            2,
            "registry.corp/go-builder:1 is not locked for linux/arm64",
        ),
        (("--isolated", "--locked", "go"), 2, "there is no dfix.lock, and --locked asks for one"),
        (("--lock", "none.lock", "go"), 2, "none.lock: error:"),
        (("--isolated", "go"), 0, ""),
    ],
)
def test_another_tag(words: tuple[str, ...], code: int, said: str, locked: Path) -> None:
    (locked / "other").mkdir()
    (locked / "other/Dockerfile").write_text("FROM registry.corp/run:2\nCMD sh\n")
    done = run(locked, *words, "--exit-zero")
    assert said in done.stderr
    assert done.returncode == code


NOTE = "registry.corp/run:2 is not locked; registry.corp/run:1 is: it is judged by the catalog"
PLACES = {
    "json": lambda text: json.loads(text)["files"][0]["notes"],
    "sarif": lambda text: [
        one["message"]["text"] for one in json.loads(text)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    ],
    "github": lambda text: [line.partition("title=dfix::")[2] for line in text.splitlines()],
    "markdown": lambda text: [line.partition(": ")[2] for line in text.splitlines() if line.startswith("- ")],
}


@pytest.mark.parametrize("name", PLACES)
def test_every_format_with_a_place_for_it_tells_the_note(name: str, locked: Path) -> None:
    (locked / "other").mkdir()
    (locked / "other/Dockerfile").write_text("FROM registry.corp/run:2\nCMD sh\n")
    done = run(locked, "--format", name, "other")
    assert (done.returncode, PLACES[name](done.stdout)) == (0, [NOTE])


def test_a_wrong_lock_file_is_an_error(project: Path) -> None:
    (project / "dfix.lock").write_text("{}")
    done = run(project, "go")
    assert done.returncode == 2
    assert "dfix.lock: error: it has no list of images; remove it, and run `dfix lock`" in done.stderr
    (project / "dfix.toml").write_text("lock = false\n")
    assert run(project, "go").returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--mirror", "registry.corp"),
        ("--from", "none.tar"),
        ("--from", "registry.corp/none:1=."),
        ("--max-download", "many"),
        ("nowhere",),
    ],
    ids="-".join,
)
def test_what_cannot_be_asked_writes_nothing_new(words: tuple[str, ...], project: Path) -> None:
    assert run(project, "lock", *words).returncode == 2
    assert not (project / "dfix.lock").exists()


def test_check_tells_what_moved(project: Path, places: list[str], tmp_path: Path) -> None:
    """A runtime that was locked as Debian 12 is Debian 11 now: the C++ service would not start any more."""
    of = dict(one.split("=") for one in places if "=" in one)
    was = ("--from", f"registry.corp/cpp-run:1={of['registry.corp/cpp-builder:1']}")
    run(project, "lock", *was, *places)
    assert run(project, "lock", "--check", *was, *places).returncode == 0
    done = run(project, "lock", "--check", *places)
    assert (done.returncode, done.stdout) == (
        1,
        f"{MOVED}: 1 finding would come\n",
    )
    done = run(project, "lock", "--upgrade", "registry.corp/cpp-run:1", *places)
    assert (
        done.stdout
        == "registry.corp/cpp-run:1 (linux/amd64) moved from Debian 12, glibc 2.36 to Debian 11, glibc 2.31\n"
    )
    assert run(project, "lock", "--check", *places).returncode == 0
