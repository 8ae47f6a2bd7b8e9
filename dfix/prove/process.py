"""Runs a builder's commands: one time limit for all, the output in a log, on a terminal its last line as progress."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from dfix.report.escape import harmless
from dfix.text.wording import shortened
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

WIDTH = 100
# What a killed builder has to end by itself, in seconds.
GRACE = 5


class BuilderError(Exception):
    """A command of the builder failed, or the time is over; the message says which."""


class Runner:
    """Runs commands until a deadline, given in seconds from now; the log holds all that they print."""

    def __init__(self, log: str, seconds: float) -> None:
        self.log = log
        self.deadline = time.monotonic() + seconds
        self.shows = sys.stderr.isatty()

    def run(self, words: Sequence[str]) -> None:
        """Run a command that must succeed.

        Raises:
            BuilderError: it failed, or was stopped at the deadline.
        """
        status = self.status(words)
        if status != 0:
            raise BuilderError(f"`{' '.join(words[:2])}` ended with {status}")

    def status(self, words: Sequence[str]) -> int:
        """Run a command; its exit status.

        Raises:
            BuilderError: it cannot be started, or was stopped at the deadline.
        """
        with open(self.log, "ab") as log:
            log.write(f"$ {' '.join(words)}\n".encode("utf-8", "surrogateescape"))
            log.flush()
            try:
                child = subprocess.Popen(
                    words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise BuilderError(f"{words[0]}: {error.strerror}") from None
            try:
                self._follow(child, log)
            except BaseException:
                _kill(child)
                raise
            return child.wait()

    def _follow(self, child: "subprocess.Popen[bytes]", log: "BinaryIO") -> None:
        stream = child.stdout
        if stream is None:
            return
        with selectors.DefaultSelector() as selector, stream:
            selector.register(stream, selectors.EVENT_READ)
            while True:
                left = self.deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise BuilderError("the time limit is over")
                data = os.read(stream.fileno(), 65536)
                if not data:
                    break
                log.write(data)
                self._show(data)
        self._show(b"")

    def _show(self, data: bytes) -> None:
        """Show the last line on a terminal, in place; an empty one at the end."""
        if self.shows:
            line = data.decode("utf-8", "replace").rstrip().rpartition("\n")[2]
            sys.stderr.write(f"\r\x1b[K{shortened(harmless(line), WIDTH)}")
            sys.stderr.flush()


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """End a builder and all that it started: politely, then not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
            child.wait(GRACE)
        except (ProcessLookupError, PermissionError):
            return
        except subprocess.TimeoutExpired:
            continue
        return
