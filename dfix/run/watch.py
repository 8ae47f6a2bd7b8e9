"""Do something again whenever a Dockerfile changes, until ^C."""

import os
import time
from collections.abc import Callable, Iterable

PAUSE = 0.3
State = dict[str, tuple[int, int]]


def watch(files: Callable[[], Iterable[str]], again: Callable[[], int]) -> int:
    """Call ``again`` now and after each change of the files, and return what it returned last."""
    code, seen = 0, None
    try:
        while True:
            now = state(files())
            if now != seen:
                code, seen = again(), state(files())
            time.sleep(PAUSE)
    except KeyboardInterrupt:
        return code


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
