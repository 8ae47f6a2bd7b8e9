"""Comments that speak to dfix: what is read, and which instruction they belong to."""

import pytest

from dfix.syntax import parse
from dfix.text import Source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# dfix: ignore=DF101\nRUN a\n", [("ignore", ["DF101"], "", 0)], id="before an instruction"),
        pytest.param("#dfix:ignore=DF101\nRUN a\n", [("ignore", ["DF101"], "", 0)], id="no blanks"),
        pytest.param("# dfix ignore=DF101\nRUN a\n", [("ignore", ["DF101"], "", 0)], id="no colon"),
        pytest.param(
            "# dfix: ignore=DF101, DF3 -- it is so\nRUN a\n", [("ignore", ["DF101", "DF3"], "it is so", 0)], id="reason"
        ),
        pytest.param("# dfix: ignore=a--b\nRUN a\n", [("ignore", ["a--b"], "", 0)], id="dashes within a word"),
        pytest.param(
            "# dfix: libc=glibc libc-version=2.31\nFROM a\n",
            [("libc", ["glibc"], "", 0), ("libc-version", ["2.31"], "", 0)],
            id="two settings",
        ),
        pytest.param("FROM a\n\n# dfix: ignore=x\n# why\n\nRUN b\n", [("ignore", ["x"], "", 1)], id="lines between"),
        pytest.param("RUN a \\\n  # dfix: ignore=x\n  b\n", [("ignore", ["x"], "", 0)], id="inside a continued one"),
        pytest.param("RUN <<E\n# dfix: ignore=x\nE\n", [], id="a heredoc's own text"),
        pytest.param("FROM a\n# dfix: ignore=x\n", [("ignore", ["x"], "", None)], id="after the last one"),
        pytest.param("# dfix: what\nRUN a\n", [("", [], "", 0)], id="cannot be read"),
        pytest.param("# dfix:\nRUN a\n", [("", [], "", 0)], id="says nothing"),
        pytest.param("# dfix finds faults\nRUN a # dfix: ignore=x\n", [], id="no directive"),
        pytest.param("# dfix: ignore=DF101\r\nRUN a\r\n", [("ignore", ["DF101"], "", 0)], id="CRLF"),
    ],
)
def test_read(text: str, expected: list[tuple[str, list[str], str, int | None]]) -> None:
    directives = parse(Source(text.encode())).directives
    assert [
        (one.key, [value.text for value in one.values], one.reason, one.instruction) for one in directives
    ] == expected


def test_places() -> None:
    source = Source(b"FROM a\n  # dfix: ignore=DF1,DF2 -- why  \nRUN b\n")
    (directive,) = parse(source).directives
    assert source.text[directive.span.start : directive.span.end] == "# dfix: ignore=DF1,DF2 -- why"
    assert [source.text[value.span.start : value.span.end] for value in directive.values] == ["DF1", "DF2"]
