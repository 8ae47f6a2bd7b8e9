"""Do something again whenever a Dockerfile changes, until ^C."""

import os
import time
from collections.abc import Callable, Iterable
from typing import NoReturn

PAUSE = 0.3
State = dict[str, tuple[int, int]]


def watch(files: Callable[[], Iterable[str]], again: Callable[[], int]) -> NoReturn:
    """Call ``again`` now and after each change of the files.

    Raises:
        KeyboardInterrupt: at ^C, which ends it.
    """
    seen = None
    while True:
        if state(files()) != seen:
            again()
            seen = state(files())
        time.sleep(PAUSE)


def state(paths: Iterable[str]) -> State:
    """When each file was changed, and how large it is."""
    found: State = {}
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found
