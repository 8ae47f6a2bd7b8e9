"""How a run ends: ^C, a parent or a worker that is killed, an output that takes nothing, input without end."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dfix.config import Finder
from dfix.config.settings import Settings
from dfix.report.file_report import FileReport
from dfix.run import parallel
from dfix.run.baseline import Baseline
from dfix.run.pool import Plan, ordered
from dfix.run.work import Task

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "xterm"}
DFIX = [sys.executable, "-m", "dfix"]
BROKEN = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
# A run may take so long to end, in seconds; a slow machine is allowed for.
SOON = 5.0


def start(words: list[str], folder: Path, **options: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*DFIX, *words], cwd=folder, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True, **options,  # type: ignore[call-overload]
    )  # fmt: skip


def numbers(pool_file: Path, count: int) -> list[int]:
    """The processes that wrote their numbers into a file, once there are enough."""
    for _ in range(500):
        found = sorted(set(pool_file.read_text().split())) if pool_file.exists() else []
        if len(found) >= count:
            return [int(one) for one in found]
        time.sleep(0.02)
    raise AssertionError("no process began")


def has_ended(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


POOL = """
import os, signal, sys, time
from dfix.run.streams import ended
from dfix.run.pool import Plan, ordered

def do(item):
    with open("numbers", "a") as file:
        file.write(f"{os.getpid()}\\n")
    time.sleep(60)

def run():
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup lets what it starts ignore it
    for _ in ordered(do, range(20), Plan(2), lambda *_: None): pass
    return 0
os._exit(ended(run))
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="the state of processes is read from /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGSEGV])
def test_workers_end_with_their_parent(number: signal.Signals, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", POOL], cwd=tmp_path, env=ENVIRONMENT) as parent:
        workers = numbers(tmp_path / "numbers", 2)
        begun = time.monotonic()
        parent.send_signal(number)
        code = parent.wait()
        while not all(map(has_ended, workers)):
            assert time.monotonic() - begun < SOON, "the workers are still there"
            time.sleep(0.02)
    assert code == (130 if number == signal.SIGINT else -number)


def test_a_worker_that_is_killed_loses_one_item() -> None:
    def do(item: int) -> str:
        if item in (3, 17):
            os.kill(os.getpid(), signal.SIGKILL)
        if item == 29:
            os._exit(9)
        return str(item)

    found = list(ordered(do, range(40), Plan(3), lambda item, end: f"{item} {end}"))
    expected = {3: "3 was ended by SIGKILL", 17: "17 was ended by SIGKILL", 29: "29 ended with 9"}
    assert found == [expected.get(number, str(number)) for number in range(40)]


def test_the_results_come_in_order_while_one_is_slow() -> None:
    def do(item: int) -> int:
        time.sleep(0.2 if item == 0 else 0)
        return item

    assert list(ordered(do, range(2000), Plan(2), lambda *_: -1)) == list(range(2000))


def children() -> str:
    """The processes that this one has started, ended or not; those of other tests may be among them."""
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
        return file.read()


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="no /proc")
def test_nothing_is_left_of_a_pool() -> None:
    before, running = len(os.listdir("/proc/self/fd")), children()
    results = ordered(lambda item: item, range(100), Plan(2), lambda *_: -1)
    next(results)
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert len(os.listdir("/proc/self/fd")) == before
    assert children() == running


def test_a_file_whose_process_is_killed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from dfix.run import command

    for number in range(20):
        (tmp_path / f"Dockerfile.{number:02}").write_text(BROKEN)
    real = parallel.work

    def work(task: Task, item: object) -> FileReport:
        if str(item).endswith("07"):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(task, item)  # type: ignore[arg-type]

    monkeypatch.setattr(parallel, "work", work)
    monkeypatch.setattr(parallel, "processors", lambda: 2)
    monkeypatch.chdir(tmp_path)
    assert command.run(command.Request((".",), Settings(jobs=2))) == 3
    said = capfd.readouterr()
    assert "Dockerfile.07: error: the process that judged this file was ended by SIGKILL" in said.err
    assert said.out.count(" error DF101 ") == 19


