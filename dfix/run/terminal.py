"""A terminal that gives single keys, as long as questions are asked."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def single_keys() -> Iterator[Callable[[], str]]:
    """A function that waits for one key of standard input and returns it; then the terminal is as before.

    The mode is set once and not for each key, so that what is typed ahead is not lost; ^C interrupts.

    Raises:
        OSError: standard input is no terminal.
    """
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    tty.setcbreak(handle, termios.TCSANOW)
    try:
        yield lambda: os.read(handle, 1).decode("latin-1") or "q"
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
