"""Pieces of messages."""

import errno
import os

from dfix.text.wording import counted, listed, reason, shortened


def test_counts() -> None:
    assert [counted(number, "finding") for number in (0, 1, 2)] == ["0 findings", "1 finding", "2 findings"]


def test_other_plurals() -> None:
    assert [counted(number, "library") for number in (1, 2)] == ["1 library", "2 libraries"]
    assert [counted(number, "fix") for number in (1, 2)] == ["1 fix", "2 fixes"]


def test_reasons() -> None:
    assert reason(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))) == "no such file or directory"
    assert reason(OSError("No luck")) == "no luck"


def test_long_text_is_cut() -> None:
    assert [shortened("abcd", most) for most in (5, 4, 3)] == ["abcd", "abcd", "ab…"]


def test_a_list_names_the_first_words() -> None:
    assert [listed(list("abcd")[:number], 3) for number in (1, 2, 3, 4)] == [
        "a",
        "a and b",
        "a and b and c",
        "a, b and 2 more",
    ]
