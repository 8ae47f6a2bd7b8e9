"""Judge one partition: the same lines in, the same bytes out, in whatever process."""

from collections.abc import Callable, Iterator

from dfix.batch.judge import Result
from dfix.batch.lines import RecordError, judged_line, record_of, result_line
from dfix.batch.source import Partition
from dfix.engine import Options
from dfix.values import NamedTuple, Protocol


class Job(NamedTuple):
    """What is done with each partition; it can be pickled."""

    options: Options = Options()
    timing: bool = False

    def judged(self, partition: Partition) -> bytes:
        """The lines with the results, each with its end."""
        return b"".join(judged_line(line, self.options, timing=self.timing) + b"\n" for line in partition.lines)

    def lost(self, line: bytes) -> bytes:
        """The line with the result for a record whose process ended, each time that it was tried."""
        try:
            record = record_of(line)
        except RecordError as error:
            return result_line(error.result, timing=self.timing) + b"\n"
        why = "the process that judged it ended (out of memory, or killed)"
        return result_line(Result(record.id, record.path, why), timing=self.timing) + b"\n"


class Done(NamedTuple):
    """A partition with the lines of its results."""

    partition: Partition
    lines: bytes


class Workers(Protocol):
    """Those who judge: processes of this machine, or a cluster."""

    def judged(self, job: Job, waiting: Iterator[Partition]) -> Iterator[Done]:
        """Every partition with its results, in any order; none is lost."""


def singly(job: Job, partition: Partition, judge_alone: Callable[[Partition], "bytes | None"]) -> bytes:
    """The results of a partition on which a process ended: each record by itself, so that one loses no other.

    ``judge_alone`` returns None where the process ended again.
    """
    results = ((line, judge_alone(Partition(partition.number, (line,), 0))) for line in partition.lines)
    return b"".join(job.lost(line) if result is None else result for line, result in results)
