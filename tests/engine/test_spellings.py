"""The ways in which words with variables may be written in full."""

import time

import pytest

from dfix.engine.spellings import spellings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("RUN a b", [], id="no variable"),
        pytest.param("ENV A=x\nRUN b$A", ["bx"], id="a value"),
        pytest.param("ENV A x y\nRUN b$A", ["bx y"], id="ENV without a sign"),
        pytest.param("ENV A=x\nRUN b${A}c/${A}", ["bxc/x"], id="braces"),
        pytest.param("RUN b$A.c", ["b.c"], id="one that the file does not set"),
        pytest.param("ENV A=x\nRUN A=y; b$A", ["bx", "by"], id="two values"),
        pytest.param("ENV A=x B=${A}y\nRUN c$B", ["cxy", "B=xy"], id="a value of a value"),
        pytest.param(
            "ENV PATH=/x:$PATH PATH=$PATH:/y",
            ["PATH=/x:/x:", "PATH=/x::/y", "PATH=/x::/y", "PATH=:/y:/y"],
            id="PATH before and behind",
        ),
        pytest.param("ENV X=/y L=${X:+$X:}/x K=${X:+:${X}}", ["L=/y:/x", "K=:/y"], id="a colon only where it is set"),
        pytest.param("RUN a-j${X:-$(nproc)}", ["a-j"], id="a default that a command prints"),
        pytest.param("RUN for i in x y; do a$i; done", ["ax", "ay"], id="a loop"),
        pytest.param("RUN a${X:-y}", ["ay"], id="a default"),
        pytest.param("ARG X=1.2\nRUN a${X%.*}", ["a1", "a"], id="a part that is cut off"),
        pytest.param("RUN 'a'\"$X\"b", ["ab"], id="quotes"),
        pytest.param("RUN a$(x)b$Y", ["a$", "b"], id="the output of a command"),
        pytest.param("ENV A=$B B=$A\nRUN x$A", None, id="values made of each other"),
        pytest.param("RUN A+=x; $A", None, id="a value that grows"),
        pytest.param("RUN ${!A}", None, id="a name in a variable"),
        pytest.param("RUN ${A:-${B}}", None, id="braces in braces"),
        pytest.param(
            "RUN " + "; ".join(f"A={n}; B={n}; C={n}" for n in range(9)) + "; $A$B$C", None, id="too many ways"
        ),
    ],
)
def test_spellings(text: str, expected: list[str] | None) -> None:
    found = spellings(text)
    assert (None if found is None else set(found.split(" \n")) - {""}) == (None if expected is None else set(expected))


def test_hostile_texts_take_no_long_time() -> None:
    chain = "\n".join(f"ENV A{n}=$A{n + 1}$A{n + 1}x" for n in range(2000))
    start = time.process_time()
    for text in (chain, "$" * 100_000, "${" * 50_000, "=" * 100_000, 'A="' * 50_000, "a=$a " * 20_000):
        spellings(text)
    assert time.process_time() - start < 5
