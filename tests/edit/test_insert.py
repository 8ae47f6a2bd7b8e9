"""Words and instructions put into a file: where they go, whatever the author's layout."""

import pytest

from dfix.edit import insert, part
from dfix.text import Edit
from dfix.trace.state.call import Call
from tests.makers.editable import read, read_whole

LAYOUTS = [
    pytest.param("RUN go build .\n", "RUN «go build .\n", id="one line"),
    pytest.param("RUN go build .", "RUN «go build .", id="no last newline"),
    pytest.param("run a && go build .\r\n", "run a && «go build .\r\n", id="CRLF"),
    pytest.param(
        "RUN a && \\\n  # why\n  go build .\n", "RUN a && \\\n  # why\n  «go build .\n", id="behind a comment"
    ),
    pytest.param("RUN A=1 go build .\n", "RUN «A=1 go build .\n", id="before its assignments"),
    pytest.param("RUN <<EOF\na\ngo build .\nEOF\n", "RUN <<EOF\na\n«go build .\nEOF\n", id="heredoc"),
    pytest.param('RUN ["sh", "-c", "go build ."]\n', 'RUN ["sh", "-c", "«go build ."]\n', id="text in JSON form"),
    pytest.param("RUN echo \xff\xe9 && go build .\n", "RUN echo \xff\xe9 && «go build .\n", id="odd bytes"),
]


@pytest.mark.parametrize(("body", "after"), LAYOUTS)
def test_before_command(body: str, after: str) -> None:
    file = read(body)
    assert file.after(insert.before_command(file.call("go"), "«")) == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN A=1 go build .\n", "RUN A=1 «go build .\n", id="after its assignments"),
        pytest.param("RUN A=1 \\\n  go build\n", "RUN A=1 \\\n  «go build\n", id="on the next line"),
    ],
)
def test_before_program(body: str, after: str) -> None:
    file = read(body)
    assert file.after(insert.before_program(file.call("go"), "«")) == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN gcc a.c\n", "RUN gcc» a.c\n", id="one line"),
        pytest.param("RUN gcc", "RUN gcc»", id="no last newline"),
        pytest.param("RUN A=1 gcc\\\r\n  a.c\r\n", "RUN A=1 gcc»\\\r\n  a.c\r\n", id="before a continuation, CRLF"),
        pytest.param("RUN /usr/bin/gcc a.c\n", "RUN /usr/bin/gcc» a.c\n", id="by its path"),
    ],
)
def test_after_program(body: str, after: str) -> None:
    file = read(body)
    assert file.after(insert.after_program(file.call("gcc"), "»")) == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN gcc -o x\n", "RUN gcc -o» x\n", id="one line"),
        pytest.param("RUN gcc '-o' x\n", "RUN gcc '-o'» x\n", id="behind its quotes"),
        pytest.param("RUN gcc \\\n  -o\\\n  x\n", "RUN gcc \\\n  -o»\\\n  x\n", id="before a continuation"),
    ],
)
def test_after_arg(body: str, after: str) -> None:
    file = read(body)
    assert file.after(insert.after_arg(*file.arg("gcc", "-o"), "»")) == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN gcc a.c > log\n", "RUN gcc a.c» > log\n", id="before a redirection"),
        pytest.param("RUN gcc a.c \\\n  # why\n  b.c && x\n", "RUN gcc a.c \\\n  # why\n  b.c» && x\n", id="last line"),
        pytest.param("RUN gcc", "RUN gcc»", id="the program alone, no last newline"),
    ],
)
def test_after_words(body: str, after: str) -> None:
    file = read(body)
    assert file.after(insert.after_words(file.call("gcc"), "»")) == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN apk add a b\n", "RUN apk add a b c d\n", id="one line"),
        pytest.param("RUN apk add a\n", "RUN apk add a c d\n", id="a single one"),
        pytest.param(
            "RUN apk add \\\n    a \\\n    b && x\n",
            "RUN apk add \\\n    a \\\n    b \\\n    c \\\n    d && x\n",
            id="one a line",
        ),
        pytest.param("RUN apk add a \\\r\n  b\r\n", "RUN apk add a \\\r\n  b \\\r\n  c \\\r\n  d\r\n", id="CRLF"),
        pytest.param(
            "RUN apk add a \\\n# why\n  b\n", "RUN apk add a \\\n# why\n  b c d\n", id="a comment is not copied"
        ),
    ],
)
def test_like_args(body: str, after: str) -> None:
    file = read(body)
    call = file.call("apk")
    assert file.after(insert.like_args(file.source, call, call.args[1:], ["c", "d"])) == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN go '-s'\n", "RUN go '-s -w'\n", id="single quotes"),
        pytest.param('RUN go -l="-s"\n', 'RUN go -l="-s -w"\n', id="double quotes behind a sign"),
        pytest.param("RUN go -s\n", None, id="no quotes"),
    ],
)
def test_before_closing_quote(body: str, after: str | None) -> None:
    file = read(body)
    call = file.call("go")
    edit = insert.before_closing_quote(call, call.args[0], " -w")
    assert (edit and file.after(edit)) == after


