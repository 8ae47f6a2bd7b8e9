"""The matrix of a workflow's job: which values its variables have together.

Source: GitHub's documentation, "Running variations of jobs in a workflow", "Expanding or adding matrix configurations".
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, product

from dfix.text.pattern import pattern

BEGINS = pattern(r"^([ \t]*)matrix:[ \t]*$")
VARIABLE = pattern(r"\$\{\{\s{0,9}matrix\.([\w.-]+)\s{0,9}\}\}", having="matrix.")
MOST_ROWS = 64
MOST_LINES = 400


def rows_above(lines: list[str], number: int) -> list[Mapping[str, str] | None]:
    """The rows of the matrix of the job that has the line of that number; None alone where none is known."""
    start = _start(lines, number)
    if start is None:
        return [None]
    margin = margin_of(lines[start])
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or margin_of(lines[end]) > margin):
        end += 1
    return [*_read("\n".join(lines[start + 1 : min(end, start + MOST_LINES)]))] or [None]


@lru_cache(maxsize=4)  # each step of a job asks for its matrix
def _read(text: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a matrix by its lines; none where they are no YAML, or an expression computes it."""
    from dfix.manifests.yaml_text import read_yaml

    matrix = read_yaml(text.encode("utf-8", "replace").decode("latin-1"))
    return tuple(_rows(matrix)) if isinstance(matrix, dict) else ()


def in_row(text: str, row: Mapping[str, str] | None) -> str:
    """A text with the variables of the matrix replaced by a row's values; one that the row lacks is empty."""
    return text if row is None else VARIABLE.sub(lambda match: row.get(match[1], ""), text)


def _start(lines: list[str], number: int) -> int | None:
    """The line ``matrix:`` of the same job: the last one above that is further in than the job's own steps' list."""
    margin = margin_of(lines[number])
    for place in range(number - 1, -1, -1):
        line = lines[place]
        if not line.strip():
            continue
        if BEGINS.match(line):
            return place if margin_of(line) <= margin else None
        if line.rstrip() == "jobs:":
            return None
    return None


def margin_of(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip())


def _rows(matrix: Mapping[object, object]) -> list[dict[str, str]]:
    """The combinations of the lists, those that ``include`` adds to, and those that it makes."""
    said = {str(key): value for key, value in matrix.items() if key not in ("include", "exclude")}
    lists: dict[str, list[object]] = {key: value for key, value in said.items() if isinstance(value, list)}
    if len(lists) < len(said) or isinstance(matrix.get("include"), str):
        return []  # computed by an expression
    combined: Iterator[tuple[object, ...]] = product(*lists.values()) if lists else iter(())
    rows = [_texts(dict(zip(lists, values, strict=True))) for values in islice(combined, MOST_ROWS)]
    left_out = [row for row in _tables(matrix.get("exclude")) if row]
    rows = [row for row in rows if not any(row.items() >= out.items() for out in left_out)]
    made: list[dict[str, str]] = []
    for more in _tables(matrix.get("include")):
        fitting = [
            row for row in rows if all(row.get(key, value) == value for key, value in more.items() if key in lists)
        ]
        for row in fitting:
            row.update(more)
        if not fitting and more:
            made.append(more)
    return [*rows, *made]


def _tables(value: object) -> list[dict[str, str]]:
    return [_texts(one) for one in value[:MOST_ROWS] if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(row: Mapping[object, object]) -> dict[str, str]:
    """The texts of a row by their names; those of a mapping by its name and theirs, with a dot between."""
    texts: dict[str, str] = {}
    for key, value in row.items():
        if isinstance(value, str):
            texts[str(key)] = value
        elif isinstance(value, dict):
            texts.update({f"{key}.{name}": inner for name, inner in value.items() if isinstance(inner, str)})
    return texts
