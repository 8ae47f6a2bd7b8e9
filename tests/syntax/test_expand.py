"""Variables as BuildKit expands them; what is not known is unknown text."""

import pytest

from dfix.syntax.expand import expand
from dfix.text import UNKNOWN_TEXT

VALUES = {"A": "x", "EMPTY": "", "PATH_": "/usr/local/bin/app.tar.gz", "HOLED": f"a{UNKNOWN_TEXT}"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("$A/${A}", "x/x"),
        ("$UNSET", UNKNOWN_TEXT),
        ("${UNSET:-d}", "d"),
        ("${UNSET-d}", "d"),
        ("${EMPTY:-d}", "d"),
        ("${EMPTY-d}", ""),
        ("${A:+y}", "y"),
        ("${EMPTY:+y}", ""),
        ("${UNSET:-${A}}", "x"),
        ("'$A'", "$A"),
        ('"$A b"', "x b"),
        (r"\$A", "$A"),
        (r'"\$A"', "$A"),
        ("${PATH_#*/}", "usr/local/bin/app.tar.gz"),
        ("${PATH_##*/}", "app.tar.gz"),
        ("${PATH_%.*}", "/usr/local/bin/app.tar"),
        ("${PATH_%%.*}", "/usr/local/bin/app"),
        ("${A/x/y}", "y"),
        ("${PATH_//a/A}", "/usr/locAl/bin/App.tAr.gz"),
        ("${HOLED#a}", UNKNOWN_TEXT),
        ("$", "$"),
        ("a$-b", f"a{UNKNOWN_TEXT}b"),
        ("${A", "x"),
    ],
)
def test_expand(text: str, expected: str) -> None:
    assert expand(text, VALUES.get) == expected


def test_another_escape_character() -> None:
    assert expand(r"c:\`$A", VALUES.get, "`") == r"c:\$A"
