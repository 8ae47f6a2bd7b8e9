"""The standard streams, and how the program ends: the exit code of ^C, and of an output that cannot be written."""

import os
import sys
from collections.abc import Callable

UNWRITABLE, INTERRUPTED = 3, 130


def open_closed_streams() -> None:
    """Put a file that can be neither read nor written where the caller closed a standard stream.

    What uses the stream then fails like one on a full disk, and no other file gets its number.
    """
    for number, name, flags in ((0, "stdin", os.O_WRONLY), (1, "stdout", os.O_RDONLY), (2, "stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, flags)
            setattr(sys, name, os.fdopen(handle, "w" if number else "r", encoding="utf-8"))


def ended(call: Callable[[], int]) -> int:
    """The exit code of a call: 130 after ^C, 3 where its output cannot be written."""
    try:
        code = _code_of(call)
        for stream in (sys.stdout, sys.stderr):
            if not stream.closed:
                stream.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        _complain(error)
        return UNWRITABLE
    return code


def _code_of(call: Callable[[], int]) -> int:
    try:
        return call()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)


def _complain(error: OSError) -> None:
    """Say in one line that the output takes nothing more; a reader that has gone (`dfix | head`) has read enough."""
    if isinstance(error, BrokenPipeError):
        return
    try:
        os.write(2, f"dfix: error: cannot write the output: {(error.strerror or str(error)).lower()}\n".encode())
    except OSError:
        return


def speak(text: str, *, err: bool) -> None:
    """Write text, to standard error or to standard output.

    Raises:
        OSError: it cannot be written.
    """
    pass_on(text.encode("utf-8", "replace"), err=err)


def columns() -> int:
    """Return how wide text for people is: as the terminal of standard output, 80 where there is none (at least 40).

    ``COLUMNS`` decides where it is a number (POSIX, Environment Variables).
    """
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and int(given):
        return max(40, min(int(given), 1000))
    try:
        return max(40, os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):  # It is no terminal, or closed.
        return 80


def pass_on(data: bytes, *, err: bool = False) -> None:
    """Write bytes as they are.

    Raises:
        OSError: they cannot be written.
    """
    stream = sys.stderr if err else sys.stdout
    stream.flush()
    stream.buffer.write(data)
    stream.flush()


def pass_on_rest() -> None:
    """Copy what is left of standard input: an editor takes what comes out for the file's new text.

    Raises:
        OSError: it cannot be read or written.
    """
    while data := sys.stdin.buffer.read(1024 * 1024):
        pass_on(data)
