"""Taking a command out of a RUN: what stays reads as if it had never been there."""

import pytest

from dfix import Applicability, Options, analyse, fix

SELECT = Options(select=("DF301",))


def dropped(run: str, allowed: Applicability = Applicability.SAFE) -> str:
    return fix(f"FROM alpine:3.20\n{run}".encode(), SELECT, allowed).data.decode().removeprefix("FROM alpine:3.20\n")


@pytest.mark.parametrize(
    ("run", "after"),
    [
        pytest.param("RUN ldconfig /lib\nCMD x\n", "CMD x\n", id="alone"),
        pytest.param("RUN ldconfig /lib", "", id="alone, last, no newline"),
        pytest.param("RUN a && ldconfig /lib && b\n", "RUN a && b\n", id="middle"),
        pytest.param("RUN ldconfig /lib && b\n", "RUN b\n", id="first"),
        pytest.param("RUN a && ldconfig /lib\n", "RUN a\n", id="last"),
        pytest.param(
            "RUN a && \\\n    ldconfig /lib && \\\n    b\n", "RUN a && \\\n    b\n", id="operators at the end"
        ),
        pytest.param("RUN a \\\n && ldconfig /lib \\\n && b\n", "RUN a \\\n && b\n", id="operators in front"),
        pytest.param("RUN a \\\n && b \\\n && ldconfig /lib\n", "RUN a \\\n && b\n", id="last line"),
        pytest.param("RUN set -e; a; ldconfig /lib; b\n", "RUN set -e; a; b\n", id="semicolons"),
        pytest.param("RUN set -e; a; ldconfig /lib || true; b\n", "RUN set -e; a; b\n", id="with || true"),
        pytest.param("RUN a && ldconfig /lib || true\n", "RUN a || true\n", id="a's failure was hidden before, too"),
        pytest.param("RUN ldconfig /lib || true\n", "", id="alone with || true"),
        pytest.param("RUN a && ldconfig /lib 2>/dev/null && b\n", "RUN a && b\n", id="with its redirect"),
        pytest.param("RUN <<EOF\nset -e\na\nldconfig /lib\nEOF\n", "RUN <<EOF\nset -e\na\nEOF\n", id="heredoc"),
        pytest.param("RUN if a; then ldconfig /lib; fi\n", "RUN if a; then true; fi\n", id="a body needs a word"),
        pytest.param("RUN (a && ldconfig /lib)\n", "RUN (a)\n", id="subshell"),
        pytest.param('RUN ["ldconfig", "/lib"]\n', "", id="exec form"),
        pytest.param("RUN a\n\nRUN ldconfig /lib\n\nRUN b\n", "RUN a\n\nRUN b\n", id="one blank line stays"),
        pytest.param("RUN sh -c 'a && ldconfig /lib'\n", "RUN sh -c 'a'\n", id="sh -c"),
        pytest.param('RUN sh -c "a && ldconfig /lib"\n', 'RUN sh -c "a"\n', id="sh -c in double quotes"),
    ],
)
def test_dropped(run: str, after: str) -> None:
    assert dropped(run) == after


@pytest.mark.parametrize(
    "run",
    [
        pytest.param("RUN a || ldconfig /lib\n", id="it hides a's failure"),
        pytest.param("RUN a; ldconfig /lib\n", id="it hides a's failure, with a semicolon"),
        pytest.param("RUN ldconfig /lib || make install\n", id="what runs when it fails is no trifle"),
        pytest.param("RUN ldconfig /lib | tee log\n", id="its output is used"),
        pytest.param('RUN sh -c "a \\"x\\" && ldconfig /lib"\n', id="text that does not stand in the file as it is"),
    ],
)
def test_left_alone(run: str) -> None:
    assert dropped(run) == run


def test_unsafe_where_an_earlier_failure_was_hidden() -> None:
    assert dropped("RUN a; ldconfig /usr/lib\n", Applicability.UNSAFE) == "RUN a\n"


@pytest.mark.parametrize(
    ("run", "offered"),
    [
        pytest.param("RUN ldconfig /opt/l\n", ["musl-path unsafe", "remove-command unsafe"], id="its own directory"),
        pytest.param("RUN ldconfig /usr/local/lib/\n", ["remove-command safe"], id="musl searches it"),
        pytest.param("RUN ldconfig\n", ["remove-command safe"], id="none"),
        pytest.param(
            "ENV LD_LIBRARY_PATH=/opt/l\nRUN ldconfig /opt/l\n", ["remove-command safe"], id="a variable names it"
        ),
        pytest.param(
            "RUN echo /opt/l >> /etc/ld-musl-x86_64.path && ldconfig /opt/l\n",
            ["remove-command safe"],
            id="musl was told",
        ),
        pytest.param(
            "RUN echo /opt/l >> /etc/ld.so.conf && ldconfig /opt/l\n",
            ["remove-command unsafe"],
            id="as DF304 repairs it",
        ),
        pytest.param("RUN ldconfig $X/lib\n", ["remove-command unsafe"], id="a directory that is not known"),
    ],
)
def test_removal_hides_no_fault(run: str, offered: list[str]) -> None:
    finding = analyse(f"FROM alpine:3.20\n{run}", SELECT).findings[0]
    assert [f"{fix.repair.id} {fix.applicability.word}" for fix in finding.fixes] == offered
