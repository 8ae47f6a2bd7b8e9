"""A whole run: read partitions, have them judged, write the results in the order of the records.

Each finished partition is a file of its own beside the output; a run that is started again takes up what is there.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

from dfix.batch.extra import missing_extra
from dfix.batch.source import InputError, Partition, is_parquet, partitions, size
from dfix.batch.work import Job, Workers
from dfix.values import NamedTuple

STATE = "run.json"
PART = "{:08d}.jsonl"
# Rows of the Parquet output that are made at a time.
ROWS = 2_000


class Progress(NamedTuple):
    """How far a run is: ``done`` of ``total``, in bytes of JSON lines or rows of Parquet."""

    done: int
    total: int


class Summary(NamedTuple):
    """What a run did: records in the output, those with an error, those with findings."""

    records: int = 0
    errors: int = 0
    with_findings: int = 0


def run(
    source: str, target: str, job: Job, workers: Workers, version: str, show: Callable[[Progress], None]
) -> Summary:
    """Judge all records of ``source``, a file, into ``target``, which is replaced at the end.

    Raises:
        InputError: the source cannot be read, or what a run left beside the target belongs to another one.
        OSError: the target cannot be written.
        MissingExtraError: pyarrow is needed and not installed.
    """
    total, directory = size(source), f"{target}.parts"
    if is_parquet(target):
        _arrow()  # before the work, not after it
    _begin(directory, _identity(source, job, version))
    done = {name for name in os.listdir(directory) if name.endswith(".jsonl")}
    progress = 0

    def waiting() -> Iterator[Partition]:
        nonlocal progress
        for partition in partitions(source):
            if PART.format(partition.number) in done:
                progress += partition.weight
                show(Progress(progress, total))
            else:
                yield partition

    for number, weight, lines in workers.judged(job, waiting()):
        _write(os.path.join(directory, PART.format(number)), lines)
        progress += weight
        show(Progress(progress, total))
    summary = _assemble(directory, target, timing=job.timing)
    shutil.rmtree(directory)
    return summary


def _identity(source: str, job: Job, version: str) -> dict[str, object]:
    """What must be the same for a run to go on: the input, the options, dfix itself."""
    status = os.stat(source)
    return {
        "source": os.path.abspath(source),
        "bytes": status.st_size,
        "changed": status.st_mtime_ns,
        "job": repr(job),
        "version": version,
    }


def _begin(directory: str, identity: dict[str, object]) -> None:
    """Make the directory of the partitions, or go on with the one that is there.

    Raises:
        InputError: it belongs to another run.
    """
    path = os.path.join(directory, STATE)
    os.makedirs(directory, exist_ok=True)
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if json.load(file) != identity:
                raise InputError(f"{directory} belongs to a run on other records or with other options; remove it")
        return
    _write(path, json.dumps(identity).encode())


def _write(path: str, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    with open(f"{path}.new", "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{path}.new", path)


def _assemble(directory: str, target: str, *, timing: bool) -> Summary:
    """Put the partitions together, in order."""
    names = sorted(name for name in os.listdir(directory) if name.endswith(".jsonl"))
    lines = _Counted(os.path.join(directory, name) for name in names)
    made = f"{target}.new"
    if is_parquet(target):
        _write_parquet(lines, made, timing=timing)
    else:
        with open(made, "wb") as file:
            file.writelines(lines)
    os.replace(made, target)
    return lines.summary


class _Counted:
    """The lines of several files, counted while they go by."""

    def __init__(self, paths: Iterator[str]) -> None:
        self._paths = paths
        self.summary = Summary()

    def __iter__(self) -> Iterator[bytes]:
        for path in self._paths:
            with open(path, "rb") as file:
                for line in file:
                    self._count(line)
                    yield line

    def _count(self, line: bytes) -> None:
        # The keys of a result are in this order, and its texts are JSON: what they hold is escaped.
        is_error = b', "error": null, "findings": ' not in line
        is_empty = is_error or b', "error": null, "findings": [], ' in line
        records, errors, found = self.summary
        self.summary = Summary(records + 1, errors + is_error, found + (not is_empty))


def _write_parquet(lines: _Counted, path: str, *, timing: bool) -> None:
    """The results as Parquet: the keys of a result as columns, identifiers as text."""
    arrow = _arrow()
    from dfix.batch.schema import schema

    columns = schema(arrow, timing=timing)
    rows: list[object] = []
    with arrow.parquet.ParquetWriter(path, columns) as writer:
        for line in lines:
            row = json.loads(line)
            rows.append({**row, "id": None if row["id"] is None else str(row["id"])})
            if len(rows) == ROWS:
                writer.write_table(arrow.Table.from_pylist(rows, columns))
                rows.clear()
        writer.write_table(arrow.Table.from_pylist(rows, columns))


def _arrow() -> Any:
    """The module ``pyarrow``, its part ``parquet`` imported; it has no types."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise missing_extra("pyarrow", "Parquet files") from None
    return pyarrow