@pytest.mark.parametrize(
    ("left", "right", "after"),
    [
        pytest.param("target/", "release", "RUN cp /target/X/release/x /\n", id="both"),
        pytest.param("", "target", "RUN cp /X/target/release/x /\n", id="before"),
        pytest.param("release", "", "RUN cp /target/releaseX//x /\n", id="after"),
        pytest.param("target/", "debug", None, id="they do not follow one another"),
    ],
)
def test_between(left: str, right: str, after: str | None) -> None:
    file = read("RUN cp /target/release/x /\n")
    edit = insert.between(part.arg(*file.arg("cp", "/target/release/x")), left, right, "X/")
    assert (edit and file.after(edit)) == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("COPY a b\n", "COPY --chmod=755 a b\n", id="the only one"),
        pytest.param("copy --from=x a b", "copy --chmod=755 --from=x a b", id="before others, no last newline"),
        pytest.param("COPY \\\r\n  a b\r\n", "COPY --chmod=755 \\\r\n  a b\r\n", id="continued, CRLF"),
        pytest.param('COPY ["a", "b"]\n', 'COPY --chmod=755 ["a", "b"]\n', id="JSON form"),
        pytest.param("COPY <<EOF /b\na\nEOF\n", "COPY --chmod=755 <<EOF /b\na\nEOF\n", id="heredoc"),
    ],
)
def test_flag(body: str, after: str) -> None:
    file = read(body)
    assert file.after(insert.flag(file.instruction("COPY"), "--chmod=755")) == after


@pytest.mark.parametrize(
    ("body", "above", "below"),
    [
        pytest.param("RUN a\n", "ENV b\nRUN a\n", "RUN a\nENV b\n", id="one line"),
        pytest.param("RUN a", "ENV b\nRUN a", "RUN a\nENV b", id="no last newline"),
        pytest.param("run a\r\n", "env b\r\nrun a\r\n", "run a\r\nenv b\r\n", id="lower case, CRLF"),
        pytest.param(
            "RUN a \\\n# c\n  b\n", "ENV b\nRUN a \\\n# c\n  b\n", "RUN a \\\n# c\n  b\nENV b\n", id="continued"
        ),
        pytest.param(
            "RUN <<E\na\nE\nUSER x\n", "ENV b\nRUN <<E\na\nE\nUSER x\n", "RUN <<E\na\nE\nENV b\nUSER x\n", id="heredoc"
        ),
        pytest.param("RUN <<E\na\nE", "ENV b\nRUN <<E\na\nE", "RUN <<E\na\nE\nENV b", id="heredoc, no last newline"),
        pytest.param("  RUN \xff\n", "ENV b\n  RUN \xff\n", "  RUN \xff\nENV b\n", id="indented, odd bytes"),
    ],
)
def test_instruction(body: str, above: str, below: str) -> None:
    file = read(body)
    run = file.instruction("RUN")
    assert file.after(insert.instruction_before(file.source, run, "ENV", "b")) == above
    assert file.after(insert.instruction_after(file.source, run, "ENV", "b")) == below


def test_instruction_behind_a_byte_order_mark() -> None:
    file = read_whole("\xef\xbb\xbfFROM debian:12")
    assert file.after(insert.instruction_after(file.source, file.instruction("FROM"), "RUN", "a")) == "RUN a"


def _edits(call: Call) -> list[Edit]:
    return [insert.before_command(call, "x"), insert.after_program(call, "x"), insert.after_words(call, "x")]


def test_edits_of_one_command_do_not_meet() -> None:
    file = read("RUN a b\n")
    assert file.after(*_edits(file.call("a"))) == "RUN xax bx\n"
