"""Splitting: BuildKit's own parser (the `dockerfile` package) is the judge, and nothing is lost."""

import dockerfile as buildkit
import pytest

from corpus import Case, cases
from dfix.syntax import Dockerfile, parse
from dfix.text import Source

TEXTS = [
    pytest.param("FROM a\nRUN x \\\n\n  # comment\n  y\nRUN z", id="blank and comment lines inside an instruction"),
    pytest.param("FROM a\r\nRUN x \\\r\n  y\r\n", id="CRLF"),
    pytest.param("\ufeffFROM a\n", id="BOM"),
    pytest.param("# escape=`\nFROM a\nRUN x `\n  y\nRUN c:\\\nRUN z\n", id="another escape character"),
    pytest.param("FROM a\nRUN echo a\\\\\nRUN b\n", id="a doubled escape does not continue"),
    pytest.param("FROM a\nRUN x \\  \n  y\n", id="blanks after the escape"),
    pytest.param("from a as b\nrun x\ncopy --from=b /x /y\n", id="lower case"),
    pytest.param("FROM a\nRUN <<EOF\nRUN x\n\n#c\nEOF\nRUN y\n", id="heredoc"),
    pytest.param("FROM a\nRUN <<-EOF\n\tx\n\tEOF\nRUN y\n", id="heredoc with tabs"),
    pytest.param('FROM a\nCOPY <<"A" <<B /x/\n$a\nA\nb\nB\nRUN y\n', id="two heredocs, one quoted"),
    pytest.param("FROM a\nRUN cat <<EOF > /x && y\nb\nEOF\n", id="heredoc inside a command"),
    pytest.param("FROM a\nRUN echo $((1<<3)) <<<x\nRUN y\n", id="shifts and here-strings are no heredocs"),
    pytest.param("FROM a\nRUN x <<'' && y\nRUN z\n", id="an empty name opens no heredoc"),
    pytest.param('FROM a\nLABEL "x 1.0"\n', id="LABEL in the old form, a quote split"),
    pytest.param('FROM a\nRUN ["echo", "<<EOF"]\nRUN y\n', id="no heredoc in the exec form"),
    pytest.param("FROM a\nADD --chmod=755 --link a b\n", id="flags"),
    pytest.param("FROM a\nRUN --mount=type=cache,target=/x --network=none y\n", id="two flags"),
    pytest.param("FROM a\nONBUILD RUN x\nONBUILD COPY a b\n", id="ONBUILD"),
    pytest.param("FROM a\nENV A=1 \\\n  B=2\nLABEL x y\n", id="ENV and LABEL"),
    pytest.param("\n\n# c\n  FROM a\n\tRUN b\n", id="indented"),
    pytest.param("FROM a\nRUN a \\\n", id="ends inside a continuation"),
    pytest.param('FROM a\nCMD ["a", "b"] # rest\n', id="text after a JSON array"),
    pytest.param("\\\nFROM a\n\\\n\nRUN x\n", id="lines that are a continuation only"),
    pytest.param("FROM a\nRU\\\nN x\n", id="a keyword on two lines"),
    pytest.param("FROM a\nRUN x \\\n  # <<EOF\n  y\nRUN z\n", id="a comment inside an instruction opens no heredoc"),
]


# BuildKit 0.22 and later take them for heredocs (pull request 5817); the parser that judges here is older.
SPACED = {
    "blanks before the name": ("RUN cat > /x << 'EOF'\n{\nADD a\nEOF\n", ["{\nADD a\n"]),
    "two of them": ("COPY << A <<B /x/\na\nA\nb\nB\n", ["a\n", "b\n"]),
    "a number before": ("RUN x 3<<\tEOF\na\nEOF\n", ["a\n"]),
    "no line ends it": ("RUN echo $((1 << 20)) << EOF\n", []),
    "a line before it does not end it": ("RUN <<EOF\na\nEOF\nRUN echo $((1 << EOF))\n", ["a\n"]),
    "a here-string": ("RUN cat <<< EOF\n", []),
    "blanks behind a dash": ("RUN cat <<- EOF\n", []),
    "quoted": ("RUN echo '<< EOF'\n", []),
}


@pytest.mark.parametrize(("text", "bodies"), SPACED.values(), ids=SPACED)
def test_spaced_heredocs(text: str, bodies: list[str]) -> None:
    parsed = parse(Source(f"FROM a\n{text}RUN y\n".encode()))
    assert not parsed.faults
    assert [heredoc.body for one in parsed.instructions for heredoc in one.heredocs] == bodies
    assert parsed.instructions[-1].args == "y"


def splits(text: str) -> list[tuple[str, int, tuple[str, ...], list[str]]]:
    """Keyword, first line, flags and heredoc bodies, as BuildKit sees them."""
    return [
        (c.cmd.upper(), c.start_line, tuple(c.flags), [h.content for h in c.heredocs])
        for c in buildkit.parse_string(text)
    ]


def own_splits(parsed: Dockerfile) -> list[tuple[str, int, tuple[str, ...], list[str]]]:
    """The same of ours."""
    return [
        (
            i.keyword,
            i.first_line + 1,
            tuple(i.logical.text[flag.start : flag.end] for flag in i.flags),
            [h.body.encode("latin-1").decode() for h in i.heredocs],
        )
        for i in parsed.instructions
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_splits_like_buildkit(text: str) -> None:
    assert not parse(Source(text.encode())).faults
    assert own_splits(parse(Source(text.encode()))) == splits(text)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_corpus_splits_like_buildkit(case: Case) -> None:
    parsed = parse(Source(case.data))
    try:
        expected = splits(case.data.decode())
    except buildkit.GoParseError:
        assert parsed.faults
        return
    assert own_splits(parsed) == expected


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_spans_give_the_input_back(case: Case) -> None:
    """Instructions stand in order and apart; what lies between them is comments and blank lines."""
    source = Source(case.data)
    rest, at = "", 0
    for instruction in parse(source).instructions:
        assert instruction.span.start >= at
        text = source.text[instruction.span.start : instruction.span.end]
        assert text.upper().startswith(instruction.keyword)
        rest += source.text[at : instruction.span.start]
        at = instruction.span.end
    if at:
        rest += source.text[at:]
        assert all(line.strip()[:1] in ("", "#") for line in rest.splitlines())


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 0, "no instructions"),
        ("# only a comment\n", 0, "no instructions"),
        ("FROM a\nFOO b\n", 1, "unknown instruction `FOO`"),
        ("RUN a\n", 0, "before the first FROM"),
        ("FROM a b\n", 0, "FROM takes one image"),
        ("FROM a AS 1x\n", 0, "is no stage name"),
        ("FROM a\nCOPY x\n", 1, "at least two arguments"),
        ("FROM a\nRUN <<EOF\n", 1, "never closed"),
        ("FROM a\nSHELL sh\n", 1, "JSON form"),
        ("FROM a\nENV A=1 B\n", 1, "name=value"),
        ("FROM a\nRUN " + "x" * 70000, 1, "BuildKit takes lines of up to 65535"),
        ("FROM a\n" + "RUN a\\\n" * 30000, 1, "Linux runs commands of up to"),
        ("FROM a\nWORKDIR\n", 1, "needs one argument"),
    ],
)
def test_faults(text: str, line: int, says: str) -> None:
    source = Source(text.encode())
    fault = parse(source).faults[0]
    assert says in fault.message
    assert source.line_of(fault.span.start) == line
    assert fault.help
