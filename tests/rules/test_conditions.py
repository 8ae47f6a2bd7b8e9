"""Conditions of rules that no example decides: what is silent, what is offered, what is said."""

from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder

GXX = "FROM gcc:13 AS b\nRUN g++ -o /app a.cc\nFROM debian:12\nCOPY --from=b /app /app\n"


def messages(text: str, code: str) -> list[str]:
    options = Options(min_confidence=Confidence.POSSIBLE, select=(code,))
    return [f"{one.message}: {one.why}" for one in analyse(text, options).findings]


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        pytest.param("DF301", "FROM alpine:3.20\nRUN ldconfig > /tmp/list\n", False, id="its output is kept"),
        pytest.param("DF301", "FROM alpine:3.20\nRUN ldconfig > /dev/null\n", True, id="its output is thrown away"),
        pytest.param("DF301", "FROM alpine:3.20\nRUN ldconfig < /tmp/list\n", True, id="it reads a file"),
        pytest.param("DF304", "FROM alpine:3.20\nRUN echo /o | tee /etc/ld.so.conf.d/o.conf\n", True, id="tee writes"),
        pytest.param("DF304", "FROM alpine:3.20\nRUN cat /etc/ld.so.conf.d/o.conf\n", False, id="cat reads"),
        pytest.param(
            "DF303",
            "FROM gcc:12 AS b\nRUN gcc -o /app a.c\nFROM debian:12\nCOPY --from=b /app /usr/local/lib/app\n",
            False,
            id="a program beside the libraries",
        ),
    ],
)
def test_found(code: str, text: str, found: bool) -> None:
    assert bool(messages(text, code)) is found


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("DF501", 'FROM alpine:3.20\nCMD ["node", "/a.js"]\n', '`exec: "node": executable file not found in $PATH`'),
        ("DF501", "FROM alpine:3.20\nCMD node /a.js\n", "the shell answers `node: not found`"),
        ("DF102", GXX.replace("debian:12", "scratch"), "and scratch has no libc at all"),
        ("DF105", GXX, "version `GLIBCXX_3.4.32' not found"),
        ("DF105", GXX.replace("gcc:13", "alpine:3.20").replace("debian:12", "alpine:3.12"), "has none of them"),
    ],
)
def test_said(code: str, text: str, said: str) -> None:
    (message,) = messages(text, code)
    assert said in message


@pytest.mark.parametrize(("name", "fixes"), [("/run.sh", 1), ("/my run.sh", 0), ("/größe.sh", 0), ("/$x.sh", 0)])
def test_a_carriage_return_is_taken_out_where_a_word_names_the_file(name: str, fixes: int, tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_bytes(b"#!/bin/sh\r\necho\r\n")
    text = f'FROM alpine:3.20\nCOPY ["run.sh", "{name}"]\nENTRYPOINT ["{name}"]\n'
    options = Options(select=("DF502",), context=Folder(str(tmp_path)))
    assert [len(tuple(one.fixes)) for one in analyse(text, options).findings] in ([fixes], [] if "$" in name else None)


def test_a_newer_runtime_of_cxx_can_be_linked_in() -> None:
    (finding,) = analyse(GXX, Options(select=("DF105",))).findings
    assert "link-cxx-runtime" in [fix.repair.id for fix in finding.fixes]
