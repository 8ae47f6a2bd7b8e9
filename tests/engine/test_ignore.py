"""Comments that suppress findings: the right place, the right codes, and nothing else changes."""

import pytest

from dfix import Options, analyse
from dfix.edit import insert
from dfix.engine import FixResult, PlainFile, fix_document
from dfix.engine.ignore import Ignores, checked_reason
from dfix.findings import IGNORE
from dfix.syntax import parse
from dfix.text import Source, apply_edits

GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
COMMENT = "# dfix: ignore=DF101 -- why\n"


def suppressed(text: str, reason: str = "why") -> FixResult:
    return fix_document(PlainFile(text.encode()), Ignores(reason), Options())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(GO, GO.replace("COPY", COMMENT + "COPY"), id="above the instruction"),
        pytest.param(GO.replace("\n", "\r\n"), GO.replace("COPY", COMMENT + "COPY").replace("\n", "\r\n"), id="CR LF"),
        pytest.param(
            "FROM alpine:3.20\nRUN ldconfig /usr/lib && bash -c x\n",
            "FROM alpine:3.20\n# dfix: ignore=DF301,DF501 -- why\nRUN ldconfig /usr/lib && bash -c x\n",
            id="two findings of an instruction share a comment",
        ),
        pytest.param(
            "FROM alpine:3.20\nRUN true && \\\n    ldconfig /usr/lib",
            "FROM alpine:3.20\n# dfix: ignore=DF301 -- why\nRUN true && \\\n    ldconfig /usr/lib",
            id="the whole instruction, and no end of the last line",
        ),
        pytest.param(
            "FROM alpine:3.20\nRUN <<E\nset -e\nldconfig /usr/lib\nE\n",
            "FROM alpine:3.20\n# dfix: ignore=DF301 -- why\nRUN <<E\nset -e\nldconfig /usr/lib\nE\n",
            id="above a heredoc, not in it",
        ),
        pytest.param("FROM alpine:3.20\nRUN true\n", "FROM alpine:3.20\nRUN true\n", id="nothing to suppress"),
        pytest.param("# no stage\n", "# no stage\n", id="a finding about the whole file stays"),
    ],
)
def test_suppressed(before: str, after: str) -> None:
    result = suppressed(before)
    assert result.text == after
    assert suppressed(result.text).text == after
    assert all(one.fix.repair == IGNORE for one in result.applied)


def test_a_byte_order_mark_stays_first() -> None:
    dockerfile = parse(Source("\ufeffFROM alpine:3.20\n".encode()))
    edit = insert.comment_before(dockerfile.source, dockerfile.instructions[0], "x")
    assert apply_edits(dockerfile.source.data, [edit]).decode() == "\ufeff# x\nFROM alpine:3.20\n"


def test_the_finding_is_gone_for_good() -> None:
    result = suppressed(GO, "geprüft")
    assert analyse(result.data).findings == ()
    assert "-- geprüft\n" in result.text


@pytest.mark.parametrize("text", ["", "  ", "a\nb", "a\x1b[0m", "\u2028"])
def test_a_reason_is_one_line_of_text(text: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        checked_reason(text)
