"""Judge on this machine, in several processes."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context

from dfix.batch.source import Partition
from dfix.batch.work import Done, Job, singly
from dfix.run.parallel import processors

# So many partitions wait for each process, so that memory does not grow with the input.
AHEAD = 2


class Processes:
    """As many processes as are asked for; one that ends (out of memory) loses at most the record that ended it."""

    def __init__(self, jobs: int | None = None) -> None:
        """``jobs`` None: as many as there are processors."""
        self._jobs = max(jobs or processors(), 1)

    def judged(self, job: Job, waiting: Iterator[Partition]) -> Iterator[Done]:
        """Every partition with its results, in any order."""
        suspects: list[Partition] = []
        rest: Partition | None = next(waiting, None)
        while rest is not None:
            with self._pool(self._jobs) as pool:
                running: dict[Future[bytes], Partition] = {}
                try:
                    while rest is not None or running:
                        while rest is not None and len(running) < self._jobs * AHEAD:
                            running[pool.submit(job.judged, rest)] = rest
                            rest = next(waiting, None)
                        finished, _ = wait(running, return_when=FIRST_COMPLETED)
                        for future in finished:
                            lines = future.result()
                            yield Done(running.pop(future), lines)
                except BrokenProcessPool:
                    suspects += running.values()
        for partition in suspects:
            yield Done(partition, self.alone(job, partition))

    def alone(self, job: Job, partition: Partition) -> bytes:
        """The results of a partition on which a process ended: each record by itself where it ends again."""
        whole = self._tried(job, partition)
        return singly(job, partition, lambda one: self._tried(job, one)) if whole is None else whole

    def _tried(self, job: Job, partition: Partition) -> bytes | None:
        """The results of a partition in a process of its own; None where that ends."""
        with self._pool(1) as pool:
            try:
                return pool.submit(job.judged, partition).result()
            except BrokenProcessPool:
                return None

    def _pool(self, workers: int) -> ProcessPoolExecutor:
        # A forked process has all modules already.
        context = get_context("fork" if "fork" in get_all_start_methods() else None)
        return ProcessPoolExecutor(workers, context, _ignore_interrupts)


def _ignore_interrupts() -> None:
    """The process that started this one hears ^C."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
