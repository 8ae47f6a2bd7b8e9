"""`dfix prove`: a stand-in for a builder says what was asked of it, and answers with images made byte by byte."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from elf import GLIBC, MUSL, STATIC, make_elf
from image import Content, docker_save, layer

from dfix.findings import Confidence, Finding, Severity
from dfix.inspect.folder import read_folder
from dfix.prove.builder import BUILDERS, Builder, Job
from dfix.prove.process import Runner
from dfix.prove.proof import Image, Outcome
from dfix.prove.workshop import Failed, Recipe, Workshop
from dfix.text import Span

GO = """\
FROM golang:1.22 AS build
COPY . .
RUN go build -o /server .
FROM alpine:3.20
COPY --from=build /server /usr/local/bin/server
CMD ["server"]
"""
ALPINE: dict[str, Content] = {"lib/ld-musl-x86_64.so.1": make_elf(soname="libc.musl-x86_64.so.1"), "bin/busybox": MUSL}
# It builds what stands beside it: `static` where the Dockerfile turns cgo off, else `dynamic`.
STAND_IN = """\
#!{python}
import shutil, sys, time
words = sys.argv[1:]
home = {home!r}
with open(home + "/calls", "a") as calls:
    print(*words, file=calls)
if words[0] == "build":
    text = open(words[words.index("--file") + 1]).read()
    print("STEP 1: building")
    if "SLOW" in text:
        time.sleep(60)
    if "BROKEN" in text or ("CGO_ENABLED=0" in text and "import C" in text):
        sys.exit("it does not compile")
    kind = "static" if "CGO_ENABLED=0" in text else "dynamic"
    shutil.copyfile(home + "/" + kind + ".tar", home + "/built.tar")
elif words[0] == "push":
    shutil.copyfile(home + "/built.tar", words[-1].partition(":")[2])
elif words[0] == "run":
    sys.exit(0 if open(home + "/built.tar", "rb").read() == open(home + "/static.tar", "rb").read() else 127)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A directory with a builder called buildah, and a project in which it builds."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for kind, app in {"static": STATIC, "dynamic": GLIBC}.items():
        (tools / f"{kind}.tar").write_bytes(docker_save([layer({**ALPINE, "usr/local/bin/server": app})]))
    stand_in = tools / "buildah"
    stand_in.write_text(STAND_IN.format(python=sys.executable, home=str(tools)))
    stand_in.chmod(0o755)
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "Dockerfile").write_text(GO)
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "BUILDKIT_HOST"}
    paths = [str(home / "tools"), os.path.dirname(sys.executable)]
    (home / "tmp").mkdir(exist_ok=True)
    return {
        **kept,
        "PATH": os.pathsep.join(paths),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "TMPDIR": str(home / "tmp"),
    }


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dfix", "prove", *words],
        cwd=home / "project", env=environment(home), capture_output=True, text=True, check=False,
    )  # fmt: skip


def calls(home: Path) -> list[str]:
    return [line.split()[0] for line in (home / "tools" / "calls").read_text().splitlines()]


def test_a_builder_that_cannot_run_a_command_is_not_taken_for_one(home: Path) -> None:
    """Docker buildx is found first, and keeps no image."""
    (home / "tools" / "docker").write_text('#!/bin/sh\n[ "$1 $2" = "buildx inspect" ]\n')
    (home / "tools" / "docker").chmod(0o755)
    done = run(home, "--run", "server")
    assert "with buildah" in done.stderr
    assert "stage 1: the command ends with 127" in done.stdout


def test_a_fault_is_proved(home: Path) -> None:
    done = run(home)
    assert done.returncode == 1
    assert "Dockerfile:5:19: DF101 foreign-libc, likely: proved: fails" in done.stdout
    assert "/usr/local/bin/server: its loader /lib64/ld-linux-x86-64.so.2 is not there" in done.stdout
    assert done.stdout.endswith("1 finding: 1 proved\n")
    assert "building stage 1 with buildah" in done.stderr
    assert (home / "project" / "Dockerfile").read_text() == GO


def test_what_was_made_is_removed(home: Path) -> None:
    run(home, "--run", "server")
    assert calls(home) == ["info", "build", "push", "from", "run", "rm", "rmi"]
    assert list((home / "tmp").iterdir()) == []