@pytest.mark.parametrize(("jobs", "expected"), [(None, 2), (1, 1), (2, 2), (1000000, 2)])
def test_never_more_processes_than_processors(jobs: int | None, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from dfix.run import pool

    started: list[int] = []
    monkeypatch.setattr(pool, "ordered", lambda *words: started.append(words[2].workers) or iter(()))
    monkeypatch.setattr(parallel, "processors", lambda: 2)
    monkeypatch.setattr(parallel, "work", lambda *_: None)
    list(parallel.reports(Task(Settings(), Finder(), Baseline("")), [str(one) for one in range(1000)], jobs))
    assert (started or [1]) == [expected]


def test_standard_input_among_many_files(tmp_path: Path) -> None:
    """It is read by the process that has it."""
    (tmp_path / "clean").write_text("FROM alpine:3.20\n")
    words = ["clean"] * 30 + ["-"] + ["clean"] * 30
    with start(words, tmp_path) as process:
        out, _ = process.communicate(BROKEN.encode())
    assert b"<stdin>:4" in out


def interrupted(words: list[str], folder: Path, ready: str) -> tuple[int, bytes]:
    """The exit code and what was said after ^C at a terminal: once ``ready`` has been said, or after a second."""
    child, handle = pty.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a job in the background ignores it
        os.chdir(folder)
        os.execve(sys.executable, [*DFIX, *words], ENVIRONMENT)
    said = b"".join(heard(handle, ready.encode(), 30 if ready else 1))
    time.sleep(0.1)
    os.write(handle, b"\x03")
    begun = time.monotonic()
    while (ended := os.waitpid(child, os.WNOHANG))[0] == 0:
        if time.monotonic() - begun > SOON:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.01)
    said += b"".join(heard(handle, b"\0", 0.1))
    os.close(handle)
    return os.waitstatus_to_exitcode(ended[1]), said


def heard(handle: int, last: bytes, seconds: float) -> Iterator[bytes]:
    """What a terminal says until ``last`` (empty: until the time is over)."""
    end, said = time.monotonic() + seconds, b""
    while time.monotonic() < end and not (last and last in said):
        if select.select([handle], [], [], 0.05)[0]:
            try:
                part = os.read(handle, 65536)
            except OSError:
                return
            said += part
            yield part


@pytest.mark.parametrize(
    ("words", "ready"),
    [
        pytest.param(["--watch", "Dockerfile"], "1 finding in 1 file", id="watch"),
        pytest.param(["--interactive", "Dockerfile"], "repair?", id="interactive"),
        pytest.param(["-"], "", id="standard input"),
        pytest.param(["--format", "json", "-"], "", id="standard input, click"),
        pytest.param(["review", "--diff", "-"], "", id="review"),
        pytest.param(["lsp"], "", id="lsp"),
        pytest.param(["lsp", "--tcp", "127.0.0.1:0"], "", id="lsp by TCP"),
        pytest.param(["prove", "Dockerfile", "--builder", "docker"], "", id="prove"),
    ],
)
def test_interruption(words: list[str], ready: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """^C is 130 everywhere, soon, and without a traceback."""
    (tmp_path / "Dockerfile").write_text(BROKEN)
    if "prove" in words:
        docker = tmp_path / "docker"
        docker.write_text('#!/bin/sh\n[ "$1" = version ] || [ "$1" = info ] || exec sleep 60\n')
        docker.chmod(0o755)
        monkeypatch.setitem(ENVIRONMENT, "PATH", f"{tmp_path}:{os.environ['PATH']}")
    code, said = interrupted(words, tmp_path, ready)
    assert code == 130, said
    assert b"Traceback" not in said


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("where", [">/dev/full", ">&-"])
@pytest.mark.parametrize(
    "words",
    [
        "Dockerfile",
        "--format json Dockerfile",
        "--diff Dockerfile",
        "rules",
        "explain DF101",
        "--help",
        "schema config",
    ],
)
def test_an_output_that_takes_nothing(words: str, where: str, tmp_path: Path) -> None:
    """One line and exit 3."""
    (tmp_path / "Dockerfile").write_text(BROKEN)
    command = f"{sys.executable} -m dfix {words} {where}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 3, done.stderr
    assert done.stderr.count(b"\n") == 1
    assert b"dfix: error: cannot write the output" in done.stderr


@pytest.mark.parametrize("words", ["Dockerfile", "--format json Dockerfile", "rules"])
def test_a_reader_that_has_gone(words: str, tmp_path: Path) -> None:
    """It has read enough: no word, exit 3."""
    (tmp_path / "Dockerfile").write_text(BROKEN)
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*DFIX, *words.split()],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (3, b"")


@pytest.mark.parametrize("where", ["2>&-", "<&- 2>/dev/null", "<&- >&- 2>&-"])
def test_other_streams_that_are_closed(where: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM alpine:3.20\n")
    command = f"{sys.executable} -m dfix Dockerfile {where}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize("where", ["<&-"])
def test_standard_input_that_cannot_be_read(where: str, tmp_path: Path) -> None:
    command = f"{sys.executable} -m dfix - {where}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert b"<stdin>: error: standard input cannot be read" in done.stderr


def test_standard_input_without_end(tmp_path: Path) -> None:
    command = f"yes 'RUN true' | {sys.executable} -m dfix -"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert b"<stdin>: error: the file is larger than" in done.stderr


def test_a_text_that_is_too_large_is_not_cut(tmp_path: Path) -> None:
    """An editor takes what comes out for the file's new text."""
    data = b"FROM alpine:3.20\n" + b"# x\n" * (5 * 1024 * 1024)
    with start(["--write", "-"], tmp_path) as process:
        out, err = process.communicate(data)
    assert process.returncode == 2
    assert b"larger than" in err
    assert out == data
