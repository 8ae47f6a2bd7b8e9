"""A part taken out: what stays reads as if it had never been there."""

import pytest

from dfix.edit import remove
from dfix.syntax.directives import read_directives
from tests.makers.editable import read


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN a\nUSER x\n", "USER x\n", id="first"),
        pytest.param("USER x\nRUN a", "USER x\n", id="last, no newline"),
        pytest.param("USER x\r\nRUN a \\\r\n  # c\r\n  b\r\nUSER y\r\n", "USER x\r\nUSER y\r\n", id="continued, CRLF"),
        pytest.param("RUN <<EOF\na\nEOF\nUSER x\n", "USER x\n", id="heredoc"),
        pytest.param("USER x\n\nRUN a\n\nUSER y\n", "USER x\n\nUSER y\n", id="one of two blank lines"),
        pytest.param("USER x\n\nRUN a\n", "USER x\n", id="the blank line above, at the end"),
        pytest.param("# why\nRUN a \xff\n\nUSER y\n", "# why\n\nUSER y\n", id="a comment above stays, odd bytes"),
    ],
)
def test_instruction(body: str, after: str) -> None:
    file = read(body)
    assert file.after(remove.instruction(file.source, file.instruction("RUN"))) == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN a && x && b\n", "RUN a && b\n", id="middle"),
        pytest.param("RUN x && b", "RUN b", id="first, no last newline"),
        pytest.param("RUN a && x && x\n", "RUN a && x\n", id="the first of two"),
        pytest.param("RUN a && \\\r\n  x && \\\r\n  b\r\n", "RUN a && \\\r\n  b\r\n", id="operators at the end, CRLF"),
        pytest.param("RUN a \\\n# c\n && x \\\n && b\n", "RUN a \\\n && b\n", id="with the comment above it"),
        pytest.param("RUN a\\\n&& x\nUSER b\n", "RUN a\nUSER b\n", id="a continuation right behind a word"),
        pytest.param("RUN a && x || true\n", "RUN a || true\n", id="what hides a's failure stays"),
        pytest.param("RUN a; x || echo no; b\n", "RUN a; b\n", id="what hides its own failure goes"),
        pytest.param("RUN x\nUSER b\n", "USER b\n", id="alone"),
        pytest.param("RUN <<EOF\na\nx\nb\nEOF\n", "RUN <<EOF\na\nb\nEOF\n", id="heredoc"),
        pytest.param("RUN <<EOF\nx\nEOF\nUSER b\n", "USER b\n", id="alone in a heredoc"),
        pytest.param('RUN ["x", "y"]\nUSER b\n', "USER b\n", id="JSON form"),
        pytest.param('RUN ["sh", "-c", "a && x"]\n', 'RUN ["sh", "-c", "a"]\n', id="text in JSON form"),
        pytest.param("RUN if a; then x; fi\n", "RUN if a; then true; fi\n", id="a body needs a word"),
        pytest.param("RUN sh -c 'x' && b\n", "RUN sh -c 'true' && b\n", id="an inner shell needs a word"),
        pytest.param("RUN (a && x) && b\n", "RUN (a) && b\n", id="subshell"),
        pytest.param("RUN a '\xff\xe9' && x\n", "RUN a '\xff\xe9'\n", id="odd bytes"),
    ],
)
def test_command(body: str, after: str) -> None:
    file = read(body)
    removal = remove.command(file.source, file.call("x"))
    assert removal is not None
    assert removal.keeps_status
    assert file.after(*removal.edits) == after


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("RUN a || x\n", id="it hides a's failure"),
        pytest.param("RUN x || b\n", id="b runs when it fails"),
        pytest.param("RUN x | b\n", id="pipeline"),
        pytest.param("RUN x & b\n", id="background"),
        pytest.param('RUN sh -c "a \\"b\\" && x"\n', id="its text is not in the file as it is"),
    ],
)
def test_a_command_that_decides_what_runs_next_stays(body: str) -> None:
    file = read(body)
    assert remove.command(file.source, file.call("x")) is None


@pytest.mark.parametrize(
    ("body", "keeps_status"),
    [
        pytest.param("RUN a; x\n", False, id="a's failure shows"),
        pytest.param("RUN a; x; b\n", True, id="b ends it as before"),
        pytest.param("RUN set -e; a; x\n", True, id="a's failure showed before"),
    ],
)
def test_whether_the_exit_status_stays(body: str, keeps_status: bool) -> None:
    file = read(body)
    removal = remove.command(file.source, file.call("x"))
    assert removal is not None
    assert removal.keeps_status is keeps_status


@pytest.mark.parametrize(
    ("body", "names", "after"),
    [
        pytest.param("RUN x && y && b\n", "xy", "RUN b\n", id="the first two"),
        pytest.param("RUN a && x && y\n", "xy", "RUN a\n", id="the last two"),
        pytest.param("RUN x && a && y\n", "yx", "RUN a\n", id="first and last, named in another order"),
        pytest.param("RUN x && y\nUSER b\n", "xy", "USER b\n", id="all"),
        pytest.param("RUN x && a\nRUN b \\\n && y\n", "xy", "RUN a\nRUN b\n", id="of two instructions"),
        pytest.param("RUN if a; then x; y; fi\n", "xy", "RUN if a; then true; fi\n", id="all of a body"),
    ],
)
def test_commands(body: str, names: str, after: str) -> None:
    file = read(body)
    edits = remove.commands(file.source, [file.call(name) for name in names])
    assert edits is not None
    assert file.after(*edits) == after


