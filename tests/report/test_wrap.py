"""Text in lines: broken at blanks, measured in columns, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfix.report.escape import width
from dfix.report.wrap import wrapped


@pytest.mark.parametrize(
    ("text", "columns", "indent", "taken", "lines"),
    [
        pytest.param("a b", 80, 2, 0, ["a b"], id="it fits"),
        pytest.param("one two three", 7, 2, 0, ["one two", "  three"], id="broken at a blank"),
        pytest.param("one two", 7, 2, 4, ["one", "  two"], id="the first line is begun"),
        pytest.param("three four", 7, 2, 5, ["", "  three", "  four"], id="no word fits beside the beginning"),
        pytest.param("a /a/long/path b", 6, 0, 0, ["a", "/a/long/path", "b"], id="a long word stays whole"),
        pytest.param("漢字 漢字", 5, 0, 0, ["漢字", "漢字"], id="wide characters take two columns"),
        pytest.param("+   a  b", 6, 4, 0, ["+   a", "    b"], id="blanks inside stay"),
        pytest.param("", 5, 0, 9, [""], id="nothing"),
    ],
)
def test_wrapped(text: str, columns: int, indent: int, taken: int, lines: list[str]) -> None:
    assert wrapped(text, columns, indent=indent, taken=taken) == lines


@given(st.text(alphabet="ab 漢", max_size=60), st.integers(4, 30), st.integers(0, 3), st.integers(0, 10))
def test_no_line_is_wider_but_for_one_word(text: str, columns: int, indent: int, taken: int) -> None:
    lines = wrapped(text, columns, indent=indent, taken=taken)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for number, line in enumerate(lines):
        used = width(line) + (0 if number else taken)
        assert used <= columns or len(line.split()) <= 1
