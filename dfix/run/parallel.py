"""Many files at once, in several processes; the reports come in the order of the files."""

import os
from collections.abc import Iterator, Sequence

from dfix.report.file_report import FileReport
from dfix.run.work import STDIN, Item, Task, lost, work

# With fewer files, the start of processes costs more than it saves.
FEWEST = 48
FILES_A_PROCESS = 8


def reports(task: Task, items: Sequence[Item], jobs: int | None) -> Iterator[FileReport]:
    """Do the task on each file; ``jobs`` None: as many processes as there are processors, for many files.

    There are never more processes than processors. Standard input is read by this process alone.
    """
    workers = min(jobs or processors(), processors(), len(items) // FILES_A_PROCESS)
    is_alone = bool(task.ask) or STDIN in items or not hasattr(os, "fork")
    if workers < 2 or (jobs is None and len(items) < FEWEST) or is_alone:
        yield from (work(task, item) for item in items)
        return
    from dfix.run.pool import Plan, ordered

    yield from ordered(lambda item: work(task, item), items, Plan(workers), lost)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
