"""dockerfile-parse as the second reader: which repairs it refuses, where it has no vote, what it may do."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Case, cases
from dfix import Confidence, Options
from dfix.engine import Analysis, analyse_all, proved, second_reader
from dfix.engine.second_reader import ASPECTS, has_vote, second_objection
from dfix.findings import Finding
from dfix.plan import Build, BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Edit, Source, Span, apply_edits

GO = b"FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
HEREDOC = b"FROM alpine:3.20 AS c\nRUN <<EOF\nset -e\nEOF\n" + GO


def built(text: bytes) -> Build:
    return plan(parse(Source(text)), BuildOptions())


def read_again(text: bytes, *edits: tuple[bytes, bytes]) -> Analysis | str:
    """The proof of a fix that puts new text before the given text, made in place of the finding's best one."""
    before = analyse_all(text, Options(select=("DF101",)))
    (finding,) = before.findings
    places = ((text.index(old), new) for old, new in edits)
    made = finding.fixes[0]._replace(edits=tuple(Edit(Span(at, at), new.decode()) for at, new in places))
    return proved(before, [(finding, made)], Options(select=("DF101",)))


BLANK_LINE = (b"go build", b"CGO_ENABLED=0 \\\n\n ")
ESCAPE = (b"\nFROM alpine", b" && printf a\\\\")
CGO = (b"go build", b"CGO_ENABLED=0 ")


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        pytest.param(
            [BLANK_LINE],
            "another instruction than dfix: `RUN CGO_ENABLED=0`, not `RUN CGO_ENABLED=0  go build -o /app .`",
            id="a blank line inside an instruction",
        ),
        pytest.param(
            [CGO, ESCAPE],
            "another instruction than dfix: `RUN CGO_ENABLED=0 go build -o /app . && `, not `RUN CGO_ENABLED=0",
            id="a doubled escape before the line end",
        ),
    ],
)
def test_an_edit_that_the_readers_read_in_two_ways_is_refused(edits: list[tuple[bytes, bytes]], says: str) -> None:
    refused = read_again(GO, *edits)
    assert isinstance(refused, str)
    assert refused.startswith("dockerfile-parse would read ")
    assert says in refused


def test_where_the_readers_did_not_agree_before_it_has_no_vote() -> None:
    assert isinstance(read_again(HEREDOC, BLANK_LINE), Analysis)


def test_it_votes_on_each_aspect_by_itself() -> None:
    """It knows no heredoc, yet it finds the base images."""
    refused = read_again(HEREDOC, CGO, ESCAPE)
    assert refused == "dockerfile-parse would read another base image than dfix: none, not `alpine:3.20`"


def test_another_base_image_is_refused_though_the_instructions_agree() -> None:
    before, after = built(b"ARG V=3.20\nFROM alpine:$V\n"), built(b"ARG V=3.20\nFROM alpine:${V%.*}\n")
    assert after.stages[0].base == ("alpine:3",)
    objection = second_objection(before, after)
    assert objection == "dockerfile-parse would read another base image than dfix: `alpine:3.20%.*}`, not `alpine:3`"


def test_an_instruction_that_is_missing_is_named() -> None:
    assert second_objection(built(GO), built(GO + b"RUN x \\\n")) == (
        "dockerfile-parse would read another instruction than dfix: none, not `RUN x`"
    )


