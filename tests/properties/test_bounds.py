"""Text that would never end, or grow without end, when taken at its word: each gives a result."""

import pytest

from dfix import Confidence, Options, analyse

NESTED_LOOPS = "for i in 1 2 3 4 5 6 7 8; do " * 12 + "gcc -o /x$i a.c; " + "done; " * 12
FUNCTIONS = "f0() { gcc -o /x a.c; }; " + "".join(f"f{n + 1}() {{ f{n}; f{n}; }}; " for n in range(30)) + "f30"
GROWING = "ENV A0=aaaaaaaaaa\n" + "".join(f"ENV A{n + 1}=$A{n}$A{n}$A{n}$A{n}\n" for n in range(30))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"RUN {NESTED_LOOPS}", id="eight to the twelfth commands"),
        pytest.param(f"RUN {FUNCTIONS}", id="two to the thirtieth commands"),
        pytest.param("RUN f() { f; }; f", id="a function that calls itself"),
        pytest.param(GROWING, id="values that grow fourfold"),
        pytest.param("RUN " + "if a; then " * 2000 + "b" + "; fi" * 2000, id="deep if"),
        pytest.param("RUN " + "(" * 5000 + "a" + ")" * 5000, id="deep parentheses"),
        pytest.param("RUN echo " + "$(" * 5000 + "a" + ")" * 5000, id="deep substitutions"),
        pytest.param("ENV A=" + "${X:-" * 5000 + "b" + "}" * 5000, id="deep defaults"),
        pytest.param("RUN " + "[" * 60000, id="deep JSON"),
        pytest.param("RUN " + "'\"`" * 10000, id="quotes in quotes"),
        pytest.param("RUN sh -c 'sh -c \"sh -c x\"'", id="shells in shells"),
    ],
)
def test_it_ends(body: str) -> None:
    analyse(f"FROM alpine:3.20\n{body}\n".encode(), Options(min_confidence=Confidence.POSSIBLE))