def test_commands_of_which_one_must_stay() -> None:
    file = read("RUN x && a || y\n")
    assert remove.commands(file.source, [file.call("x"), file.call("y")]) is None


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN a b c\n", "RUN a c\n", id="middle"),
        pytest.param("RUN a 'b'", "RUN a", id="last, quoted, no last newline"),
        pytest.param("RUN a \\\r\n  b \\\r\n  c\r\n", "RUN a \\\r\n  c\r\n", id="a line of its own, CRLF"),
        pytest.param("RUN a c \\\n  # why\n  b && d\n", "RUN a c && d\n", id="with the comment above it"),
        pytest.param("RUN <<EOF\na b > f\nEOF\n", "RUN <<EOF\na > f\nEOF\n", id="heredoc, before a redirection"),
        pytest.param("RUN a \xff b\n", "RUN a \xff\n", id="odd bytes"),
    ],
)
def test_arg(body: str, after: str) -> None:
    file = read(body)
    assert file.after(remove.arg(*file.arg("a", "b"))) == after


def test_neighbours_can_be_removed_together() -> None:
    file = read("RUN a b c d\n")
    call = file.call("a")
    assert file.after(remove.arg(call, call.args[0]), remove.arg(call, call.args[1])) == "RUN a d\n"


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("COPY --link a b\n", "COPY a b\n", id="the only one"),
        pytest.param("COPY --link  a b\n", "COPY a b\n", id="two blanks"),
        pytest.param("COPY --from=x --link a b", "COPY --from=x a b", id="among others, no last newline"),
        pytest.param("COPY --link \\\r\n  a b\r\n", "COPY a b\r\n", id="with its continuation, CRLF"),
        pytest.param("COPY \\\n  --link \\\n  # c\n  a b\n", "COPY \\\n  a b\n", id="with the comment behind it"),
        pytest.param('COPY --link ["a", "b"]\n', 'COPY ["a", "b"]\n', id="JSON form"),
        pytest.param("COPY --link <<EOF /b\na\nEOF\n", "COPY <<EOF /b\na\nEOF\n", id="heredoc"),
    ],
)
def test_flag(body: str, after: str) -> None:
    file = read(body)
    copy = file.instruction("COPY")
    flag = copy.flag("link")
    assert flag is not None
    assert file.after(remove.flag(copy, flag)) == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("RUN A=1 a b\n", "RUN a b\n", id="the only one"),
        pytest.param("RUN B=2 A='1 2' \\\r\n  a\r\n", "RUN B=2 a\r\n", id="last, continued, CRLF"),
        pytest.param("RUN A=1 B=2 a", "RUN B=2 a", id="first, no last newline"),
        pytest.param("RUN B=1 a\n", None, id="another one"),
        pytest.param("RUN B= A=1 a\n", None, id="where one has no value, none is touched"),
    ],
)
def test_assignment(body: str, after: str | None) -> None:
    file = read(body)
    edit = remove.assignment(file.call("a"), "A")
    assert (edit and file.after(edit)) == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("ENV A=1\nUSER x\n", "USER x\n", id="the only one"),
        pytest.param("ENV A 1 2\nUSER x\n", "USER x\n", id="old form"),
        pytest.param("ENV A=1 B=2\n", "ENV B=2\n", id="first"),
        pytest.param("ENV B=2 A='1 2' C=3", "ENV B=2 C=3", id="middle, no last newline"),
        pytest.param("ENV B=2 \\\r\n    A=1\r\n", "ENV B=2\r\n", id="last, a line of its own, CRLF"),
        pytest.param("ENV A=1 \\\n    # why\n    B=2\n", "ENV B=2\n", id="with the comment behind it"),
        pytest.param("ENV B=2\n", None, id="another one"),
    ],
)
def test_variable(body: str, after: str | None) -> None:
    file = read(body)
    edit = remove.variable(file.source, file.instruction("ENV"), "A")
    assert (edit and file.after(edit)) == after


def test_a_declared_argument_without_a_value() -> None:
    file = read("ARG A B=2\n")
    assert file.after(remove.variable(file.source, file.instruction("ARG"), "A")) == "ARG B=2\n"


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("# dfix: ignore=DF101\r\nUSER x\r\n", "USER x\r\n", id="CRLF"),
        pytest.param("USER x\n  # dfix: ignore=DF101", "USER x\n", id="indented, no last newline"),
    ],
)
def test_comment(body: str, after: str) -> None:
    file = read(body)
    (comment,), _ = read_directives(file.source, file.trace.build.dockerfile.instructions)
    assert file.after(remove.comment(file.source, comment.span)) == after


@pytest.mark.parametrize(("number", "after"), [(0, "b , c"), (1, "a, c"), (2, "a, b")])
def test_listed(number: int, after: str) -> None:
    file = read("# dfix: ignore=a, b , c\n")
    (comment,), _ = read_directives(file.source, file.trace.build.dockerfile.instructions)
    edit = remove.listed([value.span for value in comment.values], number)
    assert file.after(edit) == f"# dfix: ignore={after}\n"
