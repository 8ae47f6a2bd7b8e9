"""Where a part of the file lies."""

import pytest

from dfix.edit import part
from tests.makers.editable import read


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param('RUN ["sh", "-c", "a && x b"]\n', "x b", id="a command of a text in JSON form"),
        pytest.param(r'RUN ["sh", "-c", "a \"\" && x b"]' + "\n", r"a \"\" && x b", id="the whole text, escaped there"),
    ],
)
def test_command(body: str, text: str) -> None:
    assert part.command(read(body).call("x")).text == text
