"""Do something again whenever a Dockerfile changes, until ^C."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from dfix.report.escape import harmless
from dfix.report.file_report import FileReport
from dfix.text.wording import counted

PAUSE = 0.3
# A finding in a file: the path, and what stays the same when the text around it changes.
Key = tuple[str, tuple[str, str, str]]
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


class Told:
    """Tells after each run what is cured since the one before, and that dfix looks again."""

    def __init__(self, say: Callable[[str], None], *, quiet: bool = False) -> None:
        """``say`` writes a text."""
        self._say = say
        self._quiet = quiet
        self._before: dict[Key, str] = {}

    def __call__(self, reports: Sequence[FileReport]) -> None:
        """Take note of what was found, and tell."""
        now = {
            (report.path, finding.identity): f"{harmless(report.path)}: {finding.code}: {harmless(finding.message)}"
            for report in reports
            for finding in report.findings
        }
        judged = {report.path for report in reports if not report.error}
        cured = [text for key, text in self._before.items() if key not in now and key[0] in judged]
        self._before = now
        if not self._quiet:
            lines = [*(f"cured: {text}" for text in cured), f"watching {counted(len(reports), 'file')}; ^C ends"]
            self._say("".join(f"{line}\n" for line in lines))