def test_a_misreading_of_our_own_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit that approves itself because our reader has an error."""

    def wrong(body: str, escape: str) -> tuple[str, bool]:
        return (body[:-1], False) if body.endswith(escape) else (body, False)

    monkeypatch.setattr("dfix.syntax.dockerfile._continued", wrong)
    refused = read_again(GO, CGO, (b"\nFROM alpine", b" && true\\"))
    assert isinstance(refused, str)
    assert "dockerfile-parse would read another instruction" in refused


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        pytest.param(GO, {"instruction", "base image", "stage name"}, id="plain"),
        pytest.param(b"\xef\xbb\xbf" + GO.replace(b"\n", b"\r\n"), {"instruction", "base image", "stage name"}, id="BOM, CRLF"),
        pytest.param(b"# escape=`\nFROM a\nRUN b `\n  # c\n  d\n", {"instruction", "base image", "stage name"}, id="escape"),
        pytest.param(b"FROM a AS B\nFROM b\n", {"instruction", "base image", "stage name"}, id="a stage as a base"),
        pytest.param(HEREDOC, {"base image", "stage name"}, id="heredoc"),
        pytest.param(b"FROM a\nRUN b \\\n\n c\n", {"base image", "stage name"}, id="blank line"),
        pytest.param(b"ARG A\nFROM $A\n", {"instruction", "stage name"}, id="unknown argument"),
        pytest.param(b"ARG\nFROM a\n", {"instruction", "stage name"}, id="it fails"),
        pytest.param(b"FROM a\nRUN \xff\n", set(), id="not UTF-8"),
    ],
)  # fmt: skip
def test_votes(text: bytes, votes: set[str]) -> None:
    assert {aspect.item for aspect in ASPECTS if has_vote(aspect, built(text))} == votes


def test_a_failure_of_it_is_no_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**given: object) -> object:
        raise RuntimeError

    monkeypatch.setattr(second_reader, "DockerfileParser", broken)
    assert isinstance(read_again(GO, BLANK_LINE), Analysis)


def test_a_large_text_is_not_read() -> None:
    text = GO + b"# x\n" * 30_000
    assert second_objection(built(text), built(text + b"RUN x \\\n")) is None


def test_it_opens_no_file_and_reads_no_environment() -> None:
    code = (
        "import os, sys\n"
        "from dfix.engine.second_reader import ASPECTS, has_vote, second_objection\n"
        "from dfix.plan import BuildOptions, plan\n"
        "from dfix.syntax import parse\n"
        "from dfix.text import Source\n"
        "texts = b'ARG V=2\\nFROM a:$V\\n', b'ARG V=2\\nFROM a:$V\\nENV X=$V\\n'\n"
        "before, after = (plan(parse(Source(text)), BuildOptions()) for text in texts)\n"
        "second_objection(before, after)\n"  # what imports open is not its reading
        "seen = []\n"
        "sys.addaudithook(lambda event, given: seen.append(event))\n"
        "os.environ = None\n"
        "votes = [has_vote(aspect, before) for aspect in ASPECTS]\n"
        "objection = second_objection(before, after)\n"
        "print(votes, objection, sorted(set(seen)))\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "V": "1"}, capture_output=True, text=True, check=True
    )
    assert shown.stdout == "[True, True, True] None []\n"


@given(st.text(alphabet="FROM RUN\\\n\"'#$<>{}=aé\t\r\x00\x85", max_size=60), st.binary(max_size=20))
def test_it_never_fails_and_agrees_with_itself(text: str, rest: bytes) -> None:
    build = built(text.encode() + rest)
    assert second_objection(build, build) is None


def fixes(case: Case) -> list[tuple[Analysis, Finding, int]]:
    before = analyse_all(case.data, Options(min_confidence=Confidence.POSSIBLE))
    return [
        (before, finding, number)
        for finding in before.findings
        for number, fix in enumerate(finding.fixes)
        if not fix.obstacle
    ]


def test_it_refuses_no_fix_of_the_corpus_and_has_a_vote_on_nearly_all() -> None:
    votes, every = 0, [found for case in cases() for found in fixes(case)]
    for before, finding, number in every:
        after = built(apply_edits(before.source.data, finding.fixes[number].edits))
        assert second_objection(before.trace.build, after) is None, finding.fixes[number].title
        votes += all(has_vote(aspect, before.trace.build) for aspect in ASPECTS)
    assert votes > 0.95 * len(every) > 0