def test_the_first_fix_that_holds_is_written(home: Path) -> None:
    done = run(home, "--fix", "--write")
    assert done.returncode == 0
    assert "fix (safe) build with CGO_ENABLED=0: holds: it builds and runs" in done.stdout
    assert (home / "project" / "Dockerfile").read_text() == GO.replace("RUN go", "RUN CGO_ENABLED=0 go")
    assert run(home).stdout.endswith("0 findings\n")


def test_a_fix_that_does_not_build_is_not_written(home: Path) -> None:
    text = f"# import C\n{GO}"
    (home / "project" / "Dockerfile").write_text(text)
    done = run(home, "--fix", "--write")
    assert done.returncode == 1
    assert "does not hold: it does not build: `buildah build` ended with 1 (log: " in done.stdout
    assert (home / "project" / "Dockerfile").read_text() == text
    log = next((home / "tmp").iterdir()).read_text()
    assert "it does not compile" in log


def test_a_command_is_run_before_and_after(home: Path) -> None:
    done = run(home, "--fix", "--run", "server --version", "--format", "json")
    told = json.loads(done.stdout)
    assert told["runs"] == [{"stage": "1", "status": 127}]
    assert told["findings"][0]["fixes"][0] | {"title": ""} == {
        "id": "cgo-off", "title": "", "applicability": "safe", "holds": True,
        "reason": "it builds and runs", "log": None, "status": 0,
    }  # fmt: skip
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "tried"),
    [
        pytest.param([], ["cgo-off"], id="safe ones first"),
        pytest.param(["--prefer", "musl"], ["cgo-off", "move-builder"], id="then those of a kind"),
        pytest.param(["--prefer", "glibc"], ["cgo-off", "move-runtime"], id="of another kind"),
        pytest.param(["--fixable", "DF3"], [], id="of other rules only"),
        pytest.param(["--unfixable", "DF1"], [], id="not of this rule"),
    ],
)
def test_which_fixes_are_tried(words: list[str], tried: list[str], home: Path) -> None:
    """The safe fix does not build here, and so an unsafe one is tried."""
    (home / "project" / "Dockerfile").write_text(f"# import C\n{GO}")
    told = json.loads(run(home, "--fix", "--unsafe-fixes", "--format", "json", *words).stdout)
    assert [fix["id"] for fix in told["findings"][0]["fixes"]][: len(tried) or 1] == tried


def test_what_does_not_build_is_told(home: Path) -> None:
    (home / "project" / "Dockerfile").write_text(f"# BROKEN\n{GO}")
    done = run(home)
    assert done.returncode == 2
    assert "not decided" in done.stdout
    assert "stage 1 does not build: `buildah build` ended with 1 (log: " in done.stdout


def test_the_time_limit_ends_the_builder(home: Path) -> None:
    (home / "project" / "Dockerfile").write_text(f"# SLOW\n{GO}")
    begin = time.monotonic()
    done = run(home, "--timeout", "1")
    assert "the time limit is over" in done.stdout
    assert time.monotonic() - begin < 50
    assert done.returncode == 2


# A shell starts what it runs in the background with interrupts ignored, and so would this test.
INTERRUPTIBLE = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "runpy.run_module('dfix', run_name='__main__')"
)


def test_an_interrupt_leaves_nothing(home: Path) -> None:
    (home / "project" / "Dockerfile").write_text(f"# SLOW\n{GO}")
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, "prove"],
        cwd=home / "project", env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    while not (home / "tools" / "calls").exists() or "build" not in calls(home):
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=30)
    assert child.returncode not in (0, 2)
    assert list((home / "tmp").iterdir()) == []


