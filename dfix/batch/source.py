"""Read records of a JSON lines or Parquet file in partitions."""

import os
import stat
from collections.abc import Iterator
from typing import Any

from dfix.batch.extra import missing_extra
from dfix.batch.lines import read_lines
from dfix.values import NamedTuple

# Of a partition: what one process is given at a time; a restart repeats those that are in work.
MOST_RECORDS, MOST_BYTES = 500, 8 * 1024 * 1024
PARQUET = (".parquet", ".pq")
KEYS = ("id", "path", "text", "context")


class Partition(NamedTuple):
    """Records that follow one another, each as a line of JSON; ``weight``: how much of the input they are."""

    number: int
    lines: tuple[bytes, ...]
    weight: int


class InputError(ValueError):
    """The input cannot be read, or is no file of records; the message says why."""


def is_parquet(path: str) -> bool:
    """Whether a file of that name is Parquet; any other is JSON lines."""
    return path.lower().endswith(PARQUET)


def size(path: str) -> int:
    """The sum of the weights of all partitions: rows of Parquet, bytes of JSON lines.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{path}: it is no regular file")
        return int(_parquet(path).metadata.num_rows) if is_parquet(path) else status.st_size
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def partitions(path: str) -> Iterator[Partition]:
    """All records, in partitions; the same file gives the same ones.

    Raises:
        InputError: the file cannot be read.
    """
    lines: list[bytes] = []
    held = weight = number = 0
    for line, own in _rows(path) if is_parquet(path) else _lines(path):
        lines.append(line)
        held, weight = held + len(line), weight + own
        if len(lines) >= MOST_RECORDS or held >= MOST_BYTES:
            yield Partition(number, tuple(lines), weight)
            lines, held, weight, number = [], 0, 0, number + 1
    if lines:
        yield Partition(number, tuple(lines), weight)


def _lines(path: str) -> Iterator[tuple[bytes, int]]:
    try:
        with open(path, "rb") as file:
            for line in read_lines(file):
                yield line, len(line) + 1
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def _rows(path: str) -> Iterator[tuple[bytes, int]]:
    """Each row as a line of JSON; only the columns that a record has are read."""
    import json

    table = _parquet(path)
    columns = [name for name in KEYS if name in table.schema_arrow.names]
    for batch in table.iter_batches(batch_size=MOST_RECORDS, columns=columns):
        for row in batch.to_pylist():
            yield json.dumps(_plain(row)).encode(), 1


def _plain(row: dict[str, object]) -> dict[str, object]:
    """A row as JSON can hold it: bytes are text, a map is an object."""
    plain = {name: _text(value) for name, value in row.items()}
    context = plain.get("context")
    if isinstance(context, list):
        plain["context"] = dict(context)
    elif isinstance(context, dict):
        plain["context"] = {name: text for name, text in context.items() if text is not None}
    return plain


def _text(value: object) -> object:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _parquet(path: str) -> Any:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise missing_extra("pyarrow", "Parquet files") from None
    try:
        return parquet.ParquetFile(path)
    except (OSError, ArrowException) as error:
        raise InputError(f"{path}: {error}") from None
