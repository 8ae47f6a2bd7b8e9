"""Facts are read once, and when they are asked for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfix.fact_file import FactFile, FactLines


def test_a_file_is_read_once(tmp_path: Path) -> None:
    facts = FactFile[dict[str, int]](str(tmp_path / "module.py"), "sub", "numbers.json")
    assert not facts.exists()
    (tmp_path / "data" / "sub").mkdir(parents=True)
    (tmp_path / "data" / "sub" / "numbers.json").write_text('{"one": 1}')
    assert facts.exists()
    assert facts() == {"one": 1}
    (tmp_path / "data" / "sub" / "numbers.json").unlink()
    assert facts() == {"one": 1}


def lines_of(folder: Path, text: str) -> FactLines:
    (folder / "lines.txt").write_text(text)
    return FactLines(str(folder / "lines.txt"))


@pytest.mark.parametrize(
    ("key", "found"),
    [
        pytest.param("gcc|", ["gcc|cpp"], id="a name and its end"),
        pytest.param("gcc", ["gcc-12|cpp-12", "gcc|cpp"], id="a beginning"),
        pytest.param("(", ["(base)|dash"], id="the first line after the comments"),
        pytest.param("z", ["zsh|zsh-common", "zsh|zsh-common libc"], id="the last lines"),
        pytest.param("b", [], id="between two lines"),
        pytest.param("zz", [], id="behind all"),
        pytest.param("", [], id="nothing"),
        pytest.param("gcc|cpp\nzsh", [], id="a line feed"),
        pytest.param("\udc80", [], id="a byte that is no text"),
    ],
)
def test_lines_by_their_beginning(key: str, found: list[str], tmp_path: Path) -> None:
    text = "# z: a comment\n# and another\n(base)|dash\ngcc-12|cpp-12\ngcc|cpp\nzsh|zsh-common\nzsh|zsh-common libc\n"
    assert list(lines_of(tmp_path, text).starting(key)) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [
        pytest.param("dash", ["(base)|dash dash"], id="twice in a line"),
        pytest.param("cpp", ["gcc-12|cpp-12", "gcc|cpp"], id="in two lines"),
        pytest.param("comment", [], id="in a comment"),
        pytest.param("absent", [], id="in none"),
        pytest.param("", [], id="nothing"),
        pytest.param("cpp\n", [], id="a line feed"),
    ],
)
def test_lines_that_contain_a_word(word: str, found: list[str], tmp_path: Path) -> None:
    text = "# a comment\n(base)|dash dash\ngcc-12|cpp-12\ngcc|cpp\n"
    assert list(lines_of(tmp_path, text).containing(word)) == found


def test_a_file_of_lines_that_does_not_exist(tmp_path: Path) -> None:
    facts = FactLines(str(tmp_path / "absent.txt"))
    assert [*facts.starting("a"), *facts.containing("a")] == []


WORDS = st.text("ab|", max_size=4)


@given(st.sets(WORDS), WORDS)
def test_bisection_finds_what_reading_all_lines_finds(
    tmp_path_factory: pytest.TempPathFactory, lines: set[str], key: str
) -> None:
    text = "".join(f"{line}\n" for line in sorted(lines))
    facts = lines_of(tmp_path_factory.mktemp("facts"), text)
    assert list(facts.starting(key)) == [line for line in sorted(lines) if key and line.startswith(key)]
    assert list(facts.containing(key)) == [line for line in sorted(lines) if key and key in line]