def test_without_a_builder(home: Path) -> None:
    (home / "tools" / "buildah").unlink()
    done = run(home)
    assert done.returncode == 2
    assert done.stderr.startswith("Dockerfile: error: no builder can be used here (tried: ")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--write"], "need --fix"),
        (["nowhere"], "there is no such file"),
        (["--builder", "x"], "is not one of"),
        (["--builder", "podman"], "tried: podman"),
        (["--target", "nowhere"], "nowhere"),
        (["--run", "'"], "No closing quotation"),
        (["--builder", "buildx", "--run", "true"], "buildx keeps no image"),
    ],
)
def test_wrong_use_is_one_line(words: list[str], says: str, home: Path) -> None:
    done = run(home, *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


JOB = Job(
    "/w/0/Dockerfile",
    "/c",
    "final",
    "/w/0.tar",
    "localhost/x:0",
    {"A": "b c"},
    {"n": "docker-image://y"},
    "linux/arm64",
)


@pytest.mark.parametrize("builder", BUILDERS, ids=lambda one: one.name)
def test_every_builder_is_told_everything(builder: object) -> None:
    words = builder.build(JOB)  # type: ignore[attr-defined]
    text = " ".join(words)
    assert all(word in text for word in ("Dockerfile", "/c", "final", "A=b c", "n=docker-image://y", "linux/arm64"))
    assert builder.export or "/w/0.tar" in text  # type: ignore[attr-defined]


# The path and tag of a reference (distribution/reference, "Grammar").
REFERENCE = re.compile(r"localhost/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*:\d+")


def test_an_image_is_named_as_images_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the folder is called in which it is built."""
    folder = tmp_path / "dfix-prove-_a__B_"
    folder.mkdir()
    monkeypatch.setattr("tempfile.mkdtemp", lambda **_: str(folder))
    named: list[str] = []

    def build(job: Job) -> tuple[str, ...]:
        named.append(job.image)
        return ("false",)

    recipe = Recipe(str(tmp_path / "Dockerfile"), str(tmp_path), {}, {}, "")
    shop = Workshop(Builder("none", (), build), recipe, Runner("", 30))
    assert isinstance(shop.build(b"FROM scratch\n", "0"), Failed)
    assert all(map(REFERENCE.fullmatch, named))
    assert named


def finding(*files: str, code: str = "DF101") -> Finding:
    return Finding(code, "", Severity.ERROR, Confidence.LIKELY, "", "", Span(0, 0), files=files)


LIBX = make_elf(soname="libx.so.1")
FILES: dict[str, Content] = {
    **ALPINE,
    "usr/local/bin/server": GLIBC,
    "usr/local/bin/static": STATIC,
    "usr/local/bin/needs": make_elf("/lib/ld-musl-x86_64.so.1", ["libx.so.1"]),
    "opt/libx.so.1": LIBX,
    "opt/liby.so.1": make_elf(soname="liby.so.1"),
    "srv/app/node_modules/x.node": make_elf(needed=["libgone.so.1"]),
    "etc/only": b"text",
}  # fmt: skip
PROOFS = {
    "a program that lacks its loader": (finding("/usr/local/bin/server"), Outcome.FAILS),
    "a static one": (finding("/usr/local/bin/static"), Outcome.RUNS),
    "one of two": (finding("/usr/local/bin/static", "/usr/local/bin/server"), Outcome.FAILS),
    "a tree": (finding("/srv/app"), Outcome.FAILS),
    "a library alone": (finding("/opt/libx.so.1"), Outcome.UNDECIDED),
    "no program": (finding("/etc/only"), Outcome.UNDECIDED),
    "no such file": (finding("/nowhere"), Outcome.UNDECIDED),
    "no file": (finding(), Outcome.UNDECIDED),
    "a program on PATH": (finding("static"), Outcome.RUNS),
    "a program that is not": (finding("bash"), Outcome.FAILS),
    "a library that a program misses": (finding("/opt/libx.so.1", code="DF303"), Outcome.FAILS),
    "a library that none misses": (finding("/opt/liby.so.1", code="DF303"), Outcome.RUNS),
    "not executable": (finding("/etc/only", code="DF503"), Outcome.FAILS),
}


@pytest.mark.parametrize("name", PROOFS)
def test_what_an_image_says_of_a_finding(name: str, tmp_path: Path) -> None:
    for path, content in FILES.items():
        assert isinstance(content, bytes)
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
        (tmp_path / path).chmod(stat.S_IRWXU if path != "etc/only" else stat.S_IRUSR)
    asked, outcome = PROOFS[name]
    assert Image(read_folder(str(tmp_path))).proof(asked).outcome is outcome
