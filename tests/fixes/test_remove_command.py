"""Taking a command out of a RUN: what stays reads as if it had never been there."""

import pytest

from dfix import Applicability, Options, fix

SELECT = Options(select=("DF301",))


def dropped(run: str, allowed: Applicability = Applicability.SAFE) -> str:
    return fix(f"FROM alpine:3.20\n{run}".encode(), SELECT, allowed).data.decode().removeprefix("FROM alpine:3.20\n")


@pytest.mark.parametrize(
    ("run", "after"),
    [
        pytest.param("RUN ldconfig /l\nCMD x\n", "CMD x\n", id="alone"),
        pytest.param("RUN ldconfig /l", "", id="alone, last, no newline"),
        pytest.param("RUN a && ldconfig /l && b\n", "RUN a && b\n", id="middle"),
        pytest.param("RUN ldconfig /l && b\n", "RUN b\n", id="first"),
        pytest.param("RUN a && ldconfig /l\n", "RUN a\n", id="last"),
        pytest.param("RUN a && \\\n    ldconfig /l && \\\n    b\n", "RUN a && \\\n    b\n", id="operators at the end"),
        pytest.param("RUN a \\\n && ldconfig /l \\\n && b\n", "RUN a \\\n && b\n", id="operators in front"),
        pytest.param("RUN a \\\n && b \\\n && ldconfig /l\n", "RUN a \\\n && b\n", id="last line"),
        pytest.param("RUN set -e; a; ldconfig /l; b\n", "RUN set -e; a; b\n", id="semicolons"),
        pytest.param("RUN set -e; a; ldconfig /l || true; b\n", "RUN set -e; a; b\n", id="with || true"),
        pytest.param("RUN a && ldconfig /l || true\n", "RUN a || true\n", id="a's failure was hidden before, too"),
        pytest.param("RUN ldconfig /l || true\n", "", id="alone with || true"),
        pytest.param("RUN a && ldconfig /l 2>/dev/null && b\n", "RUN a && b\n", id="with its redirect"),
        pytest.param("RUN <<EOF\nset -e\na\nldconfig /l\nEOF\n", "RUN <<EOF\nset -e\na\nEOF\n", id="heredoc"),
        pytest.param("RUN if a; then ldconfig /l; fi\n", "RUN if a; then true; fi\n", id="a body needs a word"),
        pytest.param("RUN (a && ldconfig /l)\n", "RUN (a)\n", id="subshell"),
        pytest.param('RUN ["ldconfig", "/l"]\n', "", id="exec form"),
        pytest.param("RUN a\n\nRUN ldconfig /l\n\nRUN b\n", "RUN a\n\nRUN b\n", id="one blank line stays"),
        pytest.param("RUN sh -c 'a && ldconfig /l'\n", "RUN sh -c 'a'\n", id="sh -c"),
        pytest.param('RUN sh -c "a && ldconfig /l"\n', 'RUN sh -c "a"\n', id="sh -c in double quotes"),
    ],
)
def test_dropped(run: str, after: str) -> None:
    assert dropped(run) == after


@pytest.mark.parametrize(
    "run",
    [
        pytest.param("RUN a || ldconfig /l\n", id="it hides a's failure"),
        pytest.param("RUN a; ldconfig /l\n", id="it hides a's failure, with a semicolon"),
        pytest.param("RUN ldconfig /l || make install\n", id="what runs when it fails is no trifle"),
        pytest.param("RUN ldconfig /l | tee log\n", id="its output is used"),
        pytest.param('RUN sh -c "a \\"x\\" && ldconfig /l"\n', id="text that does not stand in the file as it is"),
    ],
)
def test_left_alone(run: str) -> None:
    assert dropped(run) == run


def test_unsafe_where_an_earlier_failure_was_hidden() -> None:
    assert dropped("RUN a; ldconfig /usr/lib\n", Applicability.UNSAFE) == "RUN a\n"
