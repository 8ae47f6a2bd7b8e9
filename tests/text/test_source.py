"""Lines, columns and byte text."""

import pytest

from dfix.text import Position, Source, Unit, readable

GERMAN = "# größe 🚀 x\nFROM a\n".encode()


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"a", ["a"], id="no last newline"),
        pytest.param(b"a\r\nb\n", ["a\r\n", "b\n"], id="CRLF stays with its line"),
        pytest.param(b"a\rb\x0bc\n", ["a\rb\x0bc\n"], id="only LF ends a line"),
        pytest.param(b"\xff\xfe\n", ["\xff\xfe\n"], id="any byte"),
    ],
)
def test_lines(data: bytes, lines: list[str]) -> None:
    assert Source(data).lines == lines


@pytest.mark.parametrize(
    ("needle", "unit", "column"),
    [
        (b"x", Unit.BYTE, 15),
        (b"x", Unit.CODE_POINT, 10),
        (b"x", Unit.UTF16, 11),
        ("🚀".encode(), Unit.UTF16, 8),
    ],
)
def test_position(needle: bytes, unit: Unit, column: int) -> None:
    assert Source(GERMAN).position(GERMAN.index(needle), unit) == Position(0, column)


def test_position_inside_a_character_is_its_start() -> None:
    start = GERMAN.index("🚀".encode())
    assert {Source(GERMAN).position(start + n) for n in range(4)} == {Position(0, 8)}


def test_bom_is_no_column() -> None:
    assert Source(b"\xef\xbb\xbfFROM a").position(3) == Position(0, 0)


def test_outside() -> None:
    with pytest.raises(ValueError, match="outside the file"):
        Source(b"a").position(2)


def test_readable_replaces_broken_utf8() -> None:
    assert readable("gr\xc3\xb6\xff") == "grö\ufffd"
