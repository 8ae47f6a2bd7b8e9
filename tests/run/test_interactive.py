"""Questions at a terminal: each key does what the prompt says; nothing is written that was not chosen."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dfix import FixResult, Options
from dfix.run.interactive import Session, Terminal

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "xterm"}
GO = b"FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
TWO = GO + b"RUN ldconfig /usr/lib\n"


def answered(data: bytes, *lines: str) -> tuple[FixResult, str]:
    """The result of a session on one file, and all that it showed; at the end of the lines the input ends."""
    (result,), said = session([data], *lines)
    return result, said


def session(files: list[bytes], *lines: str) -> tuple[list[FixResult], str]:
    said: list[str] = []
    left = iter(lines)

    def ask(prompt: str) -> str | None:
        said.append(prompt)
        return next(left, None)

    asking = Session(Terminal(said.append, ask), len(files))
    results = [asking.file(f"Dockerfile.{number}", data, Options()) for number, data in enumerate(files)]
    return results, "".join(said)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("y", b"CGO_ENABLED=0"),
        (" Y ", b"CGO_ENABLED=0"),
        ("1", b"CGO_ENABLED=0"),
        ("2", b"golang:1.22-alpine3.20"),
        ("5", b"gcompat"),
    ],
)
def test_a_number_makes_that_repair(line: str, word: bytes) -> None:
    result, _ = answered(GO, line)
    assert word in result.data
    assert result.remaining.findings == ()


def test_skip_goes_to_the_next_finding() -> None:
    result, said = answered(TWO, "s", "1")
    assert result.data == GO
    assert [one.finding.code for one in result.applied] == ["DF301"]
    assert re.search(r"finding 1 of 2: repair\? \[y,1-\d,s,d,a,i,q,\?\] ", said)
    assert "finding 2 of 2: repair? [y,s,d,a,i,q,?] " in said


@pytest.mark.parametrize("end", ["q", None])
def test_quit_keeps_what_was_chosen(end: str | None) -> None:
    result, _ = answered(TWO, "1", *filter(None, [end]))
    assert b"CGO_ENABLED=0" in result.data
    assert b"ldconfig" in result.data


def test_quit_asks_about_no_further_file() -> None:
    results, said = session([GO, TWO], "q", "y")
    assert [result.data for result in results] == [GO, TWO]
    assert [len(result.remaining.findings) for result in results] == [1, 2]
    assert said.count("repair?") == 1
    assert "file 1 of 2, finding 1 of 1: repair?" in said


def test_a_makes_the_safe_fixes_of_the_file() -> None:
    results, said = session([TWO, GO], "a", "s")
    assert results[0].remaining.findings == ()
    assert results[1].data == GO
    assert said.count("repair?") == 2


def test_a_leaves_what_has_no_safe_fix() -> None:
    unsafe = GO.replace(b"go build -o", b"CGO_ENABLED=1 go build -o")
    result, _ = answered(unsafe + b"RUN ldconfig /usr/lib\n", "a")
    assert [one.finding.code for one in result.applied] == ["DF301"]
    assert [finding.code for finding in result.remaining.findings] == ["DF101"]


def test_diff_and_help_ask_again() -> None:
    result, said = answered(TWO, "d", "1", "d", "?", "s")
    assert "nothing is changed yet" in said
    assert "+RUN CGO_ENABLED=0 go build" in said
    assert "y - make the first fix" in said
    assert len(result.applied) == 1


@pytest.mark.parametrize("line", ["", "0", "9", "\xb2", "x", "\x1b", "12"])
def test_enter_and_other_lines_change_nothing(line: str) -> None:
    result, said = answered(GO, line, "s")
    assert "y - make the first fix" in said
    assert said.count("repair?") == 2
    assert result.applied == ()


def test_i_writes_a_comment_with_a_reason() -> None:
    result, said = answered(TWO, "i", "", "i", " it runs under gcompat ", "s")
    assert result.data == TWO.replace(b"COPY", b"# dfix: ignore=DF101 -- it runs under gcompat\nCOPY")
    assert "the reason is one line of text" in said
    assert [finding.code for finding in result.remaining.findings] == ["DF301"]


def test_what_is_about_the_whole_file_gets_no_comment() -> None:
    result, said = answered(b"# nothing\n", "i", "x", "s")
    assert "such a comment cannot suppress" in said
    assert result.applied == ()


def test_nothing_to_repair_is_only_shown() -> None:
    result, said = answered(b"FROM alpine:3.20\nRUN true\nCOPY --from=7 a b\n", "y", "s")
    assert result.applied == ()
    assert "repair? [s,d,a,i,q,?]" in said


def test_a_refused_repair_is_told_and_not_offered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["it would bring DF102: x"])
    from dfix.engine import proved as real

    monkeypatch.setattr("dfix.engine.repair.proved", lambda *given: next(answers, None) or real(*given))
    result, said = answered(GO, "1", "1")
    assert "not made: it would bring DF102: x" in said
    assert [one.fix.repair.id for one in result.applied] == ["move-builder"]


COMPOSE = b"""\
services:
  one:
    build:
      dockerfile_inline: |
        FROM golang:1.22 AS b
        RUN go build -o /app .
        FROM alpine:3.20
        COPY --from=b /app /app
  two:
    build:
      dockerfile_inline: |
        FROM alpine:3.20
        RUN ldconfig /usr/lib
"""


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        pytest.param(["y", "y"], COMPOSE.replace(b"go build", b"CGO_ENABLED=0 go build")[: -len("        RUN ldconfig /usr/lib\n")],
                     id="both"),
        pytest.param(["s", "i", "why"], COMPOSE.replace(b"        RUN ld", b"        # dfix: ignore=DF301 -- why\n        RUN ld"),
                     id="a comment in the second"),
        pytest.param(["q"], COMPOSE, id="quit in the first"),
    ],
)  # fmt: skip
def test_each_dockerfile_of_a_host_is_asked_about(lines: list[str], after: bytes) -> None:
    left = iter(lines)
    asking = Session(Terminal(lambda _: None, lambda _: next(left, None)))
    assert asking.host("compose.yaml", COMPOSE, Options()).data == after


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(GO)
    words = [sys.executable, "-m", "dfix", "--interactive", "Dockerfile"]
    done = subprocess.run(
        words, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True, env=ENVIRONMENT
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def in_terminal(folder: Path, keys: bytes, *words: str) -> tuple[int, bytes]:
    """Dfix in a terminal of its own, what is between two bars typed when it asks.

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
        while shown.count(b",?] ") > asked and keys:
            asked += 1
            line, _, keys = keys.partition(b"|")
            os.write(master, line)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_in_a_real_terminal(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(TWO)
    code, shown = in_terminal(tmp_path, b"1\n|q\n")
    assert code == 1
    assert b"\x1b[" in shown
    assert (tmp_path / "Dockerfile").read_bytes() == TWO.replace(b"go build", b"CGO_ENABLED=0 go build")


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_control_c_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(TWO)
    code, _ = in_terminal(tmp_path, b"1\n|\x03")
    assert code == 130
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
