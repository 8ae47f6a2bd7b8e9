"""What is said: suggestions give the repaired text, nothing in a Dockerfile speaks in its place."""

import re
from pathlib import Path

import pytest
from scenario import AFTER, BEFORE, reviewed

from corpus import Case, cases
from dfix.review.comment import MOST_BODY, Comment, suggestion_block
from dfix.text import apply_edits

SNAPSHOT = Path(__file__).parent / "snapshots" / "alpine.md"
HOSTILE_NAME = "/a\x1b[31m::error file=x::y|`<img src=x onerror=alert(1)>`\u202e%0A*_~```suggestion"
HOSTILE = (
    "FROM golang:1.22 AS b\n"
    f"RUN go build -o '{HOSTILE_NAME}' .\n"
    'FROM alpine:3.20 AS "x"];click\n'
    f"COPY --from=b '{HOSTILE_NAME}' /usr/bin/\n"
    f"RUN ldconfig /x # ```suggestion @someone #1 <!-- dfix:summary --> {'y' * 10_000}\n"
)


def applied(data: bytes, comment: Comment) -> bytes:
    """The file after "Commit suggestion", by GitHub's rule.

    The text of the first ``suggestion`` block of the comment replaces the lines that the comment is
    on, ends of lines included; an empty block removes them.
    """
    body = comment.body(suggestion_block(comment.suggestion))
    found = re.search(r"^(`{3,})suggestion\n(.*?)^\1$", body, re.MULTILINE | re.DOTALL)
    assert found
    end = b"\r\n" if b"\r\n" in data else b"\n"
    new = found[2].encode("utf-8", "surrogateescape").replace(b"\n", end)
    lines = data.split(b"\n")
    tail = b"\n".join(lines[comment.last :])
    is_last = comment.last >= len(lines)
    head = b"".join(line + b"\n" for line in lines[: comment.first - 1])
    return head + (new.removesuffix(end) if is_last else new) + tail


@pytest.mark.parametrize(
    "case", [case for case in cases() if not case.name.startswith("ok-")], ids=lambda one: one.name
)
def test_a_suggestion_gives_the_repaired_text(case: Case, tmp_path: Path) -> None:
    text = case.data.decode("utf-8", "surrogateescape")
    for comment in reviewed(tmp_path, None, text).comments:
        if comment.suggestion:
            repaired = apply_edits(case.data, comment.suggestion.fix.edits)
            assert applied(case.data, comment) == repaired


def test_most_comments_have_one(tmp_path: Path) -> None:
    """Where the change shows the fix and the line that is commented on, the suggestion is on both."""
    made = [
        comment.suggestion is not None
        for case in cases()
        for comment in reviewed(tmp_path, None, case.data.decode("utf-8", "surrogateescape")).comments
    ]
    assert sum(made) > len(made) * 0.8


def test_a_suggestion_on_several_lines(tmp_path: Path) -> None:
    text = "FROM golang:1.22 AS b\nRUN go build -race \\\n    -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
    (comment,) = reviewed(tmp_path, None, text).comments
    assert (comment.first, comment.last) == (4, 5)
    assert b"FROM debian:bookworm-slim" in applied(text.encode(), comment)


def test_a_fix_that_the_change_does_not_show_is_no_suggestion(tmp_path: Path) -> None:
    between = "".join(f"LABEL a{number}=b\n" for number in range(30))
    text = f"FROM golang:1.22 AS b\nCOPY . .\nRUN go build -o /app .\n{between}FROM alpine:3.20\n{between}COPY --from=b /app /app\n"
    (comment,) = reviewed(tmp_path, None, text).comments
    assert comment.suggestion is None or comment.last - comment.first < 25


def test_the_runtime_that_moves_to_alpine(tmp_path: Path) -> None:
    found = reviewed(tmp_path, BEFORE, AFTER)
    (comment,) = found.comments
    shown = f"{found.summary}\n---\n{comment.body(suggestion_block(comment.suggestion))}\n"
    assert SNAPSHOT.read_text(encoding="utf-8") == shown
    assert comment.suggestion
    assert (comment.first, comment.last) == (4, 6)


def without_code(markdown: str) -> str:
    """The text outside fenced blocks and code elements."""
    outside = re.sub(r"^(`{3,}).*?^\1$", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"<code>[^<]*</code>", "", outside)


def test_a_hostile_file_changes_nothing_but_its_own_text(tmp_path: Path) -> None:
    found = reviewed(tmp_path, None, HOSTILE)
    assert found.comments
    summary = found.summary
    for text in (summary, *(one.body(suggestion_block(one.suggestion)) for one in found.comments)):
        assert len(text) < MOST_BODY
        assert "\u202e" not in without_code(text)
        assert "\x1b" not in without_code(text)
        assert not re.search(r"<(?!/?(?:details|summary|br/)\b|!-- dfix:[0-9a-z]+ -->)", without_code(text))
        assert "@someone" not in without_code(text)
        assert "<!-- dfix:summary -->" not in text or text is summary
    for comment in found.comments:
        if comment.suggestion:
            assert applied(HOSTILE.encode(), comment) == apply_edits(HOSTILE.encode(), comment.suggestion.fix.edits)


def test_a_label_of_the_diagram_stays_a_label(tmp_path: Path) -> None:
    text = AFTER.replace("FROM alpine:3.20", 'FROM alpine:3.20 AS x"];click_s0_"javascript:alert(1)"')
    (line,) = [line for line in reviewed(tmp_path, None, text).summary.split("\n") if line.startswith("  s1[")] or [""]
    assert re.fullmatch(r'  s1\["[^"\[\]<>]*<br/>[^"\[\]<>]*"\]', line) or not line


def test_the_mark_stays_when_lines_move(tmp_path: Path) -> None:
    (here,) = reviewed(tmp_path, None, AFTER).comments
    (there,) = reviewed(tmp_path, None, f"# more\n\n{AFTER}").comments
    assert here.mark == there.mark
    assert not reviewed(tmp_path, None, AFTER).without([f"x\n{there.mark}\n"]).comments
