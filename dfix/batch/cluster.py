"""Judge on a Dask cluster, whose workers have dfix installed."""

from collections.abc import Iterator
from typing import Any

from dfix.batch.extra import missing_extra
from dfix.batch.processes import singly
from dfix.batch.source import Partition
from dfix.batch.work import Done, Job

# So many partitions wait for each thread of the cluster.
AHEAD = 2
# A partition whose worker is lost goes to another one so many times.
RETRIES = 2


class Cluster:
    """The workers of a scheduler, whose address is ``tcp://host:8786`` or the path of its file."""

    def __init__(self, address: str) -> None:
        """Connect.

        Raises:
            MissingExtraError: Dask is not installed.
            OSError: there is no scheduler at the address.
        """
        try:
            from distributed import Client
        except ImportError:
            raise missing_extra("dask[distributed]", "--scheduler") from None
        is_file = address.endswith(".json")
        self._client: Any = Client(scheduler_file=address) if is_file else Client(address, set_as_default=False)

    def judged(self, job: Job, waiting: Iterator[Partition]) -> Iterator[Done]:
        """The results of every partition, in any order; one that ends its workers is judged here."""
        from distributed import as_completed

        arriving = as_completed(loop=self._client.loop)
        running: dict[str, Partition] = {}
        most = AHEAD * max(sum(self._client.nthreads().values()), 1)
        try:
            for partition in waiting:
                self._submit(job, partition, arriving, running)
                while len(running) >= most:
                    yield self._finished(job, next(arriving), running)
            while running:
                yield self._finished(job, next(arriving), running)
        finally:
            self._client.close()

    def _submit(self, job: Job, partition: Partition, arriving: Any, running: dict[str, Partition]) -> None:
        future = self._client.submit(job.done, partition, retries=RETRIES, pure=False)
        running[future.key] = partition
        arriving.add(future)

    def _finished(self, job: Job, future: Any, running: dict[str, Partition]) -> Done:
        partition = running.pop(future.key)
        # Where it ended its workers, no other one is put at risk.
        return future.result() if future.status == "finished" else singly(job, partition)
