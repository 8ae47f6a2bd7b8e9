"""Judge on this machine, in several processes."""

from collections.abc import Iterator

from dfix.batch.source import Partition
from dfix.batch.work import Done, Job, partition_of_results
from dfix.run.parallel import processors
from dfix.run.pool import Plan, ordered

# Partitions that are held for each process, in work or done before an older one, so that memory does not grow.
WINDOW = 8


class Processes:
    """As many processes as are asked for; one that ends (out of memory) loses at most the record that ended it."""

    def __init__(self, jobs: int | None = None) -> None:
        """``jobs`` None: as many as there are processors."""
        self._jobs = max(jobs or processors(), 1)

    def judged(self, job: Job, waiting: Iterator[Partition]) -> Iterator[Done]:
        """Every partition with its results, in order."""
        plan = Plan(self._jobs, ahead=1, window=self._jobs * WINDOW)
        return ordered(job.done, waiting, plan, lambda partition, _: singly(job, partition))


def singly(job: Job, partition: Partition) -> Done:
    """The results of a partition on which a process ended: each record by itself, so that one loses no other."""
    results = ordered(job.result, partition.lines, Plan(1, ahead=1), lambda line, _: job.lost(line))
    return partition_of_results(partition, results)
