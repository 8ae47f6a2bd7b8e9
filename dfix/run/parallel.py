"""Many files at once, in several processes; the reports come in the order of the files."""

import os
from collections.abc import Iterator, Sequence

from dfix.report.file_report import FileReport
from dfix.run.work import Item, Task, work

# With fewer files, the start of processes costs more than it saves.
FEWEST = 48
CHUNK = 8

_task: Task | None = None


def reports(task: Task, items: Sequence[Item], jobs: int | None) -> Iterator[FileReport]:
    """Do the task on each file; ``jobs`` None: as many processes as there are processors, for many files."""
    workers = min(jobs or _processors(), max(len(items) // CHUNK, 1))
    if workers < 2 or (jobs is None and len(items) < FEWEST) or task.ask:
        yield from (work(task, item) for item in items)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_all_start_methods, get_context

    # A forked process has all modules already.
    context = get_context("fork" if "fork" in get_all_start_methods() else None)
    with ProcessPoolExecutor(workers, context, _begin, (task,)) as pool:
        yield from pool.map(_work, items, chunksize=CHUNK)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(task: Task) -> None:
    """Keep the task in a process of its own; the one that started it hears ^C."""
    import signal

    global _task  # noqa: PLW0603 - the process has one task
    _task = task
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(item: Item) -> FileReport:
    if _task is None:
        raise RuntimeError("the process has no task")
    return work(_task, item)
