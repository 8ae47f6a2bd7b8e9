"""What a landing tells of itself."""

import pytest

from tests.makers.editable import read_whole

BUILD = "FROM golang:1.22 AS build\nRUN go build -o /app .\n"


@pytest.mark.parametrize(
    ("stages", "line"),
    [
        pytest.param("FROM alpine:3.20\nUSER x\nCOPY --from=build /app /app\n", 4, id="its own COPY"),
        pytest.param(
            "FROM alpine:3.20 AS a\nCOPY --from=build /app /app\nFROM a\n", None, id="a COPY of the stage below"
        ),
    ],
)
def test_the_instruction_that_brought_it(stages: str, line: int | None) -> None:
    (landing,) = read_whole(BUILD + stages).trace.landings
    assert (landing.copy and landing.copy.first_line) == line
