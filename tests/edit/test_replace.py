"""One text in the place of another: nothing else in the file changes."""

import pytest

from dfix.edit import replace
from tests.makers.editable import read


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN a b c\n", "RUN a X c\n", id="one line"),
        pytest.param("RUN a 'b' c\n", "RUN a X c\n", id="with its quotes"),
        pytest.param("RUN a b", "RUN a X", id="no last newline"),
        pytest.param("RUN a \\\r\n  b\\\r\n  c\r\n", "RUN a \\\r\n  X\\\r\n  c\r\n", id="continued, CRLF"),
        pytest.param("RUN <<EOF\na b\nEOF\n", "RUN <<EOF\na X\nEOF\n", id="heredoc"),
        pytest.param("RUN : \xff && a b\n", "RUN : \xff && a X\n", id="odd bytes"),
        pytest.param('RUN ["a", "b"]\n', 'RUN ["a", X]\n', id="JSON form: with its quotes"),
    ],
)
def test_arg(body: str, after: str) -> None:
    file = read(body)
    assert file.after(replace.arg(*file.arg("a", "b"), "X")) == after


@pytest.mark.parametrize(
    ("body", "program", "words", "whole"),
    [
        pytest.param("RUN a b\n", "RUN X b\n", "RUN X\n", "RUN X\n", id="one line"),
        pytest.param("RUN A=1 a b > f", "RUN A=1 X b > f", "RUN X > f", "RUN X", id="assignment and redirection"),
        pytest.param(
            "RUN x && \\\n  a \\\n  # why\n  b && y\n",
            "RUN x && \\\n  X \\\n  # why\n  b && y\n",
            "RUN x && \\\n  X && y\n",
            "RUN x && \\\n  X && y\n",
            id="a comment inside goes with it",
        ),
        pytest.param(
            "RUN <<EOF\r\na b\r\nEOF\r\n",
            "RUN <<EOF\r\nX b\r\nEOF\r\n",
            "RUN <<EOF\r\nX\r\nEOF\r\n",
            "RUN <<EOF\r\nX\r\nEOF\r\n",
            id="heredoc, CRLF",
        ),
    ],
)
def test_command(body: str, program: str, words: str, whole: str) -> None:
    file = read(body)
    assert file.after(replace.program(file.call("a"), "X")) == program
    assert file.after(replace.command_words(file.call("a"), "X")) == words
    assert file.after(replace.command(file.call("a"), "X")) == whole


def test_command_through() -> None:
    file = read("RUN A=1 apt-get \\\n  -y install gcc\n")
    assert file.after(replace.command_through(*file.arg("apt-get", "install"), "apk add")) == "RUN apk add gcc\n"


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("COPY --from=b /a /\n", "COPY --from=X /a /\n", id="one line"),
        pytest.param("COPY --from=b \\\r\n /a /\r\n", "COPY --from=X \\\r\n /a /\r\n", id="continued, CRLF"),
        pytest.param("COPY --link --from=b --chown=1 /a /", "COPY --link --from=X --chown=1 /a /", id="among others"),
    ],
)
def test_flag_value(body: str, after: str) -> None:
    file = read(body)
    copy = file.instruction("COPY")
    flag = copy.flag("from")
    assert flag is not None
    assert file.after(replace.flag_value(copy, flag, "X")) == after


@pytest.mark.parametrize(
    ("body", "first", "every"),
    [
        pytest.param("CMD a b\n", "CMD X b\n", "CMD X\n", id="shell form"),
        pytest.param('CMD ["a", "b"]\n', 'CMD [X, "b"]\n', "CMD [X]\n", id="JSON form"),
        pytest.param("CMD a \\\n# why\n  b", "CMD X \\\n# why\n  b", "CMD X", id="continued, no last newline"),
    ],
)
def test_words(body: str, first: str, every: str) -> None:
    file = read(body)
    cmd = file.instruction("CMD")
    assert file.after(replace.word(cmd, cmd.words[0], "X")) == first
    assert file.after(replace.words(cmd, "X")) == every


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("COPY a b\nRUN c\n", "X\nRUN c\n", id="one line"),
        pytest.param("COPY a \\\r\n  b\r\n", "X\r\n", id="continued, CRLF"),
        pytest.param("COPY <<EOF /b\na\nEOF", "X", id="heredoc, no last newline"),
    ],
)
def test_instruction(body: str, after: str) -> None:
    file = read(body)
    assert file.after(replace.instruction(file.instruction("COPY"), "X")) == after


def test_text_is_replaced_in_all_of_an_instruction_and_nowhere_else() -> None:
    file = read("RUN gnu \\\n  # gnu\n  gnu\nUSER gnu\n")
    edits = replace.text(file.source, file.instruction("RUN"), "gnu", "musl")
    assert file.after(*edits) == "RUN musl \\\n  # musl\n  musl\nUSER gnu\n"
