"""Questions at a terminal: each key does what the prompt says; nothing is written that was not chosen."""

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dfix import FixResult, Options
from dfix.run.interactive import Terminal, repair

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "xterm"}
GO = b"FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
TWO = GO + b"RUN ldconfig /usr/lib\n"


def answered(data: bytes, keys: str) -> tuple[FixResult, str]:
    said: list[str] = []
    left = iter(keys)
    return repair("Dockerfile", data, Options(), Terminal(said.append, lambda: next(left), False)), "".join(said)


@pytest.mark.parametrize(
    ("keys", "word"),
    [("\r", b"CGO_ENABLED=0"), ("1", b"CGO_ENABLED=0"), ("2", b"golang:1.22-alpine3.20"), ("5", b"gcompat")],
)
def test_a_number_makes_that_repair(keys: str, word: bytes) -> None:
    result, _ = answered(GO, keys)
    assert word in result.data
    assert result.remaining.findings == ()


def test_skip_goes_to_the_next_finding() -> None:
    result, said = answered(TWO, "s1")
    assert result.data == GO
    assert [one.finding.code for one in result.applied] == ["DF301"]
    assert said.count("repair? [") == 2


def test_end_keeps_what_was_chosen() -> None:
    result, _ = answered(TWO, "1q")
    assert b"CGO_ENABLED=0" in result.data
    assert b"ldconfig" in result.data


def test_diff_and_help_ask_again() -> None:
    result, said = answered(TWO, "1d?s")
    assert "+RUN CGO_ENABLED=0 go build" in said
    assert "a number makes that repair" in said
    assert len(result.applied) == 1


@pytest.mark.parametrize("key", ["0", "9", "\xb2", "x", "\x1b"])
def test_another_key_shows_the_help(key: str) -> None:
    result, said = answered(GO, f"{key}s")
    assert "a number makes that repair" in said
    assert result.applied == ()


def test_nothing_to_repair_is_only_shown() -> None:
    result, said = answered(b"FROM alpine:3.20\nRUN true\nCOPY --from=7 a b\n", "\r")
    assert result.applied == ()
    assert "repair? [s skip" in said


def test_a_refused_repair_is_told_and_not_offered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["it would bring DF102: x"])
    from dfix.engine import proved as real

    monkeypatch.setattr("dfix.engine.repair.proved", lambda *given: next(answers, None) or real(*given))
    result, said = answered(GO, "11")
    assert "not made: it would bring DF102: x" in said
    assert [one.fix.repair.id for one in result.applied] == ["move-builder"]


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(GO)
    words = [sys.executable, "-m", "dfix", "--interactive", "Dockerfile"]
    done = subprocess.run(
        words, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True, env=ENVIRONMENT
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def in_terminal(folder: Path, keys: bytes, *words: str) -> tuple[int, bytes]:
    """Dfix in a terminal of its own, keys typed when it asks.

    ^C must reach it even where a shell started the tests in the background, with SIGINT ignored.
    """
    child, master = pty.fork()
    if child == 0:
        os.chdir(folder)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execve(sys.executable, [sys.executable, "-m", "dfix", *(words or ("-i", "Dockerfile"))], ENVIRONMENT)
    shown, asked = b"", 0
    while True:
        if not select.select([master], [], [], 60)[0]:
            os.kill(child, signal.SIGKILL)
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        while shown.count(b"help] ") > asked and keys:
            asked += 1
            os.write(master, keys[:1])
            keys = keys[1:]
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_in_a_real_terminal(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(TWO)
    code, shown = in_terminal(tmp_path, b"1q")
    assert code == 1
    assert b"\x1b[" in shown
    assert (tmp_path / "Dockerfile").read_bytes() == TWO.replace(b"go build", b"CGO_ENABLED=0 go build")


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_control_c_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(TWO)
    code, _ = in_terminal(tmp_path, b"1\x03")
    assert code != 0
    assert (tmp_path / "Dockerfile").read_bytes() == TWO


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_progress_is_told_of_many_files_only(tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"Dockerfile.{number:02}").write_bytes(TWO if number == 3 else b"FROM alpine:3.20\n")
    code, shown = in_terminal(tmp_path, b"", ".")
    assert code == 1
    assert b"24 of 25 files" in shown
    # What is left on the screen is the findings: the line is cleared before each.
    assert b"\r\x1b[K\x1b[1mDockerfile.03" in shown or b"\r\x1b[KDockerfile.03" in shown, shown[:300]
    assert b" of 2 files" not in in_terminal(tmp_path, b"", "Dockerfile.03", "Dockerfile.04")[1]
