"""Judge one partition: the same lines in, the same bytes out, in whatever process."""

from collections.abc import Iterable, Iterator

from dfix.batch.judge import Result
from dfix.batch.lines import RecordError, judged_line, record_of, result_line
from dfix.batch.source import Partition
from dfix.engine import Options
from dfix.values import NamedTuple, Protocol


class Done(NamedTuple):
    """The results of a partition: its number, its weight, and the lines."""

    number: int
    weight: int
    lines: bytes


class Job(NamedTuple):
    """What is done with each partition; it can be pickled."""

    options: Options = Options()
    timing: bool = False

    def done(self, partition: Partition) -> Done:
        """The results of a partition."""
        return partition_of_results(partition, map(self.result, partition.lines))

    def result(self, line: bytes) -> bytes:
        """The line with the result for one with a record, with its end."""
        return judged_line(line, self.options, timing=self.timing) + b"\n"

    def lost(self, line: bytes) -> bytes:
        """The line with the result for a record whose process ended, each time that it was tried."""
        try:
            record = record_of(line)
        except RecordError as error:
            return result_line(error.result, timing=self.timing) + b"\n"
        why = "the process that judged it ended (out of memory, or killed)"
        return result_line(Result(record.id, record.path, why), timing=self.timing) + b"\n"


def partition_of_results(partition: Partition, results: Iterable[bytes]) -> Done:
    """The results for the lines of a partition, together."""
    return Done(partition.number, partition.weight, b"".join(results))


class Workers(Protocol):
    """Those who judge: processes of this machine, or a cluster."""

    def judged(self, job: Job, waiting: Iterator[Partition]) -> Iterator[Done]:
        """The results of every partition, in any order; none is lost."""
