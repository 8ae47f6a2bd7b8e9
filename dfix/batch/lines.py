"""Records as lines of JSON: keys ``path`` and ``text``, optional ``id`` and ``context``; results likewise.

A line that is no record becomes a result with an error: no line is lost, and none loses another.
"""

import json
from collections.abc import Iterator, Mapping
from typing import IO, TypeGuard

from dfix.batch.judge import Record, Result, judge
from dfix.engine import Options
from dfix.report.escape import json_text

# Of one line, in bytes: dfix reads files of up to a mebibyte, a context beside it may be larger.
LONGEST = 32 * 1024 * 1024


class RecordError(ValueError):
    """A line is no record; the message says what is missing. ``result`` has the error, with what is known."""

    def __init__(self, error: str, value: Mapping[str, object] = {}) -> None:
        super().__init__(error)
        name, path = value.get("id"), value.get("path")
        known = name if _is_name(name) else None
        self.result = Result(known, path if isinstance(path, str) else "", error)


def read_lines(file: "IO[bytes]") -> Iterator[bytes]:
    """The lines of a file that are not blank; of one that is too long its beginning, which is no JSON."""
    while line := file.readline(LONGEST + 1):
        if not line.endswith(b"\n"):
            _skip(file, line)
        if line.strip():
            yield line.rstrip(b"\r\n")


def _skip(file: "IO[bytes]", line: bytes) -> None:
    """Read on to the end of a line."""
    while line and not line.endswith(b"\n"):
        line = file.readline(LONGEST)


def judged_line(line: bytes, options: Options, *, timing: bool = False) -> bytes:
    """The line with the result for a line with a record."""
    try:
        result = judge(record_of(line), options)
    except RecordError as error:
        result = error.result
    return result_line(result, timing=timing)


def result_line(result: Result, *, timing: bool = False) -> bytes:
    """A result as one line, without its end."""
    return json_text(result.as_object(timing=timing), indent=None).encode()


def record_of(line: bytes) -> Record:
    """The record in a line.

    Raises:
        RecordError: there is none.
    """
    if len(line) > LONGEST:
        raise RecordError(f"the line is longer than {LONGEST} bytes")
    try:
        value = json.loads(line)
    except RecursionError:
        raise RecordError("the line is nested too deeply") from None
    except ValueError as error:
        raise RecordError(f"the line is no JSON: {error}") from None
    return record_from(value)


def record_from(value: object) -> Record:
    """The record that an object holds.

    Raises:
        RecordError: it lacks a key, or a value is of another type.
    """
    if not isinstance(value, dict):
        raise RecordError("the line holds no object")
    path, text, name, context = (value.get(key) for key in ("path", "text", "id", "context"))
    if not isinstance(text, str):
        raise RecordError("`text` is missing" if text is None else "`text` is no string", value)
    if path is not None and not isinstance(path, str):
        raise RecordError("`path` is no string", value)
    if not _is_name(name):
        raise RecordError("`id` is neither a string nor a whole number", value)
    if context is not None and not _is_context(context):
        raise RecordError("`context` is no object of strings", value)
    return Record(path or "", text, name, context)


def _is_name(value: object) -> TypeGuard[str | int | None]:
    return value is None or (isinstance(value, (str, int)) and not isinstance(value, bool))


def _is_context(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
