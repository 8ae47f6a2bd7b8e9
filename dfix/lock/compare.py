"""Which findings a changed image would bring: the files that name it, judged with the old and the new facts."""

import os

from dfix.engine import Options, analyse
from dfix.findings import Finding
from dfix.hosts import is_host
from dfix.images.lock import Lock, Locked
from dfix.lock.file import LockFile
from dfix.lock.oci import Json
from dfix.lock.references import Wanted
from dfix.run.baseline import Baseline
from dfix.run.files import read
from dfix.run.work import Task, options_of
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.lock.run import Request


def new_findings(request: "Request", wanted: Wanted, path: str, entries: dict[tuple[str, str], Json]) -> int:
    """How many findings come with the new entries of an image that are not there with the locked ones."""
    file = LockFile(path)
    old = _lock(path, file.entries, file)
    new = _lock(path, {**file.entries, **entries}, file)
    task = Task(request.given, request.finder, Baseline(os.getcwd()))
    count = 0
    for name in sorted(wanted.named_in):
        data = read(name)
        options = options_of(task.settings(name), name, data=data)
        before = {finding.identity for finding in _findings(name, data, options, old)}
        count += sum(finding.identity not in before for finding in _findings(name, data, options, new))
    return count


def _lock(path: str, entries: dict[tuple[str, str], Json], file: LockFile) -> Lock:
    return Lock(path, tuple(map(Locked, entries.values())), file.built)


def _findings(path: str, data: bytes, options: Options, lock: Lock) -> tuple[Finding, ...]:
    options = options._replace(build=options.build._replace(lock=lock))
    if is_host(path):
        from dfix.run.host_files import analyse_host

        return analyse_host(path, data, options).findings
    return analyse(data, options).findings
